"""What the hotline's worker tells about itself: how much waits and for how long, what went well and what not.

Sums only. No label names an office, a channel, a language or a person: a count that goes up by one when a
certain phone was texted would tell as much as a log. Answered on this machine only, for who watches it.

Must never: be given a label whose values are not written down here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.domain.errors import Unavailable
from app.storage import hotline_jobs
from app.storage.database import Database
from app.storage.hotline_jobs import Waiting

HERE = "127.0.0.1"  # a scraper comes over the machine's own network or a tunnel
TRIES = ("gone", "later", "refused")
NOTICES = ("sent", "failed", "put_off")


@dataclass(frozen=True)
class Counters:
    """What has happened since this process started."""

    removals: Counter
    notices: Counter

    @classmethod
    def into(cls, registry: CollectorRegistry) -> "Counters":
        """New counters, listed in `registry`; each begins at nought, so that a rate has a beginning."""
        removals = Counter("speakup_removals", "Tries to delete at a provider.", ["fate"], registry=registry)
        notices = Counter("speakup_notices", "Neutral texts to a person.", ["fate"], registry=registry)
        for counter, fates in ((removals, TRIES), (notices, NOTICES)):
            for fate in fates:
                counter.labels(fate)
        return cls(removals, notices)


@dataclass(frozen=True)
class WaitingNow(Collector):
    """Counts what waits whenever somebody looks."""

    database: Database
    now: Callable[[], datetime]

    def collect(self) -> Iterator[Metric]:
        """The gauges; only `speakup_hotline_store_up` while the store cannot be read."""
        try:
            with self.database.read() as view:
                waiting = hotline_jobs.waiting(view)
        except Unavailable:
            yield gauge("speakup_hotline_store_up", "1 when the store can be read.", 0)
            return
        yield gauge("speakup_hotline_store_up", "1 when the store can be read.", 1)
        minute = int(self.now().timestamp()) // 60
        for name, help_, value in gauges(waiting, minute):
            yield gauge(name, help_, value)


def gauges(waiting: Waiting, minute: int) -> Iterator[tuple[str, str, int]]:
    """Name, help and value of each gauge."""
    yield "speakup_removals_waiting", "Things still to delete at a provider.", waiting.removals
    yield "speakup_removals_oldest_minutes", "How long the oldest of them waits.", age(waiting, minute)
    yield (
        "speakup_removals_given_up",
        "Things given up; `speakup hotline stuck` lists them.",
        waiting.given_up,
    )
    yield "speakup_outbox_waiting", "Sealed envelopes that wait for the server.", waiting.outbox
    yield "speakup_conversations_open", "Conversations with a draft.", waiting.conversations
    yield "speakup_contacts", "Addresses kept for a notice, sealed.", waiting.contacts


def age(waiting: Waiting, minute: int) -> int:
    """Minutes for which the oldest removal has waited; 0 when none waits."""
    return 0 if waiting.oldest is None else max(0, minute - waiting.oldest)


def gauge(name: str, help_: str, value: int) -> Metric:
    """One gauge without labels."""
    return GaugeMetricFamily(name, help_, value=value)


def serve(registry: CollectorRegistry, port: int) -> Callable[[], None]:
    """Answer on this machine at `port`; returns how to stop.

    Raises:
        OSError: the port is taken.
    """
    server, thread = start_http_server(port, addr=HERE, registry=registry)

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return stop
