"""How many codes one address has tried of late. Whoever tries too many waits; nobody else does.

In memory, by the names of conversations, which tell no address; a restart forgets it, and so does an hour.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import TooMany

MOST = 5
SECONDS = 900  # a quarter of an hour, as the text says
REMEMBERED = 100_000  # addresses; beyond it the oldest are forgotten


@dataclass
class Tries:
    """The moments of the last tries, by name. Threads share it."""

    now: Callable[[], datetime]
    seen: dict[bytes, list[float]] = field(default_factory=dict, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def one_more(self, name: bytes) -> None:
        """Count a try.

        Raises:
            TooMany: there were as many as may be; this one is not counted.
        """
        moment = self.now().timestamp()
        with self.lock:
            held = [each for each in self.seen.pop(name, []) if moment - each < SECONDS]
            self.seen[name] = held
            if len(held) >= MOST:
                raise TooMany(int(SECONDS - (moment - held[0])) + 1)
            held.append(moment)
            while len(self.seen) > REMEMBERED:
                del self.seen[next(iter(self.seen))]

    def one_less(self, name: bytes) -> None:
        """Take the last try back: it could not be done, and is done again."""
        with self.lock:
            if held := self.seen.get(name):
                held.pop()
