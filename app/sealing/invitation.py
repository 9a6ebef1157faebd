"""An invitation into an office: a link that carries a secret between who invites and who joins.

    https://…/desk#join=BASE64URL({"v":1,"organisation","office","id","secret","member","title","until","pins"?})
    secret of an inviting device = BLAKE2b-256(key = KDF(sign seed, 7, "SPK1join"), LP(id)): nothing to keep

What stands behind `#` never reaches the server. Who intercepts the link can ask in the other's place, but not
be admitted: the two people compare six words first (`app/sealing/joinrequest.py`).

Must never: be logged, or be given to the server.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain import fields
from app.domain.errors import BadInput
from app.domain.membership import title
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.directory import Pins
from app.sealing.keys import SignKeyPair
from app.sealing.primitives import ID_BYTES, KEY_BYTES, blake2b, kdf, lp

FIELD = "invitation"
MARK = "#join="
MOST_CHARACTERS = 4_096  # a link has about 500; pins of sixteen roots make it 2,300


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who may ask to join what; ids in hex. `member` is empty for somebody who is not a member yet."""

    organisation: str
    office: str
    id: str
    secret: bytes = field(repr=False)
    member: str
    title: str
    until: date
    pins: Pins | None = None


def secret_of(sign: SignKeyPair, invitation: str) -> bytes:
    """The secret (32 bytes) of an invitation that the device with this signing key made."""
    return blake2b(lp(bytes.fromhex(invitation)), KEY_BYTES, kdf(sign.seed, 7, b"SPK1join"))


def link(invitation: Invitation, origin: str) -> str:
    """The link to hand over, at the server that calls itself `origin`."""
    told: dict[str, Any] = {
        "v": 1,
        "organisation": invitation.organisation,
        "office": invitation.office,
        "id": invitation.id,
        "secret": invitation.secret.hex(),
        "member": invitation.member,
        "title": invitation.title,
        "until": invitation.until.isoformat(),
    }
    if (pins := invitation.pins) is not None:
        told["pins"] = {"threshold": pins.threshold, "keys": [key.hex() for key in pins.roots]}
    return f"{origin.rstrip('/')}/desk{MARK}{urlsafe_b64encode(dumps(told)).rstrip(b'=').decode()}"


def read_link(text: str) -> tuple[str, Invitation]:
    """The server's address and the invitation of a link.

    Raises:
        BadInput: it is not such a link, or a part of it is missing; repeats nothing of it.
    """
    text = text.strip()
    address, mark, packed = text.partition(MARK)
    if not mark or len(text) > MOST_CHARACTERS or not address.startswith(("https://", "http://")):
        raise BadInput(FIELD, "is not a whole invitation link")
    try:
        told = loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        if not isinstance(told, dict):
            raise BadInput(FIELD, "is no object")
        return address.removesuffix("/desk").rstrip("/"), read(told)
    except (BadInput, NotStrictJson, binascii.Error, ValueError):
        raise BadInput(FIELD, "is not a whole invitation link") from None


def read(told: Mapping[str, Any]) -> Invitation:
    """The invitation of its JSON object.

    Raises:
        BadInput: a field is missing or has another shape.
    """
    if told.get("v") != 1:
        raise BadInput("v", "is another version")
    pins = fields.mapping(told, "pins") if "pins" in told else None
    return Invitation(
        organisation=fields.hexadecimal(told, "organisation", ID_BYTES),
        office=fields.hexadecimal(told, "office", ID_BYTES),
        id=fields.hexadecimal(told, "id", ID_BYTES),
        secret=bytes.fromhex(fields.hexadecimal(told, "secret", KEY_BYTES)),
        member=fields.perhaps(told, "member"),
        title=title(told),
        until=fields.day(told, "until"),
        pins=None if pins is None else pins_in(pins),
    )


def pins_in(told: Mapping[str, Any]) -> Pins:
    """The roots that the invited device shall trust."""
    keys = fields.texts(told, "keys")
    found = tuple(bytes.fromhex(fields.hexadecimal({"key": key}, "key", KEY_BYTES)) for key in keys)
    threshold = fields.whole(told, "threshold", 1)
    if threshold > len(set(found)):
        raise BadInput("pins", "name fewer keys than must sign")
    return Pins(found, threshold)
