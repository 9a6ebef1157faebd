"""Builds the hotline's worker: its jobs, their times, their queue.

What goes well leaves no line in the log: the moment at which a text was deleted, or a notice sent, held
against the log of a phone company, names a person. Sums are in `metrics.py`; what goes wrong is logged.

A job that fails is due again at its next time, and one that still runs is not begun twice. No job holds
anything about a person: it is given its name, and at most a number of replies.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from huey import SqliteHuey, crontab
from prometheus_client import CollectorRegistry

from app.config import secret_bytes
from app.content import hotline, locales
from app.content.words import ROOT, translations
from app.domain.errors import BadInput, CannotBeTrusted, Misconfigured, Unavailable
from app.hotline_config import HotlineSettings
from app.logs import Event, Log, Name
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import blake2b
from app.services.hotline.courier import Courier
from app.services.hotline.expiry import Expiry
from app.services.hotline.following import Follower
from app.services.hotline.metrics import Counters, WaitingNow, age
from app.services.hotline.notifying import Notifying, Sender
from app.services.hotline.removing import Remover, Removing, minutes
from app.storage import hotline_jobs
from app.storage.database import Database, open_database
from app.storage.job_queue import open_queue
from app.wiring.gateway import pins

SERVER_SECONDS = 10.0
LATE_MINUTES = 24 * 60  # what waits longer than a day to be deleted at a provider is worth a look
SETTLING = (10 * 60, 45 * 60)  # seconds between counting replies and texting about them, drawn anew


class Job(Name):
    """The jobs, by the names that they have in the queue and in the log."""

    REMOVE = "remove_at_providers"
    DELIVER = "deliver_outbox"
    OBEY = "obey_opt_outs"
    LOOK = "look_for_answers"
    EXPIRE = "expire_hotline"
    CLEAN_UP = "clean_up_hotline"
    WATCH = "watch_what_waits"
    NOTIFY = "send_notices"


# Minutes past each hour. Expiry comes at its end, because what is kept is known by the hour.
TIMES: Mapping[Job, str] = {
    Job.REMOVE: "*",
    Job.DELIVER: "*",
    Job.OBEY: "*/5",
    Job.WATCH: "30",
    Job.EXPIRE: "59",
    Job.CLEAN_UP: "3",
}


@dataclass(frozen=True)
class Worker:
    """What the jobs do. `notifying` is there when the worker has the key that opens contacts."""

    database: Database
    removing: Removing
    courier: Courier
    expiry: Expiry
    notifying: Notifying | None
    registry: CollectorRegistry
    log: Log

    def remove(self, now: datetime) -> None:
        """Delete at the providers."""
        given_up = self.removing.run(now).given_up
        if given_up:
            self.log.record(Event.REMOVAL_GIVEN_UP, count=given_up)

    def deliver(self, _: datetime) -> None:
        """A second chance for what the gateway could not bring to the server."""
        with self.database.read() as view:
            waits = hotline_jobs.waiting(view).outbox
        if waits:
            with suppress(Unavailable, CannotBeTrusted):  # the courier goes by the directory before, if any
                self.courier.follower.refresh()
            self.courier.deliver()

    def expire(self, now: datetime) -> None:
        """Erase and delete what has had its time."""
        self.expiry.run(now)

    def clean_up(self, now: datetime) -> None:
        """Let it leave the files."""
        self.expiry.clean_up(now)

    def watch(self, now: datetime) -> None:
        """Say what waits for too long."""
        with self.database.read() as view:
            waiting = hotline_jobs.waiting(view)
        if age(waiting, minutes(now)) >= LATE_MINUTES:
            self.log.record(Event.REMOVALS_LATE, count=waiting.removals)
        if waiting.outbox:
            self.log.record(Event.OUTBOX_WAITS, count=waiting.outbox)

    def notify(self, settled: int, now: datetime) -> None:
        """Text those who have an answer."""
        if self.notifying is None:
            return
        unreadable = self.notifying.send(settled, now).unreadable
        if unreadable:
            self.log.record(Event.CONTACTS_UNREADABLE, count=unreadable)

    def steps(self) -> Mapping[Job, Callable[[datetime], object]]:
        """What each job of `TIMES` does."""
        steps: dict[Job, Callable[[datetime], object]] = {
            Job.REMOVE: self.remove,
            Job.DELIVER: self.deliver,
            Job.WATCH: self.watch,
            Job.EXPIRE: self.expire,
            Job.CLEAN_UP: self.clean_up,
        }
        if self.notifying is not None:
            steps[Job.OBEY] = self.notifying.obey
        return steps


def schedule(path: Path, worker: Worker) -> tuple[SqliteHuey, Mapping[Job, Any]]:
    """Open the queue with every job and its times; calling a job puts it into the queue at once."""
    queue = open_queue(path)
    jobs = {
        job: queue.periodic_task(crontab(minute=TIMES[job]), name=job.value)(once(job, step, worker.log))
        for job, step in worker.steps().items()
    }
    notifying = worker.notifying
    if notifying is not None:
        notify = attempt(Job.NOTIFY, worker.notify, worker.log)
        jobs[Job.NOTIFY] = queue.task(name=Job.NOTIFY.value)(notify)

        def look(now: datetime) -> None:
            jobs[Job.NOTIFY].schedule(args=(notifying.look(now),), delay=drawn_delay())

        due = at_a_drawn_minute(secrets.token_bytes(16))
        jobs[Job.LOOK] = queue.periodic_task(due, name=Job.LOOK.value)(once(Job.LOOK, look, worker.log))
    return queue, jobs


def attempt(job: Job, step: Callable[..., object], log: Log) -> Callable[..., None]:
    """A job that says what kept it from its work; it is due again at its next time."""

    def run(*numbers: int) -> None:
        try:
            step(*numbers, datetime.now(UTC))
        except (Unavailable, CannotBeTrusted) as refused:
            log.record(Event.JOB_FAILED, job=job, error=refused)

    return run


def once(job: Job, step: Callable[[datetime], object], log: Log) -> Callable[[], None]:
    """The same, but passed over while it still runs from before."""
    running, tried = threading.Lock(), attempt(job, step, log)

    def run() -> None:
        if running.acquire(blocking=False):
            try:
                tried()
            finally:
                running.release()

    return run


def at_a_drawn_minute(secret: bytes) -> Callable[[datetime], bool]:
    """Due once in each hour, at a minute that only `secret` tells."""

    def due(moment: datetime) -> bool:
        drawn = blake2b(moment.strftime("%Y-%m-%dT%H").encode(), 8, secret)
        return moment.minute == int.from_bytes(drawn, "little") % 60

    return due


def drawn_delay() -> int:
    """Seconds between counting replies and texting about them."""
    shortest, longest = SETTLING
    return shortest + secrets.randbelow(longest - shortest)


def build(
    settings: HotlineSettings,
    log: Log,
    remover: Remover,
    senders: Mapping[str, Sender],
    now: Callable[[], datetime],
) -> Worker:
    """Build the worker from the settings and its providers; connects to nothing yet.

    Raises:
        Misconfigured: names everything that is missing or wrong.
    """
    if not settings.api:
        settings.require("server")
    database = open_database(settings.hotline_database_url)
    http = httpx.Client(base_url=settings.api, timeout=SERVER_SECONDS)
    registry = CollectorRegistry()
    counters = Counters.into(registry)
    registry.register(WaitingNow(database, now))
    pair = notice_pair(settings)
    return Worker(
        database=database,
        removing=Removing(database, remover, counters),
        courier=Courier(database, Follower(http, pins(settings), now)),
        expiry=Expiry(database, settings.hotline_hours),
        notifying=Notifying(database, http, pair, senders, notice_words(), counters) if pair else None,
        registry=registry,
        log=log,
    )


def notice_pair(settings: HotlineSettings) -> BoxKeyPair | None:
    """The worker's key pair, which must be the other half of the gateway's key where both are named here.

    Raises:
        Misconfigured: it is no key, or another one.
    """
    if settings.notice_key_file is None:
        return None
    try:
        pair = BoxKeyPair.from_secret(secret_bytes(settings.notice_key_file, "notice_key_file"))
    except BadInput:
        raise Misconfigured(["SPEAKUP_NOTICE_KEY_FILE"]) from None
    if settings.notice_key and settings.notice_key.strip().lower() != pair.public.hex():
        raise Misconfigured(["SPEAKUP_NOTICE_KEY", "SPEAKUP_NOTICE_KEY_FILE"])
    return pair


def notice_words() -> Callable[[str], str]:
    """The notice in a language, by its locale or its short name; English where there is none."""
    english = hotline.load(ROOT).texts["notice"]
    by_name = {name: each.id for each in locales.load(ROOT).values() for name in (each.short, each.id)}

    @cache
    def words(lang: str) -> str:
        said = translations(by_name[lang]).get(english) if lang in by_name else None
        return said if isinstance(said, str) else english

    return words
