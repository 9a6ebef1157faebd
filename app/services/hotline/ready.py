"""Receipts with their keys, drawn ahead: stretching one takes a tenth of a second, and SEND should not wait.

Stretching takes 64 MiB, so that only a few happen at once, and whoever would wait too long is told to come
again.

Must never: give a receipt twice, or write one down.
"""

import threading
from collections import deque
from dataclasses import dataclass, field

from app.domain.errors import Unavailable
from app.sealing.receipt import Receipt, ReporterKeys, derive, new_receipt

AT_ONCE = 2
PATIENCE = 8.0  # seconds; a provider waits for fifteen


@dataclass
class Ready:
    """Up to `most` receipts of one organisation. Threads share it."""

    most: int
    drawn: deque[tuple[Receipt, ReporterKeys]] = field(default_factory=deque, repr=False)
    organisation: bytes = b""
    wanted: threading.Event = field(default_factory=threading.Event, repr=False)
    stretching: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(AT_ONCE), repr=False
    )

    def take(self, organisation: bytes) -> tuple[Receipt, ReporterKeys]:
        """A new receipt of this organisation (16 bytes), and its keys.

        Raises:
            Unavailable: too many are being stretched.
        """
        if organisation != self.organisation:
            self.organisation = organisation
            self.drawn.clear()
        self.wanted.set()
        try:
            return self.drawn.popleft()
        except IndexError:
            receipt = new_receipt()
            return receipt, self.stretched(receipt, organisation)

    def stretched(self, receipt: Receipt, organisation: bytes) -> ReporterKeys:
        """The keys of a receipt.

        Raises:
            Unavailable: too many are being stretched.
        """
        if not self.stretching.acquire(timeout=PATIENCE):
            raise Unavailable
        try:
            return derive(receipt, organisation)
        finally:
            self.stretching.release()

    def prepare(self, organisation: bytes) -> None:
        """Have receipts of this organisation drawn before the first is asked for."""
        if not self.organisation:
            self.organisation = organisation
            self.wanted.set()

    def draw(self) -> None:
        """Draw until there are enough, of the organisation that was last asked for."""
        while self.organisation and len(self.drawn) < self.most:
            organisation, receipt = self.organisation, new_receipt()
            drawn = (receipt, derive(receipt, organisation))
            if organisation == self.organisation:
                self.drawn.append(drawn)
