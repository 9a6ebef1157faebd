"""By when something is due in a case, in days; the same as the desk's `case/clocks.ts`.

Clocks are reckoned from what stands in the case and from the signed policy: nothing is stored and no clock
runs. Days, because the store keeps no times. Source: the daily screen that focal points work by.

Must never call somebody late who is not: hours are rounded up to days, weekends are no working days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from app.domain.assistance import tracks
from app.domain.case import Case, Done, named
from app.domain.deadlines import acknowledge_by
from app.domain.payloads import Event
from app.domain.status import Status
from app.domain.texts import Text

CHECK_IN = "check_in"  # the standard answer that asks about retaliation
QUESTIONS = frozenset({"question", "more_needed"})  # standard answers that ask something
EARLY = timedelta(days=7)  # the question about retaliation may be asked so long before its day
TRANSFER = "transfer"  # the purpose of a handover after which the reporter writes to the other office
ENDS_WATCH = frozenset({"transferred", "duplicate", "inquiry_answered"})  # nobody waits for retaliation here


class ClockName(StrEnum):
    """What is due."""

    ACKNOWLEDGE = "acknowledge"
    FEEDBACK = "feedback"  # news for the reporter
    BENCHMARK = "benchmark"  # the mark by which a case should be done
    RETALIATION = "retaliation"  # ask whether they are treated badly
    REMINDER = "reminder"  # kept elsewhere, such as asking after help that was arranged


class ClockPolicy(Protocol):
    """Numbers of the signed directory, in days unless the name says otherwise."""

    @property
    def acknowledge_hours_urgent(self) -> int: ...
    @property
    def acknowledge_working_days(self) -> int: ...
    @property
    def feedback_days(self) -> int: ...
    @property
    def benchmark_days(self) -> int: ...
    @property
    def retaliation_days(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class Asked:
    """A question to the reporter: its day, and the day of their next text."""

    since: date
    until: date | None


@dataclass(frozen=True)
class Reminder:
    """Something to come back to, and when."""

    name: str
    due: date


@dataclass(frozen=True)
class ClockFacts:
    """What the clocks look at."""

    received: date | None
    urgent: bool = False
    acknowledged: date | None = None
    closed: bool = False
    reason: str = ""  # why it was closed
    silent: bool = False  # the reporter does not wish to be written to
    told: tuple[date, ...] = ()  # days on which the reporter was written to
    checked: tuple[date, ...] = ()  # days on which they were asked about retaliation
    asked: tuple[Asked, ...] = ()
    reminders: tuple[Reminder, ...] = ()


@dataclass(frozen=True)
class Clock:
    """Something that is due.

    `paused`: the benchmark stands still while an answer of the reporter is awaited. `days`: of retaliation
    after how many days, of the benchmark how many it has run, else 0. `about`: which reminder.
    """

    name: ClockName
    due: date
    left: int  # days from today; below zero: late by so many
    paused: bool = False
    days: int = 0
    about: str = ""


def clocks(facts: ClockFacts, policy: ClockPolicy, today: date) -> tuple[Clock, ...]:
    """All clocks of a case on a day, the most pressing first."""
    return tuple(sorted(all_clocks(facts, policy, today), key=lambda clock: (clock.paused, clock.left)))


def all_clocks(facts: ClockFacts, policy: ClockPolicy, today: date) -> Iterator[Clock]:
    """All clocks, in the order of their names."""
    for clock in (acknowledging, feedback, benchmark, retaliation):
        found = clock(facts, policy, today)
        if found is not None:
            yield found
    if not facts.closed:
        for reminder in facts.reminders:
            yield due(ClockName.REMINDER, reminder.due, today, about=reminder.name)


def due(name: ClockName, day: date, today: date, days: int = 0, about: str = "") -> Clock:
    """A clock that runs out on `day`."""
    return Clock(name, day, (day - today).days, days=days, about=about)


def awaited_since(facts: ClockFacts, policy: ClockPolicy, today: date) -> date | None:
    """The day since which an answer of the reporter is awaited."""
    if facts.closed:
        return None
    waiting = (asked.since for asked in facts.asked if asked.until is None)
    return next((day for day in waiting if (today - day).days < policy.feedback_days), None)


def acknowledging(facts: ClockFacts, policy: ClockPolicy, today: date) -> Clock | None:
    """The first answer."""
    if facts.received is None or facts.acknowledged is not None or facts.closed:
        return None
    hours, days = policy.acknowledge_hours_urgent, policy.acknowledge_working_days
    return due(ClockName.ACKNOWLEDGE, acknowledge_by(facts.received, facts.urgent, hours, days), today)


def feedback(facts: ClockFacts, policy: ClockPolicy, today: date) -> Clock | None:
    """News for the reporter, counted from the last time that they were written to."""
    if facts.acknowledged is None or facts.closed or facts.silent:
        return None
    last = max((facts.acknowledged, *facts.told))
    return due(ClockName.FEEDBACK, last + timedelta(days=policy.feedback_days), today)


def benchmark(facts: ClockFacts, policy: ClockPolicy, today: date) -> Clock | None:
    """The mark by which a case should be done."""
    if facts.received is None or facts.closed:
        return None
    still = stood_still(facts, policy, today)
    day = facts.received + timedelta(days=policy.benchmark_days + still)
    paused = awaited_since(facts, policy, today) is not None
    ran = max(0, (today - facts.received).days - still)
    return Clock(ClockName.BENCHMARK, day, (day - today).days, paused=paused, days=ran)


def stood_still(facts: ClockFacts, policy: ClockPolicy, today: date) -> int:
    """Days on which an answer was awaited, each once.

    A question stops the clock for as long as the reporter may wait for news and no longer: silence must not
    keep a case for ever.
    """
    days: set[date] = set()
    for asked in facts.asked:
        end = min(asked.until or today, today, asked.since + timedelta(days=policy.feedback_days))
        days |= {asked.since + timedelta(days=n) for n in range((end - asked.since).days)}
    return len(days)


def retaliation(facts: ClockFacts, policy: ClockPolicy, today: date) -> Clock | None:
    """The first step that no question has covered; of several that are past, the last."""
    if facts.received is None or facts.acknowledged is None or facts.silent or facts.reason in ENDS_WATCH:
        return None
    asked = max(facts.checked, default=date.min)
    steps = [(facts.received + timedelta(days=days), days) for days in policy.retaliation_days]
    uncovered = [step for step in steps if asked < step[0] - EARLY]
    past = [step for step in uncovered if step[0] <= today]
    for day, days in past[-1:] or uncovered[:1]:
        return due(ClockName.RETALIATION, day, today, days=days)
    return None


def facts_of(case: Case) -> ClockFacts:
    """What the clocks look at, read out of a case; the same as the desk's `case/clockFacts.ts`."""
    received = day_or_none(case.received)
    acknowledged = case.acknowledged.day if case.acknowledged else None
    return ClockFacts(
        received=received,
        urgent=case.urgent,
        # Without a text of the reporter there is nobody to acknowledge to: only the mark counts.
        acknowledged=day_or_none(acknowledged) if case.texts else received,
        closed=case.status is Status.CLOSED or has_gone(case),
        reason="transferred" if has_gone(case) else closing_reason(case),
        silent=not case.texts or case.consent.contact == "no",
        told=tuple(sorted(map(day_of, (*case.replies, *named(case.events, Event.ACKNOWLEDGED))))),
        checked=tuple(sorted(day_of(done) for done in case.replies if done.event.reason == CHECK_IN)),
        asked=tuple(
            sorted(
                (Asked(day_of(done), answered_on(done, case.texts)) for done in case.replies if asks(done)),
                key=lambda asked: (asked.since, asked.until or date.max),
            )
        ),
        reminders=tuple(
            Reminder("help", date.fromisoformat(day))
            for day in sorted(day for track in tracks(case) for day in track.reminders)
        ),
    )


def closing_reason(case: Case) -> str:
    """The reason of the closing that counts; empty while the case is open."""
    if case.status is not Status.CLOSED:
        return ""
    closings = (
        done.event.reason
        for done in named(case.events, Event.STATUS)
        if done.event.status == Status.CLOSED and done.ctx not in case.refused
    )
    return [*closings][-1]


def asks(done: Done) -> bool:
    """Whether an answer waits for the reporter."""
    return done.event.data.get("asks") == "yes" or done.event.reason in QUESTIONS


def has_gone(case: Case) -> bool:
    """Another office has it: who stepped back passed it on, or it was transferred and has not come back."""
    handed = named(case.events, Event.HANDOVER)
    given = [each for each in handed if each.event.data.get("purpose") == TRANSFER]
    moved = bool(given) and all(back.day <= given[-1].event.at[:10] for back in case.handovers)
    return case.status is Status.TRANSFERRED or bool(named(case.events, Event.RECUSAL)) or moved


def answered_on(done: Done, texts: Sequence[Text]) -> date | None:
    """The day of the reporter's next text after a question."""
    about = next((n for n, text in enumerate(texts) if done.event.about in text.ctxs), None)
    later = texts[about + 1 :] if about is not None else [t for t in texts if t.day > done.event.at[:10]]
    return day_or_none(later[0].day) if later else None


def day_of(done: Done) -> date:
    """The day of an event, by its own clock."""
    return date.fromisoformat(done.event.at[:10])


def day_or_none(text: str | None) -> date | None:
    """A day out of its text."""
    return date.fromisoformat(text) if text else None
