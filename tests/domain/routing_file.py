"""Writing `tests/vectors/routing.json` out of the table of cases: `python -m tests.domain.routing_file`.

Must never ask the evaluator: the file holds what the policy says, not what the code does.
"""

import json
from pathlib import Path
from typing import Any

from app.services.demonstration import routing_rows
from tests.domain.routing_cases import Case, cases
from tests.domain.routing_directories import DIRECTORIES, office_id

PATH = Path(__file__).resolve().parents[1] / "vectors" / "routing.json"
ABOUT = (
    "Routing: a directory, facts and a moment lead to a route (policy rows R1 to R26, modifiers M1 to M8). "
    "Written by tests/domain/routing_file.py from the table in tests/domain/routing_cases.py; "
    "every key here is public."
)
REASONS = {row["id"]: row["reason"] for row in routing_rows()}


def office(key: str | None) -> str | None:
    """The id of an office named by key."""
    return None if key is None else office_id(key)


def route_of(case: Case) -> dict[str, Any]:
    """The route that a case claims, in the form of the vectors."""
    return {
        "row": case.row,
        "reason": REASONS[case.row],
        "primary": office(case.primary),
        "copies": [office(key) for key in case.copies],
        "assistance": office(case.assistance),
        "page": case.page,
        "urgent": case.urgent,
        "child_page": case.child_page,
        "inquiry": case.inquiry,
        "passed_over": [
            {"office": office(key), "why": why} for key, why in (each.split(":") for each in case.over)
        ],
    }


def vector_of(case: Case) -> dict[str, Any]:
    """One vector."""
    about = {"name": case.name, "directory": case.directory, "at": case.at}
    return {**about, "facts": case.facts.to_json(), "route": route_of(case)}


def written() -> str:
    """The whole file: a line for each directory and each vector."""
    directories = [f"  {line(name)}: {line(make())}" for name, make in DIRECTORIES.items()]
    positive = [f"  {line(vector_of(case))}" for case in cases()]
    return "\n".join(
        [
            f'{{"about": {line(ABOUT)},',
            ' "directories": {',
            ",\n".join(directories),
            " },",
            ' "positive": [',
            ",\n".join(positive),
            " ]}\n",
        ]
    )


def line(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
