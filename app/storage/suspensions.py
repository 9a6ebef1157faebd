"""Devices that are kept out until the directory has spoken, with the removal that a colleague signed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from app.storage.tables import sessions, suspensions

COLUMNS = (
    suspensions.c.device,
    suspensions.c.office,
    suspensions.c.by,
    suspensions.c.removal,
    suspensions.c.day,
)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A device of `office` that `by` has suspended; ids of 16 bytes; `removal`: what came."""

    device: bytes
    office: bytes
    by: bytes
    removal: bytes
    day: date


def put(connection: Connection, suspension: Suspension) -> None:
    """Suspend a device and end its sessions; again takes the new removal."""
    if find(connection, suspension.device) is None:
        row = {name: getattr(suspension, name) for name in ("device", "office", "by", "removal", "day")}
        connection.execute(insert(suspensions), row)
    else:
        same = suspensions.c.device == suspension.device
        connection.execute(
            update(suspensions).where(same).values(by=suspension.by, removal=suspension.removal)
        )
    connection.execute(delete(sessions).where(sessions.c.device == suspension.device))


def find(connection: Connection, device: bytes) -> Suspension | None:
    """The suspension of a device."""
    row = connection.execute(select(*COLUMNS).where(suspensions.c.device == device)).first()
    return None if row is None else Suspension(*row)


def of_office(connection: Connection, office: bytes) -> Sequence[Suspension]:
    """The suspensions of an office, the oldest first."""
    return [each for each in listed(connection) if each.office == office]


def listed(connection: Connection) -> Sequence[Suspension]:
    """All suspensions; there are few."""
    wanted = select(*COLUMNS).order_by(suspensions.c.day, suspensions.c.device)
    return [Suspension(*row) for row in connection.execute(wanted)]


def lift(connection: Connection, device: bytes) -> int:
    """Let a device in again; how many suspensions that ended."""
    return connection.execute(delete(suspensions).where(suspensions.c.device == device)).rowcount


def delete_settled(connection: Connection, devices: Collection[bytes]) -> int:
    """Delete the suspensions of all devices but these, which the directory still lists."""
    gone = [each.device for each in listed(connection) if each.device not in devices]
    for device in gone:
        lift(connection, device)
    return len(gone)
