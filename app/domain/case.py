"""A case: what all opened envelopes of an office say together (protocol §9).

`fold` is pure and does not care for the order of arrival: every device of the office that has opened the same
envelopes has the same cases. Events are taken in the order of their own clock (`at`), then of their `ctx`;
a device stamps an event later than all it knows of the case, so that a decision taken in knowledge of
another wins over it, whatever the clocks say. Days of filing come from the server; they order texts, and no
event counts as later than the end of the day after its own: else a false date would stand over what follows.

Must never: drop anything. What cannot be proven or is not understood stands in `unproven` and `unknown`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from app.domain import status as life
from app.domain.claims import Claim, claimants, claims_of, owner
from app.domain.consent import Standing, standing
from app.domain.handover import Handover, HandoverPiece, handovers_of
from app.domain.moments import believed, second_after
from app.domain.payload_fields import MOMENT
from app.domain.payloads import (
    REPORTERS_KINDS,
    Assistance,
    CaseEvent,
    Event,
    HandoverPart,
    Message,
    Payload,
    Report,
)
from app.domain.status import Status
from app.domain.texts import Piece, Text, join

# Answers that make a case urgent whatever the routing table said: a child, or danger now.
URGENT_ANSWERS = {
    "child_involved": frozenset({"yes", "unknown"}),
    "safe_now": frozenset({"no"}),
    "others_at_risk": frozenset({"yes"}),
}
MOST_GAPS = 100  # more missing numbers are not listed: a sender can claim any number
AHEAD = 32  # so many numbers of reply tags may be unknown here; one that skips more is not believed


@dataclass(frozen=True)
class Entry:
    """One opened envelope.

    `ctx` is 64 hex digits, `day` (`YYYY-MM-DD`) the day of filing. `sender` is the device id that the
    directory gives for the sealing key of an event, or the sealing key itself (hex) of a reporter's envelope.
    `member` is, of an event, who has that device by the directory that it names; empty when it is not known.
    """

    ctx: str
    day: str
    payload: Payload
    sender: str
    member: str = ""


@dataclass(frozen=True)
class Done:
    """An event in a case, with the `ctx` of its envelope; its `at` is the one that counts (`believed`)."""

    ctx: str
    day: str
    event: CaseEvent
    member: str = ""  # of the entry


@dataclass(frozen=True)
class Acknowledged:
    """The first acknowledgement: its day and the device that gave it."""

    day: str
    device: str


@dataclass(frozen=True)
class Case:
    """One thread of one reporter with one office. Lists are in the order of time."""

    thread: str
    reporter: str | None  # their public key (see claims.py); None while nobody's report could be opened
    reports: tuple[Text, ...]
    assistance: tuple[Text, ...]
    messages: tuple[Text, ...]
    handovers: tuple[Handover, ...]  # what other offices passed on
    events: tuple[Done, ...]
    status: Status
    refused: tuple[str, ...]  # ctx of status events that the life cycle does not allow
    acknowledged: Acknowledged | None
    unproven: tuple[str, ...]  # ctx of envelopes whose author is not who they say
    unknown: tuple[str, ...]  # ctx of kinds and events that this version does not know
    disputed: bool  # two keys claim to be the reporter
    counted: frozenset[int]  # the reporter's own numbers (`seq`) of what has come
    ctxs: tuple[str, ...]  # of all envelopes whose author is proven
    heads: tuple[str, ...]  # those of them that no event names as seen: what the next event is to name
    missing: tuple[str, ...]  # named as seen, but not here: held back, destroyed, or not opened
    late: tuple[str, ...]  # ctx of what an officer said after stepping back, at any device: it does not count
    claims: tuple[Claim, ...]  # what other keys wrote under the thread, as if they were the reporter
    answers: tuple[Done, ...]  # what went to the reporter, by the key that counts now

    @property
    def texts(self) -> tuple[Text, ...]:
        """All the reporter's texts, oldest first."""
        return tuple(sorted(self.reports + self.assistance + self.messages, key=lambda text: text.order))

    @property
    def urgent(self) -> bool:
        """The routing table or an answer says that a child or danger is concerned."""
        said = any(is_urgent(text.payload) for text in self.reports if isinstance(text.payload, Report))
        return said or any(each.body is not None and each.body.urgent for each in self.handovers)

    @property
    def consent(self) -> Standing:
        """What the reporter allows now."""
        return standing(self.texts)

    @property
    def lang(self) -> str:
        """The language of the reporter's newest text; empty when none is known."""
        handed = [each.body.lang for each in self.handovers if each.body is not None and each.body.lang]
        before = handed[-1] if handed else ""
        return next((text.payload.lang for text in reversed(self.texts) if text.payload.lang), before)

    @property
    def received(self) -> str | None:
        """The day on which the first text, or what another office passed on, was filed."""
        days = [*(text.day for text in self.texts[:1]), *(each.day for each in self.handovers[:1])]
        return min(days, default=None)

    @property
    def replies(self) -> tuple[Done, ...]:
        """What the office answered, from its own record."""
        return named(self.events, Event.REPLIED)

    @property
    def notes(self) -> tuple[Done, ...]:
        """Notes of the office to itself."""
        return named(self.events, Event.NOTE)

    @property
    def opened_by(self) -> tuple[str, ...]:
        """Devices that said they opened it, sorted."""
        return tuple(sorted({done.event.by for done in named(self.events, Event.OPENED)}))

    @property
    def assigned(self) -> str | None:
        """The device that has the case, by the latest assignment."""
        found = named(self.events, Event.ASSIGNMENT)
        return found[-1].event.to if found else None

    @property
    def next_j(self) -> int:
        """The first reply tag number that no device of the office is known to have used."""
        following = 0
        for number in sorted(done.event.j for done in self.answers if done.event.j is not None):
            if number <= following + AHEAD:
                following = max(following, number + 1)
        return following

    @property
    def gaps(self) -> tuple[int, ...]:
        """Numbers missing in the reporter's own count: held back, or not to be opened. The first hundred."""
        numbers = range(max(self.counted, default=-1))
        return tuple(islice((number for number in numbers if number not in self.counted), MOST_GAPS))

    @property
    def waiting(self) -> str:
        """Who is to write next: `office`, `reporter` or `nobody`."""
        if self.status is Status.CLOSED:
            return "nobody"
        if not self.texts:
            return "office" if self.handovers else "nobody"
        if self.acknowledged is None:
            return "office"  # words that went out by themselves are no acknowledgement
        answers = [done.event for done in self.answers]
        last = [text for text in self.texts if text.day == self.texts[-1].day]
        return "reporter" if all(self.covered(text, answers) for text in last) else "office"

    def covered(self, text: Text, answers: Sequence[CaseEvent]) -> bool:
        """Whether the text was there when an answer was written; those of one day have no order."""
        seen = self.seen_by(answers)
        if any(ctx in seen for ctx in text.ctxs):
            return True
        return any(event.at[:10] > text.day or self.is_before(text, event) for event in answers)

    def is_before(self, text: Text, event: CaseEvent) -> bool:
        """Whether an event is about the text; one that names no trail stands for all before as well."""
        if event.about is None or event.heads:
            return event.about in text.ctxs
        later = self.texts[self.texts.index(text) :]
        return any(event.about in each.ctxs for each in later)

    def seen_by(self, events: Iterable[CaseEvent]) -> frozenset[str]:
        """`ctx` of all that the makers of these events had: what they name as seen, and what that names."""
        return seen_from(self.events, events)

    def next_at(self, now: datetime) -> str:
        """The `at` of an event made at `now`: later than all that is known of the case."""
        latest = max((done.event.at for done in self.events), default="")
        if now.strftime(MOMENT) > latest:
            return now.strftime(MOMENT)
        return second_after(latest)


def named(events: Iterable[Done], event: Event) -> tuple[Done, ...]:
    """The events of one name."""
    return tuple(done for done in events if done.event.event == event)


def is_urgent(report: Report) -> bool:
    """Whether a report by itself makes the case urgent."""
    return report.urgent or any(report.answers.get(q) in values for q, values in URGENT_ANSWERS.items())


def fold(entries: Iterable[Entry]) -> dict[str, Case]:
    """The cases that `entries` tell of, by thread; the same for any order of `entries`."""
    threads: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.ctx, entry.sender)):
        threads[entry.payload.thread].setdefault(entry.ctx, entry)
    return {thread: case_of(thread, list(found.values())) for thread, found in sorted(threads.items())}


def case_of(thread: str, entries: Sequence[Entry]) -> Case:
    """One case; `entries` are in the order of day and ctx, each `ctx` once."""
    every = events_in(entries)
    late = late_in(every)
    events = tuple(done for done in every if done.ctx not in late)
    handovers = handovers_in(entries)
    keys = claimants(entries)
    reporter, answers = owner(keys, events, handovers)
    unproven = [entry for entry in entries if not is_proven(entry, reporter)]
    proven = [entry for entry in entries if is_proven(entry, reporter)]
    texts = join(
        Piece(entry.ctx, entry.day, entry.payload)
        for entry in proven
        if isinstance(entry.payload, Report | Assistance | Message)
    )
    status, refused = walk(events, bool(handovers))
    return Case(
        thread=thread,
        reporter=reporter,
        reports=tuple(text for text in texts if isinstance(text.payload, Report)),
        assistance=tuple(text for text in texts if isinstance(text.payload, Assistance)),
        messages=tuple(text for text in texts if isinstance(text.payload, Message)),
        handovers=handovers,
        events=tuple(events),
        status=status,
        refused=refused,
        acknowledged=acknowledgement(answers),
        unproven=tuple(sorted(entry.ctx for entry in unproven)),
        unknown=tuple(sorted(entry.ctx for entry in entries if not is_known(entry.payload))),
        disputed=any(isinstance(entry.payload, Report | Assistance) for entry in unproven),
        counted=frozenset(
            e.payload.seq for e in proven if e.payload.kind in REPORTERS_KINDS and e.payload.seq is not None
        ),
        claims=claims_of(keys, entries, reporter),
        answers=answers,
        late=tuple(sorted(late)),
        **trail(entries, proven, every),
    )


def events_in(entries: Iterable[Entry]) -> tuple[Done, ...]:
    """What devices of the office did, in the order that counts.

    Events with a date that is not believed stand at one moment: of them that one is later that names the
    others as seen.
    """
    told = [(e, e.payload) for e in entries if isinstance(e.payload, CaseEvent) and is_proven(e, None)]
    found = [Done(e.ctx, e.day, replace(p, at=believed(p.at, e.day)), e.member) for e, p in told]
    moved = {done.ctx for done, (_, payload) in zip(found, told, strict=True) if done.event.at != payload.at}
    after = {done.ctx: len(moved & seen_from(found, [done.event])) for done in found if done.ctx in moved}
    return tuple(sorted(found, key=lambda done: (done.event.at, after.get(done.ctx, 0), done.ctx)))


def late_in(events: Iterable[Done]) -> frozenset[str]:
    """`ctx` of what an officer said about a case after they had stepped back from it.

    Whose a device is, each event says by the version that it names, which every desk has read to believe it:
    so all desks agree, whatever else they have met.
    """
    devices: set[str] = set()
    members: set[str] = set()
    late = set()
    for done in events:
        if done.event.by in devices or done.member in members:
            late.add(done.ctx)
        if done.event.event == Event.RECUSAL:
            devices.add(done.event.by)
            members |= {done.member} - {""}
    return frozenset(late)


def seen_from(known: Iterable[Done], events: Iterable[CaseEvent]) -> frozenset[str]:
    """`ctx` of all that `events` name as seen, and what that names."""
    heads = {done.ctx: done.event.heads for done in known}
    seen: set[str] = set()
    coming = [head for event in events for head in event.heads]
    while coming:
        ctx = coming.pop()
        if ctx not in seen:
            seen.add(ctx)
            coming += heads.get(ctx, ())
    return frozenset(seen)


def handovers_in(entries: Iterable[Entry]) -> tuple[Handover, ...]:
    """What other offices passed on, as far as its author is proven."""
    return handovers_of(
        HandoverPiece(e.ctx, e.day, e.payload)
        for e in entries
        if isinstance(e.payload, HandoverPart) and is_proven(e, None)
    )


def trail(
    entries: Iterable[Entry], proven: Iterable[Entry], events: Iterable[Done]
) -> dict[str, tuple[str, ...]]:
    """How the envelopes hang together: each event names what its device saw and nobody had named."""
    seen = {head for done in events for head in done.event.heads}
    ctxs = tuple(sorted(entry.ctx for entry in proven))
    return {
        "ctxs": ctxs,
        "heads": tuple(ctx for ctx in ctxs if ctx not in seen),
        "missing": tuple(sorted(seen - {entry.ctx for entry in entries})),
    }


def reporter_of(entries: Sequence[Entry]) -> str | None:
    """The key that the thread belongs to; `entries` are in the order of day and ctx, each `ctx` once."""
    return owner(claimants(entries), events_in(entries), handovers_in(entries))[0]


def is_proven(entry: Entry, reporter: str | None) -> bool:
    """Whether the envelope was sealed by whom it names as its author."""
    payload = entry.payload
    if isinstance(payload, Report | Assistance):
        return entry.sender == payload.reply.key == reporter
    if isinstance(payload, Message):
        return entry.sender == reporter
    if isinstance(payload, CaseEvent | HandoverPart):
        return entry.sender == payload.by
    return True


def is_known(payload: Payload) -> bool:
    """Whether this version understands the payload."""
    if isinstance(payload, CaseEvent):
        return payload.event in list(Event)
    return isinstance(payload, HandoverPart) or payload.kind in REPORTERS_KINDS


def walk(events: Iterable[Done], handed: bool) -> tuple[Status, tuple[str, ...]]:
    """The status after all events, and the `ctx` of those that the life cycle does not allow.

    `handed`: another office passed the case on.
    """
    now = Status.RECEIVED
    refused = []
    proposers: dict[Any, str] = {}
    for done in events:
        step, disposal = done.event.data.get("step"), done.event.data.get("id")
        if done.event.event == Event.DISPOSAL and step == "proposed":
            proposers[disposal] = done.event.by
        elif done.event.event == Event.DISPOSAL and step == "done":
            if proposers.get(disposal, done.event.by) != done.event.by:
                now = Status.CLOSED  # what two have destroyed is closed, whatever is left of it
        elif done.event.event in life.BY_ITSELF:
            now = life.reached(now, Status(done.event.event))
        elif done.event.event == Event.STATUS and done.event.status != now:
            if life.allows(life.stands_as(now, handed), done.event.status or "", done.event.reason):
                now = Status(done.event.status or "")
            else:
                refused.append(done.ctx)
    return now, tuple(refused)


def acknowledgement(events: Sequence[Done]) -> Acknowledged | None:
    """The first acknowledgement among `events`; a day later than its event is not believed."""
    for done in named(events, Event.ACKNOWLEDGED):
        at = done.event.at[:10]
        return Acknowledged(min(done.event.day or at, at), done.event.by)
    return None
