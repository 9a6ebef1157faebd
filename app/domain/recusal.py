"""Who stepped back from a case; the same as `case/recusal.ts` of the desk.

A person steps back, not a device: it holds for all devices that their office's member has or had in any
version of the directory known here. From then on the desk seals nothing about the case to them. What they
have read they know: no key can call it back.

Must never: be undone by the one who stepped back; only the office that took over can give the case back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.case import Case
from app.domain.directory import Directory
from app.domain.payloads import Event

# All devices of the member who has or had this one; itself always.
Kin = Callable[[str], frozenset[str]]


def kin_in(versions: Iterable[Directory]) -> Kin:
    """Whose devices belong together, by these versions of the directory."""
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    for office in (office for directory in versions for office in directory.offices):
        for member in office.members:
            members[office.id, member.id].update(device.id for device in member.devices)
    held = list(members.values())
    return lambda device: frozenset({device}.union(*(devices for devices in held if device in devices)))


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


def recusal_of(case: Case, device: str, kin: Kin) -> Recused | None:
    """The stepping back of the member who has a device, if they did."""
    return next((each for each in recused_from(case) if device in kin(each.by)), None)
