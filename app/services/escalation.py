"""Notes what nobody has opened for too long, once for each step, so that others can be told that it waits.

It looks through all streams, which takes a while where there are many: so it is a job of the worker once a
day, and desks read its short list. What is opened leaves that list at once.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from app.domain.directory import DeviceId, Directory, OfficeId
from app.domain.escalation import WATCHED_DAYS, Step, days, doubted
from app.services.trusted_directory import TrustedDirectory
from app.storage import suspensions, waiting
from app.storage.database import Database


@dataclass(frozen=True)
class Escalation:
    """The job."""

    database: Database
    trusted: TrustedDirectory

    def run(self, now: datetime) -> int:
        """Note every step that is due; how many envelopes wait too long.

        Raises:
            Unavailable: the store cannot be used.
            CannotBeTrusted: the directory fails a check.
        """
        return note(self.database, self.trusted.believed(now).directory, now)


def note(database: Database, directory: Directory, now: datetime) -> int:
    """The same by a directory that is believed."""
    today, most = now.date(), 0
    with database.read() as view:
        unsure = doubts(view, directory)
    for step in Step:
        last = today - timedelta(days=days(directory.policy, step))
        with database.begin() as tx:
            found = waiting.unopened(tx, today - timedelta(days=WATCHED_DAYS), last, unsure)
            waiting.tell(tx, found, step, today)
        most = max(most, len(found))
    return most


def kept_out(connection: Connection, directory: Directory) -> Mapping[OfficeId, Mapping[str, date]]:
    """The offices that keep devices (hex) of theirs out, and since which day each."""
    offices = {device.id: office.id for office in directory.offices for device in office.devices}
    found: dict[OfficeId, dict[str, date]] = defaultdict(dict)
    for each in suspensions.listed(connection):
        if office := offices.get(DeviceId(each.device.hex())):
            found[office][each.device.hex()] = each.day
    return found


def doubts(connection: Connection, directory: Directory) -> Mapping[bytes, date]:
    """The offices whose marks are not believed, and since which day."""
    found: dict[bytes, date] = {}
    for office, out in kept_out(connection, directory).items():
        since = doubted(directory.policy, directory.office(office), out, min(out.values()))
        if since is not None:
            found[bytes.fromhex(office)] = since
    return found
