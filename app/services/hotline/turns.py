"""Within a process, messages of one person wait for each other; those of others go on.

Between processes the store decides (`keeping.py`); this only spares them from trying in vain. The queues are
few and shared, so that they tell nothing and need no clearing.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

QUEUES = 256
PATIENCE = 12.0  # seconds; a provider waits for fifteen


@dataclass(frozen=True)
class Turns:
    """The queues."""

    locks: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(QUEUES)), repr=False
    )

    @contextmanager
    def of(self, channel: str, address: str) -> Iterator[None]:
        """Hold the queue of an address; after too long a wait go on without."""
        lock = self.locks[hash((channel, address)) % QUEUES]
        held = lock.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            if held:
                lock.release()
