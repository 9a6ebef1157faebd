"""One neutral text for each answer, to those who agreed, and never two."""

import secrets
from typing import Any

from sqlalchemy import select

from app.sealing.contacts import open_contact
from app.sealing.tags import tag
from app.services.hotline.notifying import Fate, Notifying, Round, Told
from app.storage.database import Database
from app.storage.tables import contacts
from tests.bots.hotline import PHONE
from tests.services.notifying import NOTICE, NOW, OFFICE, OTHER, PAIR, Outgoing, all_told, answer, person


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
