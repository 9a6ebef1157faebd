"""The form asks only what it may, of whom it may, and nothing is required."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from app.content import forms, locales, words

ROOT = Path(__file__).resolve().parents[2]
FORM = forms.load()
RAW = forms.raw()
CORE = [
    "safe_now",
    "reporter_role",
    "category",
    "accused_affiliation",
    "accused_desc",
    "what",
    "when",
    "ongoing",
    "where",
    "child_involved",
    "others_at_risk",
    "assistance",
    "contact_ok",
    "safe_contact",
    "identity_helpers",
    "identity_investigators",
    "told_elsewhere",
    "language",
]
SURVIVOR = {"reporter_role": ("self",), "category": ("sea",)}


def ids(answers: forms.Answers) -> list[str]:
    return [question.id for question in forms.steps(FORM, answers)]


def test_the_form_has_the_shape_of_its_schema() -> None:
    schema = json.loads((ROOT / "schema/form.schema.json").read_text())
    errors = [error.json_path for error in Draft202012Validator(schema).iter_errors(RAW)]

    assert errors == []


def test_a_form_without_options_for_a_choice_breaks_the_schema() -> None:
    schema = json.loads((ROOT / "schema/form.schema.json").read_text())
    broken = json.loads(json.dumps(RAW))
    del broken["questions"][0]["options"]

    assert list(Draft202012Validator(schema).iter_errors(broken))


def test_every_core_question_of_the_policy_is_asked_in_the_ordinary_flow() -> None:
    everything = {"assistance": ("medical",), "reporter_role": ("saw",), "category": ("sea",)}

    assert [name for name in CORE if name not in ids(everything)] == []


def test_flows_name_only_questions_that_exist_and_conditions_only_values_that_can_be_chosen() -> None:
    values = {
        name: {option.value for option in question.options} for name, question in FORM.questions.items()
    }
    conditions = [flow.when for flow in FORM.flows] + [question.when for question in FORM.questions.values()]
    conditions += [option.when for question in FORM.questions.values() for option in question.options]
    wrong = [
        f"{name}={value}"
        for when in conditions
        for alternative in when
        for matches in (alternative.matches, alternative.excludes)
        for name, chosen in matches.items()
        for value in chosen
        if value not in values.get(name, set())
    ]

    assert wrong == []
    assert {name for flow in FORM.flows for name in flow.questions} == set(FORM.questions)
    assert {question.section for question in FORM.questions.values()} <= set(FORM.sections)


def test_an_answer_never_moves_the_person_to_another_place_in_the_form() -> None:
    prefix = ["safe_now", "pace", "reporter_role", "category"]

    for flow in FORM.flows:
        deciding = [name for a in flow.when for name in a.matches]
        places = [flow.questions.index(name) for name in deciding]
        assert places == sorted(places)
        assert all(name in prefix or name == "pace" for name in deciding)


def test_safety_comes_first_and_someone_in_danger_can_send_a_short_report() -> None:
    assert ids({})[0] == "safe_now"
    assert ids({"safe_now": ("no",)})[1] == "pace"
    short = ids({"safe_now": ("no",), "pace": ("short",)})
    assert "what" in short
    assert len(short) <= 8


def test_a_child_is_never_asked_about_the_event() -> None:
    asked = ids({"reporter_role": ("self_child",), "category": ("sea",)})

    assert asked.index("child_safety") < asked.index("what_child")
    assert not {"what", "accused_desc", "when", "where", "in_return", "ongoing", "work_relation"} & set(asked)


def test_a_survivor_hears_of_help_before_the_facts_and_can_ask_for_help_alone() -> None:
    asked = ids({**SURVIVOR, "assistance": ("medical",)})
    help_only = ids({**SURVIVOR, "assistance": ("medical",), "how_much": ("help",)})

    assert asked.index("assistance") < asked.index("how_much") < asked.index("what")
    assert not {"what", "accused_desc", "accused_affiliation", "identity_helpers"} & set(help_only)


def test_an_adult_who_reports_for_a_child_is_asked_not_to_send_names() -> None:
    assert "child_note" in ids({"child_involved": ("yes",)})
    assert "child_note" not in ids({"child_involved": ("no",)})


def test_what_goes_to_helpers_and_what_is_only_acted_on_here_is_no_answer_of_the_report() -> None:
    purposes = {name: question.purpose for name, question in FORM.questions.items()}

    assert purposes["what"] is forms.Purpose.WORDS
    assert {purposes[name] for name in ("assistance", "safe_contact", "help_today")} == {
        forms.Purpose.ASSISTANCE
    }
    assert {purposes[name] for name in ("contact_ok", "identity_helpers", "identity_investigators")} == {
        forms.Purpose.CONSENT
    }


@pytest.mark.parametrize("locale", words.LOCALES)
def test_no_question_asks_what_must_never_be_asked(locale: str) -> None:
    never = yaml.safe_load((forms.DATA / "never_ask.yaml").read_text()).get(locale, [])
    said = words.translations(locale)
    shown = [str(said.get(text, text)) for text in forms.texts(RAW)]
    # A word of an alphabet counts from its beginning; Chinese has no spaces between words.
    boundary = "" if locale == "zh_Hans" else r"\b"
    asked = [
        (phrase, text)
        for phrase in never
        for text in shown
        if re.search(boundary + re.escape(phrase), text, re.I)
    ]

    assert asked == []
    assert never or locales.load(ROOT)[locale].draft, "say in never_ask.yaml what this language must not ask"
