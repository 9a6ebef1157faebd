"""Deposits that come at the same moment are committed together: one wait for the disk instead of thirty.

    thread A   put ─► lane free ─► takes all that lies there, commits ─► answer
    thread B   put ─► waits ········································ ─► kept already: answer
    thread C        put ─► waits ··································· ─► takes what came meanwhile, commits ─►

A lane is a connection. SQLite has one writer, so one lane; PostgreSQL lets commits that run side by side
share their wait for the disk, so some lanes serve it better than one.

Who waits is told only what became of the commit that held its own deposit: nobody is answered too early, and
when a commit fails, everybody in it is refused and nothing of theirs is kept. Nothing lies here between two
commits: who put something waits for it.
"""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Final

from app.storage.database import Database
from app.storage.intake import Writer

LANES: Final = {"sqlite": 1, "postgresql": 8}  # connections of one process that commit deposits


@dataclass(eq=False, slots=True)
class Waiting:
    """A deposit on its way. `taken`: it is in some commit; `told` opens when that commit has ended."""

    leaf: bytes
    outer: bytes
    taken: bool = False
    failure: Exception | None = None
    told: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.told.acquire()


@dataclass(frozen=True)
class Together:
    """The deposits of this process that wait to be committed, and the lanes that are free."""

    waiting: deque[Waiting]
    lanes: SimpleQueue[Writer]

    @classmethod
    def over(cls, database: Database) -> "Together":
        """Over a store, with as many lanes as serve it."""
        lanes: SimpleQueue[Writer] = SimpleQueue()
        for _ in range(LANES[database.engine.dialect.name]):
            lanes.put(Writer(database))
        return cls(deque(), lanes)

    def keep(self, leaf: bytes, outer: bytes) -> None:
        """Commit one deposit, alone or with others; returns when it is on the disk.

        Raises:
            Unavailable: the store did not take it; nothing was kept.
        """
        mine = Waiting(leaf, outer)
        self.waiting.append(mine)
        lane = self.lanes.get()
        try:
            if not mine.taken:
                commit(lane, self.take())
        finally:
            self.lanes.put(lane)
        mine.told.acquire()
        if mine.failure is not None:
            raise mine.failure

    def take(self) -> Sequence[Waiting]:
        """All that waits now; another lane may be taking too."""
        group = []
        while self.waiting:
            try:
                each = self.waiting.popleft()
            except IndexError:  # the other lane had the last
                break
            each.taken = True
            group.append(each)
        return group


def commit(lane: Writer, group: Sequence[Waiting]) -> None:
    """Commit a group, and tell each in it what became of it."""
    failure: Exception | None = None
    try:
        if group:
            lane.keep({each.leaf: each.outer for each in group})
    except Exception as error:  # noqa: BLE001 -- every one who waits must be told, whatever it was
        failure = error
    for each in group:
        each.failure = failure
        each.told.release()
