"""What waits at the server for the root holders, as files to carry to them: signed or sealed.

    admission-<invitation>.json   what a lead signed              {"document","signature","by"}
    removal-<device>.json         what a colleague signed         the same
    renewal-<device>.json         what the device itself signed   the same
    request-<invitation>.json     what nobody approved yet        {"id","request": base64}

What a directory has said already is left out. Nothing is verified here: the ceremony does.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.directory import Directory, parse_directory
from app.domain.errors import BadInput, NotFound
from app.domain.membership import Admission, parse
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.membership import read
from app.services.directories import Directories
from app.services.joining import Joining
from app.services.renewals import WAITING, waiting
from app.storage import directories, joins, renewals, suspensions
from app.storage.database import Database
from app.storage.directories import Published
from app.storage.suspensions import Suspension


@dataclass(frozen=True)
class Wishes:
    """The use cases of whoever runs the server; no session, the database is enough."""

    database: Database
    now: Callable[[], datetime]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files that wait, by name; a removal of several devices once.

        Raises:
            NotFound: no directory is published yet.
        """
        directory = self.directories.current()
        with self.database.read() as view:
            asked = joins.listed(view, self.joining.since())
            out = suspensions.listed(view)
            renewed = renewals.listed(view, (self.now() - WAITING).date())
            known = ever_listed(directories.every(view))
        for each in asked:
            if each.approval is not None and joining_device(each.approval) not in known:
                yield f"admission-{each.id.hex()}.json", each.approval
            if each.approval is None and each.request is not None:
                request = {"id": each.id.hex(), "request": b64encode(each.request).decode()}
                yield f"request-{each.id.hex()}.json", dumps(request)
        removals = {each.removal: each.device.hex() for each in still_listed(directory, out)}
        yield from ((f"removal-{device}.json", removal) for removal, device in removals.items())
        for one in waiting(directory, renewed, {each.device for each in out}):
            yield f"renewal-{one.device.hex()}.json", one.renewal

    def open(self, invitation: bytes, office: bytes) -> bool:
        """Expect the request of somebody whom the root holders invited; whether that is new.

        Raises:
            NotFound: the directory has no such office.
            BadInput, Taken: as `Joining.invite`.
        """
        self.directories.current().office(office.hex())
        return self.joining.open(office, invitation)

    def close(self, invitation: bytes) -> None:
        """Forget an invitation: the root holders have dealt with it, or it was a mistake.

        Raises:
            NotFound: there is none.
        """
        with self.database.begin() as tx:
            if not joins.forget(tx, invitation):
                raise NotFound("invitation")

    def suspended(self) -> list[Suspension]:
        """The devices that are kept out."""
        with self.database.read() as view:
            return still_listed(self.directories.current(), suspensions.listed(view))

    def lift(self, device: bytes) -> None:
        """Let a device in again.

        Raises:
            NotFound: it is not kept out.
        """
        with self.database.begin() as tx:
            if not suspensions.lift(tx, device):
                raise NotFound("suspension")

    @property
    def directories(self) -> Directories:
        """The directory as the server keeps it."""
        return Directories(self.database)

    @property
    def joining(self) -> Joining:
        """Joining, for the rules that hold without a session too."""
        return Joining(self.database, self.directories, self.now)


def still_listed(directory: Directory, out: Sequence[Suspension]) -> list[Suspension]:
    """The suspended devices that the directory lists."""
    listed = {each.id for office in directory.offices for each in office.devices}
    return [each for each in out if each.device.hex() in listed]


def ever_listed(versions: Sequence[Published]) -> set[str]:
    """Every device that any version lists: who was admitted once, and perhaps removed, is no news."""
    parsed = [parse_directory(loads(each.document)) for each in versions]
    return {device.id for each in parsed for office in each.offices for device in office.devices}


def joining_device(approval: bytes) -> str:
    """The device of an admission; none of one that cannot be read: the ceremony says why."""
    try:
        wish = parse(loads(read(loads(approval)).document))
    except (NotStrictJson, BadInput):
        return ""
    return wish.device.id if isinstance(wish, Admission) else ""
