"""Two at the same moment: one link is used once, and two who suspend each other are not both shut out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from app.domain.errors import BadInput, NotAllowed, SpeakUpError, Taken
from app.sealing.directory import Pins
from app.sealing.membership import Signed, sign_document
from app.services.directories import Directories
from app.services.joining import MOST_OPEN, Joining
from app.services.publishing import PublishDirectory
from app.services.suspensions import Suspensions
from app.storage.database import Database
from app.storage.sessions import Session
from tests.organisation import ORGANISATION, Organisation, device

OFFICE = b"a" * 16


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def directories(database: Database) -> Directories:
    """The directory of an office of two devices, published."""
    organisation = Organisation()
    pins = Pins(tuple(root.public for root in organisation.roots), 2)
    PublishDirectory(database, pins, now).publish(organisation.document(), organisation.signatures())
    return Directories(database)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call gives or raises, when all begin at the same moment."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        gate.wait()
        try:
            return call()
        except SpeakUpError as error:
            return type(error)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def session(number: int) -> Session:
    return Session(device(number).id, OFFICE, 2**31)


def removal(by: int, gone: int) -> Signed:
    """What the device with one number signs about the other."""
    document = {"v": 1, "kind": "removal", "organisation": ORGANISATION.hex(), "office": OFFICE.hex()}
    document |= {"member": f"m{gone - 1}", "devices": [device(gone).id.hex()], "reason": "lost"}
    return sign_document(document | {"by": device(by).id.hex(), "day": "2026-11-21"}, device(by).signing)


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_ask_with_one_link_one_is_told(
    database: Database, directories: Directories, attempt: int
) -> None:
    joining, made = Joining(database, directories, now), bytes([attempt]) * 16
    joining.open(OFFICE, made)

    said = at_once(*(lambda text=text: joining.put_request(made, text * 2048) for text in (b"a", b"b")))

    assert sorted(map(str, said)) == sorted(map(str, [None, Taken]))
    assert joining.of_office(session(1))[0].request in (b"a" * 2048, b"b" * 2048)


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_suspend_each_other_one_stays(
    database: Database, directories: Directories, attempt: int
) -> None:
    out = Suspensions(database, directories, now)

    said = at_once(
        lambda: out.suspend(session(1), device(2).id, removal(1, 2)),
        lambda: out.suspend(session(2), device(1).id, removal(2, 1)),
    )

    assert sorted(map(str, said)) == sorted(map(str, [None, NotAllowed]))
    assert len(out.of_office(session(1))) == 1


def test_no_more_invitations_are_open_than_allowed_however_fast_they_come(
    database: Database, directories: Directories
) -> None:
    joining = Joining(database, directories, now)
    for number in range(MOST_OPEN - 1):
        joining.open(OFFICE, bytes([number]) * 16)

    said = at_once(
        *(lambda number=number: joining.open(OFFICE, bytes([number]) * 16) for number in range(100, 104))
    )

    assert sorted(map(str, said)) == sorted(map(str, [True, BadInput, BadInput, BadInput]))
