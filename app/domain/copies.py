"""Which offices should have got a report besides one that has it; the same as `case/copies.ts` of the desk.

The signed table says it, by the report's own answers and its day. Some of what the table looks at is asked
for the way only and is not sent along: all that it can have been is tried, and what holds for each of them is
sure. Nor is a conflict of interest sent, by which a report goes past offices.

Must never: be told as a proof; this is what should have been. Shared vectors: `tests/vectors/copies.json`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product

from app.domain.directory import Directory
from app.domain.facts import CATEGORIES, Facts
from app.domain.payloads import Report
from app.domain.routing import route

MOST_FACTS = 1024  # more that is possible than this says nothing, and takes long
APP, TERMINAL = "app", "terminal"
PREFERRED = (None, "entity", "ethics_office")  # whom somebody would rather ask
ASKED_BACK = {"inquiry", "conflict_of_interest"}  # when they are asked that

Answers = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Copies:
    """Offices (hex) that should have it whatever else was answered; `perhaps`: more of them may have it."""

    sure: tuple[str, ...]
    perhaps: bool


def copies_of(directory: Directory, report: Report, office: str, at: datetime) -> Copies | None:
    """The readers of a report besides `office` at that moment; None when the answers do not tell."""
    possible = list(islice(possible_facts(directory, report), MOST_FACTS + 1))
    if len(possible) > MOST_FACTS:
        return None
    routes = (readers(directory, facts, at) for facts in possible)
    every = [offices for offices in routes if office in offices]
    if not every:
        return None
    sure = [each for each in every[0] if each != office and all(each in offices for offices in every)]
    return Copies(tuple(sure), any(len(offices) > len(sure) + 1 for offices in every))


def readers(directory: Directory, facts: Facts, at: datetime) -> list[str]:
    """The offices that read the report itself."""
    found = route(directory, facts, at)
    return [each for each in (found.primary, *found.copies) if each is not None]


def possible_facts(directory: Directory, report: Report) -> Iterator[Facts]:
    """All facts that give these answers. A test report from a terminal names none of them: it has no list."""
    if report.channel == TERMINAL:
        return
    answers, app = report.answers, report.channel == APP
    accused = one(answers, "accused_affiliation") or "unknown"
    entity, country = one(answers, "entity"), one(answers, "country")
    anybody = [None, *(each.id for each in directory.entities)]
    anywhere = [None, *dict.fromkeys(each for office in directory.offices for each in office.countries)]
    # The hotline knows an organization and a country without asking for them.
    entities = anybody if not app and entity is None and accused == "unknown" else [entity]
    countries = anywhere if not app and country is None else [country]
    for categories, child in stories(answers):
        asked_own = app and (accused == "unknown" or "inquiry" in categories)
        prefers = PREFERRED if app and ASKED_BACK & set(categories) else (None,)
        owns = anybody if asked_own else [None]
        for own, prefer, named, place in product(owns, prefers, entities, countries):
            yield Facts(
                accused=accused,
                entity=named,
                contracting=one(answers, "contracting"),
                own_entity=own or (named if accused == "self" else None),
                categories=categories,
                country=place,
                child=child,
                formal=one(answers, "formal") == "formal",
                prefer=prefer,
            )


def stories(answers: Answers) -> Sequence[tuple[tuple[str, ...], str]]:
    """What it is about, and whether a child is concerned. A child is not asked what happened."""
    named = answers.get("category", ())
    categories = tuple(each for each in CATEGORIES if each in ((named,) if isinstance(named, str) else named))
    said = one(answers, "child_involved")
    if categories:
        return [(categories, said or ("unknown" if "sea" in categories else "no"))]
    by_child = (("sea",), "yes")
    if answers.get("reporter_role") == "self_child":
        return [by_child]
    return [(("other",), said or "no"), by_child]


def one(answers: Answers, question: str) -> str | None:
    """The answer to a question that takes one; None when it was skipped."""
    said = answers.get(question, ())
    return (said if isinstance(said, str) else next(iter(said), "")) or None
