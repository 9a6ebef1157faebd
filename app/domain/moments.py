"""The moments of events: as which one counts, and which comes next.

Clocks are set by people, and dates can be false: what follows from that stands here alone.
"""

from datetime import date, datetime, timedelta

from app.domain.payload_fields import MOMENT

TICK = timedelta(seconds=1)
DAY = timedelta(days=1)


def second_after(at: str) -> str:
    """The moment after `at`: for what a device says in the same breath."""
    return (datetime.strptime(at, MOMENT) + TICK).strftime(MOMENT)  # noqa: DTZ007 -- Z is in the form


def believed(at: str, day: str) -> str:
    """The moment as which an event filed on `day` counts: not later than the end of the day after."""
    if at[:10] <= day:
        return at
    return min(at, f"{date.fromisoformat(day) + DAY}T23:59:59Z")
