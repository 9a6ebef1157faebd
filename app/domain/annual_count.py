"""What an annual package says of the cases of a period, from the record; the same as `case/annualCount.ts`.

Of each kind of allegation what came of it, what cannot be counted, and whether "none" can be said. With
`exact` false it may leave the office: sums by one key at a time, and no number below five, as everywhere
(`statistics.py`).

Must never: say that all was reported onward. It shows how what came in adds up, and what does not; the head
of the entity certifies. Nor say "none" of a kind while anything of the period could not be counted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.annual import day
from app.domain.statistics import (
    LEAST,
    NOT_STATED,
    Cell,
    Ending,
    Fact,
    Shown,
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
Outside = tuple[Sequence[Shown], int | None]  # as `for_outside` gives it


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
    kinds = for_outside(counted(inside, ["kind"]))
    return {
        "on": today,
        "exact": exact,
        "nil": {name: nil(rows[name], found) for name in SEPARATE},
        "differences": found if exact else hidden(found, inside, kinds),
        "kinds": rows if exact else {each.value: {"received": each.number} for each in kinds[0]},
        "all": total(rows) if exact else outside_endings(inside, kinds),
        "ongoing": ongoing(open_now, None if exact else hidden_in(kinds)),
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


def ongoing(facts: Sequence[Fact], hidden_kinds: Collection[str] | None) -> Row:
    """Investigations of the kinds kept apart, and of all others; with `hidden_kinds` as they may leave.

    A zero tells nobody, and is always shown. Another number is the least that can have been received of that
    kind, so it stays behind with it.
    """
    names = [apart(kind(each)) for each in facts]
    cells = cells_of((*SEPARATE, OTHER), names)
    if hidden_kinds is None:
        return {each.values[0]: each.number for each in cells}
    seen, _ = for_outside(cells, {apart(name) for name in hidden_kinds})
    return {each.value: each.number if each.value in names else 0 for each in seen}


def apart(kind: str) -> str:
    """The kinds kept apart by their names, any other as such."""
    return kind if kind in SEPARATE else OTHER


def cells_of(names: Sequence[str], found: Sequence[str]) -> list[Cell]:
    """How often each name is found."""
    return [Cell((name,), found.count(name), found.count(name), 0) for name in names]


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


def hidden_in(kinds: Outside) -> set[str]:
    """The kinds whose numbers stay behind."""
    return {each.value for each in kinds[0] if each.number is None}


def outside_endings(facts: Sequence[Fact], kinds: Outside) -> Row:
    """What came of all cases together, as it may leave the office. That nothing came is no small number.

    Questions stand among the kinds too: hidden there, they are hidden here; shown there, they protect nothing
    here, because one table less the other would tell what is hidden.
    """
    endings = [ending_of(each) for each in facts]
    asked = endings.count(INQUIRY)
    if asked == len(facts) and INQUIRY not in hidden_in(kinds):
        return {**empty(), "received": asked, INQUIRY: asked}
    told = {} if INQUIRY in hidden_in(kinds) else {INQUIRY: asked}
    cells = cells_of([name for name in ENDINGS if name not in told], endings)
    seen, total = for_outside(cells, hidden_in(kinds) & {INQUIRY})
    if kinds[1] is None or total is None:
        return dict.fromkeys(empty())
    shown = {each.value: each.number for each in seen} | told
    return {"received": len(facts), **{name: shown[name] for name in ENDINGS}}


def hidden(found: Mapping[str, int], inside: Sequence[Fact], kinds: Outside) -> Row:
    """The differences as they may leave the office: hidden wherever the sums hide them."""
    endings = outside_endings(inside, kinds)
    unseen = (inside and kinds[1] is None) or hidden_in(kinds).intersection(UNCODED)
    own: Row = {
        "unexplained": endings[str(Ending.UNEXPLAINED)],
        "uncoded": None if unseen else found["uncoded"],
        "pending": endings[str(Ending.PENDING)],
    }
    return {name: own.get(name, None if 0 < number < LEAST else number) for name, number in found.items()}
