"""Trusting a directory: signed by pinned roots, newer than what was seen, not expired (protocol §8).

Roots and threshold come from the client's pins, never from the document. The exact bytes are
verified, and only then parsed. Offices, routing and names are read by `app.domain.directory`;
this module decides only whether the document may be believed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.errors import CannotBeTrusted
from app.domain.strict_json import INTEGER_LIMIT, NotStrictJson, loads
from app.sealing import timestamps
from app.sealing.envelope import SLOTS
from app.sealing.primitives import KEY_BYTES, blake2b, labelled, le32
from app.sealing.receipt import wordlist
from app.sealing.signatures import verify as signed_by

PURPOSE = "directory"
FUTURE_TOLERANCE = timedelta(hours=1)  # clocks of phones are wrong by minutes; an hour forgives them
MOST_DEVICES = SLOTS  # an envelope goes to every device of its office and has no more slots
FINGERPRINT_WORDS = 12
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RootSignature:
    """A root's public key (32 bytes) and what is said to be its signature."""

    root: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Pins:
    """The roots (32-byte keys) this client trusts, and how many of them must have signed."""

    roots: tuple[bytes, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest directory accepted so far."""

    version: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class VerifiedDirectory:
    """A directory that may be believed: the parsed document, its version and the hash of its bytes."""

    raw: dict[str, Any] = field(repr=False)
    version: int
    hash: bytes

    @property
    def seen(self) -> Seen:
        """What to remember of it."""
        return Seen(self.version, self.hash)


@dataclass(frozen=True, slots=True)
class Fields:
    """The few fields on which trust depends."""

    version: int
    previous: bytes
    issued: datetime
    expires: datetime
    min_devices: int
    offices: tuple["OfficeFields", ...]


@dataclass(frozen=True, slots=True)
class OfficeFields:
    """Whether an office is vacant, and for each device when its seal keys are valid."""

    vacant: bool
    devices: tuple[tuple[tuple[datetime, datetime], ...], ...]


class Misshapen(Exception):
    """A field is missing or has another shape. Never leaves this module."""


def verify(
    document: bytes,
    signatures: Sequence[RootSignature],
    pins: Pins,
    now: datetime,
    seen: Seen | None = None,
    newest: bool = True,
) -> VerifiedDirectory:
    """Believe a directory, or refuse it.

    `seen` is the newest directory accepted so far. Versions in between are fetched and
    verified one by one, in order, with `newest` false: expiry counts for the newest only.

    Raises:
        CannotBeTrusted: check is signatures, schema, version, previous, expired, issued or devices.
    """
    if len(signers(document, signatures, pins)) < max(1, pins.threshold):
        raise CannotBeTrusted("signatures")
    raw = parsed(document)
    try:
        fields = fields_of(raw)
    except Misshapen:
        raise CannotBeTrusted("schema") from None
    digest = blake2b(document)
    check_succession(fields, digest, seen)
    if newest:
        check_time(fields, now)
    if not all(has_enough_devices(office, fields) for office in fields.offices):
        raise CannotBeTrusted("devices")
    return VerifiedDirectory(raw, fields.version, digest)


def fingerprint_words(pins: Pins, lang: str = "en") -> tuple[str, ...]:
    """Twelve words that name the pins, to compare with the poster: the first 132 bits of their hash."""
    preimage = labelled("SPK1/roots") + le32(pins.threshold) + b"".join(sorted(pins.roots))
    bits = int.from_bytes(blake2b(preimage), "big") >> (256 - 11 * FINGERPRINT_WORDS)
    shifts = range(11 * (FINGERPRINT_WORDS - 1), -1, -11)
    return tuple(wordlist(lang)[bits >> shift & 2047] for shift in shifts)


def signers(document: bytes, signatures: Iterable[RootSignature], pins: Pins) -> set[bytes]:
    """The distinct pinned roots whose signature is good."""
    return {
        given.root
        for given in signatures
        if given.root in pins.roots and signed_by(given.root, PURPOSE, document, given.signature)
    }


def parsed(document: bytes) -> dict[str, Any]:
    """The document as an object."""
    try:
        raw = loads(document)
    except NotStrictJson:
        raise CannotBeTrusted("schema") from None
    if not isinstance(raw, dict):
        raise CannotBeTrusted("schema")
    return raw


def check_succession(fields: Fields, digest: bytes, seen: Seen | None) -> None:
    """No rollback, no other bytes under the same number, no gap."""
    if seen is None:
        return
    if fields.version < seen.version or (fields.version == seen.version and digest != seen.hash):
        raise CannotBeTrusted("version")
    if fields.version == seen.version:
        return
    if fields.version != seen.version + 1 or fields.previous != seen.hash:
        raise CannotBeTrusted("previous")


def check_time(fields: Fields, now: datetime) -> None:
    """From the second of `expires` on it is expired; from the future it is a mistake or a trick."""
    if now >= fields.expires:
        raise CannotBeTrusted("expired")
    if fields.issued > now + FUTURE_TOLERANCE:
        raise CannotBeTrusted("issued")


def has_enough_devices(office: OfficeFields, fields: Fields) -> bool:
    """Whether the office could be sealed to when the directory was issued; a later lapse closes nothing."""
    if len(office.devices) > MOST_DEVICES:
        return False
    ready = sum(any(since <= fields.issued < until for since, until in keys) for keys in office.devices)
    return office.vacant or ready >= fields.min_devices


def fields_of(raw: Mapping[str, Any]) -> Fields:
    """Read what trust depends on.

    Raises:
        Misshapen: a field is missing or has another shape.
    """
    return Fields(
        whole(raw, "version"),
        key(raw, "previous"),
        moment(raw, "issued"),
        moment(raw, "expires"),
        whole(mapping(raw.get("policy")), "min_devices"),
        tuple(office_fields(mapping(office)) for office in items(raw, "offices")),
    )


def office_fields(office: Mapping[str, Any]) -> OfficeFields:
    """One office's devices."""
    devices = [
        mapping(device) for member in items(office, "members") for device in items(mapping(member), "devices")
    ]
    keys = tuple(tuple(validity(mapping(entry)) for entry in items(device, "seal")) for device in devices)
    return OfficeFields(office.get("vacant") is True, keys)


def validity(entry: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """From the first moment on, until just before the last."""
    key(entry, "key")
    return (moment(entry, "from") if "from" in entry else EVER), moment(entry, "until")


def mapping(value: object) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise Misshapen
    return value


def items(parent: Mapping[str, Any], name: str) -> list[Any]:
    """A list."""
    value = parent.get(name)
    if not isinstance(value, list):
        raise Misshapen
    return value


def whole(parent: Mapping[str, Any], name: str) -> int:
    """A whole number from 1 on. JSON's 1.0 counts as JavaScript counts it: as 1."""
    value = parent.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < INTEGER_LIMIT:
        raise Misshapen
    return value


def key(parent: Mapping[str, Any], name: str) -> bytes:
    """32 bytes in lower-case hex."""
    value = parent.get(name)
    if not isinstance(value, str) or len(value) != 2 * KEY_BYTES or set(value) - set("0123456789abcdef"):
        raise Misshapen
    return bytes.fromhex(value)


def moment(parent: Mapping[str, Any], name: str) -> datetime:
    """A moment."""
    value = timestamps.read(parent.get(name))
    if value is None:
        raise Misshapen
    return value
