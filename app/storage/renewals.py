"""Devices that ask for their next key: the newest signed wish of each, until 30 days have passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from app.storage.tables import renewals

COLUMNS = (renewals.c.device, renewals.c.office, renewals.c.renewal, renewals.c.day)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a device of `office` signed on a day; ids of 16 bytes; `renewal`: what came."""

    device: bytes
    office: bytes
    renewal: bytes
    day: date


def put(connection: Connection, renewal: Renewal) -> None:
    """Keep the wish of a device, in place of an earlier one."""
    row = {name: getattr(renewal, name) for name in ("device", "office", "renewal", "day")}
    same = renewals.c.device == renewal.device
    if not connection.execute(update(renewals).where(same).values(row)).rowcount:
        connection.execute(insert(renewals), row)


def find(connection: Connection, device: bytes) -> Renewal | None:
    """The wish of a device."""
    row = connection.execute(select(*COLUMNS).where(renewals.c.device == device)).first()
    return None if row is None else Renewal(*row)


def listed(connection: Connection, since: date, office: bytes | None = None) -> Sequence[Renewal]:
    """All of that day or later, or those of an office, the oldest first."""
    wanted = select(*COLUMNS).where(renewals.c.day >= since).order_by(renewals.c.day, renewals.c.device)
    if office is not None:
        wanted = wanted.where(renewals.c.office == office)
    return [Renewal(*row) for row in connection.execute(wanted)]


def delete_old(connection: Connection, before: date) -> int:
    """Delete those from before that day."""
    return connection.execute(delete(renewals).where(renewals.c.day < before)).rowcount
