"""Whose thread it is when several keys claim it; the same as `case/claims.ts` of the desk.

Whoever learns the number of a thread can write under it with a key of their own. So the key that answers go
to is, in this order: the one that the office chose (register `triage`, name `reporter`; only a key that
claims the thread counts); the one that another office named when it handed the case over, unless this office
had answered somebody before; the one that came first, by day and ctx.

Must never: hide what another key wrote. It stands apart, as a claim, and the office may choose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.handover import Handover
from app.domain.payloads import Assistance, Event, Message, Report
from app.domain.texts import Piece, Text, join

if TYPE_CHECKING:
    from app.domain.case import Done, Entry

ANSWERS = frozenset({Event.REPLIED, Event.ACKNOWLEDGED})
CHOSEN = "reporter"  # the name in the register `triage`


@dataclass(frozen=True)
class Claim:
    """What one other key wrote under the thread; each list in the order of time."""

    key: str
    reports: tuple[Text, ...]
    assistance: tuple[Text, ...]
    messages: tuple[Text, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """All of them, oldest first."""
        return tuple(sorted(self.reports + self.assistance + self.messages, key=lambda text: text.order))


def claimants(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The keys that claim the thread by a report or a request for help; `entries` by day and ctx."""
    written = (
        e for e in entries if isinstance(e.payload, Report | Assistance) and e.payload.reply.key == e.sender
    )
    return tuple(dict.fromkeys(entry.sender for entry in written))


def owner(
    keys: Sequence[str], events: Sequence[Done], handovers: Iterable[Handover]
) -> tuple[str | None, tuple[Done, ...]]:
    """The key that the thread belongs to, and the answers that went to it; `events` in the fold's order."""
    key = unchosen(keys, events, handovers)
    answers: list[tuple[str | None, Done]] = []
    for done in events:
        chosen = done.event.data.get(CHOSEN) if done.event.event == Event.TRIAGE else None
        if isinstance(chosen, str) and chosen in keys:
            key = chosen
        elif done.event.event in ANSWERS:
            answers.append((key, done))
    return key, tuple(done for to, done in answers if to == key)


def unchosen(keys: Sequence[str], events: Iterable[Done], handovers: Iterable[Handover]) -> str | None:
    """The key before the office chose one; none while nobody claims the thread."""
    answered = next((done.event.at[:10] for done in events if done.event.event in ANSWERS), None)
    named = (
        each.body.reporter
        for each in handovers
        if each.body and each.body.reporter and (answered is None or each.day <= answered)
    )
    return next(named, keys[0]) if keys else None


def claims_of(keys: Iterable[str], entries: Sequence[Entry], reporter: str | None) -> tuple[Claim, ...]:
    """What the other keys wrote."""
    return tuple(claim(key, entries) for key in keys if key != reporter)


def claim(key: str, entries: Iterable[Entry]) -> Claim:
    """What one key wrote: its reports, and its messages under the same thread."""
    texts = join(
        Piece(entry.ctx, entry.day, entry.payload)
        for entry in entries
        if isinstance(entry.payload, Report | Assistance | Message)
        and is_theirs(entry.payload, entry.sender, key)
    )
    return Claim(
        key=key,
        reports=tuple(text for text in texts if isinstance(text.payload, Report)),
        assistance=tuple(text for text in texts if isinstance(text.payload, Assistance)),
        messages=tuple(text for text in texts if isinstance(text.payload, Message)),
    )


def is_theirs(payload: Report | Assistance | Message, sender: str, key: str) -> bool:
    """Whether the key wrote the envelope in its own name."""
    return sender == key and (isinstance(payload, Message) or payload.reply.key == key)
