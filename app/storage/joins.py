"""Invitations into an office: a row each, with the sealed request of who joins and the signed approval.

invited (request null) ─► requested (approval null) ─► approved; after 30 days the row goes
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from app.storage import relay_batches
from app.storage.tables import joins

COLUMNS = (joins.c.id, joins.c.office, joins.c.request, joins.c.approval, joins.c.day)


@dataclass(frozen=True, slots=True)
class Join:
    """An invitation of `office`; `request` and `approval` are the bytes that came, or None."""

    id: bytes
    office: bytes
    request: bytes | None
    approval: bytes | None
    day: date


def lock(connection: Connection, office: bytes) -> None:
    """Let one transaction at a time change who belongs to an office."""
    relay_batches.locked_counters(connection, [office])


def add(connection: Connection, invitation: bytes, office: bytes, day: date) -> None:
    """Remember an invitation."""
    connection.execute(insert(joins), {"id": invitation, "office": office, "day": day})


def find(connection: Connection, invitation: bytes, since: date) -> Join | None:
    """An invitation of that day or later."""
    wanted = select(*COLUMNS).where(joins.c.id == invitation, joins.c.day >= since)
    row = connection.execute(wanted).first()
    return None if row is None else Join(*row)


def of_office(connection: Connection, office: bytes, since: date) -> Sequence[Join]:
    """The invitations of an office, the oldest first."""
    return listed(connection, since, office)


def listed(connection: Connection, since: date, office: bytes | None = None) -> Sequence[Join]:
    """All invitations, or those of an office."""
    wanted = select(*COLUMNS).where(joins.c.day >= since).order_by(joins.c.day, joins.c.id)
    if office is not None:
        wanted = wanted.where(joins.c.office == office)
    return [Join(*row) for row in connection.execute(wanted)]


def count_open(connection: Connection, office: bytes, since: date) -> int:
    """How many invitations of an office wait to be approved."""
    wanted = select(func.count()).where(
        joins.c.office == office, joins.c.approval.is_(None), joins.c.day >= since
    )
    return connection.execute(wanted).scalar_one()


def put_request(connection: Connection, invitation: bytes, request: bytes) -> bool:
    """Keep the request of an invitation that has none; whether it had none."""
    free = update(joins).where(joins.c.id == invitation, joins.c.request.is_(None))
    return connection.execute(free.values(request=request)).rowcount == 1


def put_approval(connection: Connection, invitation: bytes, approval: bytes) -> bool:
    """Keep the approval of a request that has none; whether it had none."""
    free = update(joins).where(
        joins.c.id == invitation, joins.c.request.is_not(None), joins.c.approval.is_(None)
    )
    return connection.execute(free.values(approval=approval)).rowcount == 1


def forget(connection: Connection, invitation: bytes) -> int:
    """Take an invitation back; how many that were."""
    return connection.execute(delete(joins).where(joins.c.id == invitation)).rowcount


def delete_old(connection: Connection, before: date) -> int:
    """Delete the invitations from before that day."""
    return connection.execute(delete(joins).where(joins.c.day < before)).rowcount
