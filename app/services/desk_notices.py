"""What a device does about its notices: say where to, take it back, and see where something waits elsewhere.

Where to is sealed at the desk to the worker's key: this side of it stores bytes of one length and cannot tell
an address. By the signed directory, not by this side's word, a desk knows whose key it is: without it there,
nothing is kept here. Each device speaks for itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.directory import OfficeId
from app.domain.errors import NotFound
from app.domain.escalation import Step, told, watched
from app.domain.notices import Way
from app.services.directories import Directories
from app.services.escalation import doubts, kept_out
from app.storage import notice_contacts, waiting
from app.storage.database import Database
from app.storage.notice_contacts import Contact
from app.storage.sessions import Session

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """By which ways this server can tell officers, and what their desks need to know for it.

    `key`: the worker's public key (32 bytes), to which a desk seals; without it nothing is offered.
    `sender`: where mail comes from. `push_key`: by which a browser knows our pushes. `hour`: in UTC.
    """

    key: bytes | None = None
    sender: str | None = None
    push_key: str | None = None
    hour: int = 0

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways that are offered."""
        able = {Way.MAIL: self.sender, Way.PUSH: self.push_key}
        return tuple(way for way, by in able.items() if by and self.key)


@dataclass(frozen=True)
class DeskNotices:
    """The use cases."""

    database: Database
    directories: Directories
    offer: Offer
    now: Callable[[], datetime]

    def ways(self, session: Session) -> Sequence[str]:
        """By which ways this device is told."""
        with self.database.read() as view:
            return notice_contacts.kinds(view, session.device)

    def put(self, session: Session, way: Way, sealed: bytes) -> None:
        """Tell this device from now on by this way; the next notice is that of the next hour of notices.

        Raises:
            NotFound: this server does not offer it, or the directory names another key than the worker's.
        """
        if way not in self.offer.ways or not self.signed:
            raise NotFound("way to be told")
        with self.database.begin() as tx:
            notice_contacts.put(tx, Contact(session.device, way, sealed, self.today() - DAY))

    @property
    def signed(self) -> bool:
        """Whether the directory names the worker's key: what a desk seals to another one nobody opens."""
        return self.offer.key is not None and self.directories.current().notice_key == self.offer.key.hex()

    def drop(self, session: Session, way: Way) -> None:
        """Tell this device no more by this way."""
        with self.database.begin() as tx:
            notice_contacts.drop(tx, session.device, way)

    def elsewhere(self, session: Session) -> Sequence[tuple[OfficeId, Step]]:
        """The offices for which this one stands in, or which it oversees, where something waits too long."""
        directory = self.directories.current()
        with self.database.read() as view:
            noted = {(each.office.hex(), each.step) for each in waiting.told(view, doubts(view, directory))}
        return [
            (office.id, step)
            for office, step in watched(directory, OfficeId(session.office.hex()), self.now())
            if (office.id, step) in noted
        ]

    def shut(self, session: Session) -> Sequence[OfficeId]:
        """The offices for which this one stands in, and which keep a device of theirs out."""
        directory, own = self.directories.current(), OfficeId(session.office.hex())
        with self.database.read() as view:
            found = kept_out(view, directory)
        return [
            each
            for each in found
            if own in told(directory, directory.office(each), Step.ALTERNATE, self.now())
        ]

    def today(self) -> date:
        """The day in UTC; never a moment."""
        return self.now().date()
