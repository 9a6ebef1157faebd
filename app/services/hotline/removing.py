"""Deletes at the provider what it keeps of a person: texts, media, recordings, calls.

    1, 2, 4 … 360 minutes between two tries of a thing, for 15 days; then it is given up, and stays listed

A try is counted and put off before it is made. So a worker that is killed in the middle tries again later,
two workers take turns, and what was deleted twice is merely found gone. Things are tried side by side, and a
run ends after a while: one that hangs holds up neither the others nor the next minute.

Must never: let a thing's name out of the store but to its provider and to the operator who asks.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.services.hotline.incoming import Removal
from app.services.hotline.metrics import Counters
from app.storage import hotline_jobs
from app.storage.database import Database
from app.storage.hotline_jobs import Due

MOST = 300  # things in one run: far more than come in a minute
LANES = 4  # at once; the provider allows many more
SECONDS = 45.0  # a run ends before the next minute's begins
LONGEST_PAUSE = 360  # minutes
DAYS_IN_MINUTES = 15 * 24 * 60  # rarely a provider needs days until a message can be deleted


class Fate(StrEnum):
    """What came of a try."""

    GONE = "gone"
    LATER = "later"  # the provider asks to wait, or cannot be reached
    REFUSED = "refused"  # it says no: most often settings that must be put right
    GIVEN_UP = "given_up"  # this job's own word, after the last try
    PASSED = "passed"  # this job's own word: not tried in this run


class Remover(Protocol):
    """Whatever deletes at providers. It raises nothing: what it cannot do is a fate."""

    def remove(self, removal: Removal) -> Fate:
        """Delete one thing; what is not there any more is gone."""


@dataclass(frozen=True)
class Removed:
    """How a run went, in things; those that were given up are not among those put off."""

    gone: int
    put_off: int
    given_up: int


@dataclass(frozen=True)
class Removing:
    """The job. `elapsed` is a clock for pauses, in seconds."""

    database: Database
    remover: Remover
    counters: Counters
    elapsed: Callable[[], float] = time.monotonic

    def run(self, now: datetime) -> Removed:
        """Try all that is due.

        Raises:
            Unavailable: the store cannot be used; what was deleted by then is found gone next time.
        """
        minute = minutes(now)
        with self.database.read() as view:
            due = hotline_jobs.due_removals(view, minute, MOST)
        end = self.elapsed() + SECONDS
        with ThreadPoolExecutor(LANES) as lanes:
            fates = list(lanes.map(lambda row: self.attempt(row, minute, end), due))
        put_off = fates.count(Fate.LATER) + fates.count(Fate.REFUSED)
        return Removed(fates.count(Fate.GONE), put_off, fates.count(Fate.GIVEN_UP))

    def attempt(self, row: Due, minute: int, end: float) -> Fate:
        """Try one thing, unless the time is over or another worker has it."""
        if self.elapsed() > end or not self.claimed(row, minute):
            return Fate.PASSED
        fate = self.remover.remove(Removal(row.kind, row.thing))
        self.counters.removals.labels(fate.value).inc()
        with self.database.begin() as tx:
            if fate is Fate.GONE:
                hotline_jobs.drop_removal(tx, row.id)
            elif minute - row.since >= DAYS_IN_MINUTES:
                hotline_jobs.give_up_removal(tx, row.id)
                return Fate.GIVEN_UP
        return fate

    def claimed(self, row: Due, minute: int) -> bool:
        """Whether this try is ours."""
        with self.database.begin() as tx:
            return hotline_jobs.claim_removal(tx, row, minute + pause(row.tries))


def pause(tries: int) -> int:
    """Minutes until the next try, after so many before this one."""
    return int(min(2 ** min(tries, 16), LONGEST_PAUSE))


def minutes(moment: datetime) -> int:
    """Minutes since 1970."""
    return int(moment.timestamp()) // 60
