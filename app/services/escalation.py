"""Notes what nobody has opened for too long, once for each step, so that others can be told that it waits.

It looks through all streams, which takes a while where there are many: so it is a job of the worker once a
day, and desks read its short list. What is opened leaves that list at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.directory import Directory
from app.domain.escalation import WATCHED_DAYS, Step, days
from app.services.trusted_directory import TrustedDirectory
from app.storage import waiting
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
    for step in Step:
        last = today - timedelta(days=days(directory.policy, step))
        with database.begin() as tx:
            found = waiting.unopened(tx, today - timedelta(days=WATCHED_DAYS), last)
            waiting.tell(tx, found, step, today)
        most = max(most, len(found))
    return most
