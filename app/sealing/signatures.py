"""Signatures with a purpose (protocol §2): Ed25519 over LP("SPK1/" + purpose) || LP(message).

A signature made for one purpose is worth nothing for another. The exact bytes are verified
first and parsed afterwards, never the other way round.
"""

import nacl.bindings as sodium
from nacl import exceptions

from app.sealing.keys import SignKeyPair
from app.sealing.primitives import KEY_BYTES, labelled

SIGNATURE_BYTES = 64


def preimage(purpose: str, message: bytes) -> bytes:
    """The bytes that are signed."""
    return labelled(f"SPK1/{purpose}", message)


def sign(key: SignKeyPair, purpose: str, message: bytes) -> bytes:
    """Sign `message` for `purpose`: 64 bytes, always the same for the same message."""
    signed = sodium.crypto_sign(preimage(purpose, message), key.seed + key.public)
    return signed[:SIGNATURE_BYTES]


def verify(public: bytes, purpose: str, message: bytes, signature: bytes) -> bool:
    """Whether `public` signed `message` for `purpose`. Wrong lengths are simply wrong."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        sodium.crypto_sign_open(signature + preimage(purpose, message), public)
    except exceptions.BadSignatureError:
        return False
    return True
