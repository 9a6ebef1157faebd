"""What an office writes down when it passes a case on; the same as `refer/written.ts` of the desk. Pure."""

from collections.abc import Sequence

from app.domain.audience import Audience, Level, Purpose
from app.domain.payloads import Event
from app.domain.status import NEXT, Status

Data = dict[str, str | tuple[str, ...]]

# Passing it on takes the case away from us; referring it does not.
EVENT_OF = {
    Purpose.TRANSFER: Event.HANDOVER,
    Purpose.RECUSAL: Event.HANDOVER,
    Purpose.LEAVER: Event.HANDOVER,
    Purpose.ESCALATION: Event.HANDOVER,
    Purpose.REFERRAL: Event.REFERRAL,
    Purpose.ASSISTANCE: Event.REFERRAL,
}

# The status after a referral to an office of this role.
STATUS_OF_ROLE = {
    "investigations": Status.REFERRED_INVESTIGATION,
    "ethics_office": Status.ETHICS_REVIEW,
    "ethics_adviser": Status.ETHICS_REVIEW,
    "ethics_legal": Status.ETHICS_REVIEW,
}

TOLD = {Level.WHOLE: "allegation", Level.NEEDS: "needs", Level.EXISTENCE: "existence"}
TOLD_ROLE = {
    Audience.HELPERS: "assistance",
    Audience.INVESTIGATORS: "other_office",
    Audience.HEAD: "head_of_entity",
    Audience.OTHERS: "other",
}


def event_of(purpose: Purpose) -> Event:
    """The event by which it is told."""
    return EVENT_OF[purpose]


def status_after(now: Status, purpose: Purpose, role: str) -> Status | None:
    """The status that follows, if the life cycle allows it now."""
    wanted = None
    if EVENT_OF[purpose] is Event.HANDOVER:
        wanted = Status.TRANSFERRED
    elif purpose is Purpose.REFERRAL:
        wanted = STATUS_OF_ROLE.get(role)
    return wanted if wanted in NEXT[now] else None


def passed_data(
    purpose: Purpose, office: str, to: str, withheld: Sequence[str], named: bool, reference: str, day: str
) -> Data:
    """The data of a referral or handover event; of `office` (hex) and `to` one is empty."""
    return {
        "office": office,
        "to": to,
        "purpose": str(purpose),
        "identity": "yes" if named else "no",
        "withheld": tuple(withheld),
        "reference": reference,
        "day": day,
    }


def told_data(who: str, role: str, audience: Audience, level: Level, named: bool, day: str) -> Data:
    """The line in the register of who was told what."""
    investigates = audience is Audience.INVESTIGATORS and role == "investigations"
    return {
        "who": who,
        "role": "oios" if investigates else TOLD_ROLE[audience],
        "what": TOLD[level],
        "identity": "yes" if named else "no",
        "day": day,
    }
