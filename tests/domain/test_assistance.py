"""Help is followed step by step, whatever order the steps arrive in, and nobody is forgotten."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assistance import KINDS, NEXT, REMINDERS, Step, tracks
from app.domain.case import fold
from tests.domain.account_vectors import THREAD, case, event, request, vectors

FILE = vectors("assistance")


def written(raw: dict[str, Any]) -> Any:
    found = [{**asdict(track), "reminders": track.reminders} for track in tracks(case(raw))]
    return json.loads(json.dumps(found))


def test_the_tables_are_those_of_the_vectors() -> None:
    assert FILE["next"] == {step.value: [s.value for s in Step if s in NEXT[step]] for step in Step}
    assert FILE["kinds"] == list(KINDS)
    assert FILE["reminders"] == {step.value: list(days) for step, days in REMINDERS.items()}


@pytest.mark.parametrize("vector", FILE["cases"], ids=[vector["name"] for vector in FILE["cases"]])
def test_help_stands_where_its_vector_says(vector: dict[str, Any]) -> None:
    assert written(vector) == vector["expect"]


def test_no_vector_holds_a_narrative() -> None:
    help_of = case(FILE["cases"][0]).assistance[0].payload
    assert not {"words", "answers", "attachments"} & vars(help_of).keys()


STEPS = st.tuples(
    st.sampled_from([*Step, "cured"]), st.sampled_from(["c1" * 32, "c2" * 32, "own"]), st.integers(0, 40)
)


@settings(max_examples=80, deadline=None)
@given(st.lists(STEPS, max_size=10), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_tracks(steps: list[tuple[str, str, int]], random: Any) -> None:
    entries = [
        request({"ctx": "c1" * 32, "day": "2026-11-01"}),
        request({"ctx": "c2" * 32, "day": "2026-11-02"}),
    ]
    for number, (step, about, day) in enumerate(steps):
        at = f"{date(2026, 11, 1) + timedelta(days=day)}T09:00:00Z"
        data = {"request": about, "step": str(step), "kinds": ["legal"]}
        raw = {"event": "assistance", "ctx": f"{number:02x}" * 32, "at": at, "by": "da" * 16, "data": data}
        entries.append(event(raw))
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert tracks(fold(shuffled)[THREAD]) == tracks(fold(entries)[THREAD])
    assert sum(len(track.taken) for track in tracks(fold(entries)[THREAD])) == len(steps)
