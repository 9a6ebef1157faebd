"""Who else has a case: by the rules of its day, and by what was passed on; as `areas/copies.ts` of the desk.

Must never: say that an office has a report because it should. What the reporter's app did, no office can see.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from app.desk import screen
from app.desk.cases import office_name
from app.desk.desk import Desk
from app.domain.audience import Purpose
from app.domain.case import Case
from app.domain.copies import Copies, copies_of
from app.domain.directory import Office
from app.domain.errors import Unavailable
from app.domain.payloads import Event, Report

PASSED_ON = (Event.REFERRAL, Event.HANDOVER)
END_OF_DAY = time(23, 59, 59, tzinfo=UTC)  # by then every key was valid that the reporter's app can have seen
NO_PROOF = (
    "That is no proof: the reporter may have left an office out because of somebody who works there. "
    "Do not ask that office about it."
)


@dataclass(frozen=True)
class Others:
    """Offices (hex) that should have the report, and those that got the case from us or gave it to us."""

    should: tuple[str, ...]
    has: tuple[str, ...]


def others(desk: Desk, case: Case) -> Others:
    """Who has the case besides this office, as far as it can be said."""
    reckoned = reckon(desk, case)
    passed = [
        done.event.data.get("office", "")
        for done in case.events
        if done.event.event in PASSED_ON and done.event.data.get("purpose") != Purpose.ASSISTANCE
    ]
    has = dict.fromkeys([*passed, *(each.office for each in case.handovers)])
    return Others(
        should=reckoned.sure if reckoned else (),
        has=tuple(each for each in has if isinstance(each, str) and each),
    )


def reckon(desk: Desk, case: Case) -> Copies | None:
    """By the directory that the reporter's app went by; a report that came in another way tells nothing."""
    if not case.reports or case.reports[0].missing or case.handovers:
        return None
    first, report = case.reports[0], case.reports[0].payload
    if not isinstance(report, Report):
        return None
    try:
        known = desk.following.at(report.directory.version)
    except Unavailable:
        return None
    if known is None or known[1] != report.directory.hash:
        return None
    at = datetime.combine(datetime.fromisoformat(first.day), END_OF_DAY)
    return copies_of(known[0], report, desk.device.office, at)


def should_have(desk: Desk, case: Case) -> Iterator[str]:
    """The offices that should have got the report as well."""
    if names := [name for each in others(desk, case).should if (name := office_name(desk, each))]:
        yield from names
        yield f"By the rules of the day of the report. {NO_PROOF}"


def word_on(desk: Desk, case: Case, receiver: Office) -> Iterator[str]:
    """A word, not a refusal, before a case goes where it may be already."""
    found, name = others(desk, case), screen.line(receiver.name)
    if receiver.id in found.has:
        yield f"{name} has this case already."
    elif receiver.id in found.should:
        yield f"By the rules of the day of the report {name} should have it already. {NO_PROOF}"
