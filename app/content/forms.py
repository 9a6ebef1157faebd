"""The form as data: which questions are asked, in which order, and of whom.

Source text is English, in `data/form.yaml`; the phone app gets the same file as JSON, the bots read it
here, so that no channel has a form of its own. Every question can be skipped. Rules: policy §4.

Must never: hold a question that `data/never_ask.yaml` names, or demand an answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"

Answers = Mapping[str, Sequence[str]]
"""Question id to the values chosen; free text is one value."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    ENTITY = "entity"
    COUNTRY = "country"
    LANGUAGE = "language"
    PAGE = "page"


class Purpose(StrEnum):
    """Where an answer goes."""

    ANSWER = "answer"  # sealed with the report
    WORDS = "words"  # the narrative, sealed with the report
    ASSISTANCE = "assistance"  # sealed apart, for those who help
    CONSENT = "consent"  # the consent fields of the report
    ROUTING = "routing"  # acted on here, never sent
    LOCAL = "local"  # acted on here, never sent


@dataclass(frozen=True)
class Alternative:
    """Holds when every `matches` has one of its values and no `excludes` has."""

    matches: Mapping[str, tuple[str, ...]]
    excludes: Mapping[str, tuple[str, ...]]


When = tuple[Alternative, ...]
"""Holds when one alternative does, or when there is none."""


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen; `alone` clears the others of a multiple choice."""

    value: str
    label: str
    alone: bool
    when: When


@dataclass(frozen=True)
class Question:
    """One screen. `services` are kinds of local help that it shows; `at_once`: choosing goes on by itself."""

    id: str
    section: str
    kind: Kind
    purpose: Purpose
    text: str
    hint: str | None
    notice: tuple[str, ...]
    options: tuple[Option, ...]
    when: When
    services: tuple[str, ...]
    at_once: bool


@dataclass(frozen=True)
class Flow:
    """An order of questions and the answers for which it is used."""

    id: str
    when: When
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """The whole form."""

    version: int
    sections: Mapping[str, str]
    flows: tuple[Flow, ...]
    questions: Mapping[str, Question]


def load(path: Path = DATA / "form.yaml") -> Form:
    """Read the form; its shape is held to the schema by a test, not at run time."""
    return read(raw(path))


def raw(path: Path = DATA / "form.yaml") -> dict[str, Any]:
    """The form as plain data, as the phone app gets it."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def read(data: Mapping[str, Any]) -> Form:
    """The form from plain data that follows `schema/form.schema.json`."""
    return Form(
        version=data["version"],
        sections={section["id"]: section["title"] for section in data["sections"]},
        flows=tuple(
            Flow(flow["id"], _when(flow["when"]), tuple(flow["questions"])) for flow in data["flows"]
        ),
        questions={question["id"]: _question(question) for question in data["questions"]},
    )


def holds(when: When, answers: Answers) -> bool:
    """Whether a condition is met by the answers so far."""
    return not when or any(_alternative_holds(alternative, answers) for alternative in when)


def steps(form: Form, answers: Answers) -> tuple[Question, ...]:
    """The questions to ask, in order, given the answers so far."""
    return flow_of(form, answers)[1]


def flow_of(form: Form, answers: Answers) -> tuple[Flow, tuple[Question, ...]]:
    """The flow that is used, and its questions.

    A condition sees only answers to questions that are asked before it, so that an answer
    that was taken back together with its question decides nothing any more.
    """
    for flow in form.flows:
        asked, seen = _walk(form, flow, answers)
        if holds(flow.when, seen):
            return flow, asked
    raise AssertionError("the last flow holds always")


def _walk(form: Form, flow: Flow, answers: Answers) -> tuple[tuple[Question, ...], Answers]:
    """The questions of a flow that are asked, and the answers to them."""
    asked: list[Question] = []
    seen: dict[str, Sequence[str]] = {}
    for name in flow.questions:
        if holds(form.questions[name].when, seen):
            asked.append(form.questions[name])
            seen[name] = answers.get(name, ())
    return tuple(asked), seen


def texts(data: Mapping[str, Any]) -> Iterator[str]:
    """Every text of the form that a person reads, in order: what is translated."""
    yield from (section["title"] for section in data["sections"])
    for question in data["questions"]:
        yield question["text"]
        if "hint" in question:
            yield question["hint"]
        yield from question.get("notice", ())
        yield from (option["label"] for option in question.get("options", ()))


def _alternative_holds(alternative: Alternative, answers: Answers) -> bool:
    matches, excludes = alternative.matches.items(), alternative.excludes.items()
    if any(set(values) & set(answers.get(name, ())) for name, values in excludes):
        return False
    return all(set(values) & set(answers.get(name, ())) for name, values in matches)


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=data["id"],
        section=data["section"],
        kind=Kind(data["kind"]),
        purpose=Purpose(data.get("purpose", "answer")),
        text=data["text"],
        hint=data.get("hint"),
        notice=tuple(data.get("notice", ())),
        options=tuple(_option(option) for option in data.get("options", ())),
        when=_when(data.get("when", ())),
        services=tuple(data.get("services", ())),
        at_once=data.get("at_once", False),
    )


def _option(data: Mapping[str, Any]) -> Option:
    return Option(data["value"], data["label"], data.get("alone", False), _when(data.get("when", ())))


def _when(alternatives: Sequence[Mapping[str, Any]]) -> When:
    return tuple(Alternative(_matches(a.get("is", {})), _matches(a.get("not", {}))) for a in alternatives)


def _matches(data: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in data.items()}
