"""The hotline's worker: `python -m bots.worker`. Deletes at providers, sends notices, lets things expire.

Which jobs there are, and when, stands in `app/wiring/hotline_worker.py`. Several workers on one store do no
harm. Ends cleanly on SIGTERM, after the jobs in hand, which may take a minute when a provider hangs.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
from prometheus_client import CollectorRegistry

from app import hotline_config, logs
from app.domain.errors import Misconfigured
from app.hotline_config import HotlineSettings
from app.logs import Event, Log
from app.services.hotline.metrics import serve
from app.wiring.hotline_worker import Worker, build, schedule
from bots.providers import remover, senders

LONGEST_PAUSE = 2.0  # seconds between two looks at an empty queue
THREADS = 3  # one that waits for a provider holds up neither the server's nor the store's jobs


def main() -> int:
    """Run the worker until told to stop; 2 when the settings are wrong."""
    log = logs.start("hotline-worker")
    try:
        settings = hotline_config.load()
        worker = built(settings, log)
        stop = metrics(settings, worker.registry)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        return 2
    queue, _ = schedule(settings.hotline_queue, worker)
    log.record(Event.STARTED)
    queue.create_consumer(workers=THREADS, graceful_signal="TERM", max_delay=LONGEST_PAUSE).run()
    stop()
    worker.database.close()
    log.record(Event.STOPPED)
    return 0


def built(settings: HotlineSettings, log: Log) -> Worker:
    """The worker with the providers of its settings."""
    return build(
        settings, log, remover(settings), senders(settings, httpx.Client()), lambda: datetime.now(UTC)
    )


def metrics(settings: HotlineSettings, registry: CollectorRegistry) -> Callable[[], None]:
    """Answer to whoever watches, if a port is set; returns how to stop.

    Raises:
        Misconfigured: the port cannot be used.
    """
    if settings.metrics_port is None:
        return lambda: None
    try:
        return serve(registry, settings.metrics_port)
    except (OSError, OverflowError):
        raise Misconfigured(["SPEAKUP_METRICS_PORT"]) from None


if __name__ == "__main__":
    sys.exit(main())
