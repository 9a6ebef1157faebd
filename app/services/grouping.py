"""Deposits that come at the same moment are committed together: one wait for the disk instead of thirty.

    thread A   put ─► turn ─► takes all that lies there, commits ─► answer
    thread B   put ─► waits for its turn ······················ ─► kept already: answer
    thread C        put ─► waits ································ ─► takes all that came meanwhile, commits ─►

Who waits is told only what became of the commit that held its own deposit: nobody is answered too early, and
when a commit fails, everybody in it is refused and nothing of theirs is kept. Nothing lies here between two
commits: who put something waits for it.
"""

import threading
from collections import deque
from dataclasses import dataclass, field

from app.storage.intake import Writer


@dataclass(eq=False, slots=True)
class Waiting:
    """A deposit on its way, and what became of it."""

    leaf: bytes
    outer: bytes
    done: bool = False
    failure: Exception | None = None


@dataclass(frozen=True)
class Together:
    """The deposits of this process that wait to be committed."""

    writer: Writer
    waiting: deque[Waiting] = field(default_factory=deque, repr=False)
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def keep(self, leaf: bytes, outer: bytes) -> None:
        """Commit one deposit, alone or with others; returns when it is on the disk.

        Raises:
            Unavailable: the store did not take it; nothing was kept.
        """
        mine = Waiting(leaf, outer)
        self.waiting.append(mine)
        with self.turn:
            if not mine.done:
                self.commit()
        if mine.failure is not None:
            raise mine.failure

    def commit(self) -> None:
        """Commit all that waits now, and tell each what became of it."""
        group = [self.waiting.popleft() for _ in range(len(self.waiting))]
        failure: Exception | None = None
        try:
            self.writer.keep({each.leaf: each.outer for each in group})
        except Exception as error:  # noqa: BLE001 -- every one who waits must be told, whatever it was
            failure = error
        for each in group:
            each.failure, each.done = failure, True
