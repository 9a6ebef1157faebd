"""A conversation means what the form and the routing table would mean by it."""

import pytest

from app.content import forms
from app.conversation.engine import take_turn
from app.conversation.facts import answers_of, entity_of, facts_of, report
from app.conversation.session import Session
from app.conversation.world import Seal
from tests.conversation.worlds import CODE, ENTITIES, FORM, WORLD

TO_WHO = ("1", "1", "1", "2")  # report, go on, safe, saw it


def said(*texts: str) -> Session:
    """The conversation after these texts."""
    session = Session()
    for text in texts:
        session = take_turn(session, text, WORLD).session
    return session


def sealed(*texts: str) -> Seal:
    """What is sealed after these texts."""
    session = said(*texts)
    assert session.step == "confirm"
    return report(session, WORLD)


@pytest.mark.parametrize("what", "12345")
@pytest.mark.parametrize("who", "12356")
@pytest.mark.parametrize("role", "123")
def test_every_answer_on_the_whole_way_is_one_that_the_form_would_ask_for(
    what: str, who: str, role: str
) -> None:
    way = (
        "1",
        "1",
        "1",
        role,
        what,
        who,
        "UN-Habitat",
        "1",
        "a camp",
        "words",
        "DONE",
        "2",
        "13",
        "1",
        "3",
        "1",
    )
    answers = answers_of(said(*way), WORLD)
    asked = {question.id for question in forms.steps(FORM, answers)}

    # The form asks for consent to help before it asks a witness about help; a line of text asks everybody.
    assert answers.keys() - asked <= {"assistance"}


def test_skipped_questions_agree_to_nothing_and_say_nothing() -> None:
    sent = sealed(*TO_WHO[:3], *("0",) * 8, "0", "0", "0", "1")

    assert sent.answers == {"safe_now": "yes"}
    assert sent.consent == {"identity": "none"}, "silence is no refusal to be written to"
    assert (sent.facts.accused, sent.facts.categories, sent.facts.child) == ("unknown", ("other",), "no")


def test_a_child_is_thought_of_only_where_it_may_be_about_abuse() -> None:
    assert facts_of(said(*TO_WHO, "1"), WORLD).child == "unknown"
    assert facts_of(said(*TO_WHO, "2"), WORLD).child == "no"


def test_help_and_consent_are_not_among_the_answers() -> None:
    sent = sealed(*TO_WHO, "1", "1", "UN-Habitat", "2", "0", "0", "2", "13", "1", "2", "1")

    assert sent.help == ("medical", "psychosocial")
    assert sent.consent == {"contact": "yes", "identity": "helpers"}
    assert not {"assistance", "contact_ok", "identity_helpers", "identity_investigators"} & set(sent.answers)


@pytest.mark.parametrize(("key", "gone"), [("1", ()), ("2", ("recipient",)), ("3", ("recipient",))])
def test_a_conflict_and_a_doubt_send_it_past_the_office(key: str, gone: tuple[str, ...]) -> None:
    sent = sealed(*TO_WHO, "2", "1", "0", "2", "0", "0", "2", "0", "0", "0", key)

    assert sent.facts.conflict == gone


def test_an_answer_that_was_taken_back_decides_nothing() -> None:
    session = said(*TO_WHO, "1", "4", "BACK", "BACK", "2", "1")

    assert answers_of(session, WORLD)["category"] == ("harassment",)
    assert facts_of(session, WORLD).accused == "un_staff"


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("un-habitat", "un-habitat"),
        ("UN HABITAT, a white car", "un-habitat"),
        ("人居署的车", "un-habitat"),
        ("Blue water", "blue-water"),
        ("bluewater", None),
        ("UN-Habitat or Blue Water", None),
        ("I do not know", None),
        ("", None),
    ],
)
def test_an_organisation_is_known_by_any_of_its_names(text: str, entity: str | None) -> None:
    found = entity_of(text, ENTITIES)

    assert (found.id if found else None) == entity


def test_a_united_nations_body_named_for_a_partner_is_the_one_behind_it() -> None:
    behind = facts_of(said(*TO_WHO, "1", "3", "UN-Women"), WORLD)
    partner = facts_of(said(*TO_WHO, "1", "3", "Blue Water"), WORLD)

    assert (behind.entity, behind.contracting) == (None, "un-women")
    assert (partner.entity, partner.contracting) == ("blue-water", None)


def test_who_is_unknown_does_not_hide_what_is_written_on_the_car() -> None:
    session = said(*TO_WHO, "1", "6", "UN-Women")

    assert facts_of(session, WORLD).entity == "un-women"
    assert "entity" not in answers_of(session, WORLD), "the form does not ask for it then"


def test_the_short_way_is_a_danger() -> None:
    assert facts_of(said("URGENT", "0"), WORLD).danger
    assert facts_of(said("1", "1", "3", "2"), WORLD).danger
    assert not facts_of(said("1", "1", "3", "1"), WORLD).danger


def test_no_code_is_part_of_a_report() -> None:
    session = said("Somebody takes the blankets at night", f"CHECK {CODE}", "SEND")

    assert CODE.replace(" ", "") not in "".join(report(session, WORLD).words)
