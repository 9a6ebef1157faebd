"""Who is told when nobody opens what waits in an office: first who stands in for it, then who oversees.

    unopened for policy.unopened_alternate_days  →  the first alternate that can act
    unopened for policy.unopened_oversight_days  →  oversight: of the entity itself, else the oversight bodies

An office without an alternate that can act goes to oversight at once. They are told that something waits, and
in which office; never what, how much, or since when: they cannot open it, they can only ask.

Whose devices are kept out cannot look. Where one member alone is left in, and another is kept out, a word
that something was opened stops nothing: not from then on, and not for so long before as it takes until
somebody is told. Who stands in for an office is told of any device that it keeps out.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.directory import Directory, EntityKind, Office, OfficeId, Policy, Role, can_receive

WATCHED_DAYS = 60  # what has waited longer was told of long ago


class Step(StrEnum):
    """How far up it has gone."""

    ALTERNATE = "alternate"
    OVERSIGHT = "oversight"


def days(policy: Policy, step: Step) -> int:
    """After how many days unopened a step is due."""
    of = {
        Step.ALTERNATE: policy.unopened_alternate_days,
        Step.OVERSIGHT: policy.unopened_oversight_days,
    }
    return of[step]


def told(directory: Directory, office: Office, step: Step, at: datetime) -> tuple[OfficeId, ...]:
    """The offices that are told at a step; none when there is nobody left to tell."""
    if step is Step.ALTERNATE:
        alternate = stand_in(directory, office, at)
        return (alternate,) if alternate else overseers(directory, office, at)
    return overseers(directory, office, at)


def watched(directory: Directory, by: OfficeId, at: datetime) -> Iterator[tuple[Office, Step]]:
    """For which offices, and at which steps, the office `by` is told."""
    for office in directory.offices:
        for step in Step:
            if by in told(directory, office, step, at):
                yield office, step


def doubted(policy: Policy, office: Office, out: Collection[str], since: date) -> date | None:
    """Since which day the marks of an office count no more; the devices `out` are kept out `since` a day.

    None: they count, for two members could look, or nobody else is kept out.
    """
    devices = [{device.id for device in member.devices} for member in office.members]
    left = sum(1 for held in devices if held - set(out))
    shut = sum(1 for held in devices if held and not held - set(out))
    if left > 1 or not shut:
        return None
    return since - timedelta(days=max(days(policy, step) for step in Step))


def stand_in(directory: Directory, office: Office, at: datetime) -> OfficeId | None:
    """The first alternate that can act, and is not the office itself."""
    listed = {each.id: each for each in directory.offices}
    for alternate in office.alternate:
        found = listed.get(alternate)
        if found is not None and found.id != office.id and can_receive(directory, found, at):
            return found.id
    return None


def overseers(directory: Directory, office: Office, at: datetime) -> tuple[OfficeId, ...]:
    """The investigators of the entity itself, else of the oversight bodies; never the office itself."""
    kinds = {entity.id: entity.kind for entity in directory.entities}
    able = [
        each
        for each in directory.offices
        if each.role is Role.INVESTIGATIONS and each.id != office.id and can_receive(directory, each, at)
    ]
    own = [each.id for each in able if each.entity == office.entity]
    return tuple(own or [each.id for each in able if kinds.get(each.entity) is EntityKind.OVERSIGHT])
