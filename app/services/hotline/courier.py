"""Takes what is sealed from the outbox to the intake. What the server does not take waits for the next time.

The same envelope may go twice, when a machine stops between the server's word and ours; the relay files it
once. Taking turns with other couriers is not needed for the same reason.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import CannotBeTrusted, Unavailable
from app.reporter import Deposit, Reporter
from app.services.hotline.following import Follower
from app.storage import hotline
from app.storage.database import Database

AT_ONCE = 16  # envelopes in memory
GIVE_UP = 3  # refusals in a row: then it is the server, and not what was sent


@dataclass(frozen=True)
class Courier:
    """Carries for one store to one server."""

    database: Database
    follower: Follower

    def deliver(self) -> int:
        """Take all that waits, once around; how many went. What is refused does not hold up the others.

        Raises:
            Unavailable: our own store cannot be used.
        """
        return self.around()[0]

    def around(self) -> tuple[int, bool]:
        """The same; and whether the server refused."""
        gone, refused = 0, 0
        for name, deposit in self.waiting():
            if self.sent(deposit):
                with self.database.begin() as tx:
                    hotline.drop_outbox(tx, name)
                gone, refused = gone + 1, 0
            else:
                refused += 1
            if refused == GIVE_UP:
                break
        return gone, refused > 0

    def sent(self, deposit: Deposit) -> bool:
        """Whether the server took it."""
        side = Reporter(self.follower.http, self.follower.pins, self.follower.now)
        try:
            side.followed = self.follower.latest()
            side.send(deposit)
        except (Unavailable, CannotBeTrusted):
            return False
        return True

    def waiting(self) -> Iterator[tuple[bytes, Deposit]]:
        """What waits, once around from a place drawn by lot: several couriers begin at several ends."""
        begin = os.urandom(hotline.ID_BYTES)
        yield from self.between(begin, None)
        yield from self.between(b"", begin)

    def between(self, after: bytes, until: bytes | None) -> Iterator[tuple[bytes, Deposit]]:
        """What waits behind one id, up to another."""
        while True:
            with self.database.read() as view:
                found = hotline.waiting(view, after, AT_ONCE)
            rows = [row for row in found if until is None or row[0] <= until]
            if not rows:
                return
            after = rows[-1][0]
            yield from ((name, Deposit(office.hex(), envelope, "")) for name, office, envelope in rows)
