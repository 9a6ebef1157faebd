"""Bricks: sealed pieces of attachments come in, wait to be claimed, and are read by desks (protocol §10).

    reporter  put ─► unclaimed, 14 days ─► claim by a desk ─► as long as envelopes
                                        └► nobody claims it: deleted

A brick is committed before it is acknowledged. It is neither opened nor tied to a report: the web zone sees
random bytes under a random id. Must never: keep who put it, who claimed it, or at what time of the day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import NotFound
from app.sealing.primitives import blake2b
from app.storage import bricks
from app.storage.database import Database

BRICK_BYTES = 262_144  # four sealed chunks of 65,536 (protocol §10)
PER_GIB = 2**30 // BRICK_BYTES


@dataclass(frozen=True)
class Bricks:
    """The use cases. `most`: how many bricks the store may hold."""

    database: Database
    most: int
    now: Callable[[], datetime]

    def put(self, brick: bytes, content: bytes) -> bool:
        """Keep 262,144 bytes under an id (16 bytes); whether they are new.

        Raises:
            Taken: other bytes stand under this id.
            Unavailable: the quota is reached, or the store did not take them; nothing was kept.
        """
        name = blake2b(content)
        with self.database.begin() as tx:
            return bricks.put(tx, brick, content, name, self.now().date(), self.most)

    def get(self, brick: bytes) -> bytes:
        """The bytes under an id.

        Raises:
            NotFound: there are none, or no longer.
        """
        with self.database.read() as view:
            found = bricks.get(view, brick)
        if found is None:
            raise NotFound("brick")
        return found

    def claim(self, ids: Sequence[bytes]) -> None:
        """Keep these for as long as envelopes; unknown ids change nothing and are not told."""
        with self.database.begin() as tx:
            bricks.claim(tx, ids)
