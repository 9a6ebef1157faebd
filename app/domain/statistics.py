"""Counting cases by what officers coded: for the office in full, for outside with small numbers hidden.

The same as `case/statistics.ts`. Two rules for what leaves the office: no number below five, nor any number
by which one could be worked out; and one key at a time, because two keys crossed, held against the sums of
each, tell small numbers again.

Must never: look at answers or words of a reporter, or say that all was reported onward. It shows how what
came in adds up; a person certifies.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import mean, median

from app.domain import coding
from app.domain.case import Case, named
from app.domain.coding import Value, number
from app.domain.payloads import Event, Report
from app.domain.status import Status

NOT_STATED = "not_stated"
PASSED_ON = (Event.REFERRAL, Event.HANDOVER)
ONWARD = ("referral", "escalation")  # purposes; to pass a case on for good, or to helpers, is another thing
LEAST = 5  # a smaller number can be a person
MANY_DAYS = 30
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


class Unit(StrEnum):
    """What is counted."""

    REPORTS = "reports"
    PERPETRATORS = "perpetrators"
    VICTIMS = "victims"


@dataclass(frozen=True)
class Fact:
    """What is counted of one case: its record, and what the office's own events say of it."""

    record: Mapping[str, Value]
    received: str | None
    status: str
    channel: str
    lang: str
    acknowledged: str | None
    onward: str | None
    reason: str  # why it was closed, if it is
    transferred: bool


def fact(case: Case) -> Fact:
    """The fact of one case."""
    record = coding.coded(case)
    passed = [done for done in case.events if done.event.event in PASSED_ON]
    onward = [done.event.at[:10] for done in passed if done.event.data.get("purpose") in ONWARD]
    coded_onward = record.get("date_reported_onward")
    reasons = [
        done.event.reason
        for done in named(case.events, Event.STATUS)
        if done.event.status == Status.CLOSED and done.ctx not in case.refused
    ]
    reason = reasons[-1] if reasons and case.status is Status.CLOSED else ""
    handed = {done.event.data.get("purpose") for done in passed}
    first = next((text.payload for text in case.reports if isinstance(text.payload, Report)), None)
    return Fact(
        record=record,
        received=case.received,
        status=str(case.status),
        channel=first.channel if first else "",
        lang=language_in(case.lang),
        acknowledged=case.acknowledged.day if case.acknowledged else None,
        onward=coded_onward if isinstance(coded_onward, str) else (onward[0] if onward else None),
        reason=reason,
        transferred=case.status is Status.TRANSFERRED or reason == "transferred" or "transfer" in handed,
    )


def language_in(lang: str) -> str:
    """A language tag; a reporter can put anything there, and none of their words is counted."""
    return lang if not lang or TAG.fullmatch(lang) else "other"


def year(day: str | None) -> str:
    """The year of a day."""
    return day[:4] if day else NOT_STATED


def quarter(day: str | None) -> str:
    """The quarter of a day, such as 2026-Q4."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" if day else NOT_STATED


def day_received(of: Fact) -> str | None:
    """The coded day, else that of filing."""
    coded = of.record.get("date_received")
    return coded if isinstance(coded, str) else of.received


def kind(of: Fact) -> str:
    """The type of allegation, those of sexual exploitation and abuse as one."""
    found = of.record.get("allegation_type", NOT_STATED)
    return "sea" if found in coding.SEA else str(found)


def time_taken(first: str | None, last: str | None) -> str:
    """Days between two days, in groups that are used for promptness."""
    days = days_between(first, last)
    if days is None:
        return NOT_STATED
    return next((name for most, name in TAKEN if days <= most), "more")


TAKEN = ((1, "within_1_day"), (3, "within_3_days"), (7, "within_7_days"), (MANY_DAYS, "within_30_days"))

CODED = (
    "personnel_category",
    "allegation_subtype",
    "inquiry_kind",
    "country",
    "reporting_entity",
    "contracting_entity",
    "nationality_uniformed",
    "child_involved",
    "source",
    "paternity_claim",
    "assistance_status",
    "investigating_body",
    "investigation_status",
    "finding",
    "interim_action",
    "final_action",
    "criminal_referral",
    "partner_action",
    "partner_noncooperation",
    "payments_withheld",
    "clearcheck_submitted",
)
# By what can be counted: from a fact to one value.
KEYS: Mapping[str, Callable[[Fact], str]] = {
    "year": lambda of: year(day_received(of)),
    "quarter": lambda of: quarter(day_received(of)),
    "kind": kind,
    **{name: (lambda of, name=name: str(of.record.get(name, NOT_STATED))) for name in CODED},  # type: ignore[misc]  # the default binds the name
    "status": lambda of: of.status,
    "closing_reason": lambda of: of.reason or NOT_STATED,
    "channel": lambda of: of.channel or NOT_STATED,
    "lang": lambda of: of.lang or NOT_STATED,
    "acknowledged_in": lambda of: time_taken(day_received(of), of.acknowledged),
    "onward_in": lambda of: time_taken(day_received(of), of.onward),
}


@dataclass(frozen=True)
class Cell:
    """How many under one value, or one pair. `unstated`: cases in which the number asked for is not known."""

    values: tuple[str, ...]
    reports: int
    number: int
    unstated: int


def counted(facts: Iterable[Fact], keys: Sequence[str], unit: Unit = Unit.REPORTS) -> tuple[Cell, ...]:
    """Cells for every value, or combination of values, that occurs; sorted by them."""
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for each in facts:
        groups[tuple(KEYS[key](each) for key in keys)].append(each)
    return tuple(cell(values, groups[values], unit) for values in sorted(groups))


def cell(values: tuple[str, ...], facts: Sequence[Fact], unit: Unit) -> Cell:
    """One cell."""
    if unit is Unit.REPORTS:
        return Cell(values, len(facts), len(facts), 0)
    numbers = [number(each.record, f"{unit}_total") for each in facts]
    known = [each for each in numbers if each is not None]
    return Cell(values, len(facts), sum(known), len(numbers) - len(known))


@dataclass(frozen=True)
class Shown:
    """A cell as it may leave the office; `number` None: it is hidden."""

    value: str
    number: int | None


def for_outside(
    cells: Sequence[Cell], elsewhere: Collection[str] = ()
) -> tuple[tuple[Shown, ...], int | None]:
    """Cells of one key, and their sum, without any number below five or one that gives such a number away.

    When a cell is hidden, so are the next smallest, until those hidden protect each other: the sum less the
    rest then tells none of them. Where that cannot be, everything is hidden; and, where as many values have a
    case each as a small sum can hold, even which values occur. `elsewhere`: values that another table of the
    same file hides.
    """
    total = sum(each.number for each in cells)
    named = cells if sum(each.reports > 0 for each in cells) < LEAST - 1 else ()
    nothing = tuple(Shown(each.values[0], None) for each in named), None
    if total < LEAST or sum(each.reports for each in cells) < LEAST:
        return nothing
    order = sorted((each for each in cells if each.number > 0), key=lambda each: (each.number, each.values))
    hidden = {each.values for each in cells if is_small(each)}
    hidden |= {each.values for each in order if each.values[0] in elsewhere}
    for each in order:
        if not hidden or is_enough([cell for cell in cells if cell.values in hidden]):
            break
        hidden.add(each.values)
    if hidden and not is_enough([each for each in cells if each.values in hidden]):
        return nothing
    return tuple(
        Shown(each.values[0], None if each.values in hidden else each.number) for each in cells
    ), total


def is_small(of: Cell) -> bool:
    """Whether a cell stands for fewer than five people or cases; an empty one tells nobody."""
    return 0 < of.number < LEAST or 0 < of.reports < LEAST


def is_enough(hidden: Sequence[Cell]) -> bool:
    """Whether the hidden cells protect each other; as many cases as cells would be one in each."""
    return len(hidden) > 1 and sum(cell.number for cell in hidden) >= max(LEAST, len(hidden) + 1)


class Ending(StrEnum):
    """What became of what was received; the first that holds counts."""

    ONWARD = "reported_onward"
    TRANSFERRED = "transferred"
    NOT_SEA = "not_sea"
    PENDING = "pending"
    UNEXPLAINED = "unexplained"  # closed, and none of the above is recorded


@dataclass(frozen=True)
class Reconciliation:
    """Received = reported onward + transferred + not SEA + pending, or else how many are unexplained."""

    received: int
    endings: Mapping[str, int]

    @property
    def adds_up(self) -> bool:
        """Whether the record explains every case. Whether that is true, a person certifies."""
        return self.endings[Ending.UNEXPLAINED] == 0


def ending(of: Fact) -> Ending:
    """What became of one case."""
    if of.onward is not None:
        return Ending.ONWARD
    if of.transferred:
        return Ending.TRANSFERRED
    if of.record.get("finding") == "not_sea" or of.reason == "not_sea":
        return Ending.NOT_SEA
    return Ending.UNEXPLAINED if of.status == Status.CLOSED else Ending.PENDING


def reconciled(facts: Iterable[Fact]) -> dict[str, Reconciliation]:
    """How what was received adds up, for each kind of allegation apart; questions are no allegations."""
    kinds: dict[str, list[Ending]] = defaultdict(list)
    for each in facts:
        if kind(each) != "inquiry":
            kinds[kind(each)].append(ending(each))
    return {
        name: Reconciliation(len(found), {each.value: found.count(each) for each in Ending})
        for name, found in sorted(kinds.items())
    }


@dataclass(frozen=True)
class Duration:
    """Days that something took: in how many cases, on average, and for the middle one."""

    cases: int
    average: float
    middle: float


def durations(facts: Sequence[Fact]) -> dict[str, Duration]:
    """Days from receipt to the acknowledgement and onward, and of investigations by body."""
    taken: dict[str, list[int]] = defaultdict(list)
    for each in facts:
        spans = {
            "to_acknowledgement": days_between(day_received(each), each.acknowledged),
            "to_reporting_onward": days_between(day_received(each), each.onward),
        }
        body, opened = each.record.get("investigating_body"), each.record.get("date_investigation_opened")
        if isinstance(body, str) and isinstance(opened, str):
            closed = each.record.get("date_investigation_closed")
            spans[f"investigation_{body}"] = days_between(opened, closed if isinstance(closed, str) else None)
        for name, days in spans.items():
            if days is not None and days >= 0:
                taken[name].append(days)
    return {name: lasted(taken[name]) for name in sorted(taken)}


def lasted(days: Sequence[int]) -> Duration:
    """Their average and middle, to a tenth of a day."""
    return Duration(len(days), rounded(mean(days)), rounded(median(days)))


def rounded(days: float) -> float:
    """To a tenth, halves up, as every language does it alike."""
    return int(days * 10 + 0.5) / 10


def days_between(first: str | None, last: str | None) -> int | None:
    """Days from one day to another; None when one is not known."""
    if first is None or last is None:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
