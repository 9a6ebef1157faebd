"""What there is to read is complete, has its shape, holds together, and can be sent anywhere."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.content import library, soundness, yaml_files
from app.content.items import Paragraph
from app.content.packs import paragraphs, texts
from app.content.words import ROOT
from tests.content.samples import files

LIBRARY = library.load(ROOT)
SCHEMA = Draft202012Validator(json.loads((ROOT / "schema/content.schema.json").read_text()))


def plain(data: dict[str, Any]) -> Any:
    """As JSON has it: days are strings."""
    return json.loads(json.dumps(data, default=str))


def test_every_file_has_the_shape_of_the_schema() -> None:
    there = {name: yaml_files.read(ROOT / library.DATA / f"{name}.yaml") for name in library.FILES}

    wrong = [f"{error.json_path}: {error.validator}" for error in SCHEMA.iter_errors(plain(there))]

    assert wrong == []


def test_the_sample_has_the_shape_of_the_schema_and_is_sound() -> None:
    assert [error.json_path for error in SCHEMA.iter_errors(plain(files()))] == []
    assert list(soundness.faults(library.read(files()))) == []


def question(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["quiz"]["questions"][0]
    return found


def screens(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["lessons"]["lessons"][0]["screens"]
    return found


def choices(data: dict[str, Any], screen: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = screens(data)[screen]["choices"]
    return found


Spoil = Callable[[dict[str, Any]], object]
SHAPELESS: dict[str, Spoil] = {
    "no source": lambda data: data["rules"]["rules"][0].pop("source"),
    "no day of review": lambda data: data["faq"]["faqs"][0].pop("reviewed_on"),
    "nobody to read it": lambda data: data["howto"]["pages"][0].update(audience=[]),
    "an unknown audience": lambda data: data["pages"]["pages"][0].update(audience=["everyone"]),
    "a paragraph too long": lambda data: data["rules"]["rules"][0].update(body=["x" * 421]),
    "a field of its own": lambda data: question(data).update(answer="a"),
    "one option": lambda data: question(data).update(options=[]),
    "an end with choices": lambda data: screens(data)[0].update(end=True, remember=["a", "b"]),
    "two things in one block": lambda data: data["howto"]["pages"][0]["blocks"][0].update(text="More."),
    "an id with a space": lambda data: data["rules"]["rules"][0].update(id="speak up"),
}


@pytest.mark.parametrize("fault", SHAPELESS)
def test_a_file_of_another_shape_breaks_the_schema(fault: str) -> None:
    spoilt = copy.deepcopy(files())
    SHAPELESS[fault](spoilt)

    assert list(SCHEMA.iter_errors(plain(spoilt)))


UNSOUND: dict[str, Spoil] = {
    "q_a: rule nowhere": lambda data: question(data).update(rule="nowhere"),
    "speak: see nowhere": lambda data: data["rules"]["rules"][0].update(see=["nowhere"]),
    "who_can: topic nowhere": lambda data: data["faq"]["faqs"][0].update(topic="nowhere"),
    "speak: two items": lambda data: data["faq"]["faqs"][0].update(id="speak"),
    "q_b: a quiz asks it": lambda data: data["quiz"]["quizzes"][0]["questions"].append("q_b"),
    "q_a: in 0 quizzes": lambda data: data["quiz"]["quizzes"][0].update(questions=["q_b"]),
    "q_a: does not have exactly one": lambda data: question(data)["options"][0].update(right=True),
    "basics: its pass mark": lambda data: data["quiz"]["quizzes"][0].update({"pass": 2}),
    "speak: needs sms": lambda data: data["rules"]["rules"][0]["body"][1].update(needs=["sms", "hotline"]),
    "speak: shows a setting": lambda data: data["rules"]["rules"][0].update(title="Call {hotline}"),
    "ways: shows a setting": lambda data: data["howto"]["pages"][0]["blocks"][4].pop("needs"),
    "abuse: has letters": lambda data: data["glossary"]["terms"][0].update(meaning=["Harm…"]),
    "start: has letters": lambda data: data["faq"]["topics"][0].update(title="Don’t"),
    "help: has what looks": lambda data: data["pages"]["pages"][0].update(title="Call +1 (212) 963-11"),
    "line: leads to nowhere": lambda data: choices(data, 1)[0].update(to="nowhere"),
    "line: alone: no way leads here": lambda data: screens(data).append(
        {"id": "alone", "text": ["."], "choices": [{"text": ".", "to": "s1"}]}
    ),
    "line: wrong: no end": lambda data: choices(data, 5)[0].update(to="wrong"),
    "line: a way has 3 screens": lambda data: choices(data, 1).append(
        {"text": "Skip", "to": "last"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNSOUND)
def test_what_does_not_hold_together_is_named(fault: str) -> None:
    spoilt = copy.deepcopy(files())
    UNSOUND[fault](spoilt)

    found = list(soundness.faults(library.read(spoilt)))

    assert any(line.startswith(fault) for line in found), found


def test_everything_that_there_is_to_read_holds_together() -> None:
    assert list(soundness.faults(LIBRARY)) == []


def test_there_is_as_much_to_read_as_was_promised() -> None:
    counted = {
        part: len(getattr(LIBRARY, part))
        for part in ("rules", "faqs", "questions", "lessons", "howto", "conduct")
    }

    assert counted == {"rules": 18, "faqs": 30, "questions": 34, "lessons": 6, "howto": 9, "conduct": 1}
    assert {"help_now", "watched_phone"} <= {page.id for page in LIBRARY.pages}


def test_each_of_the_four_audiences_has_all_nine_pages_on_how_to_report() -> None:
    for page in LIBRARY.howto:
        assert {"staff", "partner", "community", "event"} <= set(page.audience), page.id


def test_every_setting_that_operators_confirm_is_needed_by_a_text() -> None:
    needed = {name for item in LIBRARY.items() for paragraph in paragraphs(item) for name in paragraph.needs}

    assert needed == {setting.id for setting in LIBRARY.settings}


def test_every_explanation_says_more_than_that_it_is_right_or_wrong() -> None:
    short = [
        f"{question.id}.{option.id}"
        for question in LIBRARY.questions
        for option in question.options
        if len(option.because.split()) < 4
    ]

    assert short == []


def test_texts_and_paragraphs_are_found_however_deep_they_lie() -> None:
    sample = library.read(files())

    assert {
        "Speak up",
        "Tell someone.",
        "You saw it.",
        "anyone",
        "Waiting does harm.",
        "Back",
        "App",
        "Everybody.",
    } <= {str(text) for item in sample.items() for text in texts(item)}
    assert Paragraph(text="Call {hotline}.", needs=("hotline",)) in list(paragraphs(sample.howto))  # type: ignore[arg-type]  # equal as strings
