"""Suspending a device that was lost or whose holder left: it gets no session from this moment on.

    suspend ─► tokens end at once ─► a directory without the device ─► the row goes
                                  └► another member than its holder lifts it

The removal that the colleague signed goes with it, so that a stolen token alone shuts nobody out; the root
holders fetch it from here. What the device has read it has read: a suspension keeps it from the server, not
from its own disk.

One member alone keeps out the devices of one other member at a time, lead or not. A second other member needs
another colleague's word (who suspends anew takes the suspension over), or the directory's.

Must never: leave an office with nobody, let one member shut out all, or let the finder of a device let it in
again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from app.domain.directory import Directory, Office
from app.domain.errors import BadInput, NotAllowed, NotFound
from app.domain.membership import Removal, holder_of
from app.domain.strict_json import dumps
from app.sealing.membership import Signed, written
from app.services.directories import Directories
from app.services.joining import wish_of
from app.storage import joins, suspensions
from app.storage.database import Database
from app.storage.sessions import Session
from app.storage.suspensions import Suspension


@dataclass(frozen=True)
class Suspensions:
    """The use cases of keeping a device out."""

    database: Database
    directories: Directories
    now: Callable[[], datetime]

    def suspend(self, session: Session, device: bytes, removal: Signed) -> None:
        """Keep a device of the session's office out; again takes the new removal.

        Raises:
            BadInput: it is not of this office, the last one that may come in, or of a second member whom this
                one keeps out; or the removal is not one of this device, signed by this session's.
            NotAllowed: the session's own device was suspended a moment ago.
        """
        directory = self.directories.current()
        listed = {bytes.fromhex(each.id) for each in directory.office(session.office.hex()).devices}
        if device not in listed:
            raise BadInput("device", "is not a device of this office")
        kept = removal_of(directory, session, device, removal)
        with self.database.begin() as tx:
            joins.lock(tx, session.office)  # two who suspend each other: the first one does
            held = suspensions.of_office(tx, session.office)
            out = {each.device for each in held}
            if session.device in out:
                raise NotAllowed
            if not listed - out - {device}:
                raise BadInput("device", "is the last one of this office that may come in")
            check_first(directory.office(session.office.hex()), session, device, held)
            wanted = Suspension(device, session.office, session.device, kept, self.today())
            suspensions.put(tx, wanted)

    def of_office(self, session: Session) -> Sequence[Suspension]:
        """The devices of the session's office that are kept out."""
        listed = {each.id for each in self.directories.current().office(session.office.hex()).devices}
        with self.database.read() as view:
            found = suspensions.of_office(view, session.office)
        return [each for each in found if each.device.hex() in listed]

    def lift(self, session: Session, device: bytes) -> None:
        """Let a device in again; its own holder cannot.

        Raises:
            NotFound: no such device of this office is kept out.
            BadInput: the session's device belongs to the same member.
        """
        office = self.directories.current().office(session.office.hex())
        if holder_of(office, device.hex()) == holder_of(office, session.device.hex()):
            raise BadInput("device", "is your own: a colleague must let it in again")
        with self.database.begin() as tx:
            self.known(tx, session, device)
            suspensions.lift(tx, device)

    def known(self, tx: Connection, session: Session, device: bytes) -> None:
        """Refuse a device that is not kept out, or is another office's."""
        held = suspensions.find(tx, device)
        if held is None or held.office != session.office:
            raise NotFound("suspension")

    def today(self) -> date:
        """The day in UTC; never a moment."""
        return self.now().date()


def check_first(office: Office, session: Session, device: bytes, held: Sequence[Suspension]) -> None:
    """Refuse to one member to keep out devices of more than one other.

    Raises:
        BadInput: this member keeps out somebody else already.
    """
    own, other = (holder_of(office, each.hex()) for each in (session.device, device))
    mine = (each.device for each in held if holder_of(office, each.by.hex()) == own)
    others = {holder.id for each in mine if (holder := holder_of(office, each.hex())) not in (None, own)}
    if other is not None and other != own and others - {other.id}:
        raise BadInput("device", "is of a second member; another colleague must suspend this one")


def removal_of(directory: Directory, session: Session, device: bytes, signed: Signed) -> bytes:
    """A removal of this device as it is stored.

    Raises:
        BadInput: it is none, or one of other devices.
    """
    wish = wish_of(directory, session, signed)
    if not isinstance(wish, Removal) or device.hex() not in wish.devices:
        raise BadInput("document", "is not a removal of this device")
    return dumps(written(signed))
