"""Tells a person that there is an answer: one neutral text for each, to those who said that we may.

    look      count the replies that there are                 every hour, at a minute drawn anew
    send      text whoever has a reply among those counted     10 to 45 minutes later, drawn anew

So no text follows its reply by seconds, and a reply in several parts has arrived whole. The worker knows of a
report no more than this: which tags its answers will have.

Never twice: that a reply was told is written down before the text is sent. A worker that dies in between, or
a provider that does not say whether it took the text, costs this one text; the receipt still finds the
answer. What surely was not sent is written back, and sent at the next hour.

Must never: say in a text what it is about, send to an address that wants no more, or keep one past its time.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from typing import Any, Protocol

import httpx

from app.sealing.contacts import open_contact, seal_contact
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import KEY_BYTES
from app.sealing.tags import J_LIMIT, tag
from app.services.hotline.incoming import Removal
from app.services.hotline.metrics import Counters
from app.services.hotline.removing import minutes
from app.services.reply_tags import all_tags
from app.storage import hotline, hotline_jobs
from app.storage.database import Database

NAME_BYTES = 16  # of a contact; drawn, so any name is as good a place to begin as another
LOOK_AHEAD = 32  # tags searched past the last one found, as readers do
PAGE = 200  # contacts in hand at a time
GIVE_UP = 3  # people in a row whose texts are not taken now: then it is the channel, not one of them
DELIVERY_MINUTES = 3  # a text that is on its way cannot be deleted at the provider yet


class Fate(StrEnum):
    """What came of a text, as far as the provider tells."""

    SENT = "sent"
    NOT_YET = "not_yet"  # it surely did not take it; later it may
    REFUSED = "refused"  # it does not take this one, ever
    UNWANTED = "unwanted"  # the person has blocked us there, or the address is gone
    UNKNOWN = "unknown"  # it may have taken it


@dataclass(frozen=True)
class Sent:
    """The fate of a text, and what the provider now keeps of it."""

    fate: Fate
    kept: Removal | None = field(default=None, repr=False)


class Sender(Protocol):
    """Whatever carries a text to an address. It raises nothing: what it cannot do is a fate."""

    def send(self, address: str, text: str) -> Sent:
        """Send one text. Where only approved texts may be sent, it is the approved one instead."""


@dataclass(frozen=True)
class Contact:
    """Whom to text, and the reply keys (32 bytes) and next numbers of the offices that have the report."""

    channel: str
    address: str = field(repr=False)
    lang: str
    keys: Mapping[str, bytes] = field(repr=False)
    next: Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """A contact as it lies in the store."""

    name: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class Told:
    """How a run went, in texts; `unreadable` counts rows that are sealed to another key."""

    sent: int = 0
    failed: int = 0
    put_off: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class Notifying:
    """The job. `http` has the server as its base address; `senders` go by channel; `words` by language."""

    database: Database
    http: httpx.Client
    pair: BoxKeyPair
    senders: Mapping[str, Sender]
    words: Callable[[str], str]
    counters: Counters

    def look(self, _: datetime) -> int:
        """How many replies there are.

        Raises:
            Unavailable: the server does not tell.
        """
        return sum(1 for _ in all_tags(self.http))

    def send(self, settled: int, now: datetime) -> Told:
        """Text whoever has a new reply among the first `settled`.

        Raises:
            Unavailable: the server or the store cannot be used; the rest is due at the next hour.
        """
        self.obey(now)
        listed = {each: position for position, each in enumerate(all_tags(self.http))}
        round_ = Round(self, listed, settled, minutes(now))
        for row in self.all_around(os.urandom(NAME_BYTES)):
            round_.see(row)
        return round_.told

    def obey(self, _: datetime) -> int:
        """Delete the contacts of those who want no more texts; counts them.

        Raises:
            Unavailable: the store cannot be used.
        """
        with self.database.read() as view:
            wishes = hotline_jobs.opted_out(view)
        if not wishes:
            return 0
        unwanted = {place(open_contact(self.pair, sealed)) for _, sealed in wishes} - {None}
        gone = [row for row in self.rows() if place(open_contact(self.pair, row.sealed)) in unwanted]
        with self.database.begin() as tx:
            for row in gone:
                hotline.drop_contact(tx, row.name)
            hotline_jobs.drop_opt_outs(tx, [name for name, _ in wishes])
        return len(gone)

    def all_around(self, first: bytes) -> Iterator[Row]:
        """All contacts, from those after the name `first` on and round: nobody is behind another for ever."""
        yield from self.rows(first)
        yield from takewhile(lambda row: row.name <= first, self.rows())

    def rows(self, last: bytes = b"") -> Iterator[Row]:
        """The contacts after the name `last`, by pages: none is held while the network is waited for."""
        while True:
            with self.database.read() as view:
                page = hotline_jobs.contacts_after(view, last, PAGE)
            yield from (Row(name, sealed) for name, sealed in page)
            if len(page) < PAGE:
                return
            last = page[-1][0]


@dataclass
class Round:
    """One run over all contacts."""

    job: Notifying
    listed: Mapping[bytes, int]
    settled: int
    minute: int
    told: Told = Told()
    put_off: Counter[str] = field(default_factory=Counter)  # in a row, by channel

    def see(self, row: Row) -> None:
        """Text one person, if there is news."""
        told = open_contact(self.job.pair, row.sealed)
        contact = None if told is None else parsed(told)
        if contact is None:
            self.count(unreadable=1)
            return
        now_next = news(contact, self.listed, self.settled)
        if now_next is None or self.put_off[contact.channel] >= GIVE_UP:
            return
        sender = self.job.senders.get(contact.channel)
        advanced = Row(row.name, self.sealed(replace(contact, next=now_next)))
        if sender is None or not self.changed(row, advanced):
            return
        self.settle(contact, row, advanced, sender.send(contact.address, self.job.words(contact.lang)))

    def settle(self, contact: Contact, before: Row, after: Row, sent: Sent) -> None:
        """Write down what came of a text."""
        if sent.fate is Fate.NOT_YET:
            self.put_off[contact.channel] += 1
            self.changed(after, before)
            self.count(put_off=1)
            return
        del self.put_off[contact.channel]
        with self.job.database.begin() as tx:
            if sent.kept:
                kept = (sent.kept.kind, sent.kept.thing)
                hotline.put_removals(tx, [kept], self.minute + DELIVERY_MINUTES)
            if sent.fate is Fate.UNWANTED:
                hotline.drop_contact(tx, before.name)
        self.count(**({"sent": 1} if sent.fate is Fate.SENT else {"failed": 1}))

    def changed(self, before: Row, after: Row) -> bool:
        """Write a contact anew; False when another worker, or the person, was first."""
        with self.job.database.begin() as tx:
            return hotline_jobs.change_contact(tx, before.name, before.sealed, after.sealed)

    def sealed(self, contact: Contact) -> bytes:
        """A contact for the store."""
        keys = {office: key.hex() for office, key in contact.keys.items()}
        told = {"channel": contact.channel, "address": contact.address, "lang": contact.lang}
        return seal_contact(self.job.pair.public, {**told, "keys": keys, "next": dict(contact.next)})

    def count(self, **more: int) -> None:
        """Add to what this run tells."""
        self.told = replace(self.told, **{name: getattr(self.told, name) + n for name, n in more.items()})
        for name in more.keys() & {"sent", "failed", "put_off"}:
            self.job.counters.notices.labels(name).inc(more[name])


def parsed(told: Mapping[str, Any]) -> Contact | None:
    """A contact as the gateway wrote it, or None when it is not one."""
    try:
        keys = {str(office): bytes.fromhex(key) for office, key in told["keys"].items()}
        numbers = {str(office): int(j) for office, j in told.get("next", {}).items()}
        fields = (told["channel"], told["address"], told["lang"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    if not all(isinstance(each, str) for each in fields) or any(
        len(key) != KEY_BYTES for key in keys.values()
    ):
        return None
    if not all(0 <= j < J_LIMIT - LOOK_AHEAD for j in numbers.values()):
        return None
    return Contact(*fields, keys, numbers)


def place(told: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """Channel and address."""
    return None if told is None else (str(told.get("channel")), str(told.get("address")))


def news(contact: Contact, listed: Mapping[bytes, int], settled: int) -> dict[str, int] | None:
    """The next numbers after all that is there, if some new reply is among the first `settled`; else None.

    What came after those is passed over with them: it is another part of the same, or close to it.
    """
    numbers, fresh = dict(contact.next), False
    for office, key in contact.keys.items():
        for j, position in found(key, contact.next.get(office, 0), listed):
            numbers[office] = j + 1
            fresh = fresh or position < settled
    return numbers if fresh else None


def found(key: bytes, first: int, listed: Mapping[bytes, int]) -> Iterator[tuple[int, int]]:
    """Number and position of each reply from number `first` on, until none was found for a while."""
    j, end = first, first + LOOK_AHEAD
    while j < end:
        position = listed.get(tag(key, j))
        if position is not None:
            yield j, position
            end = j + 1 + LOOK_AHEAD
        j += 1
