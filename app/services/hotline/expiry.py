"""What the hotline keeps goes when its time has come; the numbers are those of `app/domain/retention.py`.

Conversations are known by the hour, not the minute. So this runs at the end of each hour: a draft that was
promised H hours has them, and not one hour more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from app.services.slices import Step, by_slices
from app.storage import hotline_jobs, retention
from app.storage.database import Database

NAMES_HOURS = 48  # a secret lives for its day and the next: after that no name is found again
ANSWER_HOURS = 1  # providers repeat a message within minutes
MEMO_DAYS = 400  # a case and its answers take a year; the signed policy is not at hand here
CONTACT_DAYS = 90
VACUUMED = ("conversations", "answered", "outbox", "removals", "memos", "contacts", "opt_outs")

Moment = TypeVar("Moment")


@dataclass(frozen=True)
class Expiry:
    """The job. `hours`: how long a draft is kept after its last text."""

    database: Database
    hours: int

    def run(self, now: datetime) -> int:
        """Erase and delete all that has had its time; counts rows.

        Raises:
            Unavailable: the store cannot be used; what is left is due next time.
        """
        return sum(by_slices(self.database, step) for step in self.steps(now))

    def steps(self, now: datetime) -> tuple[Step, ...]:
        """Each step, with its moment filled in."""
        hour = int(now.timestamp()) // 3600
        memos, contacts = ((now - timedelta(days=days)).date() for days in (MEMO_DAYS, CONTACT_DAYS))
        return (
            until(hotline_jobs.forget_states, hour - self.hours),
            until(hotline_jobs.forget_answers, hour - ANSWER_HOURS),
            until(hotline_jobs.delete_conversations, hour - NAMES_HOURS),
            until(hotline_jobs.delete_answered, hour - NAMES_HOURS),
            until(hotline_jobs.delete_memos, memos),
            until(hotline_jobs.delete_contacts, contacts),
        )

    def clean_up(self, _: datetime) -> int:
        """Let what was deleted leave the files; counts nothing."""
        retention.clean_up(self.database, VACUUMED)
        return 0


def until(take: Callable[[Connection, Moment], int], moment: Moment) -> Step:
    """A step with its moment filled in."""
    return lambda tx: take(tx, moment)
