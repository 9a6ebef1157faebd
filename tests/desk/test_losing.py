"""A server that has something no more makes no desk forget it; two members do, and time does."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, update

from app.desk import cases, disposing
from app.desk.desk import Desk
from app.desk.destroyed import may_go
from app.storage.database import open_database
from app.storage.tables import envelopes, grants, office_counters
from tests.desk.world import HARASSMENT, World

WORDS = "The marker word is heliotrope."
LOST = "The server no longer has"


def set_back(organisation: World, counter: bool = True) -> None:
    """The server has nothing any more, as after an old backup; without `counter` it counts on."""
    database = open_database(organisation.settings.database_url)
    with database.begin() as tx:
        tx.execute(delete(grants))
        tx.execute(delete(envelopes))
        if counter:
            tx.execute(update(office_counters).values(newest=0))
    database.close()


def report(organisation: World, words: str) -> None:
    organisation.reporter().report(HARASSMENT, {}, words)
    organisation.relay()


def words_of(desk: Desk) -> set[str]:
    return {text.payload.words for case in desk.cases for text in case.reports}


def test_a_server_that_was_set_back_loses_nothing_here_not_even_what_was_granted(
    organisation: World,
) -> None:
    report(organisation, WORDS)
    first = organisation.desk()
    organisation.add_device("conduct", "Focal point A3")
    organisation.publish(timedelta(days=1))
    newcomer = organisation.desk("Focal point A3")
    organisation.desk().grant(newcomer.device.device)
    newcomer.sync()
    set_back(organisation)
    report(organisation, "Another.")

    again, known = organisation.desk("Focal point A3"), organisation.desk()

    assert words_of(again) == words_of(known) == {WORDS, "Another."}
    (old,) = [one for one in again.reading.readable if one.position < 0]
    assert old.vouched == first.device.device
    assert f"{LOST} 1 envelope that" in "\n".join(cases.listing(again))
    assert LOST in "\n".join(cases.listing(organisation.entrance("Focal point A1").offline()))

    report(organisation, "A third.")
    for case in again.cases:
        again.opened(again.case(case.thread))
    assert "A third." in words_of(again)
    assert again.grant(known.device.device) >= 0
    assert again.store.outbox() == []


def test_what_two_members_had_destroyed_goes_and_what_came_after_it_stays(organisation: World) -> None:
    sent = organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    desk = organisation.desk()
    desk.acknowledge(desk.cases[0])
    desk.status(desk.cases[0], "triaged")
    desk.status(desk.cases[0], "closed", "duplicate")
    disposing.propose(desk, desk.cases[0], "duplicate", "")
    colleague = organisation.desk("Focal point A2")
    disposing.confirm(colleague, colleague.cases[0])
    reporter = organisation.reporter()
    for deposit in reporter.add(sent.receipt, "Later, on the same day."):
        reporter.send(deposit)
    organisation.relay()

    for one in (organisation.desk(), colleague):
        one.sync()
        assert words_of(one) == set()
        # With the report went what proves who wrote it; it is shown all the same.
        page = "\n".join(cases.page(one, one.cases[0]))
        assert page.index("NOT PROVEN") < page.index("Later, on the same day.")
        assert LOST not in "\n".join(cases.listing(one))


def test_what_has_passed_its_time_goes_and_a_day_that_the_server_makes_up_does_not_make_it_pass(
    organisation: World,
) -> None:
    report(organisation, WORDS)
    desk = organisation.desk()
    set_back(organisation, counter=False)
    desk.looked = False
    desk.sync()
    assert words_of(desk) == {WORDS}

    (lost,) = desk.reading.readable
    old = replace(lost, entry=replace(lost.entry, day="2001-01-01"))
    kin = desk.following.kin
    assert may_go(desk.cases, [old], kin, "2001-01-01") == {lost.position}
    assert may_go(desk.cases, [old], kin, "2000-12-31") == set()
    assert may_go(desk.cases, [replace(old, position=1)], kin, "2001-01-01") == set()
    desk.note(desk.cases[0], "I have read it today.")
    assert may_go(desk.cases, [old], kin, "2001-01-01") == set()

    early = desk.now
    desk.now = lambda: early() + timedelta(days=3_700)
    desk.sync()
    assert words_of(desk) == set()
