"""People who agreed to a text, the answers of offices, and a provider that does as it is told."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.sealing.contacts import seal_contact
from app.sealing.keys import BoxKeyPair
from app.sealing.tags import tag
from app.services.hotline.incoming import Removal
from app.services.hotline.notifying import Fate, Notifying, Sent, Told
from app.storage import hotline, replies
from app.storage.database import Database
from app.storage.tables import contacts
from tests.bots.hotline import PHONE
from tests.installation import now as this_moment

NOW = datetime(2026, 11, 21, 12, 20, tzinfo=UTC)
PAIR = BoxKeyPair.generate()
OFFICE, OTHER = "0a" * 16, "0b" * 16
NOTICE = "There is news."


@dataclass
class Outgoing:
    """A provider at the other side of the port: what it was given, and what it says."""

    fates: list[Fate] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    kept: Removal | None = None
    before: Any = None  # called when a text arrives, before it is counted

    def send(self, address: str, text: str) -> Sent:
        """Take a text."""
        if self.before:
            self.before()
        fate = self.fates.pop(0) if self.fates else Fate.SENT
        self.texts.append((address, text))
        return Sent(fate, self.kept)


@dataclass
class Person:
    """Whoever may be texted: their reply keys by office, and their row."""

    name: bytes = field(default_factory=lambda: os.urandom(16))
    keys: dict[str, bytes] = field(default_factory=dict)
    address: str = PHONE


def person(database: Database, *offices: str, pair: BoxKeyPair = PAIR, **more: Any) -> Person:
    """Somebody who agreed; their report is at these offices."""
    made = Person(keys={office: secrets.token_bytes(32) for office in offices})
    told = {"channel": "sms", "address": PHONE, "lang": "en", "next": {}, **more}
    told["keys"] = {office: key.hex() for office, key in made.keys.items()}
    made.address = told["address"]
    with database.begin() as tx:
        hotline.put_contact(tx, made.name, NOW.date(), seal_contact(pair.public, told))
    return made


def answer(database: Database, key: bytes, *numbers: int) -> None:
    """An office posts the replies with these numbers."""
    for j in numbers:
        with database.begin() as tx:
            replies.post(tx, tag(key, j), b"sealed", secrets.token_bytes(32), this_moment().date())


def all_told(job: Notifying) -> Told:
    """Look, and text everybody who has news by then."""
    return job.send(job.look(NOW), NOW)


def names(database: Database) -> set[bytes]:
    """Whose contacts are still kept."""
    with database.read() as view:
        return set(view.execute(select(contacts.c.name)).scalars())
