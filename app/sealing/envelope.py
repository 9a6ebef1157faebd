"""The envelope: a fixed number of bytes that only its recipients' keys open (protocol §3).

       0  "SPK1" | suite 1 | class | slots 8 | 0
       8  E, the public key of this envelope (32)
      40  commit (32)
      72  8 slots of 128, shuffled; unused ones are random
    1096  nonce of the body (24)
    1120  body: AEAD of LE32(n) || JSON || zeros, up to the end

This module seals. Opening lies in `opening.py`, which the web zone cannot import.
Must never: keep the secret of E, or a content key, after `seal` returns.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from secrets import SystemRandom

from nacl.utils import random

from app.domain.errors import BadInput, NoRecipient, TooLong
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import (
    KEY_BYTES,
    MAC_BYTES,
    NONCE_BYTES,
    aead_seal,
    blake2b,
    box_seal,
    box_shared,
    kdf,
    labelled,
    le32,
    lp,
)

Buffer = bytes | memoryview

MAGIC = b"SPK1"
SUITE = 1
SUITE_BYTE = bytes([SUITE])
SLOTS = 8
SLOT_BYTES = 128
EPHEMERAL_AT, COMMIT_AT, SLOTS_AT, NONCE_AT, BODY_AT = 8, 40, 72, 1096, 1120
PREFIX_BYTES = 4  # the length in front of the JSON
CTX_LABEL = lp(b"SPK1/ctx")


class EnvelopeClass(IntEnum):
    """Which way an envelope goes; decides its size."""

    OFFICE = 1
    REPORTER = 2


ENVELOPE_BYTES = {EnvelopeClass.OFFICE: 16_384, EnvelopeClass.REPORTER: 4_096}
CLASS_OF = {bytes([cls]): cls for cls in EnvelopeClass}
CAPACITY = {cls: size - BODY_AT - MAC_BYTES - PREFIX_BYTES for cls, size in ENVELOPE_BYTES.items()}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed envelope and `ctx`, the 32-byte name of its content."""

    envelope: bytes
    ctx: bytes


@dataclass(frozen=True, slots=True)
class Draw:
    """Everything about one envelope that is drawn by lot; never used twice."""

    cek: bytes = field(repr=False)
    ephemeral: bytes = field(repr=False)
    nonce: bytes
    dummies: tuple[bytes, ...]
    order: tuple[int, ...]  # place k holds entry order[k] of: recipients' slots, then dummies


def draw(recipients: int) -> Draw:
    """Draw all anew for an envelope with so many recipients."""
    order = list(range(SLOTS))
    SystemRandom().shuffle(order)
    dummies = tuple(random(SLOT_BYTES) for _ in range(SLOTS - recipients))
    return Draw(random(KEY_BYTES), random(KEY_BYTES), random(NONCE_BYTES), dummies, tuple(order))


def seal(
    payload: bytes,
    sender: BoxKeyPair,
    recipients: Sequence[bytes],
    envelope_class: EnvelopeClass,
    drawn: Draw | None = None,
) -> Sealed:
    """Seal `payload`, the bytes of a JSON object, so that only `recipients` read it.

    The envelope always fills its class: neither the length of the text nor the number of
    recipients shows. `recipients` are 1 to 8 different X25519 public keys.

    Raises:
        TooLong: `payload` has more than `CAPACITY` bytes; split it into parts.
        NoRecipient: no key, a key twice, more keys than slots, or a point of low order.
    """
    if len(payload) > CAPACITY[envelope_class]:
        raise TooLong(CAPACITY[envelope_class])
    check_recipients(recipients)
    drawn = drawn or draw(len(recipients))
    ephemeral = BoxKeyPair.from_secret(drawn.ephemeral)
    header = bytes([*MAGIC, SUITE, envelope_class, SLOTS, 0]) + ephemeral.public + commit_of(drawn.cek)
    body = drawn.nonce + sealed_body(payload, envelope_class, header, drawn)
    ctx = ctx_of_parts(header, body)
    entries = [seal_slot(drawn.cek + ctx, sender, key, ephemeral) for key in recipients] + [*drawn.dummies]
    return Sealed(header + b"".join(entries[place] for place in drawn.order) + body, ctx)


def check_recipients(recipients: Sequence[bytes]) -> None:
    """Refuse a list that an envelope cannot serve."""
    if not recipients:
        raise NoRecipient("is empty")
    if len(recipients) > SLOTS:
        raise NoRecipient("has more keys than an envelope has slots")
    if any(len(key) != KEY_BYTES for key in recipients):
        raise BadInput("recipients", f"must be keys of {KEY_BYTES} bytes")
    if len(set(recipients)) != len(recipients):
        raise NoRecipient("names a key twice")


def sealed_body(payload: bytes, envelope_class: EnvelopeClass, header: bytes, drawn: Draw) -> bytes:
    """The AEAD over the padded payload, bound to the header."""
    padded = le32(len(payload)) + payload + bytes(CAPACITY[envelope_class] - len(payload))
    return aead_seal(body_key(drawn.cek), drawn.nonce, header, padded)


def seal_slot(opener: bytes, sender: BoxKeyPair, recipient: bytes, ephemeral: BoxKeyPair) -> bytes:
    """One slot: CEK and ctx in a box from the sender, in a box from the envelope's own key."""
    inner_key, outer_key = box_shared(recipient, sender.secret), box_shared(recipient, ephemeral.secret)
    if inner_key is None or outer_key is None:
        raise NoRecipient("names a point of low order")
    inner = box_seal(inner_key, inner_nonce(ephemeral.public, sender.public, recipient), opener)
    return box_seal(outer_key, outer_nonce(ephemeral.public, recipient), sender.public + inner)


def outer_nonce(ephemeral: bytes, recipient: bytes) -> bytes:
    """The nonce of a slot's outer box, 24 bytes."""
    return blake2b(labelled("SPK1/out", ephemeral, recipient))[:NONCE_BYTES]


def inner_nonce(ephemeral: bytes, sender: bytes, recipient: bytes) -> bytes:
    """The nonce of a slot's inner box, 24 bytes."""
    return blake2b(labelled("SPK1/in", ephemeral, sender, recipient))[:NONCE_BYTES]


def commit_of(cek: bytes) -> bytes:
    """The key commitment: nobody can make one ciphertext that opens under two keys."""
    return kdf(cek, 2, b"SPK1cmit")


def body_key(cek: bytes) -> bytes:
    """The key of the body."""
    return kdf(cek, 1, b"SPK1body")


def ctx_of(envelope: bytes) -> bytes:
    """The name of an envelope's content, 32 bytes: the hash of everything but the slots."""
    view = memoryview(envelope)
    return ctx_of_parts(view[:SLOTS_AT], view[NONCE_AT:])


def ctx_of_parts(header: Buffer, nonce_and_body: Buffer) -> bytes:
    """The same from its two parts; hashed in place, for copying 15 KB costs as much as opening a slot."""
    digest = hashlib.blake2b(CTX_LABEL + lp(bytes(header)), digest_size=KEY_BYTES)
    digest.update(le32(len(nonce_and_body)))
    digest.update(nonce_and_body)
    return digest.digest()


def header_fault(envelope: bytes, expected: EnvelopeClass | None = None) -> str | None:
    """The first rule that the header breaks, or None. A missing byte is a wrong one.

    One of magic, suite, class, length, slots, zero, in this order.
    """
    if envelope[:4] != MAGIC:
        return "magic"
    if envelope[4:5] != SUITE_BYTE:
        return "suite"
    found = CLASS_OF.get(envelope[5:6])
    if found is None or expected not in (None, found):
        return "class"
    if len(envelope) != ENVELOPE_BYTES[found]:
        return "length"
    if envelope[6] != SLOTS:
        return "slots"
    return None if envelope[7] == 0 else "zero"
