"""Help that was arranged, step by step, for each request of a case; the same as `case/assistance.ts`.

    none → offered → accepted → referred → received → feedback
                   └─────────┴──────────┴→ declined, and offered again when the person wants it

A request is named by the `ctx` of its envelope, or `own` when nobody asked and the office offers by itself.
Help does not depend on a report, so it works for a case in which nothing but the request came. Steps are
taken in the order of the fold; one that may not follow is shown, not obeyed.

Must never: hold what happened to the person. A provider learns what is needed and a safe way to be in touch.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.case import Case, Done, named
from app.domain.errors import BadInput
from app.domain.payload_fields import day as day_field
from app.domain.payloads import Event

OWN = "own"


class Step(StrEnum):
    """How far the help for one request has come."""

    NONE = "none"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFERRED = "referred"
    RECEIVED = "received"
    DECLINED = "declined"
    FEEDBACK = "feedback"


S = Step
# What may follow. The same step again says that nothing has changed, with a new remark or provider.
NEXT: Mapping[Step, frozenset[Step]] = MappingProxyType(
    {
        S.NONE: frozenset({S.OFFERED, S.ACCEPTED, S.REFERRED, S.RECEIVED, S.DECLINED}),
        S.OFFERED: frozenset({S.OFFERED, S.ACCEPTED, S.REFERRED, S.RECEIVED, S.DECLINED}),
        S.ACCEPTED: frozenset({S.ACCEPTED, S.REFERRED, S.RECEIVED, S.DECLINED}),
        S.REFERRED: frozenset({S.REFERRED, S.RECEIVED, S.DECLINED}),
        S.RECEIVED: frozenset({S.RECEIVED, S.REFERRED, S.FEEDBACK}),
        S.DECLINED: frozenset({S.DECLINED, S.OFFERED, S.ACCEPTED}),
        S.FEEDBACK: frozenset({S.FEEDBACK, S.OFFERED, S.ACCEPTED, S.REFERRED}),
    }
)

KINDS = ("medical", "psychosocial", "safety", "legal", "basic", "education_livelihood", "child_support")

# Days after a step on which somebody asks how it stands; a step recorded on that day or later answers it.
REMINDERS: Mapping[Step, tuple[int, ...]] = MappingProxyType(
    {
        S.NONE: (1,),  # who asks for help gets an answer the next day
        S.OFFERED: (7, 30),
        S.ACCEPTED: (7, 30),
        S.REFERRED: (7, 30),
        S.RECEIVED: (30,),  # was it what you needed? Nobody has to answer
    }
)


@dataclass(frozen=True)
class Taken:
    """One step that a device recorded; `day` is when it happened, `counted` whether it may follow."""

    ctx: str
    step: str
    day: str
    by: str
    kinds: tuple[str, ...]
    provider: str
    remark: str
    counted: bool


@dataclass(frozen=True)
class Track:
    """The help for one request: where it stands since when, and how it came there."""

    request: str
    step: Step
    since: str
    kinds: tuple[str, ...]
    provider: str
    taken: tuple[Taken, ...]

    @property
    def latest(self) -> str:
        """The day of the last thing that was recorded."""
        return max([self.since, *(taken.day for taken in self.taken)])

    @property
    def reminders(self) -> tuple[str, ...]:
        """Days, in order, on which to ask how it stands."""
        since = date.fromisoformat(self.since)
        days = ((since + timedelta(days=after)).isoformat() for after in REMINDERS.get(self.step, ()))
        return tuple(day for day in days if not self.taken or day > self.latest)


def tracks(case: Case) -> tuple[Track, ...]:
    """The help for each request of a case, in their order; last what the office offered by itself."""
    asked = {text.ctx: text.day for text in case.assistance}
    said: dict[str, list[Done]] = defaultdict(list)
    for done in named(case.events, Event.ASSISTANCE):
        said[request_of(done, asked)].append(done)
    names = [*asked, *(name for name in sorted(said) if name not in asked)]
    return tuple(track(name, asked.get(name), said[name]) for name in names)


def request_of(done: Done, asked: Mapping[str, str]) -> str:
    """Which request an event is about; one that this device does not know counts as the office's own."""
    name = word(done, "request")
    return name if name in asked else OWN


def track(request: str, asked: str | None, said: Iterable[Done]) -> Track:
    """The help for one request, by all that was recorded of it."""
    steps = list(walk(said))
    counted = [taken for taken in steps if taken.counted]
    step, since = S.NONE, asked or (steps[0].day if steps else "")
    for taken in counted:
        if taken.step != step:
            step, since = S(taken.step), taken.day
    kinds = next((taken.kinds for taken in reversed(counted) if taken.kinds), ())
    provider = next((taken.provider for taken in reversed(counted) if taken.provider), "")
    return Track(request, step, since, kinds, provider, tuple(steps))


def walk(said: Iterable[Done]) -> Iterator[Taken]:
    """Every step that was recorded, in order, and whether it may follow the one before."""
    now = S.NONE
    for done in said:
        step = word(done, "step")
        counted = step in NEXT[now]
        now = S(step) if counted else now
        kinds = done.event.data.get("kinds", ())
        listed = kinds if isinstance(kinds, tuple) else ()
        known = tuple(kind for kind in KINDS if kind in listed)
        remark = done.event.text
        yield Taken(
            done.ctx, step, day_of(done), done.event.by, known, word(done, "provider"), remark, counted
        )


def day_of(done: Done) -> str:
    """The day that was named, else that of the event; nothing has happened after it was written down."""
    at = done.event.at[:10]
    try:
        return min(str(day_field(word(done, "day"), "day")), at)
    except BadInput:
        return at


def word(done: Done, name: str) -> str:
    """A single value of an event's data; empty when there is none."""
    value = done.event.data.get(name, "")
    return value if isinstance(value, str) else ""
