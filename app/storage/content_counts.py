"""Sums of notes, a row for each month and catalogue. A note itself is never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from app.domain import counting
from app.storage.database import insert_new
from app.storage.tables import catalogues, content_counts


@dataclass(frozen=True, slots=True)
class Summed:
    """What a month adds up to: its first day, the catalogue (8 bytes) and its item ids, notes, ones."""

    month: date
    catalogue: bytes
    items: Sequence[str]
    notes: int
    ones: Sequence[int]


def items_of(connection: Connection, catalogue: bytes) -> tuple[str, ...] | None:
    """The item ids of a catalogue that was counted before; None when it is unknown."""
    wanted = select(catalogues.c.ids).where(catalogues.c.catalogue == catalogue)
    ids = connection.execute(wanted).scalar_one_or_none()
    return None if ids is None else tuple(ids.split("\n"))


def remember(connection: Connection, catalogue: counting.Catalogue) -> None:
    """Keep the item ids of a catalogue, so that its sums can be read when the content has moved on."""
    row = {"catalogue": catalogue.name, "ids": "\n".join(catalogue.items)}
    connection.execute(insert_new(connection, catalogues), row)


def add(connection: Connection, note: counting.Note, items: int, month: date) -> None:
    """Add a note to the sums of its month, by a catalogue that is remembered and has so many items."""
    row = {"catalogue": note.catalogue, "month": month, "total": 0, "sums": counting.none_yet(items)}
    connection.execute(insert_new(connection, content_counts), row)
    ours = content_counts.c.catalogue == note.catalogue, content_counts.c.month == month
    held = select(content_counts.c.total, content_counts.c.sums).where(*ours).with_for_update()
    total, sums = connection.execute(held).one()
    more = {"total": total + 1, "sums": counting.add(sums, note.bits)}
    connection.execute(update(content_counts).where(*ours).values(more))


def before(connection: Connection, month: date) -> Sequence[Summed]:
    """The sums of every month before this one, the latest first."""
    wanted = (
        select(
            content_counts.c.month,
            content_counts.c.catalogue,
            catalogues.c.ids,
            content_counts.c.total,
            content_counts.c.sums,
        )
        .join(catalogues, catalogues.c.catalogue == content_counts.c.catalogue)
        .where(content_counts.c.month < month)
        .order_by(content_counts.c.month.desc(), content_counts.c.catalogue)
    )
    return [
        Summed(at, catalogue, ids.split("\n"), total, tuple(counting.read_sums(sums)))
        for at, catalogue, ids, total, sums in connection.execute(wanted)
    ]
