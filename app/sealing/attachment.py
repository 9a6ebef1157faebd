"""A file, sealed in bricks of one size (protocol §10).

    padded = LE64(length) || data || zeros       fills the bricks
    chunk  = 65,519 bytes of it, pushed          65,536 sealed; tag MESSAGE, on the last one FINAL
    brick  = four chunks                         262,144 sealed, 262,076 plain

The stream is libsodium's secretstream with a key of its own, and the file id as additional data of every
chunk: chunks cannot be left out, turned around, or put into another file. The number of bricks grows in
steps (1, 2, 3, 4, 6, 8, 12 …), so that it says little of the length.

Must never: seal two files with one key, or keep the key anywhere but in the payload.
Opening is in `attachment_opening`, which no part of the web zone may reach.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import nacl.bindings as sodium
from nacl.utils import random

from app.sealing.primitives import ID_BYTES, KEY_BYTES, blake2b

HEADER_BYTES = 24
CHUNK_BYTES, CHUNK_SEALED_BYTES = 65_519, 65_536
CHUNKS = 4  # in a brick
BRICK_BYTES = CHUNKS * CHUNK_SEALED_BYTES
BRICK_HOLDS = CHUNKS * CHUNK_BYTES
PREFIX_BYTES = 8
MESSAGE, FINAL = 0, 3  # the tags of secretstream that are used


@dataclass(frozen=True, slots=True)
class Draw:
    """What is random in a sealed file; vectors give it, everything else draws it anew."""

    key: bytes = field(default_factory=lambda: random(KEY_BYTES), repr=False)
    header: bytes = field(default_factory=lambda: random(HEADER_BYTES))
    file_id: bytes = field(default_factory=lambda: random(ID_BYTES))


@dataclass(frozen=True, slots=True)
class Brick:
    """262,144 sealed bytes and the random id (16 bytes) under which they are stored."""

    id: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file: its bricks, and what the payload needs to find and open them.

    `hash` is H of all sealed bytes, `length` that of the data.
    """

    key: bytes = field(repr=False)
    header: bytes
    file_id: bytes
    hash: bytes
    length: int
    bricks: tuple[Brick, ...]

    @property
    def fields(self) -> dict[str, object]:
        """The payload's fields, bytes as hex; name and type are the sender's to add."""
        return {
            "file_id": self.file_id.hex(),
            "key": self.key.hex(),
            "header": self.header.hex(),
            "bricks": [brick.id.hex() for brick in self.bricks],
            "hash": self.hash.hex(),
            "length": self.length,
        }


def brick_count(length: int) -> int:
    """How many bricks a file of `length` bytes fills: the next of 1, 2, 3, 4, 6, 8, 12, 16 …"""
    needed = -(-(length + PREFIX_BYTES) // BRICK_HOLDS)
    power = 1 << (needed - 1).bit_length()
    return three_quarters if needed <= (three_quarters := power * 3 // 4) else power


def seal_file(data: bytes, draw: Draw | None = None) -> SealedFile:
    """Seal a file of any length, the empty one included; the bricks get ids drawn by lot."""
    drawn = draw or Draw()
    padded = padded_to_bricks(data)
    last = len(padded) // CHUNK_BYTES - 1
    sealed = sealed_chunks(drawn, padded, [MESSAGE] * last + [FINAL])
    bricks = tuple(Brick(random(ID_BYTES), sealed[at : at + BRICK_BYTES]) for at in starts(sealed))
    return SealedFile(drawn.key, drawn.header, drawn.file_id, blake2b(sealed), len(data), bricks)


def padded_to_bricks(data: bytes) -> bytes:
    """The length, the data, and zeros up to the last brick's end."""
    whole = brick_count(len(data)) * BRICK_HOLDS
    return (len(data).to_bytes(PREFIX_BYTES, "little") + data).ljust(whole, b"\0")


def sealed_chunks(drawn: Draw, padded: bytes, tags: list[int]) -> bytes:
    """Push every chunk with its tag. A stream with a given header begins as it does for the reader."""
    stream = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(stream, drawn.header, drawn.key)
    chunks = (padded[at : at + CHUNK_BYTES] for at in range(0, len(padded), CHUNK_BYTES))
    push = sodium.crypto_secretstream_xchacha20poly1305_push
    return b"".join(push(stream, chunk, drawn.file_id, tag) for chunk, tag in zip(chunks, tags, strict=True))


def starts(sealed: bytes) -> Iterator[int]:
    """Where each brick begins."""
    return iter(range(0, len(sealed), BRICK_BYTES))
