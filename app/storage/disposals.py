"""Disposals: what two members of an office want destroyed, or have; of the content only its digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from app.storage.tables import bricks, disposals, envelopes


@dataclass(frozen=True, slots=True)
class Disposal:
    """A row: ids and devices are 16 bytes, `digest` 32, `positions` LE64 each, in order."""

    id: bytes
    office: bytes
    digest: bytes
    positions: bytes
    proposer: bytes
    proposed: date
    approver: bytes | None = None
    done: date | None = None


COLUMNS = tuple(disposals.c[name] for name in Disposal.__dataclass_fields__)


def add(connection: Connection, disposal: Disposal) -> None:
    """Store a proposal."""
    row = {name: getattr(disposal, name) for name in Disposal.__dataclass_fields__}
    connection.execute(insert(disposals), row)


def find(connection: Connection, disposal: bytes) -> Disposal | None:
    """The row of that id, locked until this transaction ends."""
    wanted = select(*COLUMNS).where(disposals.c.id == disposal).with_for_update()
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Disposal(*row)


def of_office(connection: Connection, office: bytes) -> Sequence[Disposal]:
    """All of an office, by day and id."""
    wanted = select(*COLUMNS).where(disposals.c.office == office)
    return [
        Disposal(*row) for row in connection.execute(wanted.order_by(disposals.c.proposed, disposals.c.id))
    ]


def open_ones(connection: Connection, office: bytes) -> int:
    """How many proposals of an office wait."""
    wanted = select(func.count()).where(disposals.c.office == office, disposals.c.done.is_(None))
    return connection.execute(wanted).scalar_one()


def close(connection: Connection, disposal: bytes, approver: bytes, day: date) -> None:
    """Write down who confirmed it, and when."""
    confirmed = update(disposals).where(disposals.c.id == disposal)
    connection.execute(confirmed.values(approver=approver, done=day))


def withdraw(connection: Connection, disposal: bytes) -> None:
    """Forget a proposal."""
    connection.execute(delete(disposals).where(disposals.c.id == disposal, disposals.c.done.is_(None)))


def delete_old_proposals(connection: Connection, before: date) -> int:
    """Forget what was proposed before that day and never confirmed."""
    old = delete(disposals).where(disposals.c.done.is_(None), disposals.c.proposed < before)
    return connection.execute(old).rowcount


def held(connection: Connection, office: bytes, positions: Sequence[int]) -> list[tuple[int, bytes]]:
    """`(position, envelope)` of those that the office still has."""
    columns = envelopes.c.position, envelopes.c.envelope
    wanted = select(*columns).where(envelopes.c.office == office, envelopes.c.position.in_(positions))
    return [(position, envelope) for position, envelope in connection.execute(wanted)]


def destroy(connection: Connection, office: bytes, positions: Sequence[int]) -> int:
    """Delete envelopes with their grants and marks; counters stay, so no position is used again."""
    gone = delete(envelopes).where(envelopes.c.office == office, envelopes.c.position.in_(positions))
    return connection.execute(gone).rowcount


def release(connection: Connection, ids: Sequence[bytes], day: date) -> None:
    """Take the claim off bricks: from `day` on they wait for another office's claim, like new ones."""
    wanted = bricks.c.id.in_(sorted(ids)), bricks.c.claimed.is_(True)
    connection.execute(update(bricks).where(*wanted).values(claimed=False, day=day))
