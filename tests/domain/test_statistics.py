"""What is counted adds up, and what leaves the office tells no number below five."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.coding import FIELDS, coded, days_open, doubts, is_valid
from app.domain.statistics import KEYS, Cell, Unit, counted, durations, fact, for_outside, reconciled
from tests.domain import account_vectors as of
from tests.domain.account_vectors import case, vectors

CODING, STATISTICS = vectors("coding"), vectors("statistics")
FACTS = [of.fact(raw) for raw in STATISTICS["facts"]]


def test_the_fields_are_those_of_the_vectors() -> None:
    fields = {name: {"form": field.form, "values": list(field.values)} for name, field in FIELDS.items()}
    assert fields == CODING["fields"]
    assert list(fields) == list(CODING["fields"]), "in this order"


def test_there_is_no_field_for_words_of_ones_own() -> None:
    longest = "Somebody in the camp office at noon said so"
    assert not any(is_valid(name, longest) for name in FIELDS)


@pytest.mark.parametrize(
    "vector", CODING["values"], ids=[f"{v['field']}={v['value']}" for v in CODING["values"]]
)
def test_a_value_is_taken_or_not(vector: dict[str, Any]) -> None:
    value = tuple(vector["value"]) if isinstance(vector["value"], list) else vector["value"]
    assert is_valid(vector["field"], value) is vector["valid"]


@pytest.mark.parametrize("vector", CODING["doubts"], ids=[v["name"] for v in CODING["doubts"]])
def test_what_does_not_fit_together_is_named(vector: dict[str, Any]) -> None:
    assert list(doubts(vector["record"])) == vector["expect"]


@pytest.mark.parametrize("vector", CODING["cases"], ids=[v["name"] for v in CODING["cases"]])
def test_of_each_field_the_last_valid_value_counts(vector: dict[str, Any]) -> None:
    found: Case = case(vector)
    written = {name: list(v) if isinstance(v, tuple) else v for name, v in coded(found).items()}
    assert written == vector["expect"]
    assert days_open(coded(found), date(2026, 11, 21)) == vector["days_open"]
    assert fact(found).record == coded(found)


@pytest.mark.parametrize("vector", STATISTICS["counted"], ids=[v["name"] for v in STATISTICS["counted"]])
def test_cells_are_those_of_the_vector(vector: dict[str, Any]) -> None:
    cells = counted(FACTS, vector["keys"], Unit(vector["unit"]))
    assert [{**asdict(each), "values": list(each.values)} for each in cells] == vector["expect"]


@pytest.mark.parametrize("vector", STATISTICS["outside"], ids=[v["name"] for v in STATISTICS["outside"]])
def test_what_leaves_the_office_is_what_the_vector_says(vector: dict[str, Any]) -> None:
    cells, total = for_outside([Cell((c["value"],), c["reports"], c["number"], 0) for c in vector["cells"]])
    assert {each.value: each.number for each in cells} == vector["expect"]
    assert total == vector["total"]


def test_the_keys_are_those_of_the_vectors() -> None:
    assert list(KEYS) == STATISTICS["keys"]


def test_every_key_counts_every_case_once() -> None:
    for key in KEYS:
        assert sum(cell.reports for cell in counted(FACTS, [key])) == len(FACTS)


def test_what_came_in_adds_up_or_is_said_not_to() -> None:
    found = {
        kind: {"received": row.received, "endings": dict(row.endings), "adds_up": row.adds_up}
        for kind, row in reconciled(FACTS).items()
    }
    assert found == STATISTICS["reconciled"]
    for row in reconciled(FACTS).values():
        assert row.received == sum(row.endings.values())


def test_durations_are_those_of_the_vectors() -> None:
    assert {name: asdict(each) for name, each in durations(FACTS).items()} == STATISTICS["durations"]


NUMBERS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=8)


@settings(max_examples=400, deadline=None)
@given(NUMBERS)
def test_no_small_number_can_be_worked_out(numbers: Sequence[tuple[int, int]]) -> None:
    cells = [Cell((f"v{at}",), reports, number, 0) for at, (reports, number) in enumerate(numbers)]

    shown, total = for_outside(cells)

    true = {cell.values[0]: cell for cell in cells}
    hidden = [true[each.value] for each in shown if each.number is None]
    for each in shown:
        assert each.number is None or each.number == 0 or each.number >= 5
        assert each.number is None or not 0 < true[each.value].reports < 5
    if total is None:
        assert len(hidden) in (0, len(cells))
        assert sum(each.reports > 0 for each in hidden) < 4, "four names and a sum below five tell all"
    elif hidden:
        rest = total - sum(each.number or 0 for each in shown)
        assert rest == sum(each.number for each in hidden)
        assert rest >= max(5, len(hidden) + 1), "as many as cells would be one in each"
        assert len(hidden) > 1, "what is hidden alone can be worked out"
