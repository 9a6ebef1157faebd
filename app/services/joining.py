"""Joining an office, at the server: invitations, sealed requests, signed approvals.

    a lead invites ─► the new device puts its sealed request ─► the lead compares words, signs, approves
    ─► the root holders fetch what was approved (`speakup joins export`), look, sign, publish

The server reads no request (`app/sealing/joinrequest.py`). Of an approval it checks what anybody can check:
that a lead of this office signed it. Nothing here lets a device in: only a published directory does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from app.domain.directory import Directory, Office
from app.domain.errors import BadInput, CannotBeOpened, NotFound, Taken
from app.domain.membership import Admission, Wish, leads
from app.domain.strict_json import dumps
from app.sealing.membership import Signed, believed, written
from app.services.directories import Directories
from app.storage import joins
from app.storage.database import Database
from app.storage.joins import Join
from app.storage.sessions import Session

OPEN_DAYS = 30  # an invitation that nobody took up by then is an open door
MOST_OPEN = 20  # of an office, which has eight devices at most: no queue that nobody looks at


@dataclass(frozen=True)
class Joining:
    """The use cases of joining."""

    database: Database
    directories: Directories
    now: Callable[[], datetime]

    def invite(self, session: Session, invitation: bytes) -> bool:
        """Remember an invitation of the session's office; whether it is new.

        Raises:
            BadInput: the device is not a lead's, or too many invitations are open.
            Taken: another office has this id.
        """
        lead_of(self.directories.current(), session)
        return self.open(session.office, invitation)

    def open(self, office: bytes, invitation: bytes) -> bool:
        """Remember an invitation of an office; whether it is new. Raises as `invite`."""
        with self.database.begin() as tx:
            joins.lock(tx, office)
            held = joins.find(tx, invitation, date.min)
            if held is not None:
                if held.office != office:
                    raise Taken("the invitation's id")
                return False
            if joins.count_open(tx, office, self.since()) >= MOST_OPEN:
                raise BadInput("id", f"is one too many: {MOST_OPEN} invitations are open; take one back")
            joins.add(tx, invitation, office, self.today())
            return True

    def put_request(self, invitation: bytes, request: bytes) -> None:
        """Keep the sealed request of an invitation; the same bytes again change nothing.

        Raises:
            NotFound: there is no such invitation, or no longer.
            Taken: somebody else asked already.
        """
        with self.database.begin() as tx:
            held = self.known(tx, invitation)
            if held.request == request:
                return
            if not joins.put_request(tx, invitation, request):
                raise Taken("the invitation")

    def state(self, invitation: bytes) -> str:
        """How far it is: invited, requested or approved.

        Raises:
            NotFound: there is no such invitation, or no longer.
        """
        with self.database.read() as view:
            return state_of(self.known(view, invitation))

    def of_office(self, session: Session) -> Sequence[Join]:
        """The invitations of the session's office."""
        with self.database.read() as view:
            return joins.of_office(view, session.office, self.since())

    def approve(self, session: Session, invitation: bytes, signed: Signed) -> None:
        """Keep what a lead signed; the same again changes nothing.

        Raises:
            BadInput: it is not an admission to this office, signed by this device, which is a lead's.
            NotFound: the office has no such invitation, or nobody asked yet.
            Taken: something else was approved.
        """
        directory = self.directories.current()
        lead_of(directory, session)
        if not isinstance(wish_of(directory, session, signed), Admission):
            raise BadInput("document", "is not an admission")
        approval = dumps(written(signed))
        with self.database.begin() as tx:
            held = self.ours(tx, session, invitation)
            if held.approval == approval:
                return
            if held.request is None:
                raise NotFound("request")
            if not joins.put_approval(tx, invitation, approval):
                raise Taken("the invitation")

    def withdraw(self, session: Session, invitation: bytes) -> None:
        """Take an invitation back, whatever has become of it.

        Raises:
            NotFound: the office has no such invitation.
        """
        with self.database.begin() as tx:
            self.ours(tx, session, invitation)
            joins.forget(tx, invitation)

    def ours(self, tx: Connection, session: Session, invitation: bytes) -> Join:
        """An invitation of the session's office."""
        held = self.known(tx, invitation)
        if held.office != session.office:
            raise NotFound("invitation")
        return held

    def known(self, view: Connection, invitation: bytes) -> Join:
        """An invitation that has not expired."""
        held = joins.find(view, invitation, self.since())
        if held is None:
            raise NotFound("invitation")
        return held

    def since(self) -> date:
        """The day of the oldest invitation that still counts."""
        return self.today() - timedelta(days=OPEN_DAYS)

    def today(self) -> date:
        """The day in UTC; never a moment."""
        return self.now().date()


def state_of(join: Join) -> str:
    """How far an invitation is."""
    if join.approval is not None:
        return "approved"
    return "invited" if join.request is None else "requested"


def lead_of(directory: Directory, session: Session) -> Office:
    """The office of a session whose device is a lead's; where nobody is marked, any member leads.

    Raises:
        BadInput: it is not.
    """
    office = directory.office(session.office.hex())
    if not leads(office, session.device.hex()):
        raise BadInput("device", "is not that of a lead of this office")
    return office


def wish_of(directory: Directory, session: Session, signed: Signed) -> Wish:
    """What the session's device signed for its own office and organisation.

    Raises:
        BadInput: it did not, or it cannot be read.
    """
    office, device = directory.device(session.device.hex())
    try:
        wish = believed(signed, bytes.fromhex(device.sign))
    except CannotBeOpened:
        raise BadInput("document", "is not signed by this device, or cannot be read") from None
    if wish.by != device.id or wish.office != office.id or wish.organisation != directory.organisation.id:
        raise BadInput("document", "is not for this office")
    return wish
