"""Is this certificate, or this proof of an acknowledgement, genuine? Checked against a believed directory.

    certificate   name and salt give the commitment; one of the organisation's intake keys signed it
    proof         a device of the office, listed by the version that the proof names, signed it

The answer is a list of sentences for somebody who is tired. Must never: say that a certificate proves who
answered, or that a proof says anything of what was reported.
"""

import calendar
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.domain import fields
from app.domain.authorship import newest_of
from app.domain.directory import Dated, Device, Directory
from app.domain.errors import BadInput, NotFound
from app.domain.payloads import Acknowledgement
from app.domain.strict_json import NotStrictJson, loads
from app.sealing.certificates import SALT_BYTES, Statement, commitment
from app.sealing.signatures import SIGNATURE_BYTES, verify
from app.services.answers import ack_message
from app.services.following import Following

PROOF = "speakup-acknowledgement"
FRAGMENT = "#c="  # what an address at /verify carries behind it
THING = "certificate or proof"
CLOCKS = timedelta(days=1)  # a device's clock may be in another day
LONGEST = 65_536  # characters; a certificate has 700


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is genuine, and what to say about it, a sentence a line."""

    good: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as its holder shows it."""

    name: str
    statement: Statement
    key: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A reporter's proof: an acknowledgement, its organisation, and the directory version that it names."""

    organisation: str
    ack: Acknowledgement
    version: int
    hash: str


def read(text: str) -> Certificate | Proof:
    """What somebody handed in: the JSON of a file, an address with `#c=`, or what stands behind that.

    Raises:
        BadInput: it is none of these; names the field, never what stood there.
    """
    raw = unpacked(text.strip())
    if raw.get("kind") == PROOF:
        return proof(raw)
    return certificate(raw)


def unpacked(text: str) -> Mapping[str, Any]:
    """The object in a text."""
    if len(text) > LONGEST:
        raise BadInput(THING, "is too long to be one")
    packed = text.split(FRAGMENT, 1)[-1]
    try:
        content = packed.encode() if packed.startswith("{") else from_base64url(packed)
        held = loads(content)
    except (NotStrictJson, ValueError):
        held = None
    if not isinstance(held, dict) or held.get("v") != 1:
        raise BadInput(THING, "cannot be read; was all of it copied?")
    return held


def from_base64url(text: str) -> bytes:
    """Bytes out of base64url without padding."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def certificate(raw: Mapping[str, Any]) -> Certificate:
    """Read a certificate."""
    name = fields.text(raw, "name")
    salt = bytes.fromhex(fields.hexadecimal(raw, "salt", SALT_BYTES))
    signature = bytes.fromhex(fields.hexadecimal(raw, "signature", SIGNATURE_BYTES))
    statement = Statement(
        commitment(name, salt),
        fields.text(raw, "quiz"),
        number(raw, "right"),
        number(raw, "of"),
        fields.text(raw, "month"),
    )
    month_of(statement.month)
    return Certificate(name, statement, fields.hexadecimal(raw, "key", 32), signature)


def number(raw: Mapping[str, Any], name: str) -> int:
    """A whole number that fits into 32 bits."""
    value = fields.whole(raw, name, 0)
    if value >= 2**32:
        raise BadInput(name, "is too large")
    return value


def proof(raw: Mapping[str, Any]) -> Proof:
    """Read a proof of an acknowledgement."""
    named = fields.mapping(raw, "directory")
    sizes = {"device": 16, "office": 16, "ctx": 32, "thread": 16, "signature": SIGNATURE_BYTES}
    values = {name: fields.hexadecimal(raw, name, size) for name, size in sizes.items()}
    day = fields.text(raw, "day")
    day_of(day)
    return Proof(
        organisation=fields.hexadecimal(raw, "organisation", 16),
        ack=Acknowledgement(day=day, **values),
        version=fields.whole(named, "version", 1),
        hash=fields.hexadecimal(named, "hash", 32),
    )


def month_of(text: str) -> tuple[datetime, datetime]:
    """The first moment of a month such as 2026-11, and that of the next."""
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise BadInput("month", "must be a month such as 2026-11") from None
    return first, first + timedelta(days=calendar.monthrange(first.year, first.month)[1])


def day_of(text: str) -> date:
    """A day such as 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("day", "must be a day such as 2026-11-21") from None


def judge(shown: Certificate | Proof, following: Following, today: date) -> Verdict:
    """Whether it is genuine, by the directory that `following` has verified."""
    if isinstance(shown, Certificate):
        return of_certificate(shown, following.newest.directory)
    return of_proof(shown, following, today)


def of_certificate(shown: Certificate, directory: Directory) -> Verdict:
    """Whether an intake key of the organisation signed this name, quiz, score and month."""
    said, name = shown.statement, directory.organisation.name
    if not said.signed_by(bytes.fromhex(shown.key), shown.signature):
        return bad(
            "The name, the quiz, the score or the month was changed, or the code was not copied whole."
        )
    key = next((each for each in directory.intake if each.key == shown.key), None)
    if key is None:
        return bad(f"It was signed by a key that is not one of {name}. Anybody can make such a certificate.")
    if not overlaps(key, said.month):
        return bad(f"It was signed by a key that {name} did not use in {said.month}.")
    return Verdict(
        True,
        (
            f"The server of {name} signed it in {said.month}.",
            f"Quiz: {said.quiz}. Right answers: {said.right} of {said.of}.",
            "The name is the one that was typed when the certificate was made.",
            "The quiz was taken without supervision: this does not prove who answered.",
        ),
    )


def overlaps(key: Dated, month: str) -> bool:
    """Whether a key was valid at any moment of a month."""
    first, after = month_of(month)
    return key.since < after and key.until > first


def of_proof(shown: Proof, following: Following, today: date) -> Verdict:
    """Whether a device of the office signed that the report was opened on that day."""
    newest = following.newest.directory
    if shown.organisation != newest.organisation.id:
        return bad("It is of another organisation than this directory.")
    found = following.at(shown.version)
    if found is None:
        return bad(
            f"It names version {shown.version} of the directory, and that is not here (the newest here is "
            f"{newest.version}). Check it against the server, or against a file of that version."
        )
    directory, digest = found
    device = listed(directory, shown.ack)
    if digest != shown.hash or device is None:
        return bad("The directory that it names does not list this device for this office.")
    signature = bytes.fromhex(shown.ack.signature)
    if not verify(bytes.fromhex(device.sign), "ack", ack_message(shown.ack), signature):
        return bad("The office, the day or the report was changed, or the file was not copied whole.")
    if not directory.issued.date() - CLOCKS <= day_of(shown.ack.day) <= today + CLOCKS:
        return bad("Its day lies before the directory that it names, or in the future.")
    if revoked(shown, following):
        return bad("The device that signed it was no longer a device of this office on that day.")
    return Verdict(
        True,
        (
            f"“{directory.office(shown.ack.office).name}” of {newest.organisation.name}",
            f"confirmed by signature that it opened this report on {shown.ack.day}.",
            "It says nothing of what was reported, of who reported, or of what was decided.",
            "Please keep it safe: whoever has this file can show that somebody reported.",
        ),
    )


def listed(directory: Directory, ack: Acknowledgement) -> Device | None:
    """The device that is said to have signed, if its office lists it."""
    try:
        devices = directory.office(ack.office).devices
    except NotFound:
        return None
    return next((each for each in devices if each.id == ack.device), None)


def revoked(shown: Proof, following: Following) -> bool:
    """Whether it was signed after the grace period of a version that no longer lists the device."""
    after = following.at(shown.version + 1)
    if after is None:
        return False
    ends = after[0].issued + timedelta(seconds=after[0].policy.grace)
    if day_of(shown.ack.day) <= ends.date():
        return False
    return listed(newest_of(after[0], following.at), shown.ack) is None


def bad(reason: str) -> Verdict:
    """It is not genuine, or cannot be shown to be."""
    return Verdict(False, (reason,))
