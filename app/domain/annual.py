"""The figures of an annual package: what only people know, read as it was typed; as in `case/annual.ts`.

Nothing is refused while somebody writes: what is no number, or does not fit together, is named and stays as
it was typed. A figure that nobody typed is not stated, and never zero. Both languages are held to
`tests/vectors/annual.json`; `schema/annual.schema.json` draws the file.

Must never: keep the name of who signs, or any sentence of law that nobody typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.domain.coding import is_day
from app.domain.errors import BadInput

VERSION = 1
KIND = "annual"
FIRST_HALF = 6  # months; until then the year that has just ended is accounted for
ALL = 100  # percent


class Form(StrEnum):
    """What a figure looks like."""

    COUNT = "count"  # a whole number
    PERCENT = "percent"
    PLACES = "places"  # rows of a place and a whole number
    TEXT = "text"


@dataclass(frozen=True)
class Figure:
    """A figure: what it looks like, and the part of the package in which it stands."""

    part: str
    form: Form = Form.COUNT


F = Form
# In the order of the package.
FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        "trained_staff": Figure("training"),
        "target_staff": Figure("training"),
        "trained_non_staff": Figure("training"),
        "target_non_staff": Figure("training"),
        "trained_partner": Figure("training"),
        "target_partner": Figure("training"),
        "sessions": Figure("training", F.PLACES),
        "reached": Figure("training"),
        "agreements": Figure("partners"),
        "with_clause": Figure("partners"),
        "assessed": Figure("partners"),
        "partners_trained": Figure("partners"),
        "below_standard": Figure("partners"),
        "terminated": Figure("partners"),
        "locations": Figure("field"),
        "focal_points": Figure("field"),
        "locations_without": Figure("field"),
        "locations_with_mechanism": Figure("field"),
        "risk_due": Figure("field"),
        "risk_done": Figure("field"),
        "actions_done": Figure("field"),
        "actions_open": Figure("field"),
        "events_held": Figure("events"),
        "events_with_code": Figure("events"),
        "fear_retaliation": Figure("survey", F.PERCENT),
        "unsure_where": Figure("survey", F.PERCENT),
        "unreported": Figure("words", F.TEXT),
        "limitations": Figure("words", F.TEXT),
        "good_practices": Figure("words", F.TEXT),
        "needs": Figure("words", F.TEXT),
    }
)
ABOUT = ("entity", "from", "until", "as_at", "legal_basis")
DAYS = ("from", "until", "as_at")
# A later day of each pair must not come first.
IN_ORDER = (("from", "until"), ("until", "as_at"))
# The first is not more than the second.
AT_MOST = (
    ("trained_staff", "target_staff"),
    ("trained_non_staff", "target_non_staff"),
    ("trained_partner", "target_partner"),
    ("with_clause", "agreements"),
    ("assessed", "agreements"),
    ("partners_trained", "agreements"),
    ("below_standard", "assessed"),
    ("locations_without", "locations"),
    ("locations_with_mechanism", "locations"),
    ("risk_done", "risk_due"),
    ("events_with_code", "events_held"),
)
# Percent: what was done, of the sum of these.
RATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "trained_staff": ("target_staff",),
        "trained_non_staff": ("target_non_staff",),
        "trained_partner": ("target_partner",),
        "with_clause": ("agreements",),
        "assessed": ("agreements",),
        "partners_trained": ("agreements",),
        "locations_with_mechanism": ("locations",),
        "risk_done": ("risk_due",),
        "actions_done": ("actions_done", "actions_open"),
        "events_with_code": ("events_held",),
    }
)
SPACES = re.compile("[ \u00a0\u202f]")
SHAPES = MappingProxyType(
    {F.COUNT: re.compile(r"-?[0-9]{1,12}"), F.PERCENT: re.compile(r"-?[0-9]{1,3}([.,\u066b][0-9]{1,2})?")}
)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
Number = int | float


@dataclass(frozen=True)
class Place:
    """A row of a figure by place; `number` as it was typed."""

    place: str
    number: str


@dataclass(frozen=True)
class Draft:
    """What was typed, as it was typed. What is empty is not in it."""

    about: Mapping[str, str]
    figures: Mapping[str, str]
    sessions: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """What does not fit: the check, the field, and the other field of a pair."""

    check: str
    field: str
    than: str = ""


def fresh(entity: str, today: date) -> Draft:
    """An empty draft for the year that is to be accounted for, until today while it runs."""
    year = today.year - 1 if today.month <= FIRST_HALF else today.year
    until = min(date(year, 12, 31), today)
    span = {"from": f"{year:04}-01-01", "until": until.isoformat(), "as_at": today.isoformat()}
    return Draft({"entity": entity, **span}, {})


def number(form: Form, typed: str) -> Number | None:
    """The number that was typed, in any digits, with spaces between thousands; None: it is none."""
    plain = SPACES.sub("", typed.translate(DIGITS))
    if form not in SHAPES or not SHAPES[form].fullmatch(plain):
        return None
    return whole(float(plain.replace(",", ".").replace("\u066b", ".")))


def whole(value: Number) -> Number:
    """Without a fraction where there is none, as JSON of every language writes it."""
    return int(value) if float(value).is_integer() else value


def read(raw: object) -> tuple[Draft, int]:
    """The draft in a file of this or an earlier year, and how much in it this version does not know.

    Raises:
        BadInput: it is no annual package, or one of another version.
    """
    known = raw if isinstance(raw, dict) else {}
    figures, about = known.get("figures"), known.get("about", {})
    if known.get("v") != VERSION or known.get("kind") != KIND:
        raise BadInput("figures", "are not an annual package of this version")
    if not isinstance(figures, dict) or not isinstance(about, dict):
        raise BadInput("figures", "are not an annual package of this version")
    told = {name: about[name] for name in ABOUT if isinstance(about.get(name), str) and about[name]}
    typed = {name: text for name in FIGURES if name != "sessions" and (text := as_typed(figures.get(name)))}
    rows, strange = places(figures.get("sessions"))
    unknown = [name for name in about if name not in ABOUT or not isinstance(about[name], str | None)]
    unknown += [name for name, value in figures.items() if name not in FIGURES]
    unknown += [name for name in FIGURES if name != "sessions" and is_strange(figures.get(name))]
    return Draft(told, typed, rows), len(unknown) + strange


def places(raw: object) -> tuple[tuple[Place, ...], int]:
    """The rows of a figure by place, and how many of them are none."""
    if raw is None:
        return (), 0
    rows = raw if isinstance(raw, list) else [raw]
    found = [row for row in rows if isinstance(row, dict) and isinstance(row.get("place"), str)]
    kept = tuple(Place(row["place"], as_typed(row.get("number"))) for row in found)
    return kept, len(rows) - len(found)


def is_strange(value: object) -> bool:
    """Whether a figure is neither text nor number."""
    return value is not None and (isinstance(value, bool) or not isinstance(value, str | int | float))


def as_typed(value: object) -> str:
    """A figure of a file as somebody would type it; empty: not stated."""
    if value is None or is_strange(value):
        return ""
    return value if isinstance(value, str) else str(whole(value))  # type: ignore[arg-type]  # is_strange leaves numbers


def doubts(draft: Draft) -> tuple[Doubt, ...]:
    """What is no figure, or does not fit together, in the order of the package. Nothing is changed."""
    return (*about_doubts(draft.about), *figure_doubts(draft), *pair_doubts(draft))


def about_doubts(about: Mapping[str, str]) -> Iterator[Doubt]:
    """What is missing, no day, or in the wrong order."""
    if not about.get("entity", "").strip():
        yield Doubt("missing", "entity")
    for name in DAYS:
        if not about.get(name):
            yield Doubt("missing", name)
        elif not is_day(about[name]):
            yield Doubt("day", name)
    for first, later in IN_ORDER:
        if (one := day(about, first)) and (other := day(about, later)) and other < one:
            yield Doubt("order", later, first)


def day(about: Mapping[str, str], name: str) -> str:
    """A day of the head; empty: none is given, or what was typed is none."""
    value = about.get(name, "")
    return value if is_day(value) else ""


def figure_doubts(draft: Draft) -> Iterator[Doubt]:
    """Each figure by itself."""
    for name, figure in FIGURES.items():
        if figure.form is Form.PLACES:
            rows = {number_check(Form.COUNT, row.number) for row in draft.sessions}
            if any(row.number.strip() and not row.place.strip() for row in draft.sessions):
                rows.add("place")
            yield from (Doubt(check, name) for check in ("number", "negative", "place") if check in rows)
        elif check := number_check(figure.form, draft.figures.get(name, "")):
            yield Doubt(check, name)


def number_check(form: Form, typed: str) -> str:
    """The check that a typed figure fails; empty: none."""
    if form is Form.TEXT or not typed.strip():
        return ""
    value = number(form, typed)
    if value is None:
        return "number"
    if value < 0:
        return "negative"
    return "percent" if form is Form.PERCENT and value > ALL else ""


def pair_doubts(draft: Draft) -> Iterator[Doubt]:
    """What is more than that of which it is a part."""
    for part, of in AT_MOST:
        one, other = count(draft, part), count(draft, of)
        if one is not None and other is not None and one > other:
            yield Doubt("above", part, of)


def count(draft: Draft, name: str) -> int | None:
    """A whole number of the draft, from zero on; None: it is not stated, or none."""
    value = number(Form.COUNT, draft.figures.get(name, ""))
    return value if isinstance(value, int) and value >= 0 else None


def rates(draft: Draft) -> dict[str, Number | None]:
    """Percent by figure, to a tenth, halves up; None: it cannot be reckoned from what is stated."""
    found: dict[str, Number | None] = {}
    for name, parts in RATES.items():
        done, of = count(draft, name), [count(draft, part) for part in parts]
        known = [each for each in of if each is not None]
        total = sum(known) if len(known) == len(of) else 0
        found[name] = None if done is None or total == 0 else whole((2000 * done + total) // (2 * total) / 10)
    return found


def stated(draft: Draft) -> dict[str, Any]:
    """Every figure as the file has it: numbers, or as typed where it is none; null: not stated."""
    rows = [
        {"place": row.place, "number": value_of(Form.COUNT, row.number)}
        for row in draft.sessions
        if row.place.strip() or row.number.strip()
    ]
    return {
        name: (rows or None)
        if figure.form is Form.PLACES
        else value_of(figure.form, draft.figures.get(name, ""))
        for name, figure in FIGURES.items()
    }


def value_of(form: Form, typed: str) -> Number | str | None:
    """One figure of the file."""
    if not typed.strip():
        return None
    value = number(form, typed)
    return typed if value is None else value
