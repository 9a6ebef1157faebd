"""A case: what all opened envelopes of an office say together (protocol §9).

`fold` is pure and does not care for the order of arrival: every device of the office that has opened the same
envelopes has the same cases. Events are taken in the order of their own clock (`at`), then of their `ctx`;
a device stamps an event later than all it knows of the case, so that a decision taken in knowledge of
another wins over it, whatever the clocks say. Days of filing come from the server and order texts only.

Must never: drop anything. What cannot be proven or is not understood stands in `unproven` and `unknown`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain import status as life
from app.domain.consent import Standing, standing
from app.domain.handover import Handover, HandoverPiece, handovers_of
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
ANSWERS = frozenset({Event.REPLIED, Event.ACKNOWLEDGED})
TICK = timedelta(seconds=1)


@dataclass(frozen=True)
class Entry:
    """One opened envelope.

    `ctx` is 64 hex digits, `day` (`YYYY-MM-DD`) the day of filing. `sender` is the device id that the
    directory gives for the sealing key of an event, or the sealing key itself (hex) of a reporter's envelope.
    """

    ctx: str
    day: str
    payload: Payload
    sender: str


@dataclass(frozen=True)
class Done:
    """An event in a case, with the `ctx` of its envelope."""

    ctx: str
    day: str
    event: CaseEvent

    @property
    def order(self) -> tuple[str, str]:
        return (self.event.at, self.ctx)


@dataclass(frozen=True)
class Acknowledged:
    """The first acknowledgement: its day and the device that gave it."""

    day: str
    device: str


@dataclass(frozen=True)
class Case:
    """One thread of one reporter with one office. Lists are in the order of time."""

    thread: str
    reporter: str | None  # their public key; None while no report of theirs could be opened
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
        used = [d.event.j for d in self.events if d.event.event in ANSWERS and d.event.j is not None]
        return max(used, default=-1) + 1

    @property
    def gaps(self) -> tuple[int, ...]:
        """Numbers missing in the reporter's own count: envelopes that were held back, or cannot be opened."""
        return tuple(number for number in range(max(self.counted, default=-1)) if number not in self.counted)

    @property
    def waiting(self) -> str:
        """Who is to write next: `office`, `reporter` or `nobody`."""
        if self.status is Status.CLOSED:
            return "nobody"
        if not self.texts:
            return "office" if self.handovers else "nobody"
        answers = [done.event for done in self.events if done.event.event in ANSWERS]
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
        heads = {done.ctx: done.event.heads for done in self.events}
        seen: set[str] = set()
        coming = [head for event in events for head in event.heads]
        while coming:
            ctx = coming.pop()
            if ctx not in seen:
                seen.add(ctx)
                coming += heads.get(ctx, ())
        return frozenset(seen)

    def next_at(self, now: datetime) -> str:
        """The `at` of an event made at `now`: later than all that is known of the case."""
        latest = max((done.event.at for done in self.events), default="")
        if now.strftime(MOMENT) > latest:
            return now.strftime(MOMENT)
        return (datetime.strptime(latest, MOMENT) + TICK).strftime(MOMENT)  # noqa: DTZ007 -- Z is in the form


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
    reporter = reporter_of(entries)
    unproven = [entry for entry in entries if not is_proven(entry, reporter)]
    proven = [entry for entry in entries if is_proven(entry, reporter)]
    texts = join(
        Piece(entry.ctx, entry.day, entry.payload)
        for entry in proven
        if isinstance(entry.payload, Report | Assistance | Message)
    )
    events = sorted(
        (Done(e.ctx, e.day, e.payload) for e in proven if isinstance(e.payload, CaseEvent)),
        key=lambda done: done.order,
    )
    handovers = handovers_of(
        HandoverPiece(e.ctx, e.day, e.payload) for e in proven if isinstance(e.payload, HandoverPart)
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
        acknowledged=acknowledgement(events),
        unproven=tuple(sorted(entry.ctx for entry in unproven)),
        unknown=tuple(sorted(entry.ctx for entry in entries if not is_known(entry.payload))),
        disputed=any(isinstance(entry.payload, Report | Assistance) for entry in unproven),
        counted=frozenset(
            e.payload.seq for e in proven if e.payload.kind in REPORTERS_KINDS and e.payload.seq is not None
        ),
        **trail(entries, proven, events),
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


def reporter_of(entries: Iterable[Entry]) -> str | None:
    """The key that the thread belongs to: that of the first report or request for help."""
    for entry in entries:
        if isinstance(entry.payload, Report | Assistance) and entry.payload.reply.key == entry.sender:
            return entry.sender
    return None


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
    for done in events:
        if done.event.event in life.BY_ITSELF:
            now = life.reached(now, Status(done.event.event))
        elif done.event.event == Event.STATUS and done.event.status != now:
            if life.allows(life.stands_as(now, handed), done.event.status or "", done.event.reason):
                now = Status(done.event.status or "")
            else:
                refused.append(done.ctx)
    return now, tuple(refused)


def acknowledgement(events: Sequence[Done]) -> Acknowledged | None:
    """The first acknowledgement among `events`."""
    for done in named(events, Event.ACKNOWLEDGED):
        return Acknowledged(done.event.day or done.event.at[:10], done.event.by)
    return None
