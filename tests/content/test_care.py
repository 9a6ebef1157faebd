"""What the form promises to everyone, whatever they answer (policy §4); on the phone: `care.test.ts`."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.content import forms

ROOT = Path(__file__).resolve().parents[2]
FORM = forms.load()
RAW = forms.raw()
SCHEMA = Draft202012Validator(json.loads((ROOT / "schema/form.schema.json").read_text(encoding="utf-8")))
FREE = ("some words",)  # what stands for an answer that is not chosen from a list


def chosen(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Any answer to a question, or none."""
    values = [(option.value,) for option in FORM.questions[name].options] or [FREE]
    return st.sampled_from([(), *values])


ANSWERS = st.fixed_dictionaries({}, optional={name: chosen(name) for name in FORM.questions})


def ids(answers: forms.Answers) -> list[str]:
    return [question.id for question in forms.steps(FORM, answers)]


@settings(max_examples=300, deadline=None)
@given(ANSWERS)
def test_a_child_is_never_asked_what_happened_and_sees_help_before_any_text_box(
    answers: forms.Answers,
) -> None:
    flow, asked = forms.flow_of(FORM, answers)
    names = [question.id for question in asked]
    if flow.id != "child":
        return

    about = {
        "what",
        "accused_desc",
        "accused_affiliation",
        "when",
        "where",
        "in_return",
        "ongoing",
        "category",
    }
    assert not about & set(names)
    first_text = next(i for i, question in enumerate(asked) if question.kind is forms.Kind.TEXT)
    assert names.index("child_safety") < names.index("child_helpline") < first_text


@settings(max_examples=300, deadline=None)
@given(ANSWERS, st.data())
def test_skipping_any_question_leaves_a_way_to_the_end(answers: forms.Answers, data: st.DataObject) -> None:
    skipped = data.draw(st.sampled_from(ids(answers)))
    without = {name: value for name, value in answers.items() if name != skipped}

    assert skipped in ids(without)
    assert ids(without)[-1] in {"language", "assistance"}


@settings(max_examples=300, deadline=None)
@given(ANSWERS, st.data())
def test_going_back_to_change_an_answer_moves_nothing_that_stands_before_it(
    answers: forms.Answers, data: st.DataObject
) -> None:
    changed = data.draw(st.sampled_from(ids(answers)))
    after = ids({**answers, changed: data.draw(chosen(changed))})
    before = ids(answers)[: ids(answers).index(changed) + 1]

    assert after[: len(before)] == before


def test_an_answer_that_was_taken_back_decides_nothing() -> None:
    assert "reporter_role" in ids({"safe_now": ("yes",), "pace": ("short",)})
    assert "what" in ids({"reporter_role": ("saw",), "category": ("sea",), "how_much": ("help",)})


@pytest.mark.parametrize("mark", ["checked", "default", "required"])
def test_nothing_can_be_ticked_beforehand_or_demanded(mark: str) -> None:
    option, question = json.loads(json.dumps(RAW)), json.loads(json.dumps(RAW))
    option["questions"][0]["options"][0][mark] = True
    question["questions"][0][mark] = True

    assert list(SCHEMA.iter_errors(option))
    assert list(SCHEMA.iter_errors(question))


def test_the_three_consents_stand_apart_and_each_can_be_refused() -> None:
    consents = [q for q in FORM.questions.values() if q.purpose is forms.Purpose.CONSENT]

    assert [q.id for q in consents] == ["contact_ok", "identity_helpers", "identity_investigators"]
    assert all({option.value for option in q.options} == {"yes", "no"} for q in consents)


def test_no_text_box_asks_for_who_or_where_the_affected_person_is() -> None:
    asked = " ".join(forms.texts(RAW)).lower()

    for phrase in ("your name?", "full name", "your address", "date of birth", "send a photo", "record the"):
        assert phrase not in asked


def test_what_the_policy_adds_for_each_kind_of_report_is_asked() -> None:
    added = {
        "sexual_harassment": {"work_relation", "repeated", "written_kept", "formal", "outcome_wish"},
        "harassment": {"work_relation", "repeated", "written_kept", "formal", "outcome_wish"},
        "discrimination": {"ground", "decision"},
        "abuse_of_authority": {"decision", "deadline"},
        "fraud": {"goods", "how_know", "documents"},
        "damage": {"damaged_item", "when", "injury"},
        "partner_noncompliance": {"partner_name", "missing_rules"},
        "sea": {"in_return", "still_near"},
    }
    for category, wanted in added.items():
        assert wanted <= set(ids({"reporter_role": ("saw",), "category": (category,)})), category
    retaliation = {"category": ("retaliation",), "reported_before": ("reported",)}
    assert {"reported_to", "reported_when", "what_after", "deadline"} <= set(ids(retaliation))
    assert {"event_name", "at_event"} <= set(ids({"accused_affiliation": ("event_participant",)}))
    assert {"inquiry_topic", "your_question", "deadline", "prefer"} <= set(ids({"category": ("inquiry",)}))
