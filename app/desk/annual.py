"""The annual package as files: data by the schema, a table, and the draft of a letter that a person signs.

The same as `account/annualFiles.ts`; `tests/vectors/annual.json` holds all three to one wording. Made on this
computer from what the desk opened and from what an officer typed.

Must never: say for anybody that all credible allegations were reported, or keep the name of who signs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.desk import annual_words as words
from app.desk.annual_words import DIFFERENCE_NAMES, ENDING_NAMES, HIDDEN, KIND_NAMES, NAMES, UNSTATED
from app.desk.cells import quoted
from app.desk.desk import Desk
from app.desk.destroyed import destroyed_on
from app.desk.reckoning import facts, is_gone
from app.domain.annual import ABOUT, FIGURES, KIND, VERSION, Draft, Form, doubts, rates, stated
from app.domain.annual_count import DIFFERENCES, INQUIRY, SEPARATE, Beside, count
from app.domain.statistics import Ending

LINE = "____________________"
Document = Mapping[str, Any]


def package(desk: Desk, draft: Draft, exact: bool) -> dict[str, Any]:
    """The package of an office, from its cases and from what was typed (`schema/annual.schema.json`)."""
    today = desk.now().date().isoformat()
    return document(draft, count(facts(desk), beside(desk), draft.about, today, exact))


def beside(desk: Desk) -> Beside:
    """What this desk knows of without a record."""
    gone = [case for case in desk.cases if is_gone(case)]
    days = [destroyed_on(case, desk.following.kin) for case in gone]
    return Beside(
        destroyed=[each for each in days if each],
        unopened=[each.day.isoformat() for each in desk.reading.unreadable],
        left=days.count(""),
    )


def document(draft: Draft, counted: Mapping[str, Any]) -> dict[str, Any]:
    """The file's value."""
    return {
        "v": VERSION,
        "kind": KIND,
        "about": {name: draft.about.get(name, "") for name in ABOUT},
        "counted": counted,
        "figures": stated(draft),
        "rates": rates(draft),
        "doubts": [
            {"check": each.check, "field": each.field, **({"than": each.than} if each.than else {})}
            for each in doubts(draft)
        ],
    }


def table(of: Document) -> str:
    """The package as comma-separated values: part, name, value."""
    rows = [("part", "name", "value"), *table_rows(of)]
    return "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)


def table_rows(of: Document) -> Iterator[tuple[str, str, str]]:
    """Its rows."""
    counted = of["counted"]
    yield from (("about", name, value or UNSTATED) for name, value in of["about"].items())
    yield "counted", "on", counted["on"]
    yield "counted", "exact", "yes" if counted["exact"] else "no"
    yield from (("nil", name, value) for name, value in counted["nil"].items())
    for part in ("differences", "all", "ongoing"):
        yield from ((part, name, cell(value)) for name, value in counted[part].items())
    for kind in sorted(counted["kinds"]):
        yield from ((f"kind {kind}", name, cell(value)) for name, value in counted["kinds"][kind].items())
    for name, figure in FIGURES.items():
        yield from figure_rows(figure.part, name, of["figures"][name])
    yield from (("rates", name, said(value)) for name, value in of["rates"].items())
    yield from (
        ("doubts", doubt["field"], f"{doubt['check']} {doubt.get('than', '')}".strip())
        for doubt in of["doubts"]
    )


def figure_rows(part: str, name: str, value: Any) -> Iterator[tuple[str, str, str]]:
    """The row of a figure, or a row for each place."""
    if isinstance(value, list):
        for row in value:
            yield part, f"{name}: {row['place']}", said(row["number"])
    else:
        yield part, name, said(value)


def cell(number: int | None) -> str:
    """A number that was counted, if it may be shown."""
    return HIDDEN if number is None else str(number)


def said(value: object) -> str:
    """A figure, if somebody stated it."""
    return UNSTATED if value is None else str(value)


def letter(of: Document, signatory: str = "") -> str:
    """The draft of a letter; `signatory`, a name and a title, stands at its end and nowhere else."""
    about = {name: value or UNSTATED for name, value in of["about"].items()}
    lines = [
        words.DRAFT,
        words.TITLE,
        "",
        f"{NAMES['entity']}: {about['entity']}",
        f"{words.PERIOD}: {about['from']} – {about['until']}",
        f"{NAMES['as_at']}: {about['as_at']}",
        f"{NAMES['legal_basis']}: {about['legal_basis']}",
        f"{words.COUNTED_ON}: {of['counted']['on']}",
        *([] if of["counted"]["exact"] else [words.SMALL]),
        *doubt_lines(of),
        *allegation_lines(of["counted"], of["about"]["as_at"]),
        *(line for part in words.PARTS for line in part_lines(of, part)),
        "",
        f"{words.SIGNATORY}: {signatory.strip() or LINE}",
        f"{words.SIGNED}: {LINE}",
    ]
    return "\n".join(lines) + "\n"


def doubt_lines(of: Document) -> Iterator[str]:
    """What does not fit together, before anything else."""
    if of["doubts"]:
        yield from ("", words.UNFIT)
    for each in of["doubts"]:
        other = NAMES.get(each.get("than", ""), "")
        yield "- " + words.CHECKS[each["check"]].format(name=NAMES[each["field"]], other=other)


def allegation_lines(counted: Document, as_at: str) -> Iterator[str]:
    """What a person has to explain, what came in and what came of it, and the line of the head."""
    yield from ("", words.ALLEGATIONS, f"{words.EXPLAIN}:")
    yield from (f"- {DIFFERENCE_NAMES[name]}: {cell(counted['differences'][name])}" for name in DIFFERENCES)
    yield ""
    yield from (words.NIL[counted["nil"][name]].format(kind=KIND_NAMES[name]) for name in SEPARATE)
    yield ""
    for name in kinds_in_order(counted["kinds"]):
        row = counted["kinds"][name]
        yield f"{KIND_NAMES[name]}: {cell(row['received'])}"
        if counted["exact"]:
            yield from (f"  {ENDING_NAMES[each]}: {row[each]}" for each in Ending)
    yield f"{words.ALL}: {cell(counted['all']['received'])}"
    yield from (f"  {ENDING_NAMES[each]}: {cell(counted['all'][each])}" for each in (*Ending, INQUIRY))
    yield from ("", f"{ENDING_NAMES['ongoing']} {as_at or counted['on']}:")
    yield from (f"  {KIND_NAMES[name]}: {cell(value)}" for name, value in counted["ongoing"].items())
    yield from ("", words.CERTIFIED, LINE)


def kinds_in_order(kinds: Document) -> list[str]:
    """Kinds of allegation: those kept apart, then the others by name. A question is none."""
    return [*(name for name in SEPARATE if name in kinds), *sorted({*kinds} - {*SEPARATE, INQUIRY})]


def part_lines(of: Document, part: str) -> Iterator[str]:
    """One part of what only people know."""
    yield from ("", words.PARTS[part])
    for name, figure in FIGURES.items():
        if figure.part == part:
            yield from figure_lines(name, figure.form, of["figures"][name], of["rates"].get(name))


def figure_lines(name: str, form: Form, value: Any, rate: Any) -> Iterator[str]:
    """A figure with its rate, or a line for each place."""
    if isinstance(value, list):
        yield f"{NAMES[name]}:"
        yield from (f"  {row['place']}: {said(row['number'])}" for row in value)
        return
    percent = " %" if form is Form.PERCENT and value is not None else ""
    yield f"{NAMES[name]}: {said(value)}{percent}" + ("" if rate is None else f" ({rate} %)")


def warnings(of: Document) -> Iterator[str]:
    """What to say on the screen: what does not fit together, and what a person has to explain."""
    yield from doubt_lines(of)
    found = of["counted"]["differences"]
    yield f"{words.EXPLAIN}:"
    yield from (
        f"- {DIFFERENCE_NAMES[name]}: {cell(found[name])}" for name in DIFFERENCES if found[name] != 0
    )
