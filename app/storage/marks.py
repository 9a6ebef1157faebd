"""Marks: what an office has done with an envelope, in clear, for reminders; nothing of its content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.storage.database import insert_new
from app.storage.tables import marks

OWN = "own"  # a device of the office filed it: it waits for nobody


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the envelope at `position`, and the day of the first device that set it."""

    position: int
    mark: str
    day: date


def put(connection: Connection, office: bytes, mark: Mark) -> None:
    """Set a mark; one that is set already keeps its day."""
    row = {"office": office, "position": mark.position, "mark": mark.mark, "day": mark.day}
    connection.execute(insert_new(connection, marks), row)


def of_office(connection: Connection, office: bytes) -> Sequence[Mark]:
    """All marks that an office has set itself, by position."""
    wanted = (
        select(marks.c.position, marks.c.mark, marks.c.day)
        .where(marks.c.office == office, marks.c.mark != OWN)
        .order_by(marks.c.position, marks.c.mark)
    )
    return [Mark(position, mark, day) for position, mark, day in connection.execute(wanted)]
