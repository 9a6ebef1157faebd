"""The numbers that the directory signs (protocol §8, `policy`): what each means, what it may be, changing it.

Every client and process obeys them because the root holders have signed them, so a change goes into the draft
like all else. The least a number may be stands in the schema; the most stands here, far above what anybody
needs, so that a slip of the finger does not keep reports for centuries.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

from app.domain.directory import Policy, parse_policy
from app.domain.errors import BadInput
from app.services.directory_schema import SCHEMA
from app.services.workspace import Workspace

YEAR = 31_536_000  # seconds
CENTURY = 36_500  # days
# Pieces of files that nobody claims go after 14 days; by then the office must have come for its report.
LONGEST_WAIT = 864_000  # seconds: ten days
LIST = "retaliation_days"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the policy: its name in the schema, what it means, its unit, the most it may be."""

    name: str
    meaning: str
    unit: str
    most: int


NUMBERS = (
    Number("min_devices", "devices with a valid key that an office must have to receive reports", "", 8),
    Number("batch.min", "so many reports must wait before the relay files them together", "", 1_000),
    Number("batch.timeout", "and the first of them must have waited so long", "seconds", LONGEST_WAIT),
    Number("batch.deadline", "however few there are, none waits longer than this", "seconds", LONGEST_WAIT),
    Number("grace", "what was sealed by an older version of the directory is taken so long", "seconds", YEAR),
    Number("reply_days", "answers can be read so long, then the server empties them", "days", CENTURY),
    Number("envelope_days", "the server keeps reports so long", "days", CENTURY),
    Number("acknowledge_hours_urgent", "an urgent report is acknowledged within", "hours", CENTURY),
    Number("acknowledge_working_days", "any other report is acknowledged within", "working days", CENTURY),
    Number("feedback_days", "the reporter has news at least every", "days", CENTURY),
    Number("benchmark_days", "a case should be done within", "days", CENTURY),
    Number(LIST, "the reporter is asked about retaliation after", "days", CENTURY),
    Number("unopened_alternate_days", "an alternate hears of what nobody has opened for", "days", CENTURY),
    Number("unopened_oversight_days", "and oversight hears of it after", "days", CENTURY),
)
# What comes first may not be longer than what comes later.
IN_ORDER = (("batch.timeout", "batch.deadline"), ("unopened_alternate_days", "unopened_oversight_days"))


def number(name: str) -> Number:
    """The number of this name.

    Raises:
        BadInput: there is none.
    """
    found = next((each for each in NUMBERS if each.name == name), None)
    if found is None:
        raise BadInput("name", "is none of the policy; `speakup org policy` lists them")
    return found


def of(workspace: Workspace) -> Policy:
    """The policy of the draft; numbers that it leaves out have their defaults."""
    return parse_policy(workspace.draft()["policy"])


def value(policy: Policy, name: str) -> tuple[int, ...]:
    """What the policy says under a name of the table; one number, but for the list."""
    found: Any = reduce(getattr, name.split("."), policy)
    return found if isinstance(found, tuple) else (found,)


def change(workspace: Workspace, name: str, typed: str) -> None:
    """Change a number in the draft.

    Raises:
        BadInput: no such number, a value that it may not have, or one that does not fit to the others.
    """
    values = read(number(name), typed)
    draft = workspace.draft()
    *parents, last = name.split(".")
    place = reduce(lambda inner, step: inner[step], parents, draft["policy"])
    place[last] = list(values) if name == LIST else values[0]
    changed = parse_policy(draft["policy"])
    for first, later in IN_ORDER:
        if value(changed, first) > value(changed, later):
            raise BadInput(name, f"does not fit: {first} may not be more than {later}")
    workspace.keep(draft)


def read(wanted: Number, typed: str) -> tuple[int, ...]:
    """The value that somebody typed: a whole number, or for the list several with commas between, sorted.

    Raises:
        BadInput: it is none, or less or more than it may be.
    """
    parts = [part.strip() for part in typed.split(",")] if wanted.name == LIST else [typed]
    least = rule(wanted.name)["minimum"]
    if all(part.isascii() and part.isdigit() and len(part) <= len(str(wanted.most)) for part in parts):
        values = sorted({int(part) for part in parts})
        if least <= values[0] and values[-1] <= wanted.most:
            return tuple(values)
    what = "whole numbers with commas between," if wanted.name == LIST else "a whole number"
    raise BadInput(wanted.name, f"must be {what} from {least} to {wanted.most}")


def rule(name: str) -> Mapping[str, Any]:
    """What the schema asks of a number."""
    found: Mapping[str, Any] = reduce(lambda part, step: part["properties"][step], name.split("."), schema())
    items: Mapping[str, Any] = found.get("items", found)
    return items


@cache
def schema() -> Mapping[str, Any]:
    """The schema of the policy."""
    found: Mapping[str, Any] = json.loads(SCHEMA.read_bytes())["properties"]["policy"]
    return found
