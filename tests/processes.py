"""Real processes for the tests of faults and for the bench: web servers, the relay, their logs, their end.

Each process leads its own group, so that `kill -9` takes a server and its workers at one blow, as a power
failure would, and nothing else.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# As in the Procfile: without it each thread of a server keeps memory of its own.
MEMORY = {"MALLOC_ARENA_MAX": "2"}
HEALTH = "/api/v1/health"  # of the web process; the gateway has a shorter one
START_SECONDS = 20  # far beyond what a start takes; a server that needs longer is broken


class Server(StrEnum):
    """The WSGI servers that were weighed against each other."""

    GUNICORN = "gunicorn"
    GRANIAN = "granian"


@dataclass(frozen=True)
class Process:
    """A started process and the file that its two outputs go to."""

    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        """True while it runs."""
        return self.popen.poll() is None

    def kill(self) -> None:
        """`kill -9` for the whole group, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self, seconds: float = 10) -> int:
        """Ask it to end, wait, and return its exit code; kill it when it does not listen."""
        self.popen.terminate()
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.popen.returncode


@dataclass(frozen=True)
class Web:
    """A web server that answers on `port`; `started` is how long it took to its first answer, in seconds."""

    process: Process
    port: int
    started: float

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


def start(command: Sequence[str], settings: Mapping[str, str], log: Path) -> Process:
    """Start a process in its own group, both outputs appended to `log`."""
    with log.open("ab") as output:
        popen = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return Process(popen, log)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def web_command(server: Server, app: str, port: int, workers: int = 2, threads: int = 16) -> list[str]:
    """The command that serves `app`, with no access log."""
    if server is Server.GUNICORN:
        options = ["-k", "gthread", "--threads", str(threads), "--no-control-socket", "--keep-alive", "15"]
        return [
            *(sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}"),
            *("--preload", "--workers", str(workers), "--log-level", "warning", *options),
        ]
    return [
        *(sys.executable, "-m", "granian", app, "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)),
        *("--http", "1", "--no-ws", "--no-access-log", "--log-level", "warning"),
    ]


def start_web(
    server: Server,
    app: str,
    settings: Mapping[str, str],
    log: Path,
    port: int | None = None,
    health: str = HEALTH,
    **size: int,
) -> Web:
    """Start a web server on `port`, by default a free one, and wait for its first answer.

    Raises:
        RuntimeError: it ended, or did not answer in time; the end of its log is in the message.
    """
    port = port or free_port()
    begun = time.perf_counter()
    process = start(web_command(server, app, port, **size), {**MEMORY, **settings}, log)
    while not answers(port, health):
        if not process.alive or time.perf_counter() - begun > START_SECONDS:
            process.kill()
            raise RuntimeError(f"{server} did not start: {log.read_text()[-2000:]}")
        time.sleep(0.01)
    return Web(process, port, time.perf_counter() - begun)


@contextlib.contextmanager
def web(
    server: Server,
    app: str,
    settings: Mapping[str, str],
    log: Path,
    port: int | None = None,
    health: str = HEALTH,
    **size: int,
) -> Iterator[Web]:
    """A web server for the length of a block."""
    started = start_web(server, app, settings, log, port, health, **size)
    try:
        yield started
    finally:
        started.process.stop()
        started.process.kill()


def answers(port: int, health: str = HEALTH) -> bool:
    """True when the health page answers 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{health}", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def family(process: Process) -> list[int]:
    """Process ids of the group that `process` leads, itself included."""
    leader = process.popen.pid
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getpgid(int(entry.name)) == leader:
                    found.append(int(entry.name))
    return sorted(found)


def proportional_memory(process: Process) -> int:
    """Memory of the whole group in bytes, shared pages divided among those who share them (PSS)."""
    total = 0
    for number in family(process):
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total * 1024
