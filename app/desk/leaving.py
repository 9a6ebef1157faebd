"""Whose case is whose no more: an officer who stepped back leaves it with all of their devices.

Must never: believe somebody else that an officer of this desk stepped back.
"""

from collections.abc import Iterable

from app.desk.reading import Readable, Unreadable
from app.domain.case import Case
from app.domain.payloads import CaseEvent, Event
from app.domain.recusal import Kin, recusal_of

NOT_SEALED_TO_US = "slot"  # the check that fails then


def left_by(cases: Iterable[Case], device: str, kin: Kin) -> frozenset[str]:
    """The threads from which the officer of a device stepped back."""
    return frozenset(case.thread for case in cases if recusal_of(case, device, kin))


def left_since(cases: Iterable[Case], device: str, kin: Kin) -> str:
    """The day on which the officer of a device stepped back from a case for the first time; empty: never."""
    days = (left.at[:10] for case in cases if (left := recusal_of(case, device, kin)))
    return min(days, default="")


def perhaps_left(one: Unreadable, since: str) -> bool:
    """Whether it may belong to such a case: nothing that follows there is sealed to this device.

    Of which case it is, nobody can know who cannot open it.
    """
    return bool(since) and one.check == NOT_SEALED_TO_US and one.day.isoformat() >= since


def is_word(one: Readable, own: frozenset[str]) -> bool:
    """Whether it says that the officer stepped back whose devices these are."""
    said = one.entry.payload
    return isinstance(said, CaseEvent) and said.event == Event.RECUSAL and said.by in own


def is_forged(one: Readable, own: frozenset[str]) -> bool:
    """Whether somebody else passes that word on: it must not shut the officer out."""
    return is_word(one, own) and one.vouched is not None and one.vouched not in own


def may_give(one: Readable, left: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a device may be given this: of a case that its officer `left`, the word of it only."""
    return one.entry.payload.thread not in left or is_word(one, own)
