"""What may go from this disk when the server has it no more; the same as `work/destroyed.ts`.

That is what two members had destroyed, by what both sealed to their office, and what has passed the time for
which the directory has it kept. What the server still has stays: it may have come after the second word.

Must never: take the server's word for it. Whoever runs the server can keep an envelope from a desk; it must
not be able to make the desks that have it forget it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from app.desk.reading import Readable
from app.domain.case import Case
from app.domain.disposal import disposals
from app.domain.payloads import CaseEvent, Event

DONE = "done"


# All devices of the member who has or had one.
Kin = Callable[[str], Iterable[str]]


def kept_after(today: date, days: int) -> str:
    """What was filed on this day or before is not kept any more."""
    return (today - timedelta(days=days)).isoformat()


def destroyed(cases: Iterable[Case], readable: Iterable[Readable], kin: Kin) -> Iterator[int]:
    """Positions of what two different members had destroyed: all filed until then, but their words on it."""
    days = {case.thread: day for case in cases if (day := destroyed_on(case, kin))}
    for one in readable:
        payload = one.entry.payload
        is_record = isinstance(payload, CaseEvent) and payload.event == Event.DISPOSAL
        if not is_record and one.entry.day <= days.get(payload.thread, ""):
            yield one.position


def expired(cases: Iterable[Case], readable: Iterable[Readable], last: str) -> Iterator[int]:
    """Positions of what has passed its time on the day `last`: by when it was filed, by what it says itself,
    and by what a member first did in its case. The server can make up the first alone."""
    first = {case.thread: min((done.event.at[:10] for done in case.events), default="") for case in cases}
    for one in readable:
        payload = one.entry.payload
        said = payload.at[:10] if isinstance(payload, CaseEvent) else ""
        if max(one.entry.day, said, first.get(payload.thread, "")) <= last:
            yield one.position


def may_go(cases: Sequence[Case], readable: Sequence[Readable], kin: Kin, last: str) -> set[int]:
    """Positions, all below 0, of what the server has no more and need not be kept here either."""
    lost = [one for one in readable if one.position < 0]
    return {*destroyed(cases, lost, kin), *expired(cases, lost, last)}


def destroyed_on(case: Case, kin: Kin) -> str:
    """The day on which a second member had the case destroyed, the last such day; empty: none did."""
    return max(
        (
            (each.ended_at or "")[:10]
            for each in disposals(case)
            if each.step == DONE and each.ended_by and each.ended_by not in kin(each.proposed_by)
        ),
        default="",
    )
