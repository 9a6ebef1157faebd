"""Admissions, removals and renewals as they are signed, stored, and carried to the root holders.

    {"document": base64 of the exact bytes, "signature": hex, "by": device}      purpose "member"
    the bytes: {"v":1,"kind":"admission"|"removal"|"renewal","organisation","office","member", … ,"by","day"}

    "asked" of an admission = what the new device signed when it asked to join, purpose "join", over
        LP(office) || LP(device) || LP(sign) || LP(member) || LP(title) || its seal keys
    its seal keys           = LP(key) || LP(from, or nothing) || LP(until) of each, in order

The bytes are verified first and parsed afterwards. A device's id follows from its signing key, so that an
admission cannot give a new key to a device that is listed already; and the device has signed all its keys, so
that nobody on the way adds one of theirs.
"""

import base64
import binascii
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import fields
from app.domain.directory import FIRST, Device
from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted
from app.domain.membership import Admission, Renewal, Wish, parse
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing import timestamps
from app.sealing.deviceseed import device_id
from app.sealing.keys import SignKeyPair
from app.sealing.primitives import ID_BYTES, lp
from app.sealing.signatures import SIGNATURE_BYTES, sign, verify

PURPOSE, ASKING = "member", "join"
FIELD = "member document"


@dataclass(frozen=True, slots=True)
class Signed:
    """The exact bytes, a signature, and the device (hex) that is said to have signed."""

    document: bytes
    signature: bytes
    by: str


def sign_document(document: Mapping[str, Any], key: SignKeyPair) -> Signed:
    """Sign an admission, a removal or a renewal; `document["by"]` names the device of the key."""
    written = dumps(dict(document))
    return Signed(written, sign(key, PURPOSE, written), str(document["by"]))


def believed(signed: Signed, sign_public: bytes) -> Wish:
    """What the device with this signing key signed.

    Raises:
        CannotBeOpened: check is signature, schema, by (inside and outside name different devices), device
            (its id is not that of its signing key, or it renews another device's keys), or asked (the
            device did not sign this).
    """
    if not verify(sign_public, PURPOSE, signed.document, signed.signature):
        raise CannotBeOpened("signature")
    try:
        told = loads(signed.document)
        if not isinstance(told, dict):
            raise CannotBeOpened("schema")
        found = parse(told)
    except (NotStrictJson, BadInput):
        raise CannotBeOpened("schema") from None
    if found.by != signed.by:
        raise CannotBeOpened("by")
    if isinstance(found, Admission):
        check_device(found.device)
        check_asked(found.office, found.device, found.member, found.title, found.asked)
    if isinstance(found, Renewal) and found.device != found.by:
        raise CannotBeOpened("device")
    return found


def check_device(device: Device) -> None:
    """Refuse a device whose id is not that of its signing key."""
    if device.id != device_id(bytes.fromhex(device.sign)):
        raise CannotBeOpened("device")


def check_own(device: Device, own: Container[str]) -> None:
    """Refuse a directory that lists a seal key under a device that this device (keys in hex) does not have.

    Raises:
        CannotBeTrusted: check is keys; somebody else could read what is sealed to this device.
    """
    if any(each.key not in own for each in device.seal):
        raise CannotBeTrusted("keys")


def asking(key: SignKeyPair, office: str, device: Device, member: str, title: str) -> str:
    """What a device signs (hex) when it asks to be listed in an office."""
    return sign(key, ASKING, asked_for(office, device, member, title)).hex()


def check_asked(office: str, device: Device, member: str, title: str, signature: str) -> None:
    """Refuse a device that did not ask for just this: with these keys, here, under this title."""
    message = asked_for(office, device, member, title)
    if not verify(bytes.fromhex(device.sign), ASKING, message, bytes.fromhex(signature)):
        raise CannotBeOpened("asked")


def asked_for(office: str, device: Device, member: str, title: str) -> bytes:
    """The bytes that a device signs."""
    ids = map(bytes.fromhex, (office, device.id, device.sign))
    return b"".join(map(lp, (*ids, member.encode(), title.encode()))) + spelled(device)


def spelled(device: Device) -> bytes:
    """All seal keys of a device with their dates, as they are signed and compared."""
    parts = [
        part
        for each in listed(device)["seal"]
        for part in (bytes.fromhex(each["key"]), each.get("from", "").encode(), each["until"].encode())
    ]
    return b"".join(map(lp, parts))


def read(raw: object) -> Signed:
    """A signed document of its JSON object; nothing is verified yet.

    Raises:
        BadInput: it has another shape.
    """
    if not isinstance(raw, dict):
        raise BadInput(FIELD, "is no object")
    try:
        document = base64.b64decode(fields.text(raw, "document"), validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("document", "must be base64") from None
    signature = bytes.fromhex(fields.hexadecimal(raw, "signature", SIGNATURE_BYTES))
    return Signed(document, signature, fields.hexadecimal(raw, "by", ID_BYTES))


def written(signed: Signed) -> dict[str, str]:
    """A signed document as a JSON object."""
    document = base64.b64encode(signed.document).decode()
    return {"document": document, "signature": signed.signature.hex(), "by": signed.by}


def listed(device: Device) -> dict[str, Any]:
    """A device as a directory, a request and an admission list it."""
    seal = []
    for dated in device.seal:
        since = {} if dated.since == FIRST else {"from": timestamps.write(dated.since)}
        seal.append({"key": dated.key, **since, "until": timestamps.write(dated.until)})
    return {"id": device.id, "sign": device.sign, "seal": seal}
