"""Logs as an allow-list: named events with closed fields, one line of JSON each, on standard error.

    log = logs.start("web")
    log.record(Event.STORE_UNAVAILABLE, error=error)

A field that its event does not list is dropped. A value is a whole number, true or false, an exception (only
the name of its type is written), or a name that the code itself has chosen (`Name`). So nothing that a person
sent can be written, and a mistake in a caller loses a field, never a secret.

Access logs are off, and libraries may say that something went wrong, not what: their messages quote input.
"""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TextIO


class Event(StrEnum):
    """Everything that a process may say."""

    STARTED = "started"
    STOPPED = "stopped"
    STORE_UNAVAILABLE = "store_unavailable"
    UNEXPECTED_ERROR = "unexpected_error"
    LIBRARY_WARNING = "library_warning"
    BATCH_FILED = "batch_filed"
    DIRECTORY_REFUSED = "directory_refused"
    KEYS_DESTROYED = "keys_destroyed"
    SETTINGS_WRONG = "settings_wrong"
    CONTENT_NOT_BUILT = "content_not_built"
    JOB_DONE = "job_done"
    JOB_FAILED = "job_failed"
    REMOVALS_LATE = "removals_late"
    REMOVAL_GIVEN_UP = "removal_given_up"
    OUTBOX_WAITS = "outbox_waits"
    NOTICES_UNSENT = "notices_unsent"
    CONTACTS_UNREADABLE = "contacts_unreadable"
    NOTICE_KEY_NOT_SIGNED = "notice_key_not_signed"
    PROVIDER_AWAY = "provider_away"
    SECRET_ON_DISK = "secret_on_disk"  # noqa: S105 -- the name of an event


class Name(StrEnum):
    """Names that the code chooses and nobody sends, such as those of jobs; subclass it to add some."""


FIELDS: Mapping[Event, frozenset[str]] = {
    Event.STARTED: frozenset(),
    Event.STOPPED: frozenset(),
    Event.STORE_UNAVAILABLE: frozenset({"error"}),
    Event.UNEXPECTED_ERROR: frozenset({"error"}),
    Event.LIBRARY_WARNING: frozenset({"error", "level"}),
    Event.BATCH_FILED: frozenset({"filed", "dropped"}),  # never how many wait: see app/relay.py
    Event.DIRECTORY_REFUSED: frozenset({"error"}),
    Event.KEYS_DESTROYED: frozenset({"count"}),
    Event.SETTINGS_WRONG: frozenset({"setting", "error"}),
    Event.CONTENT_NOT_BUILT: frozenset(),
    Event.JOB_DONE: frozenset({"job", "count"}),
    Event.JOB_FAILED: frozenset({"job", "error"}),
    Event.REMOVALS_LATE: frozenset({"count"}),
    Event.REMOVAL_GIVEN_UP: frozenset({"count"}),
    Event.OUTBOX_WAITS: frozenset({"count"}),
    Event.NOTICES_UNSENT: frozenset({"count"}),
    Event.CONTACTS_UNREADABLE: frozenset({"count"}),
    Event.NOTICE_KEY_NOT_SIGNED: frozenset(),
    Event.PROVIDER_AWAY: frozenset({"error"}),
    Event.SECRET_ON_DISK: frozenset(),
}

SILENT = ("werkzeug", "gunicorn.access", "granian.access", "_granian", "httpx", "httpcore", "urllib3", "huey")

# What gunicorn says of its own processes, which its administrator needs: numbers, signals, our own address.
# All else it says may quote a request, and with it a token or what a person sent.
OF_GUNICORN = frozenset(
    {
        "Starting gunicorn %s",
        "Listening at: %s (%s)",
        "Using worker: %s",
        "Booting worker with pid: %s",
        "Worker exiting (pid: %s)",
        "Handling signal: %s",
        "Shutting down: %s",
        "Connection in use: %s",
        "Invalid address: %s",
        "Can't connect to %s",
        "WORKER TIMEOUT (pid:%s)",
        "Worker (pid:%s) was sent %s!",
        "Worker (pid:%s) exited with code %s.",
    }
)


@dataclass(frozen=True)
class Log:
    """The log of one process."""

    process: str
    out: TextIO | None = None

    def record(self, event: Event, **fields: object) -> None:
        """Write one line; fields that the event does not list are dropped, and values that are not closed."""
        import structlog  # 5 MB and 0.1 s, which a web worker that has nothing to say does without

        structlog.wrap_logger(
            structlog.PrintLogger(self.out or sys.stderr),
            processors=[only_listed, structlog.processors.JSONRenderer()],
        ).info(event, process=self.process, **fields)


def only_listed(_: object, __: str, entry: Mapping[str, Any]) -> dict[str, object]:
    """Keep the event, the process, and the listed fields with closed values."""
    event = Event(entry["event"])
    kept: dict[str, object] = {"event": event.value, "process": entry["process"]}
    for name in sorted(FIELDS[event] & entry.keys()):
        value = closed(entry[name])
        if value is not None:
            kept[name] = value
    return kept


def closed(value: object) -> str | int | None:
    """The value as it may be written; None for what may not."""
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, Name):
        return value.value
    return value if isinstance(value, int) else None


class LibraryHandler(logging.Handler):
    """What is left of a library's message: how bad it was, and the type of its exception."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write the level and the exception's type; the message may quote input."""
        error = record.exc_info[1] if record.exc_info else None
        self.log.record(Event.LIBRARY_WARNING, level=record.levelno, error=error)


class OfGunicorn(logging.Filter):
    """For gunicorn's own logger, whose handlers are not the root's: the rest goes to `libraries`."""

    def __init__(self, libraries: LibraryHandler) -> None:
        super().__init__()
        self.libraries = libraries

    def filter(self, record: logging.LogRecord) -> bool:
        """Let pass what is said of processes."""
        if record.msg in OF_GUNICORN and not record.exc_info:
            return True
        if record.levelno >= self.libraries.level:
            self.libraries.handle(record)
        return False


def start(process: str, out: TextIO | None = None) -> Log:
    """Set up the log of this process (`web`, `relay`, `worker` …) and take the libraries' voices."""
    log = Log(process, out)
    root = logging.getLogger()
    libraries = LibraryHandler(log)
    root.handlers[:] = [libraries]
    root.setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("gunicorn.access", "granian.access"):
        logging.getLogger(name).disabled = True
    # Workers that are forked later have it too; gunicorn touches handlers when it sets up anew, not filters.
    logging.getLogger("gunicorn.error").filters[:] = [OfGunicorn(libraries)]
    return log
