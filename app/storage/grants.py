"""Grants: envelopes made readable to a device that joined later (protocol §9). 160 bytes each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from app.storage import relay_batches
from app.storage.tables import grants


@dataclass(frozen=True, slots=True)
class Grant:
    """What is granted: an envelope of `office`, by its position, from `grantor` to `device`."""

    office: bytes
    position: int
    device: bytes
    grantor: bytes
    grant: bytes


@dataclass(frozen=True, slots=True)
class Numbered:
    """A grant and its number; numbers grow, so that a device can ask for what came after one."""

    id: int
    grant: Grant


def add(connection: Connection, granted: Grant, day: date) -> int:
    """Store a grant and return its number; the same bytes for the same device are stored once.

    The lock on the office's stream makes the numbers appear in their order, so no reader skips one.
    """
    relay_batches.locked_counters(connection, [granted.office])
    there = select(grants.c.id).where(
        grants.c.device == granted.device, grants.c.grant == granted.grant, grants.c.office == granted.office
    )
    known = connection.execute(there).scalar_one_or_none()
    if known is not None:
        return known
    row = {name: getattr(granted, name) for name in ("office", "position", "device", "grantor", "grant")}
    added = insert(grants).values(**row, day=day).returning(grants.c.id)
    return connection.execute(added).scalar_one()


def add_all(connection: Connection, office: bytes, device: bytes, wanted: Sequence[Grant], day: date) -> None:
    """Store grants of an office for one device; the same bytes once only. Numbers grow in the order given."""
    relay_batches.locked_counters(connection, [office])
    there = select(grants.c.grant).where(
        grants.c.device == device,
        grants.c.office == office,
        grants.c.position.in_([each.position for each in wanted]),
    )
    known = set(connection.execute(there).scalars())
    fresh = {each.grant: each for each in wanted if each.grant not in known}
    for each in fresh.values():  # one by one: a device asks for what came after a number, so none may jump
        row = {name: getattr(each, name) for name in ("office", "position", "device", "grantor", "grant")}
        connection.execute(insert(grants), {**row, "day": day})


def after(
    connection: Connection, office: bytes, device: bytes, number: int, limit: int
) -> Sequence[Numbered]:
    """At most `limit` grants for a device of an office, behind `number`, in order."""
    wanted = (
        select(grants.c.id, grants.c.position, grants.c.grantor, grants.c.grant)
        .where(grants.c.device == device, grants.c.office == office, grants.c.id > number)
        .order_by(grants.c.id)
        .limit(limit)
    )
    return [
        Numbered(at, Grant(office, position, device, grantor, grant))
        for at, position, grantor, grant in connection.execute(wanted)
    ]
