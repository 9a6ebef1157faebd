"""Destroys what two members of an office have signed: the worker's half of a disposal.

    confirmed ─► both signatures, by the newest directory, the second one over the bricks too; two members;
              │  the day that both signed; the digest of what stands there
              ├► good: envelopes with their grants and marks deleted, bricks released, the row says `done`
              └► not:  nothing is destroyed, the row goes, the log says which check failed

Whoever has taken over the web process can write rows; without the keys of two devices these destroy nothing.
Each disposal is one transaction: a worker that dies in it leaves it as it was, and the next minute does it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from app.domain.disposal import MOST_BRICKS, hash_of, unpacked
from app.domain.errors import CannotBeTrusted
from app.services.four_eyes import fault
from app.services.retention import RELEASED_DAYS, UNCLAIMED_DAYS
from app.services.trusted_directory import TrustedDirectory
from app.storage import disposals
from app.storage.database import Database
from app.storage.disposals import Disposal


@dataclass(frozen=True)
class Destroying:
    """The job."""

    database: Database
    trusted: TrustedDirectory

    def run(self, now: datetime) -> int:
        """Destroy all that is confirmed; how many envelopes went.

        Raises:
            Unavailable: the store cannot be used.
            CannotBeTrusted: the directory fails a check; or a row did, and all others were seen to.
        """
        directory = self.trusted.believed(now).directory
        with self.database.read() as view:
            waiting = disposals.confirmed(view)
        gone, faults = 0, []
        for disposal in waiting:
            with self.database.begin() as tx:
                row = disposals.find(tx, disposal)
                if row is None or row.open or row.done is not None:
                    continue
                wrong = fault(directory, tx, row, now.date())
                if wrong is None:
                    gone += destroy(tx, row, now.date())
                else:
                    disposals.withdraw(tx, disposal)
                    faults.append(wrong)
        if faults:
            raise CannotBeTrusted(f"disposal {faults[0]}")
        return gone


def destroy(tx: Connection, row: Disposal, today: date) -> int:
    """Do it; how many envelopes went."""
    gone = disposals.destroy(tx, row.office, unpacked(row.positions))
    released, bricks = today + timedelta(days=RELEASED_DAYS - UNCLAIMED_DAYS), row.bricks or b""
    disposals.release(tx, disposals.split(bricks)[:MOST_BRICKS], released)
    disposals.close(tx, row.id, today, hash_of(bricks))
    return gone
