"""Takes what is sealed from the outbox to the intake. What the server does not take waits for the next time.

The same envelope may go twice, when a machine stops between the server's word and ours; the relay files it
once. Taking turns with other couriers is not needed for the same reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import CannotBeTrusted, Unavailable
from app.reporter import Deposit, Reporter
from app.services.hotline.following import Follower
from app.storage import hotline
from app.storage.database import Database

AT_ONCE = 16  # envelopes in memory


@dataclass(frozen=True)
class Courier:
    """Carries for one store to one server."""

    database: Database
    follower: Follower

    def deliver(self) -> int:
        """Take what waits, until nothing does or the server refuses; how many went.

        Raises:
            Unavailable: our own store cannot be used.
        """
        side = Reporter(self.follower.http, self.follower.pins, self.follower.now)
        gone = 0
        for name, deposit in self.waiting():
            try:
                side.followed = self.follower.following()
                side.send(deposit)
            except (Unavailable, CannotBeTrusted):
                return gone
            with self.database.begin() as tx:
                hotline.drop_outbox(tx, name)
            gone += 1
        return gone

    def waiting(self) -> Iterator[tuple[bytes, Deposit]]:
        """What waits, until nothing does."""
        while True:
            with self.database.read() as view:
                rows = hotline.waiting(view, AT_ONCE)
            if not rows:
                return
            yield from ((name, Deposit(office.hex(), envelope, "")) for name, office, envelope in rows)
