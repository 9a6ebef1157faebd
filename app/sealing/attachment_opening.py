"""Opening a sealed file (protocol §10); the desk does it, nothing of the web zone can.

The checks run in the order of the protocol and the first that fails is named: whole `bricks`, their `hash`,
then chunk by chunk `chunk` and `final`, at last `length` and `padding`. Nothing is given out before all
have passed. The name of the check is for the person at this device and must never be sent anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hmac import compare_digest

import nacl.bindings as sodium

from app.domain.errors import CannotBeOpened
from app.sealing.attachment import BRICK_BYTES, CHUNK_SEALED_BYTES, FINAL, MESSAGE, PREFIX_BYTES
from app.sealing.primitives import REFUSALS, blake2b


@dataclass(frozen=True, slots=True)
class FileKeys:
    """What the payload says of a sealed file: how it opens, H of its sealed bytes, its true length."""

    key: bytes = field(repr=False)
    header: bytes
    file_id: bytes
    hash: bytes
    length: int


def open_file(keys: FileKeys, bricks: Sequence[bytes]) -> bytes:
    """The data of a file from its bricks, in the order in which the payload names them.

    Raises:
        CannotBeOpened: bricks, hash, chunk, final, length or padding.
    """
    if not bricks or any(len(brick) != BRICK_BYTES for brick in bricks):
        raise CannotBeOpened("bricks")
    sealed = b"".join(bricks)
    if not compare_digest(blake2b(sealed), keys.hash):
        raise CannotBeOpened("hash")
    return unpadded(opened_chunks(keys, sealed), keys.length)


def opened_chunks(keys: FileKeys, sealed: bytes) -> bytes:
    """The padded plaintext; every chunk must open, and the last one alone must say that it is."""
    stream = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(stream, keys.header, keys.key)
    opened = []
    for at in range(0, len(sealed), CHUNK_SEALED_BYTES):
        chunk = sealed[at : at + CHUNK_SEALED_BYTES]
        try:
            plain, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(stream, chunk, keys.file_id)
        except REFUSALS:
            raise CannotBeOpened("chunk") from None
        if tag != (FINAL if at + CHUNK_SEALED_BYTES == len(sealed) else MESSAGE):
            raise CannotBeOpened("final")
        opened.append(plain)
    return b"".join(opened)


def unpadded(padded: bytes, length: int) -> bytes:
    """The data; both lengths must agree, and what is behind the data must be zero."""
    stated = int.from_bytes(padded[:PREFIX_BYTES], "little")
    end = PREFIX_BYTES + stated
    if stated != length or end > len(padded):
        raise CannotBeOpened("length")
    if padded.count(0, end) != len(padded) - end:
        raise CannotBeOpened("padding")
    return padded[PREFIX_BYTES:end]
