"""A request to join an office: a new device's public keys, sealed with the invitation's secret.

    request = nonce (24) || AEAD(KDF(secret, 1, "SPK1join"), nonce, ad = LP("SPK1/join") || LP(id), padded)
    padded  = LE32(n) || n bytes of JSON || zeros                                 2,048 bytes in all, always
    JSON    = {"device","sign","seal":[{"key","from","until"}],"title","member"}
    words   = 66 bits of H(LP("SPK1/join-words") || LP(office) || LP(device) || LP(sign) || LP(seal key))

The server keeps the bytes and learns nothing. Whoever has the link can make a request; so the two people
compare the words of the keys, by voice or in person, before anything is signed.
"""

from dataclasses import dataclass

from nacl.utils import random

from app.domain import fields
from app.domain.directory import Device
from app.domain.errors import BadInput, CannotBeOpened, TooLong
from app.domain.membership import joining, title
from app.sealing.membership import check_device, listed
from app.sealing.primitives import (
    KEY_BYTES,
    MAC_BYTES,
    NONCE_BYTES,
    aead_open,
    aead_seal,
    blake2b,
    kdf,
    labelled,
    le32,
)
from app.sealing.receipt import wordlist
from app.sealing.strict_json import NotStrictJson, dumps, loads

REQUEST_BYTES = 2_048
PADDED_BYTES = REQUEST_BYTES - NONCE_BYTES - MAC_BYTES
LENGTH_BYTES = 4
CAPACITY = PADDED_BYTES - LENGTH_BYTES
COMPARED_WORDS, WORD_BITS = 6, 11


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """What the new device says of itself. `member` (an id) is empty for a new member."""

    device: Device
    title: str
    member: str


def seal_request(request: JoinRequest, invitation: str, secret: bytes, nonce: bytes | None = None) -> bytes:
    """Seal a request for who made the invitation (its id in hex, its secret of 32 bytes): 2,048 bytes.

    Raises:
        TooLong: more than 2,004 bytes of JSON; a device brings too many keys.
    """
    device = listed(request.device)
    keys = {"device": device["id"], "sign": device["sign"], "seal": device["seal"]}
    told = dumps({**keys, "title": request.title, "member": request.member})
    if len(told) > CAPACITY:
        raise TooLong(CAPACITY)
    padded = (le32(len(told)) + told).ljust(PADDED_BYTES, b"\0")
    nonce = nonce or random(NONCE_BYTES)
    return nonce + aead_seal(key_of(secret), nonce, bound_to(invitation), padded)


def open_request(sealed: bytes, invitation: str, secret: bytes) -> JoinRequest:
    """Open a request.

    Raises:
        CannotBeOpened: check is length, seal, padding, schema, or device (its id is not that of its key).
    """
    if len(sealed) != REQUEST_BYTES:
        raise CannotBeOpened("length")
    padded = aead_open(key_of(secret), sealed[:NONCE_BYTES], bound_to(invitation), sealed[NONCE_BYTES:])
    if padded is None:
        raise CannotBeOpened("seal")
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "little")
    if end > PADDED_BYTES or any(padded[end:]):
        raise CannotBeOpened("padding")
    try:
        found = read(padded[LENGTH_BYTES:end])
    except (NotStrictJson, BadInput):
        raise CannotBeOpened("schema") from None
    check_device(found.device)
    return found


def read(told: bytes) -> JoinRequest:
    """A request of its JSON; BadInput or NotStrictJson for any other."""
    raw = loads(told)
    if not isinstance(raw, dict):
        raise BadInput("request", "is no object")
    device = joining({**raw, "id": fields.text(raw, "device")})
    return JoinRequest(device, title(raw), fields.perhaps(raw, "member"))


def compared_words(office: str, device: Device) -> tuple[str, ...]:
    """The six English words that both people read out: they stand for the office and the device's keys."""
    parts = (office, device.id, device.sign, device.seal[0].key)
    digest = blake2b(labelled("SPK1/join-words", *map(bytes.fromhex, parts)))
    number = int.from_bytes(digest, "big") >> 8 * len(digest) - WORD_BITS * COMPARED_WORDS
    return tuple(wordlist("en")[number >> WORD_BITS * at & 2047] for at in range(COMPARED_WORDS - 1, -1, -1))


def key_of(secret: bytes) -> bytes:
    """The key of an invitation's secret."""
    if len(secret) != KEY_BYTES:
        raise BadInput("secret", f"must have {KEY_BYTES} bytes")
    return kdf(secret, 1, b"SPK1join")


def bound_to(invitation: str) -> bytes:
    """What a request is bound to."""
    return labelled("SPK1/join", bytes.fromhex(invitation))
