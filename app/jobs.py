"""The worker process: `python -m app.jobs`. Deletes what has had its time, and tells officers, at its hour.

Which jobs there are, and when, stands in `app/wiring/worker.py`. Ends cleanly on SIGTERM, after the job in
hand.
"""

import sys

from app import config, logs
from app.domain.errors import Misconfigured
from app.logs import Event
from app.wiring import notices
from app.wiring.worker import build, schedule

LONGEST_PAUSE = 2.0  # seconds between two looks at an empty queue


def main() -> int:
    """Run the worker until told to stop; 2 when the settings are wrong."""
    log = logs.start("worker")
    try:
        settings = config.load()
        retention, daily = build(settings), notices.build(settings, log)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        return 2
    queue, _ = schedule(settings.queue, retention, log, daily)
    log.record(Event.STARTED)
    queue.create_consumer(workers=1, graceful_signal="TERM", max_delay=LONGEST_PAUSE).run()
    log.record(Event.STOPPED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
