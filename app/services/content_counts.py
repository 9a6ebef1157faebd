"""Counts of what is read: notes are added up and forgotten; sums are told when their month is over.

The month that runs is never told: who asks before and after somebody's visit would see that visitor's note.
Must never: keep a note, or tell a number that is noise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import counting
from app.domain.counting import Catalogue, Estimate
from app.storage import content_counts
from app.storage.content_counts import Summed
from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Month:
    """A month that is over: its first day, the catalogue (8 bytes), how many notes, and the estimates.

    `notes` is None when they were too few to say anything.
    """

    month: date
    catalogue: bytes
    notes: int | None
    items: Sequence[Estimate]


@dataclass(frozen=True)
class ContentCounts:
    """The use cases. `catalogue`: that of the content which this server gives out."""

    database: Database
    catalogue: Callable[[], Catalogue]
    now: Callable[[], datetime]

    def take(self, body: bytes) -> None:
        """Add a note of 64 bytes to the sums of this month; one by a catalogue that nobody knows is dropped.

        Raises:
            BadInput: it is no note.
            Unavailable: the store did not take it; nothing was added.
        """
        note = counting.read_note(body)
        current = self.catalogue()
        with self.database.begin() as tx:
            if note.catalogue == current.name:
                content_counts.remember(tx, current)
            items = content_counts.items_of(tx, note.catalogue)
            if items is not None:
                content_counts.add(tx, note, len(items), first_day(self.now()))

    def months(self) -> Sequence[Month]:
        """The months that are over, the latest first."""
        with self.database.read() as view:
            return list(map(told, content_counts.before(view, first_day(self.now()))))


def told(summed: Summed) -> Month:
    """What may be told of a month."""
    enough = summed.notes >= counting.LEAST_NOTES
    found = counting.estimates(summed.notes, summed.ones, summed.items)
    return Month(summed.month, summed.catalogue, summed.notes if enough else None, found)


def first_day(moment: datetime) -> date:
    """The first day of its month."""
    return moment.date().replace(day=1)
