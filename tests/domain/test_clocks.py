"""The clocks of a case give the same days at the desk and in the terminal."""

import json
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import fold
from app.domain.clocks import Asked, ClockFacts, ClockName, Reminder, awaited_since, clocks, facts_of
from app.domain.need_to_know import beyond
from app.domain.status import CLOSURES
from app.domain.triage import TRIAGE, fits
from tests.domain.folding import entry

VECTORS = Path(__file__).parents[1] / "vectors"
CASES: list[dict[str, Any]] = json.loads((VECTORS / "clocks.json").read_text(encoding="utf-8"))["cases"]
CASEWORK: dict[str, Any] = json.loads((VECTORS / "casework.json").read_text(encoding="utf-8"))
READ: dict[str, Any] = json.loads((VECTORS / "clock_facts.json").read_text(encoding="utf-8"))
FOLDED = {
    case["name"]: case["entries"]
    for case in json.loads((VECTORS / "fold.json").read_text(encoding="utf-8"))["cases"]
}
TODAY = date(2026, 11, 21)
POLICY = SimpleNamespace(**CASES[0]["policy"])


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def facts(raw: dict[str, Any]) -> ClockFacts:
    plain = {name: raw[name] for name in ("urgent", "closed", "reason", "silent")}
    return ClockFacts(
        received=day(raw["received"]),
        acknowledged=day(raw["acknowledged"]),
        told=tuple(map(date.fromisoformat, raw["told"])),
        checked=tuple(map(date.fromisoformat, raw["checked"])),
        asked=tuple(Asked(date.fromisoformat(one["from"]), day(one["until"])) for one in raw["asked"]),
        reminders=tuple(Reminder(one["name"], date.fromisoformat(one["due"])) for one in raw["reminders"]),
        **plain,
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_clocks_say_what_their_vectors_say(case: dict[str, Any]) -> None:
    found, policy, today = facts(case["facts"]), SimpleNamespace(**case["policy"]), day(case["today"])
    assert today is not None

    said = [{**vars(clock), "due": str(clock.due)} for clock in clocks(found, policy, today)]

    assert said == case["expect"]["clocks"]
    assert str(awaited_since(found, policy, today) or "") == (case["expect"]["awaited"] or "")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 60))
def test_a_question_never_makes_a_case_late_sooner(ran: int, asked: int, answered: int) -> None:
    received, since = TODAY - timedelta(days=ran), TODAY - timedelta(days=min(asked, ran))
    plain = ClockFacts(received, acknowledged=received)
    questioned = ClockFacts(
        received, acknowledged=received, asked=(Asked(since, since + timedelta(days=answered)),)
    )

    due = {
        name: next(c.due for c in clocks(f, POLICY, TODAY) if c.name is ClockName.BENCHMARK)
        for name, f in (("plain", plain), ("questioned", questioned))
    }

    assert due["plain"] <= due["questioned"] <= due["plain"] + timedelta(days=POLICY.feedback_days)


@pytest.mark.parametrize("case", READ["cases"], ids=[case["name"] for case in READ["cases"]])
def test_what_the_clocks_look_at_is_read_out_of_a_case(case: dict[str, Any]) -> None:
    [found] = fold([entry(raw) for raw in case["entries"]]).values()

    assert facts_of(found) == facts(case["facts"])


@pytest.mark.parametrize("name", READ["fold"])
def test_every_case_of_the_fold_has_its_clocks(name: str) -> None:
    found = fold([entry(raw) for raw in FOLDED[name]])

    assert {thread: facts_of(case) for thread, case in found.items()} == {
        thread: facts(raw) for thread, raw in READ["fold"][name].items()
    }


def test_the_checklist_has_the_questions_and_values_of_the_desk() -> None:
    assert [[name, list(values)] for name, values in TRIAGE.items()] == [
        [name, values] for name, values in CASEWORK["triage"].items()
    ]


def test_an_answer_that_the_checklist_does_not_have_does_not_fit() -> None:
    assert fits("child", "unknown")
    assert fits("entity", "un-habitat")
    assert not fits("child", "maybe")
    assert not fits("mood", "yes")


def test_the_reasons_for_closing_are_those_of_the_desk() -> None:
    assert list(CLOSURES) == CASEWORK["closures"]


def test_what_goes_beyond_need_to_know_is_what_the_vectors_say() -> None:
    said = [[*row[:4], beyond(*row[:4])] for row in CASEWORK["beyond"]]

    assert said == CASEWORK["beyond"]


def test_a_supervisor_may_be_told_nothing_whatever_the_reporter_allows() -> None:
    assert beyond("supervisor", "existence", identity=False, allows="helpers_and_investigators") == "what"


def test_helpers_never_get_the_narrative() -> None:
    assert beyond("assistance", "allegation", identity=False, allows="helpers") == "what"
