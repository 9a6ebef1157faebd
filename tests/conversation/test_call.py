"""Calls hold what they promise at every step: keys, silence, the way to JSON and back, the report."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.conversation import call_outcomes as outcomes
from app.conversation.call import (
    AGAIN,
    HOLDING,
    KEYS,
    NEXT,
    RECORDED,
    RECORDING,
    STEPS,
    UNTIL_HASH,
    take_step,
)
from app.conversation.call_prompts import ASKED, offered
from app.conversation.call_values import Call, Dial, Gather, Hangup, Line, Record
from app.conversation.call_words import cut, spelled, spoken
from app.conversation.facts import report
from app.conversation.outcomes import Answer
from app.conversation.session import Said, Session
from app.conversation.world import VOICE, Add, EraseState, Seal
from app.domain.errors import BadInput
from app.domain.templates import TEMPLATES
from tests.conversation import worlds
from tests.conversation.calls import outcome
from tests.conversation.worlds import CODE, WORLD

LINE = Line(worlds.world(VOICE), duty=True)
DIGITS = CODE.replace(" ", "")
KEY = st.sampled_from(
    [*"0123456789*#", "", "12", DIGITS, "9" * 20, "?", AGAIN, RECORDING, RECORDED, "answered"]
)


def at(step: str) -> Call:
    """A call that has come to a step."""
    code = (
        DIGITS if step in ("code", "letters", "answer", "answer_review") else CODE if step == "sealed" else ""
    )
    said = (Said("safe", "1"), Said("what", "2"), Said("who", "1"), Said("child", "2"))
    return Call("en", step, said if step in ("record", "fetch", "review") else (), rule=1, code=code)


def test_every_step_is_asked_and_every_question_has_the_keys_of_the_hotline() -> None:
    assert ASKED.keys() == STEPS.keys()
    assert KEYS.keys() | {"record"} >= set(NEXT.values())
    for step, keys in KEYS.items():
        options = {option.key for option in WORLD.hotline.steps[step].options}
        assert set(keys) <= options, step


@pytest.mark.parametrize("step", STEPS)
def test_nine_hangs_up_at_once_and_erases(step: str) -> None:
    turn = take_step(at(step), "9", LINE.world, True)

    assert (turn.prompts, turn.action, turn.effects) == ((), Hangup(), (EraseState(),))
    assert turn.call == Call("en", "menu")


@pytest.mark.parametrize("step", [step for step in STEPS if step != "duty"])
def test_silence_repeats_once_and_then_says_goodbye(step: str) -> None:
    once = take_step(at(step), "", LINE.world, True)
    twice = take_step(once.call, "", LINE.world, True)

    assert once.call.step == step
    assert once.effects == ()
    assert [each.key for each in twice.prompts][-1] == "voice_bye"
    assert (twice.action, twice.effects) == (Hangup(), (EraseState(),))


@pytest.mark.parametrize("step", sorted(HOLDING))
def test_whoever_falls_silent_over_a_recording_hears_that_it_is_erased(step: str) -> None:
    turn = take_step(replace(at(step), silences=1), "", LINE.world)

    assert [each.key for each in turn.prompts] == ["voice_erased", "voice_bye"]


@settings(max_examples=150, deadline=None)
@given(st.lists(KEY, max_size=14), st.booleans())
def test_no_keys_break_a_call_and_nothing_is_sealed_but_by_one_at_a_review(
    keys: list[str], duty: bool
) -> None:
    line, call = Line(LINE.world, duty), Call()
    for key in keys:
        before = call
        turn = take_step(Call.from_json(call.to_json()), key, line.world, duty)
        for effect in turn.effects:
            if isinstance(effect, Seal | Add):
                assert (before.step, key) in {("review", "1"), ("answer_review", "1")}
            turn = outcome(effect, turn.call, line) or turn
        call = turn.call
        assert all(each.pieces for each in turn.prompts)


def test_a_report_by_voice_has_the_answers_and_facts_of_one_by_text() -> None:
    said = tuple(
        Said(step, key)
        for step, key in [("safe", "2"), ("unsafe", "1"), ("what", "3"), ("who", "5"), ("child", "2")]
    )
    call = Call("en")
    call = take_step(replace(call, step="menu"), "1", LINE.world).call
    for each in said:
        assert call.step == each.step
        call = take_step(call, each.value, LINE.world).call
    turn = take_step(call.at("review"), "1", LINE.world)

    assert turn.effects == (report(Session(said=said), WORLD),)


def test_a_key_that_the_question_has_only_by_text_is_not_taken_in_a_call() -> None:
    assert take_step(at("unsafe"), "2", LINE.world).prompts[0].key == "voice_unknown"
    assert take_step(at("outside"), "0", LINE.world).prompts[0].key == "voice_unknown"


def test_the_line_waits_for_what_the_step_needs() -> None:
    assert take_step(at("menu"), "4", LINE.world).action == UNTIL_HASH
    assert take_step(at("menu"), "0", LINE.world, True).action == Dial()
    assert take_step(at("conflict"), "1", LINE.world).action == Record()
    assert take_step(at("safe"), "1", LINE.world).action == Gather()


def test_what_could_not_be_sealed_is_tried_again_by_one() -> None:
    failed = outcomes.failed(at("review"), LINE)

    assert [each.key for each in failed.prompts] == ["voice_not_sent"]
    assert isinstance(take_step(failed.call, "1", LINE.world).effects[0], Seal)


def test_eight_languages_can_be_offered_and_none_by_the_key_that_hangs_up() -> None:
    many = replace(LINE.world, locales=LINE.world.locales * 2)

    assert set(offered(Line(many))) == set("12345678")


@pytest.mark.parametrize("lang", [each.id for each in WORLD.locales])
def test_every_text_can_be_said_in_every_language(lang: str) -> None:
    places = {
        "office": "Office",
        "helpline": "000 111",
        "reason": "r",
        "count": "18",
        "digit": "1",
        "digits": CODE,
    }
    for key in (key for key in WORLD.hotline.texts if key.startswith(("voice_", "honesty_voice"))):
        said = spoken(WORLD, lang, key, **places)
        assert "{" not in said.text, key
        assert any(each.audio for each in said.pieces), key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("000 111", "0 0 0, 1 1 1"),
        ("+1 500-555 0006", "+ 1, 5 0 0, 5 5 5, 0 0 0 6"),
        ("112", "1 1 2"),
        ("24 hours", "24 hours"),
        ("Room 7", "Room 7"),
    ],
)
def test_numbers_to_call_are_said_digit_by_digit(text: str, said: str) -> None:
    assert spelled(text) == said


def test_long_texts_are_read_in_pages_of_whole_sentences_and_none_is_lost() -> None:
    text = " ".join(f"This is sentence number {number} of it." for number in range(80))

    pages = cut(text)

    assert " ".join(pages) == text
    assert all(len(page) <= VOICE.letters and page.endswith(".") for page in pages)
    assert "".join(cut("字" * 1500)) == "字" * 1500
    assert max(map(len, cut("字" * 1500))) == VOICE.letters


@pytest.mark.parametrize("text", ["", "[]", '{"step": 7}', '{"other": ""}', '{"said": [["a"]]}'])
def test_what_is_no_call_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Call.from_json(text)


def test_every_answer_of_an_office_can_be_said_and_one_of_a_later_version_is_named_as_such() -> None:
    answers = [
        *map(Answer, TEMPLATES),
        Answer("closed", reason="not enough was known"),
        Answer("of tomorrow"),
    ]
    turn = outcomes.checked(at("letters"), LINE, [*answers, Answer(text="Words of our own.")])
    said = [each.key for each in turn.prompts]

    assert said[1:-2] == [f"voice_{name}" for name in [*TEMPLATES, "closed_reason", "unknown_answer"]]
    assert "not enough was known" in turn.prompts[-4].text
    assert turn.prompts[-2].text == "Words of our own."


def test_whoever_is_told_on_at_the_office_it_goes_to_is_passed_over() -> None:
    turn = take_step(replace(at("conflict"), said=(Said("who", "1"),)), "2", LINE.world)
    seal = take_step(replace(turn.call, step="review"), "1", LINE.world).effects[0]
    assert isinstance(seal, Seal)
    assert seal.facts.conflict == ("recipient",)


def test_without_a_yes_the_office_does_not_answer() -> None:
    for key, agreed in (("1", "yes"), ("2", "no")):
        turn = take_step(at("contact"), key, LINE.world)
        seal = take_step(replace(turn.call, step="review"), "1", LINE.world).effects[0]
        assert isinstance(seal, Seal)
        assert seal.consent == {"contact": agreed, "identity": "none"}
