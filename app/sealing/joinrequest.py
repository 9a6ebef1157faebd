"""A request to join an office: a new device's public keys, sealed with the invitation's secret.

    request = nonce (24) || AEAD(KDF(secret, 1, "SPK1join"), nonce, ad = LP("SPK1/join") || LP(id), padded)
    padded  = LE32(n) || n bytes of JSON || zeros                                 2,048 bytes in all, always
    JSON    = {"device","sign","seal":[{"key","from","until"}],"title","member","signature"}
    words   = 66 bits of H(LP("SPK1/join-words") || LP(office) || LP(device) || LP(sign) || LP(roots)
              || seal keys)
    roots   = LE32(threshold) || the root keys, sorted: those that each side believes
    signature and seal keys: `app/sealing/membership.py`

The server keeps the bytes and learns nothing. Whoever has the link can make a request; so the two people
compare the words of all that is admitted and believed, by voice or in person, before anything is signed.
"""

from dataclasses import dataclass

from nacl.utils import random

from app.domain import fields
from app.domain.directory import Device
from app.domain.errors import BadInput, CannotBeOpened, TooLong
from app.domain.membership import joining, title
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.directory import Pins
from app.sealing.keys import SignKeyPair
from app.sealing.membership import asking, check_asked, check_device, listed, spelled
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
    lp,
)
from app.sealing.receipt import wordlist
from app.sealing.signatures import SIGNATURE_BYTES

REQUEST_BYTES = 2_048
PADDED_BYTES = REQUEST_BYTES - NONCE_BYTES - MAC_BYTES
LENGTH_BYTES = 4
CAPACITY = PADDED_BYTES - LENGTH_BYTES
COMPARED_WORDS, WORD_BITS = 6, 11


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """What the new device says of itself, and signed (hex). `member` (an id) is empty for a new member."""

    device: Device
    title: str
    member: str
    signature: str


def request_of(key: SignKeyPair, office: str, device: Device, title: str, member: str) -> JoinRequest:
    """What a device asks with; `key` is its own."""
    return JoinRequest(device, title, member, asking(key, office, device, member, title))


def seal_request(request: JoinRequest, invitation: str, secret: bytes, nonce: bytes | None = None) -> bytes:
    """Seal a request for who made the invitation (its id in hex, its secret of 32 bytes): 2,048 bytes.

    Raises:
        TooLong: more than 2,004 bytes of JSON; a device brings too many keys.
    """
    device = listed(request.device)
    keys = {"device": device["id"], "sign": device["sign"], "seal": device["seal"]}
    told = dumps({**keys, "title": request.title, "member": request.member, "signature": request.signature})
    if len(told) > CAPACITY:
        raise TooLong(CAPACITY)
    padded = (le32(len(told)) + told).ljust(PADDED_BYTES, b"\0")
    nonce = nonce or random(NONCE_BYTES)
    return nonce + aead_seal(key_of(secret), nonce, bound_to(invitation), padded)


def open_request(sealed: bytes, invitation: str, secret: bytes, office: str) -> JoinRequest:
    """Open a request to join an office.

    Raises:
        CannotBeOpened: check is length, seal, padding, schema, device (its id is not that of its key), or
            asked (the device did not sign this).
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
    check_asked(office, found.device, found.member, found.title, found.signature)
    return found


def read(told: bytes) -> JoinRequest:
    """A request of its JSON; BadInput or NotStrictJson for any other."""
    raw = loads(told)
    if not isinstance(raw, dict):
        raise BadInput("request", "is no object")
    device = joining({**raw, "id": fields.text(raw, "device")})
    signature = fields.hexadecimal(raw, "signature", SIGNATURE_BYTES)
    return JoinRequest(device, title(raw), fields.perhaps(raw, "member"), signature)


def compared_words(office: str, device: Device, pins: Pins) -> tuple[str, ...]:
    """The six English words that both people read out.

    They stand for the office, all keys of the device with their dates, and the roots that each side believes.
    """
    parts = map(bytes.fromhex, (office, device.id, device.sign))
    roots = le32(pins.threshold) + b"".join(sorted(pins.roots))
    digest = blake2b(labelled("SPK1/join-words", *parts) + lp(roots) + spelled(device))
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
