"""Passing a case on, stepping back from one, destroying one: with the devices of two offices or members."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from app.desk import disposing, handover, reckoning
from app.desk.desk import Desk
from app.desk.findings import whole_page
from app.desk.stepping_back import step_back
from app.domain.audience import Audience, Purpose
from app.domain.errors import BadInput, NotFound
from app.domain.handing_over import Choice
from app.services.evidence import File
from app.storage.database import open_database
from app.storage.tables import disposals
from tests.desk.world import HARASSMENT, World

WORDS = "The marker word is heliotrope."
LOST = "THE SERVER NO LONGER SHOWS ITS RECORD"
LETTER = File("letter.txt", "text/plain", b"Dear office")


@pytest.fixture
def closed(organisation: World) -> Desk:
    """A desk with one case that is closed as a duplicate."""
    organisation.reporter().report(HARASSMENT, {}, WORDS, files=[LETTER])
    organisation.relay()
    desk = organisation.desk()
    desk.acknowledge(desk.cases[0])
    desk.status(desk.cases[0], "triaged")
    desk.status(desk.cases[0], "closed", "duplicate")
    return desk


def page(desk: Desk) -> str:
    return "\n".join(whole_page(desk, desk.cases[0]))


def test_a_case_is_destroyed_by_two_members_and_only_the_record_stays(
    closed: Desk, organisation: World
) -> None:
    proposed = disposing.propose(closed, closed.cases[0], "duplicate", "")
    with pytest.raises(BadInput, match="another member"):
        disposing.confirm(closed, closed.cases[0])
    colleague = organisation.desk("Focal point A2")
    colleague.opened(colleague.cases[0])

    assert disposing.confirm(colleague, colleague.cases[0]) == proposed.count

    closed.sync()
    for desk in (closed, colleague):
        assert [case.texts for case in desk.cases] == [()]
        assert "done by Focal point A2: duplicate" in page(desk)
        assert WORDS not in page(desk)
        assert LOST not in page(desk)
    fresh = organisation.desk("Focal point A1", "another disk")
    assert fresh.cases[0].texts == ()


def test_a_record_that_the_server_lost_is_missed_by_what_both_members_sealed(
    closed: Desk, organisation: World
) -> None:
    disposing.propose(closed, closed.cases[0], "duplicate", "")
    colleague = organisation.desk("Focal point A2")
    colleague.opened(colleague.cases[0])
    disposing.confirm(colleague, colleague.cases[0])
    database = open_database(organisation.settings.database_url)
    with database.begin() as tx:
        tx.execute(delete(disposals))
    database.close()
    closed.sync()

    assert LOST in page(closed)
    closed.session = None
    assert LOST not in page(closed), "without a connection nothing is known of the server"


def test_an_open_case_a_case_without_its_order_and_one_that_changed_are_not_destroyed(
    closed: Desk, organisation: World
) -> None:
    with pytest.raises(BadInput, match="reference"):
        disposing.propose(closed, closed.cases[0], "order", " ")
    disposing.propose(closed, closed.cases[0], "order", "Decision 7")
    with pytest.raises(BadInput, match="already"):
        disposing.propose(closed, closed.cases[0], "duplicate", "")
    colleague = organisation.desk("Focal point A2")
    colleague.note(colleague.cases[0], "Wait: there is more.")

    with pytest.raises(BadInput, match="something came"):
        disposing.confirm(colleague, colleague.cases[0])
    assert disposing.refuse(colleague, colleague.cases[0], "It is still needed.")

    closed.sync()
    assert WORDS in page(closed)
    assert "refused by Focal point A2" in page(closed)
    closed.status(closed.cases[0], "reopened")
    with pytest.raises(BadInput, match="open"):
        disposing.propose(closed, closed.cases[0], "duplicate", "")


def test_a_case_that_is_referred_arrives_with_what_may_go_and_says_who_vouches(organisation: World) -> None:
    organisation.reporter().report(HARASSMENT, {"category": ["harassment"]}, WORDS, files=[LETTER])
    organisation.relay()
    desk = organisation.desk()
    office = handover.office_named(desk, "office b")
    choice = Choice(purpose=Purpose.REFERRAL, audience=Audience.INVESTIGATORS, checked=True)

    assert handover.pass_on(desk, desk.cases[0], office, choice)
    organisation.relay()

    receiver = organisation.desk("Focal point B1")
    arrived = page(receiver)
    assert "Handed over by Office A (referral)" in arrived
    assert "sealed by Focal point A1" in arrived
    assert WORDS in arrived
    assert "Stayed behind: attachments" in arrived
    assert "referral to Office B, without who the reporter is" in page(desk)


def test_who_steps_back_keeps_nothing_here_and_is_sealed_nothing_more(organisation: World) -> None:
    organisation.let_stand_in("conduct", "oversight")
    organisation.reporter().report(HARASSMENT, {}, WORDS, files=[LETTER])
    organisation.relay()
    desk, colleague = organisation.desk(), organisation.desk("Focal point A2")
    assert step_back(desk, desk.cases[0], "I know them.")
    colleague.sync()
    colleague.note(colleague.cases[0], "Not for who stepped back.")
    organisation.relay()
    desk.sync()

    assert WORDS not in page(desk)
    assert "Stepped back" in page(desk)
    assert [one.check for one in desk.reading.unreadable] == ["slot"]
    assert list(reckoning.uncounted(desk)) == [
        "Not counted here: 1 case you stepped back from. Your colleagues count these."
    ]
    assert list(reckoning.uncounted(colleague)) == []
    assert WORDS in page(colleague)
    assert "Not for who stepped back." in page(colleague)
    assert WORDS in page(organisation.desk("Focal point B1"))


def test_without_an_office_that_stands_in_nobody_steps_back(organisation: World) -> None:
    organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    desk = organisation.desk()

    with pytest.raises(NotFound, match="stands in"):
        handover.recuse(desk, desk.cases[0])
    assert WORDS in page(desk)


def test_an_office_that_may_not_be_told_all_of_it_does_not_stand_in(organisation: World) -> None:
    organisation.add_office("head", "un-habitat", "head_office", "C")
    organisation.let_stand_in("conduct", "head")
    desk = organisation.desk()
    with pytest.raises(NotFound, match="stands in"):
        handover.stands_in(desk)

    organisation.let_stand_in("conduct", "head", "oversight", ago=timedelta(hours=1))
    assert handover.stands_in(organisation.desk()).name == "Office B"


def test_a_new_disk_holds_no_bytes_of_what_was_destroyed(
    closed: Desk, organisation: World, tmp_path: Path
) -> None:
    place = closed.reading.place(closed.cases[0].texts[0].ctx)
    assert place is not None
    kept = closed.store.folder / f"envelopes/{place.position:010}"
    assert kept.is_file()
    disposing.propose(closed, closed.cases[0], "not_a_report", "")
    colleague = organisation.desk("Focal point A2")

    disposing.confirm(colleague, colleague.cases[0])
    closed.sync()

    assert not kept.is_file()
    assert list(reckoning.uncounted(closed)) == ["Not counted here: 1 case destroyed by two members."]
