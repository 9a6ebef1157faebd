"""The directory as the hotline follows it: fetched now and then in the background, kept when that fails.

A conversation goes on by the last directory that could be trusted; how long one may be sealed to is for the
directory itself to say.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

import httpx

from app.domain.directory import Directory
from app.domain.errors import CannotBeTrusted, NotFound, Unavailable
from app.sealing.directory import Pins
from app.services.following import Following, follow, over_http

PATIENCE = 3.0  # seconds between two attempts in the middle of a turn


@dataclass
class Follower:
    """The newest directory of one server. Threads share it."""

    http: httpx.Client
    pins: Pins | None
    now: Callable[[], datetime]
    newest: Following | None = field(default=None, repr=False)
    tried: float = float("-inf")  # when it was last asked for in vain, by the clock of the machine

    def following(self) -> Following:
        """The directory that was fetched last, to seal by; the first time it is fetched now.

        Raises:
            Unavailable, CannotBeTrusted: there is none, or its time is over.
        """
        newest = self.latest()
        if self.now() >= newest.newest.directory.expires:
            raise CannotBeTrusted("expired")
        return newest

    def latest(self) -> Following:
        """The same, also when its time is over: enough for what is sealed already to be carried.

        Raises:
            Unavailable, CannotBeTrusted: there never was one, and there is none now.
        """
        if self.newest is not None:
            return self.newest
        moment = monotonic()
        if moment - self.tried < PATIENCE:
            raise Unavailable
        self.tried = moment
        return self.refresh()

    def refresh(self) -> Following:
        """Fetch the newest.

        Raises:
            Unavailable, CannotBeTrusted: it cannot be had; the one before is still there.
        """
        before = self.newest
        pins, seen = (before.pins, before.seen) if before else (self.pins, None)
        try:
            self.newest = follow(over_http(self.http), pins, self.now(), seen)
        except NotFound:
            raise Unavailable from None  # a server that is being set up, or a proxy without one
        return self.newest

    def directory(self) -> Directory | None:
        """The directory, or None while there is none."""
        try:
            return self.following().newest.directory
        except (Unavailable, CannotBeTrusted):
            return None
