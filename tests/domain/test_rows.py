"""The routing table is read once, at the door: a row that cannot be evaluated is refused there, by its field.

`app/client/tests/directory/rows.test.ts` refuses the same rows.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.directory import parse_directory
from app.domain.errors import BadInput
from app.domain.facts import Facts
from app.domain.routing import route
from app.domain.rows import parse_row
from app.services.demonstration import routing_rows
from tests.domain.routing_directories import demonstration

GOOD: dict[str, Any] = {"id": "R", "reason": "why", "when": [{}], "to": [{"role": "psea", "of": "any"}]}
MARK = "marker-word"
AT = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("id", {"id": ""}),
        ("reason", {"reason": None}),
        ("when", {"when": MARK}),
        ("when", {"when": [MARK]}),
        ("when", {"when": [{"accused": MARK}]}),
        ("when", {"when": [{"accused": [1]}]}),
        ("when", {"when": [{"accused": [[MARK]]}]}),
        ("to", {"to": MARK}),
        ("to", {"to": [MARK]}),
        ("role", {"to": [{"of": "any"}]}),
        ("of", {"to": [{"role": "psea", "of": 1}]}),
        ("when", {"to": [{"role": "psea", "of": "any", "when": MARK}]}),
        ("copy", {"copy": None}),
        ("copy", {"copy": [MARK]}),
        ("copy", {"copy": [[MARK]]}),
        ("role", {"copy": [[{"of": "any"}]]}),
        ("page", {"page": None}),
        ("page", {"page": ""}),
    ],
)
def test_a_row_that_cannot_be_evaluated_is_refused_by_its_field(field: str, change: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        parse_directory(demonstration() | {"routing": [GOOD | change]})

    assert refused.value.field == field
    assert MARK not in str(refused.value)


@pytest.mark.parametrize("field", ["id", "reason", "when", "to"])
def test_a_row_without_one_of_its_parts_is_refused(field: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_row({name: value for name, value in GOOD.items() if name != field})

    assert refused.value.field == field


@pytest.mark.parametrize(
    "later",
    [
        {"when": [{"moon": ["full"]}]},
        {"to": [{"role": "astronomer", "of": "any"}]},
        {"to": [{"role": "psea", "of": "planet"}]},
    ],
)
def test_what_a_later_table_says_holds_for_nobody_and_breaks_nothing(later: dict[str, Any]) -> None:
    directory = parse_directory(demonstration() | {"routing": [GOOD | later | {"unknown": 1}]})

    found = route(directory, Facts(categories=("sea",)), AT)

    assert (found.primary, found.page) == (None, "no_office")


def test_a_table_without_rows_ends_on_a_page() -> None:
    found = route(parse_directory(demonstration() | {"routing": []}), Facts(categories=("sea",)), AT)

    assert (found.row, found.reason, found.primary, found.page) == ("none", "no_office", None, "no_office")


def test_every_row_that_ships_is_read_whole() -> None:
    for raw in routing_rows():
        row = parse_row(raw)

        assert (row.id, row.reason, row.page) == (raw["id"], raw["reason"], raw.get("page"))
        assert [(each.role, each.of) for each in row.to] == [(each["role"], each["of"]) for each in raw["to"]]
        assert [len(each) for each in row.copy] == [len(each) for each in raw.get("copy", [])]
        assert [dict(each) for each in row.when] == [
            {name: frozenset(allowed) for name, allowed in each.items()} for each in raw["when"]
        ]
