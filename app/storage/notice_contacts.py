"""Where officers want their notices: sealed to the worker's key, so that this store shows no address.

`day` is the last day that needs no notice any more: at first the day before the address came, then the day
of the newest notice. So a worker that begins again tells nobody twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from app.storage.tables import notice_contacts as table


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to one device of an officer."""

    device: bytes
    kind: str
    sealed: bytes = field(repr=False)
    day: date


def put(connection: Connection, contact: Contact) -> None:
    """Store a contact instead of the one of its kind that was there."""
    drop(connection, contact.device, contact.kind)
    row = {"device": contact.device, "kind": contact.kind, "contact": contact.sealed, "day": contact.day}
    connection.execute(insert(table), row)


def drop(connection: Connection, device: bytes, kind: str) -> None:
    """Delete a contact, if it is there."""
    connection.execute(delete(table).where(table.c.device == device, table.c.kind == kind))


def kinds(connection: Connection, device: bytes) -> Sequence[str]:
    """By which ways a device is told, in order."""
    wanted = select(table.c.kind).where(table.c.device == device).order_by(table.c.kind)
    return connection.execute(wanted).scalars().all()


def due(connection: Connection, today: date) -> Sequence[Contact]:
    """All who were not told today."""
    wanted = select(table.c.device, table.c.kind, table.c.contact, table.c.day).where(table.c.day < today)
    return [Contact(*row) for row in connection.execute(wanted)]


def turn(connection: Connection, contact: Contact, day: date) -> bool:
    """Move the day of a contact; False when another worker, or the officer, was first."""
    same = (
        table.c.device == contact.device,
        table.c.kind == contact.kind,
        table.c.contact == contact.sealed,
        table.c.day == contact.day,
    )
    return connection.execute(update(table).where(*same).values(day=day)).rowcount == 1


def keep_only(connection: Connection, devices: Iterable[bytes]) -> int:
    """Delete the contacts of all devices but these; counts them."""
    there = set(connection.execute(select(table.c.device)).scalars())
    gone = there - set(devices)
    return sum(connection.execute(delete(table).where(table.c.device == each)).rowcount for each in gone)
