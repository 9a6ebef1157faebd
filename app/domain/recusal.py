"""Who stepped back from a case; the same as `case/recusal.ts` of the desk.

From then on the desk seals nothing about the case to their devices. What they have read they know: no key can
call it back.

Must never: be undone by the one who stepped back; only the office that took over can give the case back.
"""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.payloads import Event


@dataclass(frozen=True)
class Recused:
    """The device that stepped back, when, and the office (hex) that took over, if it is said."""

    by: str
    at: str
    office: str


def recused_from(case: Case) -> list[Recused]:
    """All who stepped back, by their first word of it."""
    first: dict[str, Recused] = {}
    for done in case.events:
        if done.event.event == Event.RECUSAL:
            office = done.event.data.get("office", "")
            said = Recused(done.event.by, done.event.at, office if isinstance(office, str) else "")
            first.setdefault(said.by, said)
    return list(first.values())


def recusal_of(case: Case, device: str) -> Recused | None:
    """The stepping back of one device, if it did."""
    return next((each for each in recused_from(case) if each.by == device), None)
