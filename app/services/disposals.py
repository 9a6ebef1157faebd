"""Disposal by two members of an office: one proposes, another confirms, both sign; nobody reads it again.

    propose ─► waits, 30 days ─► confirm by another member ─► closed at once; the worker destroys
                              └► withdraw, or nobody confirms: the row goes, nothing else

This is the web process. It deletes no envelope, and has no right to: the worker (`destroying`) believes the
signatures alone.

Nothing is read: what is destroyed is named by positions and by a digest over the envelopes' `ctx`, which the
server computes itself, so what one member has looked at is what the other one lets go. Who is whom says the
newest directory. Must never: let one person do both, or touch another office's envelopes.

Bricks are not deleted but released: another office may hold the same file. Nobody claims it: gone in 30 days.
Until the worker has come the row keeps their ids, then their hash: the second signature covers it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from app.domain.disposal import CONFIRM, PROPOSE, TOLERANCE_DAYS, in_time, packed, unpacked
from app.domain.errors import BadInput, NotFound, Taken
from app.services.directories import Directories
from app.services.four_eyes import are_two, has_signed, is_what_stands_there
from app.storage import disposals
from app.storage.database import Database
from app.storage.disposals import Disposal
from app.storage.sessions import Session

MOST_OPEN = 64  # proposals of one office that wait: a clearing-out of a year, confirmed in an afternoon


@dataclass(frozen=True)
class Proposal:
    """What a device wants destroyed, and the day on which it signed that."""

    id: bytes
    digest: bytes
    positions: Sequence[int]
    day: date


@dataclass(frozen=True)
class Disposals:
    """The use cases of four eyes."""

    database: Database
    directories: Directories
    now: Callable[[], datetime]

    def propose(self, session: Session, proposal: Proposal, signature: bytes) -> None:
        """Propose to destroy envelopes; the same proposal again changes nothing.

        Raises:
            NotFound: the office has no envelope at one of the positions.
            BadInput: the digest is not that of what stands there, `signature` not this device's, the day
                another than today, or too many proposals wait.
            Taken: the id stands for something else.
        """
        disposal, said = proposal.id, proposal.digest
        named = disposal, session.office, said, packed(set(proposal.positions))
        row = Disposal(*named, session.device, proposal.day, signature)
        if abs((self.today() - row.proposed).days) > TOLERANCE_DAYS:
            raise BadInput("day", "is another day; check this computer's clock")
        self.check_signed(session, row, PROPOSE, signature)
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

    def confirm(
        self, session: Session, disposal: bytes, said: bytes, bricks: Sequence[bytes], signature: bytes
    ) -> None:
        """Close what another member has proposed, for the worker to destroy; again changes nothing.

        `bricks` are those of its files; the signature covers them in this order.

        Raises:
            NotFound: there is no such proposal, it has lapsed, or an envelope of it has gone meanwhile.
            BadInput: the digest is another, the signature not this device's, or the same member proposed it.
        """
        with self.database.begin() as tx:
            row = self.found(tx, session, disposal)
            if said != row.digest:
                raise BadInput("digest", "is not that of the proposal")
            named = b"".join(bricks)
            self.check_signed(session, replace(row, bricks=named), CONFIRM, signature)
            if row.open:
                if not in_time(row.proposed, self.today()):
                    raise NotFound("disposal")
                if not are_two(self.directories.current(), session.office, row.proposer, session.device):
                    raise BadInput(
                        "device", "belongs to the member who proposed it; another one must confirm"
                    )
                check(tx, row)
                disposals.confirm(tx, disposal, session.device, signature, named)

    def withdraw(self, session: Session, disposal: bytes) -> None:
        """Let a proposal go: its member took it back, or another one refused.

        Raises:
            NotFound: there is no such proposal.
            Taken: it is confirmed already.
        """
        with self.database.begin() as tx:
            if not self.found(tx, session, disposal).open:
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

    def check_signed(self, session: Session, row: Disposal, step: str, signature: bytes) -> None:
        """Refuse what the session's device has not signed."""
        if not has_signed(self.directories.current(), row, session.device, step, signature):
            raise BadInput("signature", "is not that of this device over this proposal")

    def today(self) -> date:
        """The day in UTC; never a moment."""
        return self.now().date()


def check(tx: Connection, row: Disposal) -> None:
    """Whether the office holds all of it, and it is what the digest says.

    Raises:
        NotFound: something is not there.
        BadInput: it is something else.
    """
    if disposals.hidden(tx, row.office) & set(unpacked(row.positions)):
        raise NotFound("envelope")  # it goes with another disposal
    if not is_what_stands_there(tx, row):
        raise BadInput("digest", "is not that of the envelopes at these positions")
