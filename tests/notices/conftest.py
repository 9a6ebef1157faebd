"""An organisation whose first office has the second for its alternate, a worker's key, and a mail server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.content.notices import in_every_language
from app.domain.notices import NoticeKind, Way
from app.sealing.contacts import DESK, seal_contact
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import blake2b
from app.services.mail import MailNotices
from app.services.notices import Carrier, DailyNotices
from app.services.trusted_directory import TrustedDirectory
from app.storage import envelopes, marks, notice_contacts
from app.storage.database import Database
from app.storage.marks import Mark
from app.storage.notice_contacts import Contact
from tests.installation import Installation, install
from tests.notices.mailbox import Mailbox, mailbox

SENDER = "desk@speakup.example"
PAIR = BoxKeyPair.generate()
WORDS = in_every_language()
DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Place:
    """The organisation, its store, and the job."""

    installed: Installation
    database: Database
    job: DailyNotices

    @property
    def offices(self) -> tuple[bytes, bytes]:
        first, second = (bytes.fromhex(office) for office in self.installed.offices)
        return first, second

    def device(self, office: int, number: int = 0) -> bytes:
        """A listed device."""
        listed = self.installed.workspace.draft()["offices"][office]["members"][number]["devices"][0]
        return bytes.fromhex(listed["id"])

    def tells(
        self, device: bytes, contact: dict[str, Any], way: str = Way.MAIL, day: date | None = None
    ) -> None:
        """An officer has said where to; `day` is when they were told last, by default yesterday."""
        sealed = seal_contact(PAIR.public, contact, DESK)
        with self.database.begin() as tx:
            notice_contacts.put(tx, Contact(device, way, sealed, day or now().date() - DAY))

    def files(self, office: int, days_ago: int) -> int:
        """An envelope that came so many days ago; its position."""
        with self.database.begin() as tx:
            day = now().date() - days_ago * DAY
            content = blake2b(f"{office} {days_ago} {now()}".encode())
            return envelopes.append(tx, self.offices[office], content, day).position

    def opens(self, office: int, position: int) -> None:
        """Somebody of the office opens it."""
        with self.database.begin() as tx:
            marks.put(tx, self.offices[office], Mark(position, "opened", now().date()))


def carriers(box: Mailbox) -> dict[str, Carrier]:
    return {Way.MAIL: MailNotices(box.line, SENDER, WORDS)}


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A mail server."""
    with mailbox() as made:
        yield made


@pytest.fixture
def place(tmp_path: Path, database_url: str, database: Database, box: Mailbox) -> Place:
    """The second office stands in for the first; the directory names the worker's key."""
    installed = install(tmp_path / "installed", database_url)
    workspace = installed.workspace
    draft = workspace.draft()
    draft["offices"][0]["alternate"] = [installed.offices[1]]
    workspace.keep(draft | {"notice_key": PAIR.public.hex()})
    installed.publish(ago=timedelta(minutes=1))
    trusted = TrustedDirectory(database, workspace.pins())
    return Place(installed, database, DailyNotices(database, trusted, PAIR, carriers(box)))


DAILY = WORDS[NoticeKind.DAILY]["en"].body
ELSEWHERE = WORDS[NoticeKind.ELSEWHERE]["en"].body
