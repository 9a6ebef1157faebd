"""The device key file: an officer's keys, locked with a passphrase, made by `speakup org`.

    {"v":1,"kind":"speakup-device","organisation","office","device","label",
     "kdf":{"name":"argon2id","ops","bytes","salt"},"nonce","sealed"}          bytes in hex
    sealed = AEAD(Argon2id(NFKC passphrase, salt, …), nonce, LP("SPK1/device-file") || LP(device), JSON)
    JSON = {"sign":seed,"seal":[{"secret","from","until"}],"seed"?}     "seed": what the others follow from

Argon2id makes guessing dear; the device's id is bound to the sealed part, so that one
device's keys cannot stand under another's name. Unlocked keys stay in memory.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.utils import random

from app.domain.errors import BadInput, CannotBeOpened
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.deviceseed import SEED_BYTES, DeviceSeed
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.primitives import ID_BYTES, KEY_BYTES, NONCE_BYTES, aead_open, aead_seal, argon2id, labelled

FIELD = "device file"
KIND = "speakup-device"
SALT_BYTES = 16
LEAST_BYTES, MOST_BYTES, MOST_OPS = 8_192, 1_073_741_824, 16  # a file asking for more would hang the desk


@dataclass(frozen=True, slots=True)
class Cost:
    """What unlocking costs: rounds, and bytes of memory."""

    ops: int = 3
    bytes: int = 268_435_456  # a quarter of a gigabyte: a second at a desk, dear for a thief of the file


@dataclass(frozen=True, slots=True)
class DatedSealKey:
    """A seal key pair with the times (`YYYY-MM-DDThh:mm:ssZ`) between which others seal to it."""

    pair: BoxKeyPair
    until: str
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """An unlocked device: three ids in hex, a label for people, its keys; the seed, if they have one."""

    organisation: str
    office: str
    device: str
    label: str
    sign: SignKeyPair
    seal: tuple[DatedSealKey, ...]
    seed: DeviceSeed | None = field(default=None, repr=False)

    @property
    def seal_pairs(self) -> tuple[BoxKeyPair, ...]:
        """All seal keys it holds, the newest first."""
        return tuple(dated.pair for dated in reversed(self.seal))


def wrap(device: Device, passphrase: str, cost: Cost | None = None) -> dict[str, Any]:
    """Lock a device's keys with a passphrase; the file as a JSON object.

    Raises:
        BadInput: the passphrase is empty.
    """
    cost = cost or Cost()
    if not passphrase:
        raise BadInput("passphrase", "is empty")
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    sealed = aead_seal(stretched(passphrase, salt, cost), nonce, bound_to(device.device), plain(device))
    return {
        "v": 1,
        "kind": KIND,
        "organisation": device.organisation,
        "office": device.office,
        "device": device.device,
        "label": device.label,
        "kdf": {"name": "argon2id", "ops": cost.ops, "bytes": cost.bytes, "salt": salt.hex()},
        "nonce": nonce.hex(),
        "sealed": sealed.hex(),
    }


def unwrap(file: Mapping[str, Any], passphrase: str) -> Device:
    """Open a device key file with its passphrase. Takes a second.

    Raises:
        BadInput: it is no such file; says which field is missing or misshapen.
        CannotBeOpened: passphrase; it is wrong, or the file was changed.
    """
    file = mapping(file, "object")
    kdf = mapping(file.get("kdf"), "kdf")
    if file.get("v") != 1 or file.get("kind") != KIND or kdf.get("name") != "argon2id":
        raise BadInput(FIELD, "is not a device key file of this version")
    # All is looked at before the second and the memory are spent.
    cost = Cost(within(kdf.get("ops"), 1, MOST_OPS), within(kdf.get("bytes"), LEAST_BYTES, MOST_BYTES))
    organisation, office, device_id = (
        hexadecimal(file, name, ID_BYTES) for name in ("organisation", "office", "device")
    )
    salt, nonce = hexadecimal(kdf, "salt", SALT_BYTES), hexadecimal(file, "nonce", NONCE_BYTES)
    sealed, label = hexadecimal(file, "sealed"), text(file, "label")
    key = stretched(passphrase, bytes.fromhex(salt), cost)
    opened = aead_open(key, bytes.fromhex(nonce), bound_to(device_id), bytes.fromhex(sealed))
    if opened is None:
        raise CannotBeOpened("passphrase")
    keys = keys_in(opened)
    sign = SignKeyPair.from_seed(bytes.fromhex(hexadecimal(keys, "sign", KEY_BYTES)))
    return Device(organisation, office, device_id, label, sign, seal_keys(keys), seed_in(keys))


def plain(device: Device) -> bytes:
    """What is sealed: all that is secret of a device, as JSON."""
    seed = {} if device.seed is None else {"seed": device.seed.seed.hex()}
    seal = [written(dated) for dated in device.seal]
    return dumps({"sign": device.sign.seed.hex(), "seal": seal, **seed})


def seed_in(keys: Mapping[str, Any]) -> DeviceSeed | None:
    """The seed of the sealed part; devices made by `speakup org` have none."""
    if keys.get("seed") is None:
        return None
    return DeviceSeed(bytes.fromhex(hexadecimal(keys, "seed", SEED_BYTES)))


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The key that a passphrase gives.

    Raises:
        CannotBeOpened: passphrase; a terminal sent bytes that are no text.
    """
    try:
        password = unicodedata.normalize("NFKC", passphrase).encode()
    except UnicodeEncodeError:
        raise CannotBeOpened("passphrase") from None
    return argon2id(password, salt, cost.ops, cost.bytes)


def bound_to(device: str) -> bytes:
    """What the sealed part is bound to."""
    return labelled("SPK1/device-file", bytes.fromhex(device))


def written(dated: DatedSealKey) -> dict[str, str]:
    """A seal key as it stands in the sealed part."""
    since = {"from": dated.since} if dated.since else {}
    return {"secret": dated.pair.secret.hex(), **since, "until": dated.until}


def keys_in(opened: bytes) -> Mapping[str, Any]:
    """The sealed part."""
    try:
        return mapping(loads(opened), "keys")
    except NotStrictJson:
        raise BadInput(FIELD, "holds no keys") from None


def seal_keys(keys: Mapping[str, Any]) -> tuple[DatedSealKey, ...]:
    """The seal keys of the sealed part."""
    entries = keys.get("seal")
    if not isinstance(entries, list):
        raise BadInput(FIELD, "holds no seal keys")
    return tuple(seal_key(mapping(entry, "seal key")) for entry in entries)


def seal_key(entry: Mapping[str, Any]) -> DatedSealKey:
    """One of them."""
    pair = BoxKeyPair.from_secret(bytes.fromhex(hexadecimal(entry, "secret", KEY_BYTES)))
    since = text(entry, "from") if entry.get("from") is not None else None
    return DatedSealKey(pair, text(entry, "until"), since)


def mapping(value: object, name: str) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise BadInput(FIELD, f"has no proper {name}")
    return value


def text(parent: Mapping[str, Any], name: str) -> str:
    """A text."""
    value = parent.get(name)
    if not isinstance(value, str):
        raise BadInput(FIELD, f"has no {name}")
    return value


def hexadecimal(parent: Mapping[str, Any], name: str, size: int | None = None) -> str:
    """Bytes in lower-case hex, of a given number."""
    value = text(parent, name)
    right = len(value) == 2 * size if size is not None else value and len(value) % 2 == 0
    if not right or set(value) - set("0123456789abcdef"):
        raise BadInput(FIELD, f"has no proper {name}")
    return value


def within(value: object, least: int, most: int) -> int:
    """A whole number between two bounds."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadInput(FIELD, "asks for more memory or rounds than a desk gives")
    return value
