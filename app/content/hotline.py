"""The hotline as data: its texts, its questions and their order, the words that it understands.

Source text is English, in `data/hotline.yaml`; `schema/hotline.schema.json` draws its shape, and tests hold
the file to it. The answers are those of the form, so that a report by text looks like any other at the desk.

Must never: hold a text that asks for a word by which phone companies block our answers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.content import yaml_files

FILE = Path("app/content/data/hotline.yaml")

Conditions = Mapping[str, tuple[str, ...]]
"""What must hold: a step and the keys of which one was chosen, or `path`, `way`, `channel` and its words."""


class StepKind(StrEnum):
    """How a step is answered."""

    CHOICE = "choice"  # one of the numbers
    CHOICES = "choices"  # one or more of the numbers
    LINE = "line"  # one text
    LINES = "lines"  # texts, until DONE
    CONFIRM = "confirm"  # SEND, ADD, CLEAR


@dataclass(frozen=True)
class Option:
    """An answer: its number, the label of its button, what it means in the form; `leave` ends it all."""

    key: str
    label: str
    answers: Mapping[str, tuple[str, ...]]
    leave: bool


@dataclass(frozen=True)
class Exit:
    """The step that comes after, if every condition holds."""

    to: str
    when: Conditions


@dataclass(frozen=True)
class Step:
    """One question. Its text has its id. `answer` is the question of the form that a line is for."""

    id: str
    kind: StepKind
    options: tuple[Option, ...]
    exits: tuple[Exit, ...]
    answer: str | None

    def option(self, key: str) -> Option | None:
        """The option with this number, or None."""
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True)
class Hotline:
    """All of it. Keywords and languages by what they mean, with every word for it in any language.

    `tongues`: words that only one language has, as they are written, to that language.
    """

    texts: Mapping[str, str]
    steps: Mapping[str, Step]
    keywords: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, tuple[str, ...]]
    tongues: Mapping[str, str] = field(default_factory=dict)


def load(root: Path) -> Hotline:
    """The hotline of the tree at `root`."""
    return read(raw(root / FILE))


def raw(path: Path) -> dict[str, Any]:
    """The hotline as plain data."""
    return yaml_files.read(path)


def read(data: Mapping[str, Any]) -> Hotline:
    """The hotline from plain data that follows the schema."""
    return Hotline(
        texts=dict(data["texts"]),
        steps={step["id"]: _step(step) for step in data["steps"]},
        keywords={
            name: tuple(word for words in by_language.values() for word in words)
            for name, by_language in data["keywords"].items()
        },
        languages={name: tuple(words) for name, words in data["languages"].items()},
        tongues=_tongues(data["keywords"].values()),
    )


def _tongues(keywords: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, str]:
    said: dict[str, set[str]] = {}
    for by_language in keywords:
        for lang, words in by_language.items():
            for word in words:
                said.setdefault(word, set()).add(lang)
    return {word: langs.pop() for word, langs in said.items() if len(langs) == 1}


def texts(data: Mapping[str, Any]) -> Iterator[str]:
    """Every text that a person reads, in order: what is translated."""
    yield from data.get("texts", {}).values()
    for step in data.get("steps", ()):
        yield from (option["label"] for option in step.get("options", ()))


def _step(data: Mapping[str, Any]) -> Step:
    return Step(
        id=data["id"],
        kind=StepKind(data["kind"]),
        options=tuple(map(_option, data.get("options", ()))),
        exits=tuple(Exit(each["to"], _lists(each.get("when", {}))) for each in data["next"]),
        answer=data.get("answer"),
    )


def _option(data: Mapping[str, Any]) -> Option:
    return Option(data["key"], data["label"], _lists(data.get("answers", {})), data.get("leave", False))


def _lists(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in data.items()}
