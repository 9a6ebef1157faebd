"""The outer layer: what travels to the web, and only the relay opens (protocol §4).

    seal(type (1) | 15 zero bytes | office id (16) | envelope (16,384), relay key) = 16,464 bytes, always

Nobody on the way can tell a report from cover, nor one office from another. This module
seals; the relay opens in `opening.py`.
"""

import nacl.bindings as sodium
from nacl.utils import random

from app.domain.errors import BadInput
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.primitives import ID_BYTES, blake2b

COVER, DEPOSIT = 0, 1
INSIDE_OFFICE_AT, INSIDE_ENVELOPE_AT = 16, 32
INSIDE_BYTES = INSIDE_ENVELOPE_AT + ENVELOPE_BYTES[EnvelopeClass.OFFICE]
OUTER_BYTES = INSIDE_BYTES + sodium.crypto_box_SEALBYTES


def seal_outer(office: bytes, envelope: bytes, relay: bytes) -> bytes:
    """Wrap an envelope for `office` (16 bytes) to the relay's public key: 16,464 bytes."""
    return wrapped(DEPOSIT, office, envelope, relay)


def cover(relay: bytes) -> bytes:
    """An upload that says nothing: random office, random envelope; the relay drops it."""
    return wrapped(COVER, random(ID_BYTES), random(ENVELOPE_BYTES[EnvelopeClass.OFFICE]), relay)


def leaf(outer: bytes) -> bytes:
    """The name of an upload, 32 bytes; the server signs it as its receipt of the bytes."""
    return blake2b(outer)


def wrapped(kind: int, office: bytes, envelope: bytes, relay: bytes) -> bytes:
    """Lay the fields out and seal them to the relay."""
    if len(office) != ID_BYTES:
        raise BadInput("office", f"must have {ID_BYTES} bytes")
    if len(envelope) != ENVELOPE_BYTES[EnvelopeClass.OFFICE]:
        raise BadInput("envelope", "must be one towards an office")
    return sodium.crypto_box_seal(bytes([kind]) + bytes(15) + office + envelope, relay)
