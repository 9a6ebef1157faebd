"""The sealed archive: a case as one file, for an office that is reached by a stick and not by a server.

       0  "SPKA1" | 0 0 0
       8  LE32(n), how many envelopes follow: 1 to 64
      12  n envelopes of class 1 (16,384 each), the parts of one handover (protocol §3)
          then the sealed files, brick after brick (262,144 each), in the order of the handover

Envelopes and files are sealed as they are for the server; the file adds nothing that opens anything. It is
made and opened without a network, in the browser by `desk/refer/archive.ts`; both pass
`tests/vectors/archive.json`. Which brick belongs to which file says the handover, once it is open.

Must never: hold anything readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.errors import BadInput, CannotBeOpened
from app.sealing.attachment import BRICK_BYTES
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass, header_fault

MAGIC = b"SPKA1\0\0\0"
COUNT_BYTES = 4
HEAD_BYTES = len(MAGIC) + COUNT_BYTES
MOST_ENVELOPES = 64  # as many parts as a handover may have
SEALED_BYTES = ENVELOPE_BYTES[EnvelopeClass.OFFICE]


@dataclass(frozen=True)
class Archive:
    """What an archive holds, all of it sealed."""

    envelopes: tuple[bytes, ...] = field(repr=False)
    bricks: tuple[bytes, ...] = field(repr=False)


def write(envelopes: Sequence[bytes], bricks: Sequence[bytes]) -> bytes:
    """The bytes of an archive.

    Raises:
        BadInput: no envelope, too many, or something of another size.
    """
    if not 1 <= len(envelopes) <= MOST_ENVELOPES:
        raise BadInput("archive", "has no envelope, or too many")
    if any(header_fault(each, EnvelopeClass.OFFICE) for each in envelopes):
        raise BadInput("archive", "takes envelopes towards an office only")
    if any(len(brick) != BRICK_BYTES for brick in bricks):
        raise BadInput("archive", "takes whole bricks only")
    return b"".join((MAGIC, len(envelopes).to_bytes(COUNT_BYTES, "little"), *envelopes, *bricks))


def read(data: bytes) -> Archive:
    """The envelopes and bricks of an archive, still sealed.

    Raises:
        CannotBeOpened: magic, length, or the first fault of an envelope's header.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise CannotBeOpened("magic")
    count = int.from_bytes(data[len(MAGIC) : HEAD_BYTES], "little")
    if len(data) < HEAD_BYTES or not 1 <= count <= MOST_ENVELOPES:
        raise CannotBeOpened("length")
    files_at = HEAD_BYTES + count * SEALED_BYTES
    if len(data) < files_at or (len(data) - files_at) % BRICK_BYTES:
        raise CannotBeOpened("length")
    envelopes = cut(data[HEAD_BYTES:files_at], SEALED_BYTES)
    for each in envelopes:
        if fault := header_fault(each, EnvelopeClass.OFFICE):
            raise CannotBeOpened(fault)
    return Archive(envelopes, cut(data[files_at:], BRICK_BYTES))


def cut(data: bytes, size: int) -> tuple[bytes, ...]:
    """`data` in pieces of one size."""
    return tuple(data[at : at + size] for at in range(0, len(data), size))
