"""Every device of an office sees the same cases, whatever the order of arrival."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Entry, fold
from app.domain.deadlines import acknowledge_by
from app.domain.payloads import CaseEvent
from app.domain.status import NEXT, Status
from tests.domain.folding import entry, summary

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors/fold.json").read_text(encoding="utf-8")
)["cases"]
# The vectors use a ctx for several contents; real ones name their content, so here each gets its own.
EVERY_ENTRY = [
    replace(entry(raw), ctx=hashlib.sha256(json.dumps(raw["payload"]).encode()).hexdigest())
    for case in CASES
    for raw in case["entries"]
]


def folded(entries: Sequence[Entry]) -> dict[str, Any]:
    return {thread: summary(case) for thread, case in fold(entries).items()}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_fold_gives_what_its_vectors_say(case: dict[str, Any]) -> None:
    assert folded([entry(raw) for raw in case["entries"]]) == case["expect"]


def test_a_sender_who_counts_to_the_sky_does_not_stop_the_desk() -> None:
    raw = next(case for case in CASES if case["name"].startswith("a report alone"))["entries"][0]
    far = entry({**raw, "payload": {**raw["payload"], "seq": 2**53 - 1}})

    [case] = fold([far]).values()

    assert case.gaps == tuple(range(100))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(EVERY_ENTRY), max_size=24), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_cases(entries: list[Entry], random: Any) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert folded(shuffled) == folded(entries)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(EVERY_ENTRY), max_size=16))
def test_nothing_that_was_opened_is_dropped(entries: list[Entry]) -> None:
    shown = {
        ctx
        for case in fold(entries).values()
        for ctx in (
            *case.unproven,
            *case.unknown,
            *case.late,
            *(done.ctx for done in case.events),
            *(ctx for text in case.texts for ctx in text.ctxs),
            *(ctx for handed in case.handovers for ctx in handed.ctxs),
        )
    }

    assert shown == {e.ctx for e in entries}


def test_a_decision_taken_in_knowledge_of_another_wins_though_its_clock_is_slow() -> None:
    lifecycle = next(c for c in CASES if c["name"].startswith("the life cycle"))
    entries = [entry(raw) for raw in lifecycle["entries"]]
    case = next(iter(fold(entries).values()))
    assert case.status is Status.REOPENED
    last = entries[-1]
    assert isinstance(last.payload, CaseEvent)

    at = case.next_at(datetime(2020, 1, 1, tzinfo=UTC))
    decision = replace(last, ctx="ff" * 32, payload=replace(last.payload, status="triaged", at=at))

    assert next(iter(fold([*entries, decision]).values())).status is Status.TRIAGED


def test_every_status_can_be_reached_and_left() -> None:
    reached = {status for following in NEXT.values() for status in following}

    assert reached == set(Status) - {Status.RECEIVED}
    assert set(NEXT) == set(Status)
    assert all(NEXT.values())


@pytest.mark.parametrize(
    ("received", "urgent", "by"),
    [
        ("2026-11-02", True, "2026-11-03"),
        ("2026-11-02", False, "2026-11-05"),
        ("2026-11-05", False, "2026-11-10"),
        ("2026-11-07", False, "2026-11-11"),
        ("2026-11-07", True, "2026-11-08"),
    ],
)
def test_an_office_has_a_day_when_it_is_urgent_and_three_working_days_else(
    received: str, urgent: bool, by: str
) -> None:
    assert acknowledge_by(date.fromisoformat(received), urgent) == date.fromisoformat(by)
