"""Builds the worker: the jobs, their hours, their queue. It opens nothing, and holds no key.

A job that fails is logged by name and is due again at its next hour; nothing depends on the exact time. No
job holds plaintext, and none is given anything but its name.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from huey import SqliteHuey, crontab

from app.config import Settings, pinned
from app.domain.errors import CannotBeTrusted, Unavailable
from app.logs import Event, Log, Name
from app.sealing.directory import Pins
from app.services.destroying import Destroying
from app.services.escalation import Escalation
from app.services.retention import Retention
from app.services.trusted_directory import TrustedDirectory
from app.storage.database import open_database
from app.storage.job_queue import open_queue
from app.wiring.notices import SILENT, Daily


class Job(Name):
    """The jobs, by the names that they have in the queue and in the log."""

    SESSIONS = "delete_expired_sessions"
    REPLIES = "expire_replies"
    ENVELOPES = "delete_envelopes"
    BRICKS = "delete_bricks"
    DISPOSALS = "destroy_disposed"
    PROPOSALS = "delete_proposals"
    JOINS = "delete_joins"
    COUNTS = "delete_counts"
    CONTACTS = "delete_notice_contacts"
    ESCALATION = "note_what_waits"
    NOTICES = "tell_officers"
    CLEAN_UP = "clean_up"


# Minutes past the hour, and hours (UTC; None: every hour). Deleting comes first, then the cleaning up of what
# was deleted. Days are what is promised, so that once a day is often enough for content.
TIMES: Mapping[Job, tuple[str, str | None]] = {
    Job.SESSIONS: ("5", None),
    Job.REPLIES: ("10", "0"),
    Job.ENVELOPES: ("20", "0"),
    Job.BRICKS: ("25", "0"),
    Job.DISPOSALS: (
        "*",
        None,
    ),  # two members have signed: nobody can read it any more, it goes within a minute
    Job.PROPOSALS: ("27", "0"),
    Job.JOINS: ("28", "0"),
    Job.COUNTS: ("30", "0"),
    Job.CONTACTS: ("35", "0"),
    Job.ESCALATION: ("45", "0"),
    Job.NOTICES: ("*/15", "0"),  # at the hour that is set; whoever was told is not told again
    Job.CLEAN_UP: ("40", None),
}


def steps(retention: Retention, daily: Daily) -> Mapping[Job, Callable[[datetime], int]]:
    """What each job does."""
    return {
        Job.SESSIONS: retention.delete_expired_sessions,
        Job.REPLIES: retention.expire_replies,
        Job.ENVELOPES: retention.delete_envelopes,
        Job.BRICKS: retention.delete_bricks,
        Job.DISPOSALS: Destroying(retention.database, retention.trusted).run,
        Job.PROPOSALS: retention.delete_proposals,
        Job.JOINS: retention.delete_joins,
        Job.COUNTS: retention.delete_counts,
        Job.CONTACTS: retention.delete_contacts,
        Job.ESCALATION: Escalation(retention.database, retention.trusted).run,
        Job.NOTICES: daily.run,
        Job.CLEAN_UP: retention.clean_up,
    }


def schedule(
    path: Path, retention: Retention, log: Log, daily: Daily = SILENT
) -> tuple[SqliteHuey, Mapping[Job, Any]]:
    """Open the queue with every job and its times; calling a job puts it into the queue at once."""
    queue, times = open_queue(path), {**TIMES, Job.NOTICES: (TIMES[Job.NOTICES][0], str(daily.hour))}
    jobs = {
        job: queue.periodic_task(at(*times[job]), name=job.value)(attempt(job, step, log))
        for job, step in steps(retention, daily).items()
    }
    return queue, jobs


def at(minute: str, hour: str | None) -> Callable[[datetime], bool]:
    """When a job is due."""
    due: Callable[[datetime], bool] = crontab(minute=minute, hour=hour or "*")
    return due


def attempt(job: Job, step: Callable[[datetime], int], log: Log) -> Callable[[], None]:
    """A job that says how it went; what it could not do is due again at its next hour."""

    def run() -> None:
        try:
            log.record(Event.JOB_DONE, job=job, count=step(datetime.now(UTC)))
        except (Unavailable, CannotBeTrusted) as refused:
            log.record(Event.JOB_FAILED, job=job, error=refused)

    return run


def build(settings: Settings) -> Retention:
    """Build the retention jobs from the settings; connects to nothing yet.

    Raises:
        Misconfigured: names everything that is missing or wrong.
    """
    settings.require("database_url", "pins_file", "queue")
    assert settings.pins_file is not None
    threshold, roots = pinned(settings.pins_file)
    database = open_database(settings.database_url)
    return Retention(database, TrustedDirectory(database, Pins(roots, threshold)))
