"""What an officer does today: what is overdue, due, new, coming, and waiting for the reporter.

As the first screen of the browser desk: reckoned from the cases and the signed policy, on this device.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.desk import screen
from app.desk.desk import Desk
from app.domain.assistance import tracks
from app.domain.case import Case, Done, named
from app.domain.clocks import Asked, Clock, ClockFacts, ClockName, Reminder, awaited_since, clocks
from app.domain.payloads import Event
from app.domain.status import Status
from app.domain.templates import CHECK_IN

QUESTIONS = frozenset({"question", "more_needed"})  # standard answers that ask something
SOON_DAYS = 7
HEAD = ("CASE", "RECEIVED", "STATUS", "WHAT", "WHEN", "")
# A case stands in the first part that it fits.
PARTS = {
    "overdue": "OVERDUE",
    "due": "DUE TODAY",
    "fresh": "NEW",
    "soon": f"DUE WITHIN {SOON_DAYS} DAYS",
    "waiting": "WAITING FOR THE REPORTER",
}
WORDS = {
    ClockName.ACKNOWLEDGE: "acknowledge",
    ClockName.FEEDBACK: "tell the reporter how it stands",
    ClockName.BENCHMARK: "should be done (120-day mark)",
    ClockName.RETALIATION: "ask whether they are treated badly",
    ClockName.REMINDER: "ask how the help stands",
}


@dataclass(frozen=True)
class Due:
    """A case, what is due in it, and since when an answer of the reporter is awaited."""

    case: Case
    clocks: tuple[Clock, ...]
    awaited: date | None
    fresh: bool

    @property
    def first(self) -> Clock | None:
        """The most pressing clock that runs."""
        return self.clocks[0] if self.clocks and not self.clocks[0].paused else None

    @property
    def part(self) -> str | None:
        """Where it stands in the list of the day."""
        left = self.first.left if self.first else None
        holds = {
            "overdue": left is not None and left < 0,
            "due": left == 0,
            "fresh": self.fresh,
            "soon": left is not None and left <= SOON_DAYS,
            "waiting": self.awaited is not None,
        }
        return next((part for part in PARTS if holds[part]), None)

    @property
    def weight(self) -> tuple[bool, int, str, str]:
        """Urgent first, then what is most pressing, then the oldest."""
        left = self.clocks[0].left if self.clocks else 10**6
        return (not self.case.urgent, left, self.case.received or "9", self.case.thread)


def today(desk: Desk) -> Iterator[str]:
    """The list of the day."""
    found = sorted(reckoned(desk), key=lambda due: due.weight)
    open_cases = sum(due.case.status is not Status.CLOSED for due in found)
    yield f"{desk.now().date()}: {open_cases} open cases."
    for part, title in PARTS.items():
        rows = [due for due in found if due.part == part]
        if rows:
            yield ""
            yield f"{title}: {len(rows)}"
            yield from screen.table(HEAD, (row(desk, due) for due in rows))
    if not any(due.part for due in found):
        yield "Nothing is due this week."


def reckoned(desk: Desk) -> list[Due]:
    """All cases with what is due in them."""
    policy, day = desk.following.newest.directory.policy, desk.now().date()
    found = []
    for case in desk.cases:
        facts = facts_of(case)
        fresh = desk.device.device not in case.opened_by
        found.append(Due(case, clocks(facts, policy, day), awaited_since(facts, policy, day), fresh))
    return found


def row(desk: Desk, due: Due) -> tuple[str, ...]:
    """One line."""
    what, when = ("read it", "") if due.first is None else (WORDS[due.first.name], said(due.first))
    if due.part == "waiting":
        what, when = "their answer", f"asked on {due.awaited}"
    status = due.case.status.replace("_", " ")
    urgent = "URGENT" if due.case.urgent else ""
    return (desk.short(due.case), due.case.received or "-", status, what, when, urgent)


def said(clock: Clock) -> str:
    """By when, in words."""
    if clock.left < 0:
        return f"{clock.due}, {-clock.left} {days(-clock.left)} late"
    return "today" if clock.left == 0 else f"{clock.due}, in {clock.left} {days(clock.left)}"


def days(count: int) -> str:
    """The word for a number of days."""
    return "day" if count == 1 else "days"


def facts_of(case: Case) -> ClockFacts:
    """What the clocks look at, read out of a case; the same as the desk's `case/clockFacts.ts`."""
    gone = case.status is Status.TRANSFERRED or bool(named(case.events, Event.RECUSAL))
    closed = case.status is Status.CLOSED
    received = date.fromisoformat(case.received) if case.received else None
    acknowledged = date.fromisoformat(case.acknowledged.day) if case.acknowledged else None
    told = (*case.replies, *named(case.events, Event.ACKNOWLEDGED))
    return ClockFacts(
        received=received,
        urgent=case.urgent,
        # There is nobody to acknowledge to: only the mark by which it should be done counts.
        acknowledged=acknowledged if case.texts else received,
        closed=closed or gone,
        reason="transferred" if gone else closing_reason(case),
        silent=not case.texts or case.consent.contact == "no",
        told=tuple(sorted(map(day_of, told))),
        checked=tuple(sorted(day_of(done) for done in case.replies if done.event.reason == CHECK_IN)),
        asked=tuple(Asked(day_of(done), answered_on(done, case)) for done in case.replies if asks(done)),
        reminders=tuple(reminders(case)),
    )


def closing_reason(case: Case) -> str:
    """The reason of the closing that counts; empty while the case is open."""
    if case.status is not Status.CLOSED:
        return ""
    closings: Sequence[Done] = [
        done
        for done in named(case.events, Event.STATUS)
        if done.event.status == Status.CLOSED and done.ctx not in case.refused
    ]
    return closings[-1].event.reason if closings else ""


def asks(done: Done) -> bool:
    """Whether an answer waits for the reporter."""
    return done.event.data.get("asks") == "yes" or done.event.reason in QUESTIONS


def answered_on(done: Done, case: Case) -> date | None:
    """The day of the reporter's next text after an answer of the office."""
    texts = case.texts
    known = next((at for at, text in enumerate(texts) if done.event.about in text.ctxs), None)
    if known is None:
        later = [text for text in texts if text.day > done.event.at[:10]]
    else:
        later = list(texts[known + 1 :])
    return date.fromisoformat(later[0].day) if later else None


def reminders(case: Case) -> Iterator[Reminder]:
    """The next day on which to ask how the help stands, for each request."""
    for track in tracks(case):
        for day in track.reminders[:1]:
            yield Reminder(track.request, date.fromisoformat(day))


def day_of(done: Done) -> date:
    """The day of an event."""
    return date.fromisoformat(done.event.at[:10])
