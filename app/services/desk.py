"""What a device does at its desk: read its office's stream, file events, answer, grant, mark (protocol §9).

Everything concerns the office of the session and no other; what belongs to another office is not found.
Nor is what two members have had destroyed, from the second signature on: the worker deletes it later.
Envelopes are sealed: this side of the desk cannot read them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import Connection

from app.domain.errors import BadInput, NotFound
from app.sealing.primitives import blake2b
from app.services.directories import Directories
from app.storage import disposals, envelopes, grants, marks, replies
from app.storage.database import Database
from app.storage.envelopes import Filed, Place
from app.storage.grants import Grant, Numbered
from app.storage.marks import Mark
from app.storage.sessions import Session
from app.storage.shown import shown

MOST_GRANTS = 1_024  # in one answer; the reader asks again behind the last


@dataclass(frozen=True, slots=True)
class Stream:
    """A piece of an office's stream, and how far the whole stream goes."""

    newest: int
    filed: Sequence[Filed]


@dataclass(frozen=True, slots=True)
class Positions:
    """Where an office still has something, and how far its stream goes."""

    newest: int
    positions: Sequence[int]


@dataclass(frozen=True)
class Desk:
    """The use cases of a desk session."""

    database: Database
    directories: Directories
    now: Callable[[], datetime]

    def envelopes(self, session: Session, after: int, limit: int) -> Stream:
        """At most `limit` envelopes of the office behind position `after`."""
        with self.database.read() as view:
            newest, hidden = envelopes.newest(view, session.office), disposals.hidden(view, session.office)
            filed = shown(
                lambda at: envelopes.after(view, session.office, at, limit),
                after,
                limit,
                attrgetter("position"),
                lambda each: each.position not in hidden,
            )
            return Stream(newest, filed)

    def positions(self, session: Session, after: int, limit: int) -> Positions:
        """At most `limit` positions behind `after` at which the office still has an envelope, in order."""
        with self.database.read() as view:
            newest, hidden = envelopes.newest(view, session.office), disposals.hidden(view, session.office)
            found = shown(
                lambda at: envelopes.positions(view, session.office, at, limit),
                after,
                limit,
                int,
                lambda each: each not in hidden,
            )
            return Positions(newest, found)

    def file_event(self, session: Session, envelope: bytes) -> Place:
        """File an event (a class-1 envelope) into the office's own stream; the same bytes once only."""
        with self.database.begin() as tx:
            place = envelopes.append(tx, session.office, envelope, self.today())
            if place.new:  # else nobody could tell it from a report that waits
                marks.put(tx, session.office, Mark(place.position, marks.OWN, self.today()))
            return place

    def post_reply(self, tag: bytes, envelope: bytes) -> Place:
        """Post a reply (a class-2 envelope) under a tag; which office it comes from is not kept.

        Raises:
            Taken: the tag holds other bytes.
        """
        with self.database.begin() as tx:
            return replies.post(tx, tag, envelope, blake2b(envelope), self.today())

    def grant(self, session: Session, position: int, device: bytes, grant: bytes) -> int:
        """Make an envelope of the office readable to another of its devices; returns the grant's number.

        Raises:
            BadInput: the device is not of this office.
            NotFound: the office has no envelope at this position.
        """
        self.colleague(session, device)
        granted = Grant(session.office, position, device, session.device, grant)
        with self.database.begin() as tx:
            check_there(tx, session.office, position)
            return grants.add(tx, granted, self.today())

    def grant_many(self, session: Session, device: bytes, pairs: Sequence[tuple[int, bytes]]) -> int:
        """Grant envelopes, each by its position; how many of them the device can read by this.

        An envelope that is gone (disposed of a moment ago) is passed over.

        Raises:
            BadInput: the device is not of this office.
        """
        self.colleague(session, device)
        with self.database.begin() as tx:
            there = envelopes.existing(tx, session.office, [position for position, _ in pairs])
            there -= disposals.hidden(tx, session.office)
            wanted = [
                Grant(session.office, position, device, session.device, grant)
                for position, grant in pairs
                if position in there
            ]
            grants.add_all(tx, session.office, device, wanted, self.today())
        return len({each.position for each in wanted})

    def colleague(self, session: Session, device: bytes) -> None:
        """Refuse a device that the directory does not list in the session's office."""
        office = self.directories.current().office(session.office.hex())
        if device.hex() not in {each.id for each in office.devices}:
            raise BadInput("device", "is not a device of this office")

    def grants(self, session: Session, after: int) -> Sequence[Numbered]:
        """The grants for this device with numbers behind `after`, at most 1,024."""
        with self.database.read() as view:
            hidden = disposals.hidden(view, session.office)
            return shown(
                lambda at: grants.after(view, session.office, session.device, at, MOST_GRANTS),
                after,
                MOST_GRANTS,
                attrgetter("id"),
                lambda each: each.grant.position not in hidden,
            )

    def mark(self, session: Session, position: int, mark: str) -> None:
        """Set a mark on an envelope of the office; the first day counts.

        Raises:
            NotFound: the office has no envelope at this position.
        """
        with self.database.begin() as tx:
            check_there(tx, session.office, position)
            marks.put(tx, session.office, Mark(position, mark, self.today()))

    def marks(self, session: Session) -> Sequence[Mark]:
        """All marks of the office."""
        with self.database.read() as view:
            hidden = disposals.hidden(view, session.office)
            return [each for each in marks.of_office(view, session.office) if each.position not in hidden]

    def today(self) -> date:
        """The day in UTC; never a moment."""
        return self.now().date()


def check_there(tx: Connection, office: bytes, position: int) -> None:
    """Refuse a position at which an office has nothing, or nothing any more.

    Raises:
        NotFound: that is so.
    """
    if position in disposals.hidden(tx, office) or not envelopes.exists(tx, office, position):
        raise NotFound("envelope")
