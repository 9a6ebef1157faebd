"""The demonstration as a thing to start: its folder, its addresses, its processes and their settings.

    with alone(folder) as lock:                  nobody else runs in it
        made = prepared(demonstration, say)
        with Children(demonstration.environment(made), …) as children:
            up(demonstration, children, lock)    started, answering, and to be found by `running`

`speakup demo` starts all of it, `speakup chat` what it needs of it.

Must never: be mistaken for a channel that somebody answers.
"""

import fcntl
import hashlib
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from app.commands.children import Child, Children, Died
from app.config import pinned
from app.domain.errors import BadInput, Taken
from app.sealing.directory import Pins
from app.services.demonstration import DemonstrationOrganisation, found
from app.services.publishing import PublishDirectory
from app.storage import directories
from app.storage.database import open_database
from app.storage.migrations import migrate

HOST = "127.0.0.1"
PASSPHRASE = "demonstration"  # noqa: S105 -- public on purpose: nothing here is secret
COUNTRY = "KE"  # where the made-up hotline is: the made-up help of `demonstration.yaml` is there
PORTS_TRIED = 20
START_SECONDS = 30  # a first start on a slow machine takes a tenth of it
STATIC = Path(__file__).resolve().parents[1] / "static"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 -- a file system in memory, and the file in it is its owner's alone
LOCK = "lock"

# As in the Procfile: the workers share what was loaded once, and threads wait where somebody stalls.
GUNICORN = (sys.executable, "-m", "gunicorn", "--preload", "-k", "gthread", "--threads", "16")
GUNICORN_MORE = ("--keep-alive", "15", "--no-control-socket", "--log-level", "warning")
GRACE = ("--graceful-timeout", "3")


@dataclass(frozen=True)
class Demonstration:
    """Where this demonstration's files lie, and where it answers. `hotline`: the gateway's port, if any."""

    folder: Path
    port: int
    static: Path = STATIC  # where the built client lies
    hotline: int | None = None

    @property
    def address(self) -> str:
        """The one address that desks may use: they sign it."""
        return f"http://{HOST}:{self.port}"

    @property
    def hotline_address(self) -> str:
        """Where the gateway answers, and its simulator."""
        return f"http://{HOST}:{self.hotline}"

    @property
    def database_url(self) -> str:
        """The embedded store."""
        return f"sqlite:///{self.folder / 'speakup.db'}"

    @property
    def hotline_database_url(self) -> str:
        """The hotline's own store."""
        return f"sqlite:///{self.folder / 'hotline.db'}"

    @property
    def processes(self) -> tuple[Child, ...]:
        """What runs: one process for each trust zone."""
        always = (
            self.served("web", "app.web:app", self.port, workers=2),
            Child("relay", (sys.executable, "-m", "app.relay")),
            Child("worker", (sys.executable, "-m", "app.jobs")),
        )
        if self.hotline is None:
            return always
        return (
            *always,
            self.served("gateway", "bots.gateway:app", self.hotline, workers=1),
            Child("hotline worker", (sys.executable, "-m", "bots.worker")),
        )

    @property
    def healths(self) -> tuple[tuple[str, str], ...]:
        """Which processes answer over HTTP, and where they say that they are up."""
        web = ("web", f"{self.address}/api/v1/health")
        return (web,) if self.hotline is None else (web, ("gateway", f"{self.hotline_address}/health"))

    def served(self, name: str, app: str, port: int, workers: int) -> Child:
        """A process that answers on a port of this machine alone."""
        bind = ("--bind", f"{HOST}:{port}", "--workers", str(workers))
        return Child(name, (*GUNICORN, app, *bind, *GUNICORN_MORE, *GRACE))

    def environment(self, made: DemonstrationOrganisation) -> dict[str, str]:
        """The settings of the processes."""
        return {
            "SPEAKUP_DATABASE_URL": self.database_url,
            "SPEAKUP_PUBLIC_URL": self.address,
            "SPEAKUP_INTAKE_KEY_FILE": str(made.intake_key),
            "SPEAKUP_RELAY_KEYS_FILE": str(made.relay_keys),
            "SPEAKUP_PINS_FILE": str(made.pins),
            "SPEAKUP_QUEUE": str(self.folder / "jobs.db"),
            "SPEAKUP_DEMONSTRATION": "1",
            "SPEAKUP_DEMONSTRATION_DIR": str(made.folder),
            **(self.hotline_environment() if self.hotline is not None else {}),
        }

    @property
    def secret(self) -> Path | None:
        """The secret of the hotline's conversations, in memory; None where files cannot be there."""
        name = hashlib.blake2b(str(self.folder).encode(), digest_size=8).hexdigest()
        return IN_MEMORY / f"speakup-demonstration-{name}" if IN_MEMORY.is_dir() else None

    def forget(self) -> None:
        """Leave nothing in memory: conversations that were begun open no more."""
        if self.secret is not None:
            for path in IN_MEMORY.glob(f"{self.secret.name}*"):
                path.unlink(missing_ok=True)

    def hotline_environment(self) -> dict[str, str]:
        """The settings of the hotline's processes: its own store, no provider."""
        return {
            "SPEAKUP_HOTLINE_DATABASE_URL": self.hotline_database_url,
            "SPEAKUP_SERVER": self.address,
            "SPEAKUP_HOTLINE_URL": self.hotline_address,
            "SPEAKUP_HOTLINE_QUEUE": str(self.folder / "hotline_jobs.db"),
            "SPEAKUP_HOTLINE_COUNTRY": COUNTRY,
            "SPEAKUP_APP_ADDRESS": self.address,
            **({"SPEAKUP_HOTLINE_SECRET_FILE": str(self.secret)} if self.secret else {}),
        }


@contextmanager
def alone(folder: Path) -> Iterator[TextIO]:
    """Hold the folder: two demonstrations on one store would fight. The file says where this one answers.

    Raises:
        Taken: another one runs in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Taken("the demonstration's folder (one runs in it already)") from None
        lock.truncate(0)
        yield lock
        lock.truncate(0)


def running(folder: Path) -> str:
    """The address of the demonstration that holds the folder, once it answers.

    Raises:
        Taken: it does not say where, in all the time that a start takes.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if address := (folder / LOCK).read_text().strip():
            return address
        time.sleep(0.1)
    raise Taken("the demonstration's folder (one runs in it, and does not answer)")


def up(demonstration: Demonstration, children: Children, lock: TextIO) -> None:
    """Start the processes, wait until they answer, and write down where.

    Raises:
        Died: one of them ended, or does not answer.
    """
    for child in demonstration.processes:
        children.start(child)
    for name, health in demonstration.healths:
        await_health(name, health, children)
    lock.write(demonstration.address)
    lock.flush()


def await_health(name: str, health: str, children: Children) -> None:
    """Wait until a process answers.

    Raises:
        Died: a process ended, or this one does not answer.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        children.check()
        try:
            with urllib.request.urlopen(health, timeout=2):  # noqa: S310 -- our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise Died(name, children.log(name))


def free_port(wanted: int, besides: int | None = None) -> int:
    """The port, or the next one that is free, and is not `besides`.

    Raises:
        BadInput: none of the next twenty is free.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, 65_536)):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        if port != besides:
            return port
    raise BadInput("port", "is taken, and so are the next ones; choose another with --port")


def prepared(demonstration: Demonstration, say: Callable[[str], None]) -> DemonstrationOrganisation:
    """Found the organisation, migrate the stores, publish the directory; a second time changes nothing."""
    folder = demonstration.folder / "org"
    if not folder.exists():
        say("Making keys for the demonstration …")
    made = found(folder, now(), PASSPHRASE)
    if demonstration.hotline is not None:
        hotline = open_database(demonstration.hotline_database_url)
        migrate(hotline)
        hotline.close()
    database = open_database(demonstration.database_url)
    migrate(database)
    threshold, roots = pinned(made.pins)
    publishing = PublishDirectory(database, Pins(roots, threshold), now)
    with database.read() as view:
        before = directories.newest(view)
    for number in made.versions():
        if before is None or number > before.version:
            publishing.publish(made.workspace.document(number), made.workspace.signatures(number))
    database.close()
    return made


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
