"""`speakup demo`: the whole system on one machine, with an organisation that is made up.

Founds the organisation the first time, brings the store up to date, publishes the directory, starts web,
relay and worker, and says where they are. Ctrl-C ends all of them; the next start goes on with the same data.

Must never: be mistaken for a channel that somebody answers.
"""

import fcntl
import json
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from app.commands.children import Child, Children, Died, Stopped
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
SHOWN = "UN-Habitat, PSEA"  # whose devices are named at the start; the desk page lists them all
PORTS_TRIED = 20
START_SECONDS = 30  # a first start on a slow machine takes a tenth of it
STATIC = Path(__file__).resolve().parents[1] / "static"

# As in the Procfile: the workers share what was loaded once, and threads wait where somebody stalls.
WEB = ("-m", "gunicorn", "app.web:app", "--preload", "--workers", "2", "-k", "gthread", "--threads", "16")
WEB_MORE = ("--keep-alive", "15", "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "3")


def processes(port: int) -> tuple[Child, ...]:
    """What runs: one process for each trust zone, the web on `port`."""
    return (
        Child("web", (sys.executable, *WEB, *WEB_MORE, "--bind", f"{HOST}:{port}")),
        Child("relay", (sys.executable, "-m", "app.relay")),
        Child("worker", (sys.executable, "-m", "app.jobs")),
    )


@dataclass(frozen=True)
class Demonstration:
    """Where this demonstration's files lie, and where it answers."""

    folder: Path
    port: int
    static: Path = STATIC  # where the built client lies

    @property
    def address(self) -> str:
        """The one address that desks may use: they sign it."""
        return f"http://{HOST}:{self.port}"

    @property
    def database_url(self) -> str:
        """The embedded store."""
        return f"sqlite:///{self.folder / 'speakup.db'}"

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
        }


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--folder", default=Path("var/demo"), show_default=True, type=click.Path(path_type=Path))
def command(port: int, folder: Path) -> None:
    """Start the whole demonstration; Ctrl-C ends it."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        demonstration = Demonstration(folder, free_port(port))
        made = prepared(demonstration)
        with Children(demonstration.environment(made), folder / "logs") as children:
            run(demonstration, made, children)
    click.echo("Ended. The next start goes on with the same data.")


def run(demonstration: Demonstration, made: DemonstrationOrganisation, children: Children) -> None:
    """Start the processes and wait for the end, which is somebody's wish or a child's death."""
    try:
        for child in processes(demonstration.port):
            children.start(child)
        await_health(demonstration, children)
        for line in greeting(demonstration, made):
            click.echo(line)
        children.watch()
    except (KeyboardInterrupt, Stopped):
        click.echo("\nEnding …")
    except Died as died:
        tail = "\n".join(died.log.read_text(errors="replace").splitlines()[-5:])
        message = (
            f"the {died.name} process ended by itself, so everything was ended. Its log, {died.log}, says:"
        )
        raise click.ClickException(f"{message}\n{tail}") from None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder: two demonstrations on one store would fight.

    Raises:
        Taken: another one runs in it.
    """
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Taken("the demonstration's folder (one runs in it already)") from None
        yield


def free_port(wanted: int) -> int:
    """The port, or the next one that is free, which is said.

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
        if port != wanted:
            click.echo(f"Port {wanted} is taken; using {port}.")
        return port
    raise BadInput("port", "is taken, and so are the next ones; choose another with --port")


def prepared(demonstration: Demonstration) -> DemonstrationOrganisation:
    """Found the organisation, migrate the store, publish the directory; a second time changes nothing."""
    folder = demonstration.folder / "org"
    if not folder.exists():
        click.echo("Making keys for the demonstration …")
    made = found(folder, now(), PASSPHRASE)
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


def await_health(demonstration: Demonstration, children: Children) -> None:
    """Wait until the web process answers.

    Raises:
        Died: a process ended, or the web does not answer.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        children.check()
        try:
            with urllib.request.urlopen(f"{demonstration.address}/api/v1/health", timeout=2):  # noqa: S310 -- our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise Died("web", children.log("web"))


def greeting(demonstration: Demonstration, made: DemonstrationOrganisation) -> Iterator[str]:
    """What to tell the person who started it."""
    address, labels = demonstration.address, labels_of(made)
    yield ""
    yield "SpeakUp — A DEMONSTRATION. No one answers here, no office is real, and nothing in it is secret."
    yield ""
    if not (demonstration.static / "index.html").is_file():
        yield "The app and the desk are not built yet: run `make build`, then reload the pages."
        yield ""
    yield f"  Report            {address}/"
    yield f"  Open and answer   {address}/desk   passphrase of every device: {PASSPHRASE}"
    yield "  Read the answer   in the app again, with the receipt"
    yield ""
    yield "Use exactly this address: a desk signs it, so `localhost` would be refused."
    yield ""
    yield "The same desk in a terminal:"
    command = shortened(Path(sys.executable).parent / "speakup")
    yield f"  {command} desk --server {address} --pins {shortened(made.pins)} --device FILE list"
    shown = [entry for entry in labels if SHOWN in entry[0]]
    for label, path in shown:
        yield f"  {label}"
        yield f"    FILE: {path}"
    rest = len(labels) - len(shown)
    yield f"  and {rest} more, two for each office, in {shortened(made.folder / 'devices')}"
    yield ""
    yield f"Data and logs: {shortened(demonstration.folder)}. Ctrl-C ends everything."


def labels_of(made: DemonstrationOrganisation) -> list[tuple[str, Path]]:
    """The devices by label, with their files."""
    labels = [(json.loads(path.read_bytes())["label"], shortened(path)) for path in made.devices]
    return sorted(labels, key=lambda entry: entry[0].split(" — ")[::-1])


def shortened(path: Path) -> Path:
    """The path as seen from here, when it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
