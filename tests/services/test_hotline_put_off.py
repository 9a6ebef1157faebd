"""Texts that a provider does not take, and people who want none: nobody is texted twice or held up."""

from dataclasses import replace

import httpx
import pytest
from sqlalchemy import select

from app.domain.errors import Unavailable
from app.sealing.contacts import seal_contact
from app.sealing.keys import BoxKeyPair
from app.services.hotline.incoming import Removal
from app.services.hotline.notifying import Fate, Notifying, Told
from app.storage import hotline
from app.storage.database import Database
from app.storage.tables import opt_outs, removals
from tests.bots.hotline import PHONE
from tests.services.notifying import NOW, OFFICE, PAIR, Outgoing, all_told, answer, names, person


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


def test_a_server_that_is_down_loses_no_notice(
    job: Notifying, database: Database, provider: Outgoing
) -> None:
    somebody = person(database, OFFICE)
    answer(database, somebody.keys[OFFICE], 0)
    cut_off = replace(job, http=httpx.Client(base_url="http://127.0.0.1:1"))

    with pytest.raises(Unavailable):
        cut_off.send(1, NOW)

    assert all_told(job) == Told(sent=1)
