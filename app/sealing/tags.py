"""Reply tags: under which names the replies to one reporter lie, unlinkable for everyone else (protocol §7).

An office gets its own reply key and can compute no other office's tags.
"""

from app.domain.errors import BadInput
from app.sealing.primitives import ID_BYTES, KEY_BYTES, blake2b, le32

TAG_BYTES = 16
TRAY_PLACES = 16  # replies in one tray; a client fetches whole trays only
J_LIMIT = 2**32


def reply_key(tag_key: bytes, office: bytes) -> bytes:
    """The key from which `office` (16 bytes) computes its tags: 32 bytes."""
    if len(tag_key) != KEY_BYTES:
        raise BadInput("tag_key", f"must have {KEY_BYTES} bytes")
    if len(office) != ID_BYTES:
        raise BadInput("office", f"must have {ID_BYTES} bytes")
    return blake2b(office, KEY_BYTES, tag_key)


def tag(key: bytes, j: int) -> bytes:
    """The name of reply number `j` (below 2^32): 16 bytes."""
    if len(key) != KEY_BYTES:
        raise BadInput("reply_key", f"must have {KEY_BYTES} bytes")
    if not isinstance(j, int) or isinstance(j, bool) or not 0 <= j < J_LIMIT:
        raise BadInput("j", "must be a number from 0 to 4,294,967,295")
    return blake2b(le32(j), TAG_BYTES, key)


def tray_of(position: int) -> tuple[int, int]:
    """The tray and the place in it of the reply filed as number `position`."""
    if position < 0:
        raise BadInput("position", "must not be negative")
    return divmod(position, TRAY_PLACES)
