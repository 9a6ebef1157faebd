"""Renewing a device's keys, at the server: what the device signed waits here for the root holders.

    a device signs its next key ─► it waits, seen by the office ─► `speakup joins export` ─► the root holders
    look, sign, publish ─► from then on others seal to the new key

The server checks what anybody can check: that the device itself signed it, lately, for a key that nobody has.
Must never: keep an older wish in place of a newer one, or one of a device that a colleague keeps out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.directory import Directory
from app.domain.errors import BadInput, NotAllowed
from app.domain.membership import Renewal as Wish
from app.domain.membership import parse
from app.domain.renewing import keys_of
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.membership import Signed, read, written
from app.services.directories import Directories
from app.services.joining import wish_of
from app.storage import joins, renewals, suspensions
from app.storage.database import Database
from app.storage.renewals import Renewal
from app.storage.sessions import Session

WAITING = timedelta(days=30)  # root holders take no older wish
TOLERANCE = timedelta(days=1)  # days change at another hour elsewhere


@dataclass(frozen=True)
class Renewals:
    """The use cases of renewing."""

    database: Database
    directories: Directories
    now: Callable[[], datetime]

    def ask(self, session: Session, signed: Signed) -> None:
        """Keep what the session's device signed; again takes the newer wish, and the same changes nothing.

        Raises:
            BadInput: it is no renewal of this device, is dated another day, is older than the one that waits,
                or its key is listed already.
            NotAllowed: the device was suspended a moment ago.
        """
        directory = self.directories.current()
        wish = wish_of(directory, session, signed)
        if not isinstance(wish, Wish):
            raise BadInput("document", "is not a renewal")
        today = self.now().date()
        if abs(today - wish.day) > TOLERANCE:
            raise BadInput("document", "is dated another day; check this computer's clock")
        if wish.seal.key in keys_of(directory):
            raise BadInput("document", "brings a key that is listed already")
        with self.database.begin() as tx:
            joins.lock(tx, session.office)
            if suspensions.find(tx, session.device) is not None:
                raise NotAllowed
            held = renewals.find(tx, session.device)
            if held is not None and held.day > wish.day:
                raise BadInput("document", "is older than the one that waits")
            renewals.put(tx, Renewal(session.device, session.office, dumps(written(signed)), wish.day))

    def of_office(self, session: Session) -> Sequence[Renewal]:
        """What devices of the session's office wait for."""
        since = (self.now() - WAITING).date()
        with self.database.read() as view:
            found = renewals.listed(view, since, session.office)
            out = {each.device for each in suspensions.of_office(view, session.office)}
        return waiting(self.directories.current(), found, out)


def waiting(directory: Directory, found: Sequence[Renewal], out: set[bytes]) -> list[Renewal]:
    """Those that the root holders may take: of listed devices, none in `out`, with keys not listed yet."""
    devices = {each.id for office in directory.offices for each in office.devices}
    keys = keys_of(directory)
    return [
        each
        for each in found
        if each.device.hex() in devices and each.device not in out and wanted(each.renewal) not in keys
    ]


def wanted(kept: bytes) -> str:
    """The key (hex) of what was kept; none of what cannot be read: the ceremony says why."""
    try:
        wish = parse(loads(read(loads(kept)).document))
    except (NotStrictJson, BadInput):
        return ""
    return wish.seal.key if isinstance(wish, Wish) else ""
