"""When the relay may file what waits, so that no deposit is filed alone as soon as it comes.

Whoever watches the database sees deposits come and envelopes appear. Filing each at once would tie one to
the other. So the relay lets deposits gather and files them together, shuffled (protocol §4). The rule is
signed policy:

    minimum   how many must wait before a batch is worth filing
    timeout   how long the first of them waits at least, so that others can join it
    deadline  how long the first of them waits at most, however few there are

Cover counts towards the minimum: what the batch hides is which *upload* became which envelope, and to the
watcher a cover is an upload like any other.

This module must never read a clock or touch a store: the moment is an argument. It is a monotonic count of
seconds that lives in the relay's memory only, because a clock time beside a deposit would name the reporter.
A relay that is started anew counts from zero, so a deposit waits at most one deadline after the last start.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class BatchRule:
    """The signed numbers; `timeout` and `deadline` in seconds."""

    minimum: int
    timeout: float
    deadline: float


@dataclass(frozen=True)
class Gathering:
    """What waits now: how many deposits, and since when on the relay's own clock (None: nothing waits)."""

    waiting: int = 0
    since: float | None = None


def gather(before: Gathering, waiting: int, moment: float) -> Gathering:
    """Take note that `waiting` deposits are there at `moment`; the first sight of any starts the count."""
    if waiting == 0:
        return Gathering()
    return Gathering(waiting, moment if before.since is None else before.since)


def is_due(rule: BatchRule, gathering: Gathering, moment: float) -> bool:
    """Say whether the batch is to be filed at `moment`.

    It is when enough deposits have waited for the timeout, or when the first has waited for the deadline.
    Nothing that waits is never due.
    """
    if gathering.since is None:
        return False
    waited = moment - gathering.since
    if waited >= rule.deadline:
        return True
    return gathering.waiting >= rule.minimum and waited >= rule.timeout
