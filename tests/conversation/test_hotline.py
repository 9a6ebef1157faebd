"""The table holds together: its shape, its ways, its answers, its lengths, its words."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from app.content import hotline, locales, sources, words
from app.content.forms import Kind
from app.content.words import ROOT
from app.conversation.keywords import plain
from app.conversation.render import HELPLINE_LETTERS, OFFICE_LETTERS, REASON_LETTERS
from app.conversation.segments import measure
from app.conversation.world import SMS, TELEGRAM, VOICE, WHATSAPP
from app.domain.templates import TEMPLATES
from tests.conversation.worlds import CODE, FORM, single

RAW = hotline.raw(ROOT / hotline.FILE)
TABLE = hotline.read(RAW)
SCHEMA = Draft202012Validator(json.loads((ROOT / "schema/hotline.schema.json").read_text(encoding="utf-8")))
SPECIAL = {"path": {"short", "story"}, "way": {"outside", "none"}, "channel": {"notices"}}
WORST = {
    "office": "O" * OFFICE_LETTERS,
    "code": CODE,
    "helpline": "0" * HELPLINE_LETTERS,
    "reason": "r" * REASON_LETTERS,
    "app": "a" * 30,
    "hours": "100",
    "right": "10",
    "total": "10",
    "answer": "",
    "count": "99",
    "digit": "0",
    "digits": "0 " * 20,
}
LONGEST = 2  # segments: what a cheap phone joins, and what a poor person pays for
BLOCKING = re.compile(r"\b(STOP|STOPALL|END|QUIT|CANCEL|UNSUBSCRIBE|REVOKE|OPTOUT)\b")


NOT_TEXTED = ("voice_", "command_", "about", "open_app")
"""What begins so is spoken, or shown by Telegram outside the conversation."""
TEXTED = {key: text for key, text in TABLE.texts.items() if not key.startswith(NOT_TEXTED)}


def filled(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: WORST[place[1]], text)


def test_the_file_has_the_shape_of_its_schema() -> None:
    assert [error.json_path for error in SCHEMA.iter_errors(RAW)] == []


@pytest.mark.parametrize("part", ["texts", "steps", "keywords"])
def test_a_file_without_one_of_its_parts_breaks_the_schema(part: str) -> None:
    assert list(SCHEMA.iter_errors({name: value for name, value in RAW.items() if name != part}))


@pytest.mark.parametrize("locale", locales.load(ROOT))
def test_every_text_has_at_most_two_segments_in_every_language(locale: str) -> None:
    said = single(locale)
    long = {
        key: measure(filled(said.get(text, text)))
        for key, text in TEXTED.items()
        if measure(filled(said.get(text, text))).segments > LONGEST
    }

    assert long == {}


def test_every_english_text_is_carried_by_the_small_alphabet() -> None:
    odd = [key for key, text in TEXTED.items() if measure(filled(text)).encoding != "GSM-7"]

    assert odd == []


@pytest.mark.parametrize("locale", locales.load(ROOT))
def test_no_text_asks_for_a_word_that_blocks_our_answers(locale: str) -> None:
    said = single(locale)

    assert [key for key, text in TABLE.texts.items() if BLOCKING.search(said.get(text, text))] == []


def test_no_text_holds_a_number_to_call() -> None:
    assert [key for key, text in TABLE.texts.items() if re.search(r"\d[\d -]{4,}", text)] == []


def test_every_word_that_a_text_asks_for_is_understood() -> None:
    known = {plain(word) for listed in TABLE.keywords.values() for word in listed}
    asked = {word for text in TABLE.texts.values() for word in re.findall(r"\b[A-Z]{3,}\b", text)}

    assert {word for word in asked - {"NOT", "NGO", "YOU"} if plain(word) not in known} == set()


def test_every_language_has_a_word_for_every_command_but_the_providers_own() -> None:
    offered = set(locales.load(ROOT))
    without = {name for name, by_language in RAW["keywords"].items() if set(by_language) != offered}

    assert without == {"start"}
    assert set(RAW["languages"]) == offered


def test_no_word_means_two_things() -> None:
    meant = [(plain(word), name) for name, listed in TABLE.keywords.items() for word in listed]
    meant += [(plain(word), name) for name, listed in TABLE.languages.items() for word in listed]
    twice = {word for word, name in meant for other, another in meant if word == other and name != another}

    assert twice == set()


def test_every_step_has_its_text_and_leads_to_a_step() -> None:
    for step in TABLE.steps.values():
        assert step.id in TABLE.texts
        assert {each.to for each in step.exits} <= TABLE.steps.keys()
        assert not step.exits[-1].when, f"{step.id}: the last exit is always open"


def test_conditions_name_steps_and_options_that_exist() -> None:
    for step in TABLE.steps.values():
        for name, values in ((n, set(v)) for way_out in step.exits for n, v in way_out.when.items()):
            there = SPECIAL.get(name) or {option.key for option in TABLE.steps[name].options}
            assert values <= there, f"{step.id}: {name}"


def test_every_answer_is_one_of_the_form() -> None:
    for step in TABLE.steps.values():
        assert step.answer is None or FORM.questions[step.answer].kind is Kind.TEXT
        for name, values in ((n, set(v)) for option in step.options for n, v in option.answers.items()):
            assert values <= {option.value for option in FORM.questions[name].options}, f"{step.id}: {name}"


def test_a_text_with_a_number_to_call_has_a_twin_for_places_without_one() -> None:
    for key, text in TABLE.texts.items():
        assert "{helpline}" not in text or f"{key}_alone" in TABLE.texts


def test_every_channel_says_who_can_read_it() -> None:
    for channel in (SMS, WHATSAPP, TELEGRAM, VOICE):
        assert f"honesty_{channel.name}" in TABLE.texts


def test_every_standard_answer_of_an_office_has_words_on_the_line() -> None:
    assert set(TEMPLATES) <= TABLE.texts.keys()


def test_every_text_is_found_for_translation() -> None:
    found = {each.text for each in sources.extract(ROOT) if each.file == sources.HOTLINE}

    assert found == set(hotline.texts(RAW))


def test_no_phone_loads_the_words_of_the_line() -> None:
    mine = [each for each in sources.extract(ROOT) if each.file == sources.HOTLINE]

    assert all(each.is_content for each in mine)
    assert all(words.is_for_everybody(each) for each in mine), "and none of them may be missing"
