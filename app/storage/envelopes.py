"""The stream of an office: its envelopes in order, positions from 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.storage import relay_batches
from app.storage.relay_batches import Filing
from app.storage.tables import envelopes, office_counters


@dataclass(frozen=True, slots=True)
class Filed:
    """An envelope at its position, with the day on which it was filed."""

    position: int
    day: date
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; `new` is false when the same bytes stood there before."""

    position: int
    new: bool


def append(connection: Connection, office: bytes, envelope: bytes, day: date) -> Place:
    """File one envelope at the end of an office's stream; the same bytes once only."""
    added = relay_batches.file(connection, [Filing(office, envelope)], day)
    name = relay_batches.name_of(envelope)
    wanted = select(envelopes.c.position).where(envelopes.c.office == office, envelopes.c.hash == name)
    return Place(connection.execute(wanted).scalar_one(), new=added == 1)


def after(connection: Connection, office: bytes, position: int, limit: int) -> Sequence[Filed]:
    """At most `limit` envelopes of an office behind `position`, in order."""
    wanted = (
        select(envelopes.c.position, envelopes.c.day, envelopes.c.envelope)
        .where(envelopes.c.office == office, envelopes.c.position > position)
        .order_by(envelopes.c.position)
        .limit(limit)
    )
    return [Filed(at, day, envelope) for at, day, envelope in connection.execute(wanted)]


def positions(connection: Connection, office: bytes, position: int, limit: int) -> Sequence[int]:
    """At most `limit` positions of an office behind `position` at which an envelope stands, in order."""
    wanted = (
        select(envelopes.c.position)
        .where(envelopes.c.office == office, envelopes.c.position > position)
        .order_by(envelopes.c.position)
        .limit(limit)
    )
    return connection.execute(wanted).scalars().all()


def newest(connection: Connection, office: bytes) -> int:
    """The newest position of an office; 0 when nothing was ever filed."""
    wanted = select(office_counters.c.newest).where(office_counters.c.office == office)
    return connection.execute(wanted).scalar_one_or_none() or 0


def existing(connection: Connection, office: bytes, positions: Sequence[int]) -> set[int]:
    """Those of the positions at which this office has an envelope."""
    wanted = select(envelopes.c.position).where(
        envelopes.c.office == office, envelopes.c.position.in_(positions)
    )
    return set(connection.execute(wanted).scalars())


def exists(connection: Connection, office: bytes, position: int) -> bool:
    """Whether this office has an envelope at this position."""
    wanted = select(envelopes.c.position).where(
        envelopes.c.office == office, envelopes.c.position == position
    )
    return connection.execute(wanted).first() is not None
