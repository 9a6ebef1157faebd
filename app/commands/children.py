"""Child processes that live and end together: started from a table, watched, ended by one signal.

Each child leads its own process group, so that Ctrl-C reaches this process alone, and the children end in
order.
When one dies by itself, all end. Their output goes to a file each.

Must never: leave a child behind.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

POLL_SECONDS = 0.2
STOP_SECONDS = 10  # a relay finishes its batch in far less
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
LINUX = ctypes.CDLL(None) if sys.platform == "linux" else None
STOPPING = (signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Child:
    """A process to start: what it is called, and its command."""

    name: str
    command: Sequence[str]


class Stopped(Exception):
    """Somebody asked this process to end."""


class Died(Exception):
    """A child ended by itself; `name` says which, `log` where it may say why."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(name)
        self.name = name
        self.log = log


class Children:
    """Started children; use it with `with`, which ends them all."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self.environment = {**os.environ, **environment}
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Children":
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in STOPPING:
            signal.signal(number, stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def start(self, child: Child) -> None:
        """Start a child; its output is added to its log."""
        with self.log(child.name).open("ab") as output:
            self.running[child.name] = subprocess.Popen(
                child.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=end_with_parent if LINUX else None,
            )

    def log(self, name: str) -> Path:
        """Where a child's output goes."""
        return self.logs / f"{name}.log"

    def check(self) -> None:
        """Raise if a child has ended.

        Raises:
            Died: the first that has.
        """
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Died(name, self.log(name))

    def watch(self) -> None:
        """Wait until a child dies or somebody asks to stop.

        Raises:
            Died, Stopped, KeyboardInterrupt: whichever comes first.
        """
        while True:
            self.check()
            time.sleep(POLL_SECONDS)

    def end(self) -> None:
        """Ask all to end, the last started first; kill those that do not, with all that they started."""
        for number in (*STOPPING, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of them behind
        for process in reversed(self.running.values()):
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_with_parent() -> None:
    """Ask Linux to end this child when its parent is gone: `kill -9` gives the parent no chance to do it."""
    LINUX.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # type: ignore[union-attr] # called on Linux only


def stop(number: int, frame: FrameType | None) -> None:
    """What a signal to end does here."""
    raise Stopped
