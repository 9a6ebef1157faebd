"""A reporter's text, put together again from its parts (protocol §5).

Parts of one text carry the same `item`. A part that came twice, or a whole text that was sealed anew
because the directory changed, is shown once. Whatever the order of arrival, the result is the same.

Must never: hide that a part is missing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from app.domain.payloads import Assistance, Common, Message, Report

ReportersPayload = Report | Assistance | Message


@dataclass(frozen=True)
class Piece:
    """One opened envelope of a reporter; `ctx` is hex, `day` (`YYYY-MM-DD`) is when it was filed."""

    ctx: str
    day: str
    payload: ReportersPayload


@dataclass(frozen=True)
class Text:
    """A whole text. `ctx` and `day` are those of its first part; `missing` lists parts that have not come."""

    ctx: str
    ctxs: tuple[str, ...]
    day: str
    payload: ReportersPayload
    missing: tuple[int, ...]

    @property
    def order(self) -> tuple[str, int, str]:
        """Sorts texts by day, then by the sender's own count."""
        return (self.day, self.payload.seq or 0, self.ctx)


def join(pieces: Iterable[Piece]) -> tuple[Text, ...]:
    """All texts in `pieces`, oldest first; each text once."""
    items: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for piece in pieces:
        items[piece.payload.kind, piece.payload.item or piece.ctx].append(piece)
    return tuple(sorted((whole(item) for item in items.values()), key=lambda text: text.order))


def whole(pieces: Sequence[Piece]) -> Text:
    """One text from all that came of it."""
    return replace(best(pieces, assembled), ctxs=tuple(sorted(piece.ctx for piece in pieces)))


def assembled(pieces: Sequence[Piece]) -> Text:
    """The text of one sealing."""
    parts, missing = in_order(pieces)
    first = parts[0]
    return Text(first.ctx, (), first.day, joined([part.payload for part in parts]), missing)


class Parted(Protocol):
    """An opened envelope that holds one part of something."""

    @property
    def ctx(self) -> str: ...
    @property
    def day(self) -> str: ...
    @property
    def payload(self) -> Common: ...


class Assembled(Protocol):
    """Something put together from its parts."""

    @property
    def ctx(self) -> str: ...
    @property
    def day(self) -> str: ...
    @property
    def missing(self) -> tuple[int, ...]: ...


P = TypeVar("P", bound=Parted)
A = TypeVar("A", bound=Assembled)


def best(pieces: Sequence[P], assemble: Callable[[Sequence[P]], A]) -> A:
    """Of several sealings of one thing the most complete."""
    sealings: dict[int, list[P]] = defaultdict(list)
    for piece in pieces:
        sealings[piece.payload.parts].append(piece)
    return min(map(assemble, sealings.values()), key=lambda each: (len(each.missing), each.day, each.ctx))


def in_order(pieces: Sequence[P]) -> tuple[list[P], tuple[int, ...]]:
    """The parts of one sealing in their order, and the numbers of those that have not come.

    Of a part that came twice, the earlier one counts.
    """
    by_part: dict[int, P] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.day, piece.ctx)):
        by_part.setdefault(piece.payload.part, piece)
    parts = [by_part[number] for number in sorted(by_part)]
    expected = range(1, parts[0].payload.parts + 1)
    return parts, tuple(number for number in expected if number not in by_part)


def joined(parts: Sequence[ReportersPayload]) -> ReportersPayload:
    """The first part with the content of all."""
    first = parts[0]
    merged = {name: merge([getattr(p, name) for p in parts]) for name, merge in JOINED[type(first)].items()}
    return replace(first, **merged)


def joined_text(values: Sequence[str]) -> str:
    return "".join(values)


def joined_list(values: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(part for value in values for part in value)


def joined_answers(values: Sequence[Mapping[str, str | tuple[str, ...]]]) -> dict[str, str | tuple[str, ...]]:
    """Answers of all parts: texts are joined, a list stands as it came first."""
    found: dict[str, str | tuple[str, ...]] = {}
    for value in values:
        for question, answer in value.items():
            before = found.get(question)
            if isinstance(before, str) and isinstance(answer, str):
                found[question] = before + answer
            elif before is None:
                found[question] = answer
    return found


def any_of(values: Sequence[bool]) -> bool:
    return any(values)


JOINED: dict[type[ReportersPayload], dict[str, Callable[[Sequence[Any]], Any]]] = {
    Report: {"answers": joined_answers, "words": joined_text, "attachments": joined_list, "urgent": any_of},
    Assistance: {"help": joined_list, "safe_contact": joined_text},
    Message: {"text": joined_text, "attachments": joined_list},
}
