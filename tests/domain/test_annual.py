"""The annual package says what is recorded, hides what could tell on somebody, and reads its own file."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.desk import annual as files
from app.desk import annual_words as words
from app.desk import cells
from app.desk.desk import Desk
from app.domain import annual
from app.domain.annual import AT_MOST, FIGURES, RATES, Draft, Form, Place
from app.domain.annual_count import Beside, count
from app.domain.case import Case
from app.domain.errors import BadInput
from app.domain.statistics import Fact, counted, for_outside
from tests.domain import account_vectors as of
from tests.domain.account_vectors import vectors

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schema/annual.schema.json").read_text(encoding="utf-8")))
VECTORS = vectors("annual")
SHARED = vectors("statistics")["facts"]
SIGNATORY = "N. N., Executive Director"


def named(vectors: Sequence[dict[str, Any]]) -> Any:
    """Parameters with the names of their vectors."""
    return [pytest.param(vector, id=vector["name"]) for vector in vectors]


def draft(raw: dict[str, Any]) -> Draft:
    """A draft from a vector."""
    return Draft(raw["about"], raw["figures"], tuple(Place(**row) for row in raw["sessions"]))


def package(vector: dict[str, Any]) -> dict[str, Any]:
    """The file of a vector."""
    facts = [of.fact(raw) for raw in (SHARED if vector["facts"] == "statistics" else vector["facts"])]
    typed = draft(vector["draft"])
    found = count(facts, Beside(**vector["beside"]), typed.about, vector["today"], vector["exact"])
    return files.document(typed, found)


def test_the_tables_are_those_of_the_vectors() -> None:
    assert list(VECTORS["figures"]) == list(FIGURES), "in this order"
    assert VECTORS["figures"] == {name: {"part": f.part, "form": f.form} for name, f in FIGURES.items()}
    assert VECTORS["at_most"] == [list(pair) for pair in AT_MOST]
    assert VECTORS["percent"] == {name: list(parts) for name, parts in RATES.items()}
    assert VECTORS["names"] == {
        "figures": words.NAMES,
        "kinds": words.KIND_NAMES,
        "endings": words.ENDING_NAMES,
        "differences": words.DIFFERENCE_NAMES,
        "parts": words.PARTS,
    }


@pytest.mark.parametrize("vector", VECTORS["typed"], ids=lambda v: f"{v['form']} {v['typed']!r}")
def test_a_number_is_read_as_it_was_typed_or_is_none(vector: dict[str, Any]) -> None:
    found = annual.number(Form(vector["form"]), vector["typed"])
    assert found == vector["value"]
    assert type(found) is type(vector["value"])


@pytest.mark.parametrize("vector", VECTORS["fresh"], ids=lambda v: v["today"])
def test_an_empty_draft_is_for_the_year_that_is_to_be_accounted_for(vector: dict[str, Any]) -> None:
    made = annual.fresh(vector["entity"], date.fromisoformat(vector["today"]))

    assert made == draft(vector["draft"])
    assert annual.doubts(made) == ()


@pytest.mark.parametrize("vector", named(VECTORS["read"]))
def test_a_file_is_read_and_what_is_not_known_is_counted(vector: dict[str, Any]) -> None:
    assert annual.read(vector["file"]) == (draft(vector["draft"]), vector["unknown"])


@pytest.mark.parametrize("vector", named(VECTORS["refused"]))
def test_a_file_of_something_else_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="annual package"):
        annual.read(vector["file"])


@pytest.mark.parametrize("vector", named(VECTORS["doubts"]))
def test_what_does_not_fit_together_is_named_and_not_refused(vector: dict[str, Any]) -> None:
    typed = draft(vector["draft"])
    assert files.document(typed, {})["doubts"] == vector["doubts"]
    assert annual.rates(typed) == vector["rates"]


@pytest.mark.parametrize("vector", named(VECTORS["packages"]))
def test_the_three_files_are_those_of_the_vector(vector: dict[str, Any]) -> None:
    made = package(vector)

    assert made == vector["document"]
    assert files.table(made) == vector["table"]
    assert (
        files.letter(made, SIGNATORY if vector["draft"]["figures"].get("needs") else "") == vector["letter"]
    )
    SCHEMA.validate(made)


@pytest.mark.parametrize("vector", VECTORS["cells"], ids=lambda v: repr(v["text"]))
def test_no_cell_is_a_formula_wherever_a_program_splits(vector: dict[str, str]) -> None:
    assert cells.quoted(vector["text"]) == vector["cell"]
    within = vector["cell"].strip('"').replace('""', '"')
    pieces = [piece.strip(' "') for piece in re.split(r"[;\t\r\n]", within)]
    assert not [piece for piece in pieces if piece[:1] in {*"=+-@"}]


@pytest.mark.parametrize("vector", named(VECTORS["outside"]))
def test_what_may_leave_the_office_is_that_of_the_vector(vector: dict[str, Any]) -> None:
    facts = [of.fact(raw) for times, raw in vector["facts"] for _ in range(times)]
    assert count(facts, Beside(), {}, "2026-11-21", exact=False) == vector["counted"]


@pytest.mark.parametrize("vector", named(VECTORS["packages"]))
def test_a_package_is_read_back_as_it_was_typed(vector: dict[str, Any]) -> None:
    made = package(vector)
    again, unknown = annual.read(json.loads(json.dumps(made)))

    assert unknown == 0
    assert annual.stated(again) == made["figures"]
    assert annual.doubts(again) == annual.doubts(draft(vector["draft"]))


def test_nobody_states_a_zero_that_was_not_typed_and_nobody_certifies() -> None:
    made = files.document(Draft({}, {}), count([], Beside(), {}, "2026-11-21", exact=True))
    letter = files.letter(made)

    assert set(made["figures"].values()) == {None}
    assert set(made["rates"].values()) == {None}
    assert all(f"{words.NAMES[name]}: not stated" in letter for name in FIGURES)
    assert "Were all credible allegations reported? The desk does not know." in letter
    assert SIGNATORY not in files.letter(made)


def test_what_has_no_record_is_counted_beside_the_rest() -> None:
    def ended(by: str) -> Case:
        said = {"id": "ab", "digest": "cd", "reason": "order"}
        steps = [("proposed", "d1" * 16), ("done", by)]
        return of.case(
            {
                "events": [
                    {
                        "ctx": f"{at:02}" * 32,
                        "at": f"2026-05-0{at}T09:00:00Z",
                        "by": who,
                        "event": "disposal",
                        "data": {**said, "step": step},
                    }
                    for at, (step, who) in enumerate(steps, 1)
                ]
            }
        )

    asked = of.case({"events": [], "requests": [{"ctx": "77" * 32, "day": "2026-05-05"}]})
    known = SimpleNamespace(
        cases=[ended("d2" * 16), ended("d3" * 16), asked],
        reading=SimpleNamespace(unreadable=[SimpleNamespace(day=date(2026, 5, 9))]),
        # One member has the first and the third device: two words of one person destroy nothing.
        following=SimpleNamespace(kin=lambda device: {"d1" * 16, "d3" * 16} | {device}),
    )

    found = files.beside(cast(Desk, known))

    assert found == Beside(destroyed=["2026-05-02"], unopened=["2026-05-09"], left=1)


KINDS = st.sampled_from(["sexual_abuse", "sexual_harassment", "fraud", "inquiry", "unknown", None])
ENDINGS = st.sampled_from(["closed", "opened", "onward", "transferred"])


CASES = st.lists(st.tuples(KINDS, ENDINGS, st.booleans(), st.integers(1, 8)), max_size=7)


@settings(max_examples=300, deadline=None)
@given(CASES, st.integers(0, 6))
def test_no_small_number_leaves_the_office(
    cases: Sequence[tuple[str | None, str, bool, int]], gone: int
) -> None:
    facts = [fact(*each[:3]) for each in cases for _ in range(each[3])]
    found = count(facts, Beside(["2026-02-02"] * gone, [], gone), {}, "2026-11-21", exact=False)

    numbers = [*found["differences"].values(), *found["all"].values(), *found["ongoing"].values()]
    numbers += [row["received"] for row in found["kinds"].values()]
    assert all(number is None or number == 0 or number >= 5 for number in numbers)
    by_kind = for_outside(counted(facts, ["kind"]))[0]
    assert {name: row["received"] for name, row in found["kinds"].items()} == {
        each.value: each.number for each in by_kind
    }, "held against the statistics by kind nothing more can be worked out"


@settings(max_examples=500, deadline=None)
@given(CASES)
@example(
    [("sexual_abuse", "opened", False, 1), ("inquiry", "opened", False, 6), ("fraud", "opened", False, 20)]
)
@example([("inquiry", "opened", False, 6), ("fraud", "onward", False, 20), ("fraud", "opened", False, 1)])
@example([(kind, "opened", False, 1) for kind in ("sexual_abuse", "sexual_harassment", "fraud", "inquiry")])
@example(
    [("sexual_abuse", "opened", True, 8), ("fraud", "opened", False, 1), ("inquiry", "opened", False, 9)]
)
def test_what_is_hidden_cannot_be_worked_out(cases: Sequence[tuple[str | None, str, bool, int]]) -> None:
    facts = [fact(*each[:3]) for each in cases for _ in range(each[3])]
    found = count(facts, Beside(), {}, "2026-11-21", exact=False)

    known = {name: values for name, values in fitting(found).items() if len(values) == 1 and values != {0}}
    assert not known, "each hidden number but a zero has two values at least that fit everything shown"


def fitting(found: dict[str, Any]) -> dict[str, set[int]]:
    """For each hidden number of kinds and endings the values that fit all that the package shows.

    The reader is taken to know what the program does: what has a name, or is hidden beside a sum, is no
    zero; a hidden sum is below five; and what is investigated was received within the period.
    """
    kinds = {name: row["received"] for name, row in found["kinds"].items()}
    endings = {name: number for name, number in found["all"].items() if name != "received"}
    total, named = found["all"]["received"], sum(number or 0 for number in kinds.values())
    low = {name: max(1, found["ongoing"].get(name) or 0) for name in kinds}
    free = {"inquiry": None} if total is None and not kinds else {"inquiry": 0}
    asked = {
        "inquiry": endings["inquiry"]
        if endings["inquiry"] is not None
        else kinds.get("inquiry", free["inquiry"])
    }
    fit: dict[str, set[int]] = defaultdict(set)
    for received in range(max(1, named), named + 5) if total is None else [total]:
        for inquiries in range(received + 1) if asked["inquiry"] is None else [asked["inquiry"]]:
            of_kinds = split(received - inquiries, kinds, low)
            of_endings = split(received - inquiries, endings, dict.fromkeys(endings, int(total is not None)))
            sure = "inquiry" in kinds and inquiries == 0
            if of_kinds is None or of_endings is None or sure:
                continue
            both = of_kinds | of_endings | ({"inquiry": {inquiries}} if asked["inquiry"] is None else {})
            for name, values in both.items():
                fit[name] |= values
    return fit


def split(total: int, numbers: dict[str, int | None], low: dict[str, int]) -> dict[str, set[int]] | None:
    """What each hidden number can be, so that all but the questions have that sum; None: it cannot be."""
    rest = total - sum(number or 0 for name, number in numbers.items() if name != "inquiry")
    hidden = [name for name, number in numbers.items() if number is None and name != "inquiry"]
    spare = rest - sum(low[name] for name in hidden)
    if spare < 0 or (spare and not hidden and numbers):
        return None
    return {
        name: {*range(low[name] + (spare if len(hidden) == 1 else 0), low[name] + spare + 1)}
        for name in hidden
    }


def fact(kind: str | None, ending: str, investigated: bool) -> Fact:
    """A case of 2026."""
    record = {"allegation_type": kind} if kind else {}
    raw: dict[str, Any] = {"record": record | ({"investigation_status": "ongoing"} if investigated else {})}
    if ending == "closed":
        raw["status"] = "closed"
    return of.fact(
        raw | ({"onward": "2026-03-03"} if ending == "onward" else {"transferred": ending == "transferred"})
    )
