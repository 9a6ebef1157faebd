"""What may go from this disk because two members destroyed it, by what both sealed to their office.

Must never: take the server's word for it. Whoever runs the server can keep an envelope from a desk; it must
not be able to make the desks that have it forget it.
"""

from collections.abc import Callable, Iterable, Iterator

from app.desk.reading import Readable
from app.domain.case import Case
from app.domain.disposal import disposals
from app.domain.payloads import CaseEvent, Event

DONE = "done"


# All devices of the member who has or had one.
Kin = Callable[[str], Iterable[str]]


def may_go(cases: Iterable[Case], readable: Iterable[Readable], kin: Kin) -> Iterator[int]:
    """Positions of what two different members had destroyed: all filed until then, but their words on it."""
    days = {case.thread: day for case in cases if (day := destroyed_on(case, kin))}
    for one in readable:
        payload = one.entry.payload
        is_record = isinstance(payload, CaseEvent) and payload.event == Event.DISPOSAL
        if not is_record and one.entry.day <= days.get(payload.thread, ""):
            yield one.position


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
