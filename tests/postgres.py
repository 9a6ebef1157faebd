"""A private PostgreSQL for a run of the tests: its own cluster in a temporary folder, ended with the run.

It listens on a socket in that folder and nowhere else. PostgreSQL refuses to run as root; then the user
`postgres` of the distribution's package runs it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

SETTINGS = (
    "listen_addresses=''",
    "max_connections=200",
    "shared_buffers=64MB",
)


@dataclass(frozen=True)
class Cluster:
    """A running server; `folder` holds its data and its socket."""

    folder: Path

    def url(self, name: str, user: str = "postgres") -> str:
        """The address of a database in it."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def run(self, statement: str, name: str = "postgres") -> None:
        """Run one statement as its master, outside of any transaction, in the database `name`."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A new database, gone at the end of the block; gives its name."""
        name = f"t{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest of those installed; None when there is none."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    found = [*installed, *(Path(name) for name in [shutil.which("initdb")] if name)]
    return found[0].parent if found else None


def as_server(command: list[str]) -> list[str]:
    """The command, run by a user whom PostgreSQL accepts."""
    if os.geteuid() != 0:
        return command
    # Not every environment that runs tests as root has root's folders on its PATH.
    runuser = shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "runuser"
    return [runuser, "-u", "postgres", "--", *command]


def run_quietly(command: list[str], folder: Path) -> None:
    """Run to its end; its output goes nowhere, since a server started by it would keep a pipe open."""
    subprocess.run(
        as_server(command), check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@contextmanager
def cluster(durable: bool = False) -> Iterator[Cluster]:
    """A server for the length of a block.

    Unless it is `durable` it does not wait for the disk: tests kill processes of ours, never this server.
    What is measured on it must be.

    Raises:
        FileNotFoundError: PostgreSQL is not installed; says what to do.
    """
    bin_folder = programs()
    if bin_folder is None:
        raise FileNotFoundError("PostgreSQL is needed for the tests: install the package `postgresql`")
    folder = Path(tempfile.mkdtemp(prefix="speakup-postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    settings = [*SETTINGS, f"fsync={'on' if durable else 'off'}"]
    data, options = folder / "data", " ".join(f"-c {setting}" for setting in settings)
    control = [str(bin_folder / "pg_ctl"), "-D", str(data), "-w"]
    initdb = [str(bin_folder / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    try:
        run_quietly([*initdb, "--no-sync", "--locale=C"], folder)
        run_quietly([*control, "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start"], folder)
        yield Cluster(folder)
    finally:
        with suppress(subprocess.CalledProcessError):
            run_quietly([*control, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)
