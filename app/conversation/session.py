"""A conversation as far as it has come: small, frozen, and all that is remembered of it.

Everything that is derived (answers, facts, pages) is worked out anew at each turn, so that BACK only has to
take the last entry away. Whoever keeps a session keeps what a reporter wrote: it is only stored encrypted.

Must never: hold an address, a name of a channel's user, or more than `SESSION_BYTES`.
"""

import json
from collections.abc import ItemsView, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from app.domain.errors import BadInput

SESSION_BYTES = 10_240  # ten thousand open conversations in 100 MB
START = "menu"
LISTS = ("words", "found", "more")


@dataclass(frozen=True)
class Said:
    """What was answered at a step: a key, keys, a line, or nothing for a skipped question."""

    step: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class Session:
    """One conversation. A draft is `said` and `words`; the rest is where the person is."""

    lang: str = "en"  # the id of a locale
    told: bool = False  # whether the person knows who can read this channel
    step: str = START
    said: tuple[Said, ...] = ()  # the answers, in the order in which they were given
    words: tuple[str, ...] = field(
        default=(), repr=False
    )  # what was told freely: never taken back but by CLEAR
    resume: str = ""  # the step of the draft while the person reads something else
    before: str = ""  # the step at which languages were asked for
    item: str = ""  # the rule, question or quiz that is read
    found: tuple[str, ...] = ()  # the questions that a search found
    page: int = 0
    index: int = 0  # the question of a quiz
    picked: int = 0  # the answer to it, from 1; 0 before
    score: int = 0
    code: str = field(default="", repr=False)  # twenty digits, while something is added or read
    more: tuple[str, ...] = field(default=(), repr=False)  # what is being added to a report that was sent
    country: str = ""  # where help is looked for

    @property
    def drafted(self) -> bool:
        """Whether there is a draft: anything answered or told."""
        return bool(self.said or self.words)

    def at(self, step: str) -> "Session":
        """The same conversation at another step, on its first page."""
        return replace(self, step=step, page=0)

    def heard(self, value: str) -> "Session":
        """The same with an answer to its step; the step stays."""
        return replace(self, said=(*self.said, Said(self.step, value)))

    def fresh(self) -> "Session":
        """A new conversation in the same language: all that was said is gone."""
        return Session(lang=self.lang)

    def to_json(self) -> str:
        """As JSON, without what is as at the beginning."""
        kept = {name: value for name in KINDS if (value := getattr(self, name)) != getattr(BEGUN, name)}
        if self.said:
            kept["said"] = [[each.step, each.value] for each in self.said]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Session":
        """Read what `to_json` wrote.

        Raises:
            BadInput: it is something else.
        """
        return cls(**{name: _value(name, value) for name, value in members(cls, "session", text)})

    def size(self) -> int:
        """Bytes of its JSON."""
        return len(self.to_json().encode())


BEGUN = Session()
KINDS: Mapping[str, type] = {each.name: type(getattr(Session(), each.name)) for each in fields(Session)}


def members(kind: type, field: str, text: str) -> ItemsView[str, Any]:
    """The members of the JSON object `text`, which are fields of `kind`; their values are yet to be checked.

    Raises:
        BadInput: it is none, or has others; names `field`.
    """
    try:
        raw = json.loads(text)
    except ValueError:
        raise BadInput(field, "is not JSON") from None
    if not isinstance(raw, dict) or raw.keys() - {each.name for each in fields(kind)}:
        raise BadInput(field, f"has fields that no {field} has")
    return raw.items()


def said_in(value: object) -> tuple[Said, ...] | None:
    """The answers in a list of pairs of texts; None when it is none."""
    if isinstance(value, list) and all(_is_texts(each, 2) for each in value):
        return tuple(Said(*each) for each in value)
    return None


def _value(name: str, value: Any) -> Any:
    if name == "said" and (said := said_in(value)) is not None:
        return said
    if name in LISTS and _is_texts(value):
        return tuple(value)
    if name != "said" and name not in LISTS and type(value) is KINDS[name]:
        return value
    raise BadInput("session", "has a field of another shape")


def _is_texts(value: object, length: int | None = None) -> bool:
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return texts and (length is None or (isinstance(value, list) and len(value) == length))
