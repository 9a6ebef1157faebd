"""What an office writes down of a case is checked by the tables, seen by all its devices, and shown."""

from datetime import timedelta

import pytest

from app.desk import findings, recording, searching
from app.desk.day import today
from app.desk.desk import Desk
from app.domain.errors import BadInput, NotFound
from app.domain.facts import Facts
from app.domain.payloads import Event
from app.domain.registers import latest
from app.services.escalation import note
from app.storage.database import open_database
from tests.desk.world import HARASSMENT, World

WORDS = "The café burned."


@pytest.fixture
def desk(organisation: World) -> Desk:
    """A desk with one report."""
    organisation.reporter().report(HARASSMENT, {"category": ["harassment"]}, WORDS)
    organisation.relay()
    return organisation.desk()


def shown(desk: Desk) -> str:
    return "\n".join(findings.whole_page(desk, desk.cases[0]))


def test_a_case_is_triaged_assigned_and_told_of_and_a_colleague_reads_it(
    desk: Desk, organisation: World
) -> None:
    assert recording.triage(desk, desk.cases[0], {"safety": ["danger"], "category": ["sea", "harassment"]})
    assert recording.triage(desk, desk.cases[0], {"safety": ["safe"], "entity": ["un-habitat"]})
    assert recording.assign(desk, desk.cases[0], "point a2")
    assert recording.tell(
        desk,
        desk.cases[0],
        "Head of office",
        "head_of_entity",
        "allegation",
        True,
        "They asked.",
        "2026-11-20",
    )

    colleague = organisation.desk("Focal point A2")
    page = shown(colleague)

    register = latest(colleague.cases[0].events, Event.TRIAGE)
    assert register["safety"].value == "safe"
    assert register["category"].value == ("sea", "harassment")
    assert colleague.cases[0].assigned == colleague.device.device
    assert "2026-11-20  Head of office (head of entity: allegation, and who the reporter is)" in page
    assert "BEYOND THE RULE: the reporter" in page
    assert "Assigned to:\n  Focal point A2" in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"colour": ["red"]}, "there are: safety"),
        ({"safety": ["perhaps"]}, "safe, danger, unknown"),
        ({"safety": ["safe", "danger"]}, "takes one value"),
        ({"entity": ["nobody"]}, "un-habitat"),
        ({}, "at least one"),
    ],
)
def test_an_answer_that_is_none_of_the_checklist_is_refused(
    desk: Desk, answers: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        recording.triage(desk, desk.cases[0], answers)
    assert desk.store.outbox() == []


def test_nothing_is_assigned_to_who_is_not_published_or_cannot_be_told_apart(
    desk: Desk, organisation: World
) -> None:
    organisation.add_device("conduct", "Focal point A3")  # not published

    with pytest.raises(NotFound):
        recording.assign(desk, desk.cases[0], "A3")
    with pytest.raises(BadInput, match="several"):
        recording.assign(desk, desk.cases[0], "focal")
    with pytest.raises(NotFound):
        recording.assign(desk, desk.cases[0], "  ")


def test_links_are_seen_from_both_cases_and_taken_back_from_either(desk: Desk, organisation: World) -> None:
    organisation.reporter().report(HARASSMENT, {}, "Another one.")
    organisation.relay()
    desk.sync()
    first, second = desk.cases

    recording.link(desk, first, second, "same_subject")
    first, second = desk.cases
    assert f"{desk.short(first)}: same subject" in "\n".join(findings.findings(desk, second))
    recording.link(desk, second, first, recording.NONE)

    assert not any(list(findings.links(desk, case)) for case in desk.cases)
    with pytest.raises(BadInput, match="itself"):
        recording.link(desk, desk.cases[0], desk.cases[0], "duplicate")


def test_help_goes_step_by_step_also_when_nobody_asked(desk: Desk) -> None:
    kinds = ["medical", "safety"]
    assert recording.help_step(desk, desk.cases[0], 0, "offered", kinds, "A clinic", "2026-11-21", "")
    with pytest.raises(BadInput, match="accepted"):
        recording.help_step(desk, desk.cases[0], 0, "feedback", [], "", "2026-11-21", "")
    with pytest.raises(NotFound):
        recording.help_step(desk, desk.cases[0], 1, "offered", [], "", "2026-11-21", "")

    assert "request 0 (offered by the office): offered since 2026-11-21, medical, safety, A clinic" in shown(
        desk
    )


def test_the_record_takes_only_what_can_be_counted(desk: Desk) -> None:
    given = {"victims_total": ["2"], "victims_girls": ["1"], "assistance_types": ["legal", "basic"]}

    assert recording.code(desk, desk.cases[0], given)

    assert "victims_total: 2" in shown(desk)
    assert "assistance_types: legal, basic" in shown(desk)
    for name, values in {"finding": ["guilty"], "victims_total": ["many"], "who": ["a name"]}.items():
        with pytest.raises(BadInput):
            recording.code(desk, desk.cases[0], {name: values})


def test_a_case_is_closed_for_a_reason_of_the_table_only(desk: Desk) -> None:
    for step in (desk.acknowledge, lambda case: desk.status(case, "triaged")):
        step(desk.cases[0])

    with pytest.raises(BadInput, match="withdrawn"):
        desk.status(desk.cases[0], "closed")
    assert desk.status(desk.cases[0], "closed", "duplicate")

    assert desk.cases[0].status == "closed"
    assert desk.cases[0].refused == ()


def test_the_day_begins_with_what_is_overdue_and_urgent(desk: Desk, organisation: World) -> None:
    urgent = Facts(accused="un_staff", entity="un-habitat", categories=("sea",), child="yes")
    organisation.reporter().report(urgent, {"category": ["sea"]}, "A child.")
    organisation.relay()
    desk.sync()
    at = desk.now()
    desk.now = lambda: at + timedelta(days=9)

    lines = list(today(desk))

    assert lines[0].endswith("2 open cases.")
    assert "OVERDUE: 2" in lines
    first = lines.index("OVERDUE: 2") + 2
    assert lines[first].startswith(desk.short(next(case for case in desk.cases if case.urgent)))
    assert "late" in lines[first]
    assert lines[first].endswith("URGENT")


def test_a_question_pauses_the_mark_and_stands_under_waiting(desk: Desk) -> None:
    desk.opened(desk.cases[0])
    desk.acknowledge(desk.cases[0])
    desk.standard(desk.cases[0], "question")

    lines = "\n".join(today(desk))

    assert "WAITING FOR THE REPORTER: 1" in lines
    assert "asked on" in lines


def test_the_day_names_an_office_in_which_something_waits_and_nothing_else(organisation: World) -> None:
    organisation.let_stand_in("conduct", "oversight")
    organisation.reporter().report(HARASSMENT, {}, WORDS)
    organisation.relay()
    stands_in = organisation.desk("Focal point B1")
    assert "Nothing is due this week." in list(today(stands_in))
    database = open_database(organisation.settings.database_url)
    note(database, stands_in.following.newest.directory, stands_in.now() + timedelta(days=3))
    database.close()

    said = list(today(stands_in))[-1]

    assert said.startswith("Something waits unopened in Office A")
    assert WORDS not in said


@pytest.mark.parametrize(("words", "hits"), [("CAFE", 1), ("café burned", 1), ("tea", 0), ("harassment", 1)])
def test_words_are_found_whatever_their_marks_and_capitals(desk: Desk, words: str, hits: int) -> None:
    assert len(searching.found(desk.cases, words)) == hits


def test_two_colleagues_read_the_same_words_for_the_same_trail(desk: Desk, organisation: World) -> None:
    desk.note(desk.cases[0], "Seen.")
    colleague = organisation.desk("Focal point A2")

    ours, theirs = (list(findings.trail_of(each, each.cases[0])) for each in (desk, colleague))

    assert ours == theirs
    assert "The trail is whole" in ours[1]
    assert len(ours[-1].split()) == 6
    desk.note(desk.cases[0], "And more.")
    assert list(findings.trail_of(desk, desk.cases[0]))[-1] != ours[-1]


def test_an_envelope_that_a_colleague_saw_and_that_is_gone_is_missing_in_the_trail(
    desk: Desk, organisation: World
) -> None:
    desk.note(desk.cases[0], "First.")
    desk.note(desk.cases[0], "Second.")
    place = desk.reading.place(desk.cases[0].notes[0].ctx)
    assert place is not None

    desk.store.drop([place.position])
    desk.forget()

    assert "SOMETHING IS MISSING" in "\n".join(findings.trail_of(desk, desk.cases[0]))
