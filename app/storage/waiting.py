"""What waits unopened in the offices, and who was told of it: positions and days, nothing of the content.

An envelope counts as waiting until its office has set any mark on it. What a device of the office filed there
itself is marked `own` from the start: it is no news to anybody. Nor is what two members have had destroyed.

`doubted`: offices in which one member alone is left in, and since which day; what such an office has marked
as opened since then counts as waiting all the same (`app/domain/escalation.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, and_, exists, not_, select

from app.storage.database import insert_new
from app.storage.disposals import hidden_anywhere
from app.storage.marks import OWN
from app.storage.tables import envelopes, escalations, marks

Doubted = Mapping[bytes, date]
NONE: Doubted = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope that nobody has opened, and the day on which it was filed."""

    office: bytes
    position: int
    day: date


@dataclass(frozen=True, slots=True)
class Told:
    """On which day somebody was told that something waits in `office`, and at which step."""

    office: bytes
    step: str
    day: date


def unopened(connection: Connection, first: date, last: date, doubted: Doubted = NONE) -> Sequence[Waiting]:
    """All that was filed from `first` to `last` and waits, by office and position."""
    wanted = (
        select(envelopes.c.office, envelopes.c.position, envelopes.c.day)
        .where(envelopes.c.day.between(first, last))
        .where(~marked(envelopes.c.office, envelopes.c.position, doubted))
        .order_by(envelopes.c.office, envelopes.c.position)
    )
    hidden = hidden_anywhere(connection)
    return [Waiting(*row) for row in connection.execute(wanted) if (row.office, row.position) not in hidden]


def tell(connection: Connection, waiting: Iterable[Waiting], step: str, today: date) -> None:
    """Note that a step was reached; one that was noted before keeps its day."""
    rows = [
        {"office": each.office, "position": each.position, "step": step, "day": today} for each in waiting
    ]
    if rows:
        connection.execute(insert_new(connection, escalations), rows)


def told(connection: Connection, doubted: Doubted = NONE) -> Sequence[Told]:
    """The newest day of each step of each office, of what still waits."""
    columns = escalations.c.office, escalations.c.position, escalations.c.step, escalations.c.day
    wanted = select(*columns).where(~marked(escalations.c.office, escalations.c.position, doubted))
    newest: dict[tuple[bytes, str], date] = {}
    hidden = hidden_anywhere(connection)
    for office, position, step, day in connection.execute(wanted):
        if (office, position) not in hidden:
            newest[office, step] = max(day, newest.get((office, step), day))
    return [Told(office, step, day) for (office, step), day in newest.items()]


def marked(
    office: ColumnElement[bytes], position: ColumnElement[int], doubted: Doubted
) -> ColumnElement[bool]:
    """Whether an envelope bears any mark that is believed."""
    believed = (
        not_(and_(marks.c.office == each, marks.c.mark != OWN, marks.c.day >= since))
        for each, since in doubted.items()
    )
    return exists().where(and_(marks.c.office == office, marks.c.position == position, *believed))
