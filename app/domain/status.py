"""The life cycle of a case: which status may follow which.

    received → opened → acknowledged → triaged → one of the offices' ways → outcome → closed → reopened

Opening and acknowledging move a case forward by themselves; all else is somebody's decision.
Source: the life cycle that focal points work by; a status that may not follow is shown, not obeyed.
"""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands, in the order of the life cycle."""

    RECEIVED = "received"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    TRANSFERRED = "transferred"
    REFERRED_INVESTIGATION = "referred_investigation"
    ETHICS_REVIEW = "ethics_review"
    RETURNED_TO_ENTITY = "returned_to_entity"
    INFORMAL_RESOLUTION = "informal_resolution"
    INQUIRY_ADVICE = "inquiry_advice"
    INITIAL_ASSESSMENT = "initial_assessment"
    UNDER_INVESTIGATION = "under_investigation"
    OUTCOME = "outcome"
    CLOSED = "closed"
    REOPENED = "reopened"


S = Status
WAYS = frozenset(
    {
        S.TRANSFERRED,
        S.REFERRED_INVESTIGATION,
        S.ETHICS_REVIEW,
        S.RETURNED_TO_ENTITY,
        S.INFORMAL_RESOLUTION,
        S.INQUIRY_ADVICE,
    }
)
AFTER_TRIAGE = WAYS | {S.INITIAL_ASSESSMENT, S.CLOSED}  # a duplicate or an answered inquiry closes at once

NEXT: dict[Status, frozenset[Status]] = {
    S.RECEIVED: frozenset({S.OPENED}),
    S.OPENED: frozenset({S.ACKNOWLEDGED}),
    S.ACKNOWLEDGED: frozenset({S.TRIAGED}),
    S.TRIAGED: AFTER_TRIAGE,
    **{way: AFTER_TRIAGE - {way} for way in WAYS},  # one way may lead to another
    S.INITIAL_ASSESSMENT: WAYS | {S.UNDER_INVESTIGATION, S.CLOSED},
    S.UNDER_INVESTIGATION: frozenset({S.OUTCOME, S.CLOSED}),
    S.OUTCOME: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REOPENED: AFTER_TRIAGE | {S.TRIAGED, S.UNDER_INVESTIGATION},
}

BY_ITSELF = (
    S.RECEIVED,
    S.OPENED,
    S.ACKNOWLEDGED,
)  # reached by an event of the same name, never left backwards

# Why a case may be closed; a closing names one of them. That the reporter no longer wishes it (`withdrawn`)
# does not end the duty to act.
CLOSURES = (
    "after_assessment",
    "substantiated",
    "insufficient_evidence",
    "closure_memo",
    "unsubstantiated",
    "not_sea",
    "transferred",
    "outside_authority",
    "duplicate",
    "no_information",
    "informal",
    "inquiry_answered",
    "withdrawn",
)


def stands_as(now: Status, handed: bool) -> Status:
    """What another office passed on is no report to acknowledge: once opened, it goes on as if it were."""
    return Status.ACKNOWLEDGED if handed and now is Status.OPENED else now


def allows(now: Status, wanted: str, reason: str) -> bool:
    """Whether a case that stands at `now` may be put to `wanted`; a word we do not know is no status.

    A closing needs a reason of `CLOSURES`.
    """
    return wanted in NEXT[now] and (wanted != S.CLOSED or reason in CLOSURES)


def reached(now: Status, wanted: Status) -> Status:
    """The status after an event that moves a case by itself: forward only."""
    if now in BY_ITSELF and BY_ITSELF.index(wanted) > BY_ITSELF.index(now):
        return wanted
    return now
