"""Builds the gateway: what the doors of the channels call. The bots' processes share it.

It holds the providers' secrets and the secret of the day, and one conversation at a time in memory. It seals
and reads replies for the person who has the receipt in hand; it can open no report.
"""

import atexit
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakSet

import httpx

from app.config import pinned
from app.domain.errors import CannotBeTrusted, Misconfigured, Unavailable
from app.hotline_config import HotlineSettings
from app.logs import Event, Log
from app.sealing.directory import Pins
from app.services.hotline import worlds
from app.services.hotline.courier import Courier
from app.services.hotline.doing import Doing
from app.services.hotline.following import Follower
from app.services.hotline.keeping import Keeping
from app.services.hotline.ready import Ready
from app.services.hotline.secrets import Secrets, now, on_disk
from app.services.hotline.talk import Talk
from app.services.hotline.tries import Tries
from app.services.hotline.turns import Turns
from app.storage.database import Database, open_database

ROOT = Path(__file__).resolve().parents[2]
SERVER_SECONDS = 10.0  # the public API; a provider waits for fifteen
DRAWN_AHEAD = 8  # receipts
DELIVER_SECONDS = 1.0
FOLLOW_SECONDS = 300.0
REFUSED_SECONDS = 60.0
BESIDE = 10  # niceness
KEY_BYTES = 32


@dataclass(eq=False)
class Background:
    """What goes on beside the answers: couriers, the directory, receipts drawn ahead.

    Threads do not outlive a fork, so they are started by the process that answers, when it first does.
    """

    courier: Courier
    follower: Follower
    secrets: Secrets
    ready: Ready
    log: Log
    pid: int = 0
    begin: threading.Lock = field(default_factory=threading.Lock, repr=False)
    over: threading.Event = field(default_factory=threading.Event, repr=False)

    def alive(self) -> None:
        """Start what does not run yet in this process."""
        if self.pid == os.getpid():
            return
        with self.begin:
            if self.pid == os.getpid():
                return
            self.pid, self.over = os.getpid(), threading.Event()
        RUNNING.add(self)
        for work in (self.deliver, self.follow, self.draw):
            threading.Thread(target=self.for_ever, args=(work, self.over), daemon=True).start()

    def end(self) -> None:
        """Have the threads end; they may be started again."""
        self.over.set()
        self.ready.wanted.set()
        self.pid = 0

    def for_ever(self, work: Callable[[threading.Event], None], over: threading.Event) -> None:
        """Do it again and again; what keeps it from working now is written down by its type."""
        yield_to_answers()
        while not over.is_set():
            try:
                work(over)
            except (Unavailable, CannotBeTrusted) as refused:
                self.put_off(Event.STORE_UNAVAILABLE, refused, over)
            except Exception as error:  # noqa: BLE001 -- a thread that ends would stop all deliveries, unseen
                self.put_off(Event.UNEXPECTED_ERROR, error, over)

    def put_off(self, event: Event, error: Exception, over: threading.Event) -> None:
        """Say what kept it from working, and wait a little; at the end nothing is said."""
        if not over.is_set():
            self.log.record(event, error=error)
        over.wait(DELIVER_SECONDS)

    def deliver(self, over: threading.Event) -> None:
        """Take to the server what was sealed; a server that refuses is asked more and more rarely."""
        pause = DELIVER_SECONDS
        while not over.wait(pause):
            _, refused = self.courier.around()
            pause = min(pause * 2, REFUSED_SECONDS) if refused else DELIVER_SECONDS

    def follow(self, over: threading.Event) -> None:
        """Look for a new directory, and after the secret's file."""
        newest = self.follower.refresh().newest.directory
        self.ready.prepare(bytes.fromhex(newest.organisation.id))
        self.secrets.restore()
        over.wait(FOLLOW_SECONDS)

    def draw(self, over: threading.Event) -> None:
        """Draw receipts ahead."""
        self.ready.wanted.wait()
        self.ready.wanted.clear()
        if not over.is_set():
            self.ready.draw()


RUNNING: WeakSet[Background] = WeakSet()


@atexit.register
def end_all() -> None:
    """Have all threads of this process end: a process that ends with them in the middle ends badly."""
    for background in list(RUNNING):
        background.end()


def yield_to_answers() -> None:
    """Let the threads that answer go first: drawing receipts takes a whole processor. Linux only."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BESIDE)


@dataclass(frozen=True)
class Gateway:
    """What the doors call."""

    talk: Talk
    keeping: Keeping
    doing: Doing
    worlds: worlds.Worlds
    background: Background
    database: Database
    settings: HotlineSettings
    log: Log


def build(settings: HotlineSettings, log: Log) -> Gateway:
    """Build it from the settings; connects to nothing yet.

    Raises:
        Misconfigured: names everything that is missing or wrong.
    """
    if not settings.api:
        settings.require("server")
    if on_disk(settings.hotline_secret_file):
        log.record(Event.SECRET_ON_DISK)
    database = open_database(settings.hotline_database_url)
    follower = Follower(httpx.Client(base_url=settings.api, timeout=SERVER_SECONDS), pins(settings), now)
    secrets = Secrets(settings.hotline_secret_file, now)
    keeping = Keeping(database, secrets, now)
    ready, key = Ready(DRAWN_AHEAD), notice_key(settings)
    doing = Doing(follower, keeping, ready, key)
    base = worlds.base(ROOT, settings.hotline_country, settings.app_address)
    seen = worlds.Worlds(base, follower, settings.notice_channels if key else frozenset())
    talk = Talk(seen, keeping, doing, Tries(now), Turns(), settings.hotline_hours, settings.hotline_lang)
    background = Background(Courier(database, follower), follower, secrets, ready, log)
    return Gateway(talk, keeping, doing, seen, background, database, settings, log)


def pins(settings: HotlineSettings) -> Pins | None:
    """The root keys that are trusted; None trusts the first directory, which only a demonstration does."""
    if settings.pins_file is None:
        if not settings.demonstration:
            settings.require("pins_file")
        return None
    threshold, roots = pinned(settings.pins_file)
    return Pins(roots, threshold)


def notice_key(settings: HotlineSettings) -> bytes | None:
    """The worker's public key.

    Raises:
        Misconfigured: it is no key.
    """
    if not settings.notice_key:
        return None
    try:
        key = bytes.fromhex(settings.notice_key)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Misconfigured(["SPEAKUP_NOTICE_KEY"])
    return key
