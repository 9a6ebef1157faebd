"""Counting what is read without learning who read it: randomised response (docs/threat-model.md).

    note   0          1            9                                                  64
           ├─ 1 ──────┼─ catalogue ┼─ bits: 55 bytes, bit i = item i, lowest first ───┤

The phone sets the bit of each item that was read in a visit, and then flips every bit with probability 1/4.
So a set bit is three times as likely from somebody who read the item as from somebody who did not, and no
more; only many notes together say something. Of n notes with `ones` set bits, n/4 are expected where nobody
read the item and 3n/4 where everybody did: (ones - n/4) * 2 estimates how many did.

Must never: look at a note by itself, or keep one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from app.domain.errors import BadInput

NOTE_BYTES = 64
VERSION = 1
CATALOGUE_BYTES = 8
BITS_AT = 1 + CATALOGUE_BYTES
MOST_ITEMS = 8 * (NOTE_BYTES - BITS_AT)
SUM_BYTES = 4
LEAST_NOTES = 200  # below this, three standard deviations of the noise are about a fifth of all notes
DEVIATIONS = 3  # an item that nobody read passes this bound in one month of 740


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The ids of everything that can be read, in the order of the bits; `name`: 8 bytes of their hash."""

    name: bytes
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the catalogue that its bits follow (8 bytes), and the bits (55 bytes)."""

    catalogue: bytes
    bits: bytes


@dataclass(frozen=True, slots=True)
class Estimate:
    """About how many notes are of people who read the item; None where it would be noise."""

    item: str
    readers: int | None


def read_note(body: bytes) -> Note:
    """The note in 64 bytes.

    Raises:
        BadInput: it has another length or version.
    """
    if len(body) != NOTE_BYTES:
        raise BadInput("body", f"must have exactly {NOTE_BYTES} bytes")
    if body[0] != VERSION:
        raise BadInput("body", f"must begin with version {VERSION}")
    return Note(body[1:BITS_AT], body[BITS_AT:])


def add(sums: bytes, bits: bytes) -> bytes:
    """`sums` (LE32 each) with one more note; bits behind the last item are noise and are not looked at."""
    added = (
        (ones + (bits[item >> 3] >> (item & 7) & 1)).to_bytes(SUM_BYTES, "little")
        for item, ones in enumerate(read_sums(sums))
    )
    return b"".join(added)


def none_yet(items: int) -> bytes:
    """The sums before the first note."""
    return bytes(SUM_BYTES * min(items, MOST_ITEMS))


def read_sums(sums: bytes) -> Iterator[int]:
    """The sums as numbers."""
    for at in range(0, len(sums), SUM_BYTES):
        yield int.from_bytes(sums[at : at + SUM_BYTES], "little")


def noise(notes: int) -> float:
    """The standard deviation of an estimate, from the flips alone: 2 * sqrt(n * 1/4 * 3/4)."""
    return sqrt(3 * notes) / 2


def estimates(notes: int, sums: Sequence[int], items: Sequence[str]) -> tuple[Estimate, ...]:
    """What the sums of `notes` notes say of each item; nothing at all when there are too few."""
    return tuple(Estimate(item, readers(notes, ones)) for item, ones in zip(items, sums, strict=False))


def readers(notes: int, ones: int) -> int | None:
    """About how many of the notes are of people who read an item; None where it would be noise."""
    found = round(2 * ones - notes / 2)
    if notes < LEAST_NOTES or found < DEVIATIONS * noise(notes):
        return None
    return found
