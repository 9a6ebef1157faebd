"""What an annual package says of the cases of a period, from the record; the same as `case/annualCount.ts`.

Of each kind of allegation what came of it, what cannot be counted, and whether "none" can be said. With
`exact` false it may leave the office: sums by one key at a time, and no number below five, as everywhere
(`statistics.py`).

Must never: say that all was reported onward. It shows how what came in adds up, and what does not; the head
of the entity certifies. Nor say "none" of a kind while anything of the period could not be counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.annual import day
from app.domain.statistics import (
    LEAST,
    NOT_STATED,
    Cell,
    Ending,
    Fact,
    counted,
    day_received,
    ending,
    for_outside,
    kind,
)

SEPARATE = ("sea", "sexual_harassment")  # always named, with zero too
OTHER = "other"
INQUIRY = "inquiry"  # a question is no allegation
UNCODED = (NOT_STATED, "unknown")
OVER = ("completed", "closed_without")  # investigations
ENDINGS = (*(str(each) for each in Ending), INQUIRY)
# First what a person has to explain.
DIFFERENCES = ("unexplained", "uncoded", "undated", "destroyed", "left", "unopened", "pending")
UNSURE = ("uncoded", "undated", "destroyed", "left", "unopened")  # "none" cannot be said beside one of these

Row = dict[str, int | None]


@dataclass(frozen=True)
class Beside:
    """What has no record: days on which cases were destroyed, days of what did not open, cases left."""

    destroyed: Sequence[str] = ()
    unopened: Sequence[str] = ()
    left: int = 0


def count(
    facts: Sequence[Fact], beside: Beside, about: Mapping[str, str], today: str, exact: bool
) -> dict[str, Any]:
    """The counted part of the file (`schema/annual.schema.json`); in it null is hidden."""
    span = day(about, "from"), day(about, "until")
    inside = [each for each in facts if is_within(day_received(each), span)]
    rows = by_kind(inside)
    open_now = [each for each in facts if is_ongoing(each, day(about, "as_at") or today)]
    found = differences(inside, facts, beside, span)
    return {
        "on": today,
        "exact": exact,
        "nil": {name: nil(rows[name], found) for name in SEPARATE},
        "differences": found if exact else hidden(found, inside),
        "kinds": rows if exact else shown(counted(inside, ["kind"])),
        "all": total(rows) if exact else outside_endings(inside),
        "ongoing": ongoing(open_now, exact),
    }


def is_within(of: str | None, span: tuple[str, str]) -> bool:
    """Whether a day lies between two, both included; an empty one is no bound."""
    first, last = span
    return of is not None and (not first or of >= first) and (not last or of <= last)


def by_kind(facts: Iterable[Fact]) -> dict[str, dict[str, int]]:
    """Of each kind how many were received, and what came of them; the kinds kept apart always."""
    rows = {name: empty() for name in SEPARATE}
    for each in sorted(facts, key=kind):
        row = rows.setdefault(kind(each), empty())
        row["received"] += 1
        row[ending_of(each)] += 1
    return rows


def empty() -> dict[str, int]:
    """A row of zeros."""
    return dict.fromkeys(("received", *ENDINGS), 0)


def ending_of(of: Fact) -> str:
    """What became of a case; a question needs no ending."""
    return INQUIRY if kind(of) == INQUIRY else str(ending(of))


def total(rows: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The sum of all rows."""
    return {name: sum(row[name] for row in rows.values()) for name in ("received", *ENDINGS)}


def is_ongoing(of: Fact, as_at: str) -> bool:
    """Whether it was investigated on that day, by the coded days; else by the coded status."""
    opened, closed = of.record.get("date_investigation_opened"), of.record.get("date_investigation_closed")
    status = of.record.get("investigation_status")
    if isinstance(closed, str):
        return isinstance(opened, str) and opened <= as_at < closed
    return status not in OVER and (status == "ongoing" if not isinstance(opened, str) else opened <= as_at)


def ongoing(facts: Sequence[Fact], exact: bool) -> Row:
    """Investigations of the kinds kept apart, and of all others. A zero tells nobody, and is always shown."""
    names = [kind(each) if kind(each) in SEPARATE else OTHER for each in facts]
    cells = [Cell((name,), names.count(name), names.count(name), 0) for name in (*SEPARATE, OTHER)]
    seen = {each.value: each.number for each in for_outside(cells)[0]}
    return {
        each.values[0]: each.number if exact or each.number == 0 else seen[each.values[0]] for each in cells
    }


def differences(
    inside: Sequence[Fact], facts: Sequence[Fact], beside: Beside, span: tuple[str, str]
) -> dict[str, int]:
    """What does not add up, or could not be counted, by name."""
    endings = [ending_of(each) for each in inside]
    found = {
        "unexplained": endings.count(str(Ending.UNEXPLAINED)),
        "uncoded": sum(kind(each) in UNCODED for each in inside),
        "undated": sum(day_received(each) is None for each in facts),
        "destroyed": sum(is_within(each, span) for each in beside.destroyed),
        "left": beside.left,
        "unopened": sum(is_within(each, span) for each in beside.unopened),
        "pending": endings.count(str(Ending.PENDING)),
    }
    return {name: found[name] for name in DIFFERENCES}


def nil(row: Mapping[str, int], found: Mapping[str, int]) -> str:
    """Whether none was received: `none`, `some`, or `unsure` when something could not be counted."""
    if row["received"] > 0:
        return "some"
    return "unsure" if any(found[name] > 0 for name in UNSURE) else "none"


def shown(cells: Sequence[Cell]) -> dict[str, Row]:
    """Received by kind, as it may leave the office: the same cells as in the statistics, so hidden alike."""
    return {each.value: {"received": each.number} for each in for_outside(cells)[0]}


def outside_endings(facts: Sequence[Fact]) -> Row:
    """What came of all cases together, as it may leave the office. That nothing came is no small number."""
    if not facts:
        return {**empty()}
    endings = [ending_of(each) for each in facts]
    cells = [Cell((name,), endings.count(name), endings.count(name), 0) for name in ENDINGS]
    seen, received = for_outside(cells)
    return {"received": received, **{each.value: each.number for each in seen}}


def hidden(found: Mapping[str, int], inside: Sequence[Fact]) -> Row:
    """The differences as they may leave the office: hidden wherever the sums hide them."""
    endings = outside_endings(inside)
    kinds = shown(counted(inside, ["kind"]))
    coded = [kinds[name]["received"] for name in UNCODED if name in kinds]
    known = [each for each in coded if each is not None]
    own: Row = {
        "unexplained": endings[str(Ending.UNEXPLAINED)],
        "uncoded": sum(known) if len(known) == len(coded) else None,
        "pending": endings[str(Ending.PENDING)],
    }
    return {name: own.get(name, None if 0 < number < LEAST else number) for name, number in found.items()}
