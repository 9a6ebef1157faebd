"""How it went is said, and nothing is lost when it did not go."""

import json
from collections.abc import Callable

import pytest

from app.conversation import outcomes
from app.conversation.engine import take_turn
from app.conversation.outcomes import Answer
from app.conversation.session import Session
from app.conversation.world import Add, Check, EraseState, Seal, Turn, World
from app.domain.errors import BadInput
from app.domain.templates import TEMPLATES
from tests.conversation.worlds import CODE, WORLD

STORY = "Somebody takes the blankets that were meant for us"


def keys(turn: Turn) -> list[str]:
    return [reply.key for reply in turn.replies]


def test_a_report_that_could_not_be_sent_stays_and_can_be_sent_again() -> None:
    ready = take_turn(Session(), STORY, WORLD).session
    first = take_turn(ready, "SEND", WORLD)
    after = outcomes.failed(first.session, WORLD)
    again = take_turn(after.session, "SEND", WORLD)

    assert keys(after) == ["not_sent"]
    assert first.effects == again.effects
    assert isinstance(again.effects[0], Seal)


def test_after_the_receipt_nothing_of_the_report_is_kept() -> None:
    ready = take_turn(Session(lang="fr"), STORY, WORLD).session
    after = outcomes.sealed(take_turn(ready, "SEND", WORLD).session, WORLD, CODE)

    assert after.session == Session(lang="fr", told=True)
    assert after.effects == (EraseState(),)
    assert CODE in after.replies[0].text


def test_what_was_being_added_elsewhere_is_not_lost_with_the_draft() -> None:
    session = Session()
    for text in (STORY, f"ADD {CODE}", "It is red", "MENU", "1"):
        session = take_turn(session, text, WORLD).session
    assert session.step == "confirm"

    after = outcomes.sealed(session, WORLD, CODE)
    done = take_turn(after.session, "DONE", WORLD)

    assert after.effects == ()
    assert done.effects == (Add(CODE.replace(" ", ""), "It is red"),)


def test_send_passes_on_what_is_being_added_when_a_report_was_only_begun() -> None:
    session = Session()
    for text in (f"ADD {CODE}", "It is red", "URGENT", "SEND", "SEND"):
        turn = take_turn(session, text, WORLD)
        session = turn.session

    assert turn.effects == (Add(CODE.replace(" ", ""), "It is red"),)


def test_another_code_does_not_take_the_place_of_what_is_being_added() -> None:
    session = Session()
    for text in (f"ADD {CODE}", "It is red"):
        session = take_turn(session, text, WORLD).session

    turn = take_turn(session, f"ADD {'9' * 20} something else", WORLD)

    assert (keys(turn), turn.session) == (["adding_first"], session)


def test_a_long_answer_comes_in_pages_until_its_end() -> None:
    letters = [Answer("read"), Answer(text="A sentence that the office wrote. " * 20)]
    turn = take_turn(Session(told=True), f"CHECK {CODE}", WORLD)
    shown, pages = "", 0
    while turn.effects:
        [effect] = turn.effects
        assert isinstance(effect, Check)
        after = outcomes.checked(turn.session, WORLD, letters, effect.page)
        shown, pages = shown + after.replies[0].text, pages + 1
        turn = take_turn(after.session, "MORE", WORLD)

    assert pages > 1
    assert shown.count("wrote.") == 20
    assert after.session.code == "", "the code is forgotten with the last page"


@pytest.mark.parametrize("template", [*TEMPLATES, "of_a_later_version"])
def test_every_standard_answer_has_words(template: str) -> None:
    after = outcomes.checked(Session(), WORLD, [Answer(template)])

    assert len(after.replies[0].text.splitlines()) > 1
    assert template not in after.replies[0].text or template in ("read", "closed", "question")


def test_the_reason_of_a_closing_is_said_in_short() -> None:
    after = outcomes.checked(
        Session(), WORLD, [Answer("closed", reason="passed on to another organisation " * 3)]
    )

    assert "Reason: passed on to another organisation passed on." in after.replies[0].text


@pytest.mark.parametrize("outcome", [outcomes.unknown_code, outcomes.too_many, outcomes.added])
def test_a_draft_goes_on_after_a_code(outcome: Callable[[Session, World], Turn]) -> None:
    draft = take_turn(take_turn(Session(), "1", WORLD).session, "1", WORLD).session
    away = take_turn(draft, f"CHECK {CODE}", WORLD).session

    assert outcome(away, WORLD).session == draft


def test_a_person_whose_draft_was_erased_is_told() -> None:
    assert "24 hours" in outcomes.timed_out(Session(), WORLD, 24).replies[0].text


def test_a_session_is_small_and_shows_nothing_of_itself() -> None:
    session = take_turn(Session(), "qqzxmarker took the blankets", WORLD).session

    assert Session().to_json() == "{}"
    assert "qqzxmarker" not in repr(session)
    assert json.loads(session.to_json())["words"] == ["qqzxmarker took the blankets"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"name": 1}', '{"step": 1}', '{"said": [["a"]]}', '{"words": "a"}', '{"page": true}'],
)
def test_what_is_no_session_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Session.from_json(text)

    assert not text or text not in str(refused.value)
