"""The directory as the hotline follows it: fetched now and then in the background, kept when that fails.

A conversation goes on by the last directory that could be trusted; how long one may be sealed to is for the
directory itself to say.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from app.domain.directory import Directory
from app.domain.errors import CannotBeTrusted, Unavailable
from app.sealing.directory import Pins
from app.services.following import Following, follow, over_http


@dataclass
class Follower:
    """The newest directory of one server. Threads share it."""

    http: httpx.Client
    pins: Pins | None
    now: Callable[[], datetime]
    newest: Following | None = field(default=None, repr=False)

    def following(self) -> Following:
        """The directory that was fetched last; the first time it is fetched now.

        Raises:
            Unavailable, CannotBeTrusted: there never was one, and there is none now.
        """
        return self.newest or self.refresh()

    def refresh(self) -> Following:
        """Fetch the newest.

        Raises:
            Unavailable, CannotBeTrusted: it cannot be had; the one before is still there.
        """
        before = self.newest
        pins, seen = (before.pins, before.seen) if before else (self.pins, None)
        self.newest = follow(over_http(self.http), pins, self.now(), seen)
        return self.newest

    def directory(self) -> Directory | None:
        """The directory, or None while there is none."""
        try:
            return self.following().newest.directory
        except (Unavailable, CannotBeTrusted):
            return None
