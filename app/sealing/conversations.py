"""Keys of conversations: what is kept of one opens only while a message from its address is in hand.

    seed        = BLAKE2b-512(key = the day's secret, LP("SPK1/hotline") || LP(channel) || LP(address))
    name, key   = seed[:16], seed[32:]       the row is found by the name, and opened by the key
    sealed      = nonce || AEAD(key, nonce, LP(purpose) || LP(name), length || plain || zeros)

Without the day's secret a name tells nothing of the address, and neither does the key of another. Contents
are padded, so that a row does not tell how much was said. What is kept for a receipt is locked in the same
way, by what only the receipt gives.

Must never: keep an address, or a key.
"""

from dataclasses import dataclass, field

from nacl.utils import random

from app.sealing.primitives import (
    KEY_BYTES,
    MAC_BYTES,
    NONCE_BYTES,
    aead_open,
    aead_seal,
    blake2b,
    labelled,
    le32,
)
from app.sealing.receipt import ReporterKeys

NAME_BYTES = 16
PADDED_TO = 256  # bytes: a few rows of each size, so that none is told from the rest
LENGTH_BYTES = 4
LABEL = "SPK1/hotline"


@dataclass(frozen=True, slots=True)
class Lock:
    """Where the things of one address, or of one receipt, lie, and what opens them. Lives for a turn."""

    name: bytes
    key: bytes = field(repr=False)

    def seal(self, purpose: str, plain: bytes) -> bytes:
        """Seal bytes for `purpose`; they open as nothing else."""
        nonce = random(NONCE_BYTES)
        body = le32(len(plain)) + plain
        body += bytes(-len(body) % PADDED_TO)
        return nonce + aead_seal(self.key, nonce, labelled(purpose, self.name), body)

    def open(self, purpose: str, sealed: bytes) -> bytes | None:
        """What was sealed, or None when this lock, or this purpose, is another."""
        if len(sealed) < NONCE_BYTES + MAC_BYTES:
            return None
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        body = aead_open(self.key, nonce, labelled(purpose, self.name), rest)
        if body is None:
            return None
        length = int.from_bytes(body[:LENGTH_BYTES], "little")
        return body[LENGTH_BYTES : LENGTH_BYTES + length]

    def name_of(self, thing: str) -> bytes:
        """The name (16 bytes) of a thing of this address, such as a message that the provider may repeat."""
        return blake2b(labelled("message", thing.encode(errors="surrogatepass")), NAME_BYTES, self.key)


def new_secret() -> bytes:
    """A secret for a day, 32 bytes."""
    return random(KEY_BYTES)


def of_address(secret: bytes, channel: str, address: str) -> Lock:
    """The lock of an address on a channel, under a day's secret."""
    return _lock(secret, channel.encode(), address.encode(errors="surrogatepass"))


def of_receipt(keys: ReporterKeys) -> Lock:
    """The lock of what is kept for whoever holds a receipt."""
    return _lock(keys.tag_key, b"receipt", b"")


def _lock(secret: bytes, *fields: bytes) -> Lock:
    seed = blake2b(labelled(LABEL, *fields), 64, secret)
    return Lock(seed[:NAME_BYTES], seed[KEY_BYTES:])
