"""Where a report goes, as the conversation needs to know it: the routing table behind a `World`.

Must never: say more of an office than its name.
"""

from collections.abc import Callable
from datetime import datetime

from app.conversation.world import Way
from app.domain.directory import Directory
from app.domain.facts import Facts
from app.domain.outside import OUTSIDE, listener
from app.domain.routing import route


def ways(directory: Directory, at: datetime) -> Callable[[Facts, bool], Way]:
    """The `way` of a world: routing by this directory at this moment."""

    def way(facts: Facts, anyway: bool) -> Way:
        found = route(directory, facts, at)
        if found.page == OUTSIDE:
            listening = listener(directory, facts, at) if anyway else None
            return Way(listening.name, names=listening.names) if listening else Way("", outside=not anyway)
        if found.primary is None:
            return Way("")
        office = directory.office(found.primary)
        return Way(office.name, names=office.names)

    return way
