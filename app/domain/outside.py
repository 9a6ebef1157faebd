"""Who can be told when the United Nations has no authority over a person (policy row R17).

They cannot punish either, but follow up with states, and arrange help. The phone decides by the same rule, in
`client/src/speakup/form/outside.ts`.
"""

from datetime import datetime

from app.domain.directory import Directory, Office, Role, can_receive
from app.domain.facts import Facts

OUTSIDE = "outside_un_authority"
"""The page of a route that leads to no office."""

LISTENERS = (Role.HUMAN_RIGHTS, Role.INTER_AGENCY_PSEA, Role.VICTIMS_RIGHTS)


def listener(directory: Directory, facts: Facts, at: datetime) -> Office | None:
    """The office that can be told anyway: near the person if there is one, never one in conflict."""
    offices = [
        office
        for office in directory.offices
        if office.role in LISTENERS
        and office.id not in facts.conflict
        and (not office.countries or facts.country in office.countries)
        and can_receive(directory, office, at)
    ]
    return min(offices, key=_order, default=None)


def _order(office: Office) -> tuple[int, bool]:
    """First by role; of one role an office of the country before one for everywhere."""
    return LISTENERS.index(office.role), not office.countries
