"""Notices to officers: one a day for everybody at a fixed hour, by mail or push, whatever came or did not.

So who sees that a notice went learns nothing. It always has the same size, and the same words but for one
case: who stands in for an office where nobody opens what waits is told, once a step, that something waits;
and, on that day and the next, that it keeps one of its devices out.

    note which steps are due  ─►  turn a contact's day, then send  ─►  turn it back if it surely did not go

Never twice: the day is written before the notice goes. Whom a broken mail server did not serve today is told
tomorrow, also of what they would have been told today.

Must never: log, raise or keep an address, or say in a notice what waits.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from app.domain.directory import Directory
from app.domain.errors import NotFound
from app.domain.escalation import Step, told
from app.domain.notices import NoticeKind
from app.sealing.contacts import DESK, open_contact
from app.sealing.keys import BoxKeyPair
from app.services.escalation import doubts, kept_out, note
from app.services.trusted_directory import TrustedDirectory
from app.storage import notice_contacts, waiting
from app.storage.database import Database
from app.storage.notice_contacts import Contact

DAY = timedelta(days=1)
GIVE_UP = 3  # people in a row who could not be told now: then it is the way, not one of them


class Fate(StrEnum):
    """What came of a notice."""

    SENT = "sent"
    NOT_YET = "not_yet"  # it surely was not taken; later it may be
    REFUSED = "refused"  # it was not taken, and may be at another time: the address may be mistyped
    GONE = "gone"  # the address is no more


class Carrier(Protocol):
    """Whatever carries notices to people. It raises nothing: what it cannot do is a fate."""

    def carry(self, place: Mapping[str, Any], kind: NoticeKind) -> Fate:
        """Carry one notice to a place as the desk sealed it."""


@dataclass
class Outcome:
    """How a run went, in notices; `unreadable` counts contacts that are sealed to another key."""

    sent: int = 0
    unsent: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class DailyNotices:
    """The job. `carriers` go by the kind of contact."""

    database: Database
    trusted: TrustedDirectory
    pair: BoxKeyPair
    carriers: Mapping[str, Carrier]

    def run(self, now: datetime) -> Outcome:
        """Tell everybody who was not told today.

        Raises:
            Unavailable: the store cannot be used; the rest is told later.
            CannotBeTrusted: the directory fails a check.
        """
        directory = self.trusted.believed(now).directory
        note(self.database, directory, now)
        news = self.news(directory, now)
        with self.database.read() as view:
            contacts = list(notice_contacts.due(view, now.date()))
        secrets.SystemRandom().shuffle(contacts)  # nobody is behind a broken address for ever
        round_ = Round(self, now.date(), news, offices_of(directory))
        for contact in contacts:
            round_.see(contact)
        return round_.outcome

    def signed(self, now: datetime) -> bool:
        """Whether the directory names this worker's key; else no desk takes an address, or seals it in vain.

        Raises:
            Unavailable, CannotBeTrusted: as for a run.
        """
        return self.trusted.believed(now).directory.notice_key == self.pair.public.hex()

    def news(self, directory: Directory, now: datetime) -> Mapping[str, date]:
        """Offices (hex) that are to be told that something waits elsewhere, and since which day."""
        with self.database.read() as view:
            steps = waiting.told(view, doubts(view, directory))
            shut = kept_out(view, directory)
        since: dict[str, date] = {}
        for silenced, out in shut.items():
            # So that it also reaches those whose notice of that day had gone before.
            told_on = max(out.values()) + DAY
            for office in told(directory, directory.office(silenced), Step.ALTERNATE, now):
                since[office] = max(told_on, since.get(office, told_on))
        for each in steps:
            try:
                silent = directory.office(each.office.hex())
            except NotFound:
                continue  # it has left the directory: nobody stands in for it any more
            for office in told(directory, silent, Step(each.step), now):
                since[office] = max(each.day, since.get(office, each.day))
        return since


@dataclass
class Round:
    """One run over all contacts."""

    job: DailyNotices
    today: date
    news: Mapping[str, date]
    offices: Mapping[bytes, str]
    outcome: Outcome = field(default_factory=Outcome)
    put_off: Counter[str] = field(default_factory=Counter)  # in a row, by kind of contact

    def see(self, contact: Contact) -> None:
        """Tell one person."""
        carrier = self.job.carriers.get(contact.kind)
        if carrier is None or contact.device not in self.offices or self.put_off[contact.kind] >= GIVE_UP:
            return
        place = open_contact(self.job.pair, contact.sealed, DESK)
        if place is None:
            self.outcome.unreadable += 1
            return
        with self.job.database.begin() as tx:
            first = notice_contacts.turn(tx, contact, self.today)
        if first:
            self.settle(contact, carrier.carry(place, self.kind(contact)))

    def kind(self, contact: Contact) -> NoticeKind:
        """What this person is told: of something elsewhere if that is newer than their last notice."""
        since = self.news.get(self.offices[contact.device])
        return NoticeKind.ELSEWHERE if since is not None and since > contact.day else NoticeKind.DAILY

    def settle(self, before: Contact, fate: Fate) -> None:
        """Write down what came of a notice."""
        if fate is Fate.SENT:
            del self.put_off[before.kind]
            self.outcome.sent += 1
            return
        self.outcome.unsent += 1
        after = Contact(before.device, before.kind, before.sealed, self.today)
        with self.job.database.begin() as tx:
            if fate is Fate.GONE:
                notice_contacts.drop(tx, before.device, before.kind)
            else:
                notice_contacts.turn(tx, after, before.day)
        if fate is Fate.NOT_YET:
            self.put_off[before.kind] += 1


def offices_of(directory: Directory) -> Mapping[bytes, str]:
    """The office (hex) of each listed device (16 bytes)."""
    return {bytes.fromhex(device.id): office.id for office in directory.offices for device in office.devices}
