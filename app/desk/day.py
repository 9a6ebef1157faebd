"""What an officer does today: what is overdue, due, new, coming, and waiting for the reporter.

As the first screen of the browser desk: reckoned from the cases and the signed policy, on this device.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk import screen
from app.desk.cases import lost, office_name
from app.desk.desk import Desk
from app.domain.case import Case
from app.domain.clocks import Clock, ClockName, awaited_since, clocks, facts_of
from app.domain.status import Status

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
ELSEWHERE = {
    "alternate": "Something waits unopened in {office}, for which you stand in: ask them to look.",
    "oversight": "Something has waited unopened for too long in {office}, which you oversee.",
    "shut": "A colleague's device was shut out in {office}, for which you stand in: ask whether it is right.",
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
    yield from lost(desk)
    yield from elsewhere(desk)


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


def elsewhere(desk: Desk) -> Iterator[str]:
    """Where something waits unopened in other offices; nothing more of it is known here."""
    if desk.session is None:
        return
    for row in desk.session.elsewhere():
        if line := ELSEWHERE.get(str(row["step"])):
            yield line.format(office=office_name(desk, str(row["office"])) or "another office")
