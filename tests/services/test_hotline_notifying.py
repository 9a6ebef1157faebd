"""One neutral text for each answer, to those who agreed, and never two."""

import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import select

from app.domain.errors import Unavailable
from app.logs import Log
from app.sealing.contacts import open_contact, seal_contact
from app.sealing.keys import BoxKeyPair
from app.sealing.tags import tag
from app.services.hotline import metrics
from app.services.hotline.incoming import Removal
from app.services.hotline.notifying import Fate, Notifying, Round, Sent, Told
from app.storage import hotline, replies
from app.storage.database import Database
from app.storage.tables import contacts, opt_outs, removals
from app.web import create_app
from tests.bots.hotline import PHONE
from tests.installation import install
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


@pytest.fixture
def http(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> httpx.Client:
    """The public API over the same store."""
    made = install(tmp_path / "installed", database_url)
    for name, value in made.settings().items():
        monkeypatch.setenv(name, value)
    transport = httpx.WSGITransport(app=create_app(log=Log("web")))
    return httpx.Client(transport=transport, base_url="http://localhost")


@pytest.fixture
def provider() -> Outgoing:
    return Outgoing()


@pytest.fixture
def job(database: Database, http: httpx.Client, provider: Outgoing) -> Notifying:
    counters = metrics.Counters.into(CollectorRegistry())
    words = {"fr": "Il y a du nouveau."}
    return Notifying(database, http, PAIR, {"sms": provider}, lambda lang: words.get(lang, NOTICE), counters)


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


def test_an_answer_gives_one_notice_and_no_second_one(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, secrets.token_bytes(32), 0)  # somebody else's
    assert all_told(job) == Told()
    answer(database, somebody.keys[OFFICE], 0)

    assert all_told(job) == Told(sent=1)
    assert all_told(job) == Told()

    assert provider.texts == [(PHONE, NOTICE)]


def test_a_later_answer_gives_another_notice(job: Notifying, database: Database, provider: Outgoing) -> None:
    somebody = person(database, OFFICE)
    for j in (0, 1, 2):
        answer(database, somebody.keys[OFFICE], j)
        assert all_told(job) == Told(sent=1)

    assert len(provider.texts) == 3


def test_parts_of_one_answer_and_answers_of_two_offices_at_once_give_one_notice(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE, OTHER)
    answer(database, somebody.keys[OFFICE], 0, 1, 2)
    answer(database, somebody.keys[OTHER], 0)

    assert all_told(job) == Told(sent=1)
    assert all_told(job) == Told()

    assert len(provider.texts) == 1


def test_an_answer_that_has_only_just_come_waits_for_the_next_look(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    settled = job.look(NOW)
    answer(database, somebody.keys[OFFICE], 0)

    assert job.send(settled, NOW) == Told()
    assert all_told(job) == Told(sent=1)


def test_a_part_that_comes_after_the_look_is_told_with_the_first(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    settled = job.look(NOW)
    answer(database, somebody.keys[OFFICE], 1)

    assert job.send(settled, NOW) == Told(sent=1)
    assert all_told(job) == Told()


def test_the_language_of_the_report_is_that_of_the_notice(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE, lang="fr")
    answer(database, somebody.keys[OFFICE], 0)

    all_told(job)

    assert provider.texts == [(PHONE, "Il y a du nouveau.")]


def test_that_a_notice_goes_is_written_down_before_it_goes(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    """A worker that dies in the middle of sending has already counted it: `before` is that moment."""
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    at_that_moment: list[Any] = []

    def look_into_the_store() -> None:
        with database.read() as view:
            at_that_moment.append(open_contact(PAIR, view.execute(select(contacts.c.contact)).scalar_one()))

    provider.before = look_into_the_store
    all_told(job)

    assert [told["next"] for told in at_that_moment] == [{OFFICE: 1}]


def test_of_two_workers_at_once_one_sends(job: Notifying, database: Database, provider: Outgoing) -> None:
    """The second begins while the first is in the middle of sending, with the same rows before its eyes."""
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    rows = list(job.rows())
    listed = {tag(somebody.keys[OFFICE], 0): 0}
    first, second = (Round(job, listed, 1, 0) for _ in range(2))
    first.see(rows[0])
    second.see(rows[0])

    assert (first.told, second.told) == (Told(sent=1), Told())
    assert len(provider.texts) == 1


@pytest.mark.parametrize("fate", [Fate.UNKNOWN, Fate.REFUSED])
def test_a_text_that_may_have_gone_or_never_will_is_not_sent_again(
    job: Notifying, database: Database, provider: Outgoing, fate: Fate
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    provider.fates = [fate]

    assert all_told(job) == Told(failed=1)
    assert all_told(job) == Told()


def test_a_text_that_surely_did_not_go_is_sent_at_the_next_hour(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    provider.fates = [Fate.NOT_YET]

    assert all_told(job) == Told(put_off=1)
    assert all_told(job) == Told(sent=1)
    assert all_told(job) == Told()


def test_a_provider_that_takes_nothing_is_asked_three_times_an_hour_not_once_for_each_person(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    for _ in range(5):
        answer(database, person(database, OFFICE).keys[OFFICE], 0)
    provider.fates = [Fate.NOT_YET] * 3

    assert all_told(job) == Told(put_off=3)
    assert len(provider.texts) == 3
    assert all_told(job) == Told(sent=5)


def test_people_whose_texts_are_put_off_again_and_again_hold_up_nobody_else(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    for _ in range(6):
        answer(database, person(database, OFFICE).keys[OFFICE], 0)
    late, taken = Fate.NOT_YET, Fate.SENT
    provider.fates = [late, late, taken, late, late, taken]

    assert all_told(job) == Told(sent=2, put_off=4)


def test_each_run_begins_at_another_place_and_sees_everybody_once(job: Notifying, database: Database) -> None:
    made = sorted(person(database, OFFICE).name for _ in range(4))

    seen = [[row.name for row in job.all_around(first)] for first in (b"", made[1], b"\xff" * 17)]

    assert seen == [made, made[2:] + made[:2], made]


def test_a_run_begins_at_a_drawn_place(job: Notifying, database: Database, provider: Outgoing) -> None:
    for number in range(8):
        somebody = person(database, OFFICE, address=f"+1500555000{number}")
        answer(database, somebody.keys[OFFICE], 0)
    firsts = set()
    for _ in range(20):
        provider.fates = [Fate.NOT_YET] * 3
        all_told(job)
        firsts.add(provider.texts[-3][0])

    assert len(firsts) > 1


def test_one_refused_person_holds_up_nobody_else(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    for _ in range(4):
        answer(database, person(database, OFFICE).keys[OFFICE], 0)
    provider.fates = [Fate.REFUSED, Fate.UNKNOWN, Fate.UNWANTED]

    assert all_told(job) == Told(sent=1, failed=3)


def test_who_blocked_us_at_the_provider_is_forgotten(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    provider.fates = [Fate.UNWANTED]

    all_told(job)

    assert names(database) == set()


def names(database: Database) -> set[bytes]:
    with database.read() as view:
        return set(view.execute(select(contacts.c.name)).scalars())


def test_what_the_provider_keeps_of_a_notice_is_deleted_there(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    provider.kept = Removal("twilio_message", "SM" + "0" * 32)
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)

    all_told(job)

    with database.read() as view:
        [row] = view.execute(select(removals.c.kind, removals.c.thing, removals.c.due)).all()
    assert (row.kind, row.thing) == ("twilio_message", "SM" + "0" * 32)
    assert row.due > int(NOW.timestamp()) // 60


def test_who_wants_no_more_texts_is_forgotten_before_anything_is_sent(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    for _ in range(2):  # the same phone, two reports
        answer(database, person(database, OFFICE).keys[OFFICE], 0)
    other = person(database, OFFICE, address="+15005550009")
    same_elsewhere = person(database, OFFICE, channel="whatsapp")
    with database.begin() as tx:
        hotline.put_opt_out(tx, seal_contact(PAIR.public, {"channel": "sms", "address": PHONE}))

    assert all_told(job) == Told()

    assert names(database) == {other.name, same_elsewhere.name}
    with database.read() as view:
        assert view.execute(select(opt_outs.c.id)).all() == []


def test_a_wish_that_cannot_be_read_harms_no_contact(job: Notifying, database: Database) -> None:
    somebody = person(database, OFFICE)
    with database.begin() as tx:
        hotline.put_opt_out(tx, b"no contact at all")

    assert job.obey(NOW) == 0

    assert names(database) == {somebody.name}


def test_a_contact_for_another_key_or_of_another_form_is_counted_and_left(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    person(database, OFFICE, pair=BoxKeyPair.generate())
    for wrong in ({"next": {OFFICE: -1}}, {"lang": None}, {"next": {OFFICE: "x"}}, {"next": []}):
        person(database, OFFICE, **wrong)
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)

    assert all_told(job) == Told(sent=1, unreadable=5)
    assert len(names(database)) == 6


def test_a_channel_without_a_provider_sends_nothing_and_forgets_nothing(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE, channel="whatsapp")
    answer(database, somebody.keys[OFFICE], 0)

    assert all_told(job) == Told()

    job.senders["whatsapp"] = provider  # type: ignore[index]  # a dict in this test: the provider is set up
    assert all_told(job) == Told(sent=1)


def test_many_contacts_are_seen_page_by_page(job: Notifying, database: Database, provider: Outgoing) -> None:
    people = [person(database, OFFICE) for _ in range(203)]
    for each in people[::20]:
        answer(database, each.keys[OFFICE], 0)

    assert all_told(job) == Told(sent=11)


def test_answers_far_apart_in_number_are_found_as_a_reader_finds_them(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 31)

    assert all_told(job) == Told(sent=1)


def test_a_server_that_is_down_loses_no_notice(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    cut_off = replace(job, http=httpx.Client(base_url="http://127.0.0.1:1"))

    with pytest.raises(Unavailable):
        cut_off.send(1, NOW)

    assert all_told(job) == Told(sent=1)


def test_the_store_shows_neither_the_address_nor_how_many_answers_there_were(
    job: Notifying, database: Database
) -> None:
    somebody = person(database, OFFICE)
    with database.read() as view:
        before = view.execute(select(contacts.c.contact)).scalar_one()
    answer(database, somebody.keys[OFFICE], 0)

    all_told(job)

    with database.read() as view:
        after = view.execute(select(contacts.c.contact)).scalar_one()
    assert len(before) == len(after)
    assert before != after
    assert PHONE.encode() not in before + after
