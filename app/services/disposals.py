"""Disposal by two members of an office: one proposes, another confirms, then the envelopes are gone.

    propose ─► waits, 30 days ─► confirm by another member ─► envelopes, grants, marks deleted; the row stays
                              └► withdraw, or nobody confirms: the row goes, nothing else

Nothing is read: what is destroyed is named by positions and by a digest over the envelopes' `ctx`, which the
server computes itself, so what one member has looked at is what the other one lets go. Who is whom says the
newest directory. Must never: let one person do both, or touch another office's envelopes.

Bricks are not deleted but released: another office may hold the same file. Nobody claims it: gone in 30 days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from app.domain.disposal import digest, packed, unpacked
from app.domain.errors import BadInput, NotFound, Taken
from app.sealing.envelope import ctx_of
from app.services.directories import Directories
from app.services.retention import UNCLAIMED_DAYS
from app.storage import disposals
from app.storage.database import Database
from app.storage.disposals import Disposal
from app.storage.sessions import Session

MOST_OPEN = 64  # proposals of one office that wait: a clearing-out of a year, confirmed in an afternoon
RELEASED_DAYS = 30  # in which an office that shares a file says that it still needs it


@dataclass(frozen=True)
class Disposals:
    """The use cases of four eyes."""

    database: Database
    directories: Directories
    now: Callable[[], datetime]

    def propose(self, session: Session, disposal: bytes, said: bytes, positions: Sequence[int]) -> None:
        """Propose to destroy the envelopes at `positions`; the same proposal again changes nothing.

        Raises:
            NotFound: the office has no envelope at one of the positions.
            BadInput: `said` is not the digest of what stands there, or too many proposals wait.
            Taken: the id stands for something else.
        """
        row = Disposal(disposal, session.office, said, packed(set(positions)), session.device, self.today())
        with self.database.begin() as tx:
            known = disposals.find(tx, disposal)
            if known is not None:
                if (known.office, known.digest) != (session.office, said):
                    raise Taken("disposal")
                return
            if disposals.open_ones(tx, session.office) >= MOST_OPEN:
                raise BadInput("id", "comes after too many proposals that wait; confirm or withdraw some")
            check(tx, row)
            disposals.add(tx, row)

    def confirm(self, session: Session, disposal: bytes, said: bytes, bricks: Sequence[bytes]) -> None:
        """Destroy what another member has proposed, and release the files' bricks; again changes nothing.

        Raises:
            NotFound: there is no such proposal, or an envelope of it has gone meanwhile.
            BadInput: the digest is another, or the same member proposed it.
        """
        with self.database.begin() as tx:
            row = self.found(tx, session, disposal)
            if said != row.digest:
                raise BadInput("digest", "is not that of the proposal")
            if row.done is None:
                if not self.are_two(session.office, row.proposer, session.device):
                    raise BadInput(
                        "device", "belongs to the member who proposed it; another one must confirm"
                    )
                check(tx, row)
                disposals.destroy(tx, session.office, unpacked(row.positions))
                disposals.close(tx, disposal, session.device, self.today())
            if row.approver in (None, session.device):
                later = timedelta(days=RELEASED_DAYS - UNCLAIMED_DAYS)
                disposals.release(tx, bricks, self.today() + later)

    def withdraw(self, session: Session, disposal: bytes) -> None:
        """Let a proposal go: its member took it back, or another one refused.

        Raises:
            NotFound: there is no such proposal.
            Taken: it is done already.
        """
        with self.database.begin() as tx:
            if self.found(tx, session, disposal).done is not None:
                raise Taken("disposal")
            disposals.withdraw(tx, disposal)

    def of_office(self, session: Session) -> Sequence[Disposal]:
        """What waits, and what was done."""
        with self.database.read() as view:
            return disposals.of_office(view, session.office)

    def found(self, tx: Connection, session: Session, disposal: bytes) -> Disposal:
        """The row, if it is of this office.

        Raises:
            NotFound: there is none.
        """
        row = disposals.find(tx, disposal)
        if row is None or row.office != session.office:
            raise NotFound("disposal")
        return row

    def are_two(self, office: bytes, one: bytes, other: bytes) -> bool:
        """Whether two devices belong to two members of the office, by the newest directory."""
        members = self.directories.current().office(office.hex()).members
        owner = {str(device.id): at for at, member in enumerate(members) for device in member.devices}
        first, second = owner.get(one.hex()), owner.get(other.hex())
        return first is not None and second is not None and first != second

    def today(self) -> date:
        """The day in UTC; never a moment."""
        return self.now().date()


def check(tx: Connection, row: Disposal) -> None:
    """Whether the office holds all of it, and it is what the digest says.

    Raises:
        NotFound: something is not there.
        BadInput: it is something else.
    """
    positions = unpacked(row.positions)
    there = disposals.held(tx, row.office, positions)
    if len(there) != len(positions):
        raise NotFound("envelope")
    if (
        digest(row.office, row.id, ((position, ctx_of(envelope)) for position, envelope in there))
        != row.digest
    ):
        raise BadInput("digest", "is not that of the envelopes at these positions")
