"""How often one address may ask. No address is kept: the key is an HMAC of it under a salt that lives in this
process's memory for a day, so that not even the counters tell who came.

Each worker counts for itself: with two workers an address has up to twice these numbers. They are generous:
whole camps and offices share one address.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, request

from app.api.errors import DETAILS, problem
from app.api.guards import Guard, guard_of
from app.domain.errors import TooMany

PERIOD = 60  # seconds
PER_MINUTE: Mapping[Guard, int] = MappingProxyType(
    {
        Guard.PUBLIC: 1_200,
        Guard.REPORTER: 1_200,
        Guard.DEVICE: 2_400,  # a desk that posts its marks and events after a week away
    }
)
PER_MINUTE_LOGIN = 60  # each one is a row in the store
# A file of 100 MiB has 512 bricks: it passes within a minute. One address needs half a day to fill the quota.
BRICKS_PER_MINUTE, BRICKS_PER_HOUR = 600, 3_000
NOTES_PER_MINUTE = 120  # one a visit; a room of people who read together passes, a forger of sums is slow
CERTIFICATES_PER_MINUTE = 120  # a class that ends its course together
JOINS_PER_MINUTE = 30  # somebody who joins asks once, and looks now and then
LOGIN = f"{PER_MINUTE_LOGIN} per minute"
# Views whose limit is not that of their guard.
OF_ITS_OWN: Mapping[str, str] = MappingProxyType(
    {
        "api.desk.challenges": LOGIN,
        "api.desk.sessions": LOGIN,
        "api.joins.ask": f"{JOINS_PER_MINUTE} per minute",
        "api.content_counts.take": f"{NOTES_PER_MINUTE} per minute",
        "api.certificates.sign": f"{CERTIFICATES_PER_MINUTE} per minute",
        "api.bricks.put": f"{BRICKS_PER_MINUTE} per minute; {BRICKS_PER_HOUR} per hour",
    }
)
LONGEST_PAUSE = 600  # seconds that anyone is told to wait: a person who reports does not come back tomorrow
SALT_BYTES = 32


@dataclass
class DailySalt:
    """A random salt, drawn anew each day; yesterday's is forgotten."""

    today: Callable[[], date]
    day: date | None = None
    salt: bytes = field(default=b"", repr=False)

    def key(self, address: str) -> str:
        """The name of an address for today, in hex."""
        if self.day != self.today():
            self.day, self.salt = self.today(), secrets.token_bytes(SALT_BYTES)
        return hmac.new(self.salt, address.encode(), sha256).hexdigest()


def limit(app: Flask, today: Callable[[], date]) -> None:
    """Limit every view of `app` by its guard; call it when all views are registered."""
    from flask_limiter import Limiter, RateLimitExceeded  # 4 MB and 50 ms that a bench does without

    salt = DailySalt(today)
    limiter = Limiter(
        key_func=lambda: salt.key(request.remote_addr or ""), storage_uri="memory://", headers_enabled=False
    )
    limiter.init_app(app)
    for endpoint, view in list(app.view_functions.items()):
        guard = guard_of(view)
        if guard is not None:
            allowed = OF_ITS_OWN.get(endpoint, f"{PER_MINUTE[guard]} per minute")
            limited: Any = limiter.limit(allowed, scope=guard)(view)
            app.view_functions[endpoint] = limited
    app.register_error_handler(RateLimitExceeded, refused)


def refused(exceeded: Exception) -> Response:
    """The answer to who asks too often: the period of the limit that was passed, within reason."""
    limit: Any = getattr(exceeded, "limit", None)
    period = limit.limit.get_expiry() if limit is not None else PERIOD
    answer = problem(429, DETAILS[429])
    answer.headers["Retry-After"] = str(TooMany(min(period, LONGEST_PAUSE)).retry_after)
    return answer
