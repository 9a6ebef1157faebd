"""A clock that tests turn."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """Shows the true time, moved on by as much as a test says."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """This moment, in UTC, so far ahead."""
        return datetime.now(UTC) + self.ahead
