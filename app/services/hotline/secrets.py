"""The secret of the day: with it, and with an address in hand, a conversation opens.

A new one is drawn each day (UTC), the one of the day before is held for one day more, and then it is gone:
what was sealed under it opens no more, whoever has the rows. It lives in memory, or, so that a restart loses
no draft and several workers know the same, in a file on a file system in memory.

Must never: lie on a disk (`on_disk` says when it does), or stand in a log.
"""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.sealing.conversations import new_secret

DAY_SECONDS = 86_400
IN_MEMORY = frozenset({"tmpfs", "ramfs"})
MOUNTS = Path("/proc/self/mounts")


@dataclass(frozen=True)
class Day:
    """The secrets that hold on a day (counted since 1970): its own, and the one of the day before."""

    number: int
    secret: bytes = field(repr=False)
    before: bytes | None = field(repr=False)

    @property
    def held(self) -> tuple[bytes, ...]:
        """Both, the newer first."""
        return (self.secret, self.before) if self.before else (self.secret,)

    def holds(self, today: int) -> bool:
        """Whether these are still the secrets; a clock that was a day ahead draws none again."""
        return today <= self.number <= today + 1

    def written(self) -> str:
        """As the file holds it."""
        secrets = [secret.hex() for secret in self.held]
        return json.dumps({"day": self.number, "secrets": secrets})


@dataclass
class Secrets:
    """The secrets of now. Threads share it; processes share the file."""

    path: Path | None
    now: Callable[[], datetime]
    known: Day | None = field(default=None, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def held(self) -> tuple[bytes, ...]:
        """Today's secret, and yesterday's if there was one."""
        today = int(self.now().timestamp()) // DAY_SECONDS
        known = self.known
        if known is not None and known.holds(today):
            return known.held
        with self.lock:
            self.known = self.turned(today)
            return self.known.held

    def turned(self, today: int) -> Day:
        """The day as the file has it, after whoever came first has turned the page."""
        if self.path is None:
            return next_day(self.known, today)
        with alone(self.path) as path:
            day = next_day(read(path) or self.known, today)
            write(path, day)
            return day

    def restore(self) -> None:
        """Write the file again if somebody cleared it away: the other workers must not draw another."""
        if self.path is not None and self.known is not None and not self.path.exists():
            with self.lock:
                self.known = self.turned(int(self.now().timestamp()) // DAY_SECONDS)


def next_day(known: Day | None, today: int) -> Day:
    """The secrets of today, after what is known."""
    if known is not None and known.holds(today):
        return known
    before = known.secret if known is not None and known.number == today - 1 else None
    return Day(today, new_secret(), before)


def read(path: Path) -> Day | None:
    """The day that a file holds; None when there is none, or it is no such file."""
    try:
        raw = json.loads(path.read_text("ascii"))
        secrets = [bytes.fromhex(secret) for secret in raw["secrets"]]
        return Day(int(raw["day"]), secrets[0], secrets[1] if len(secrets) > 1 else None)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def write(path: Path, day: Day) -> None:
    """Replace the file, for its owner's eyes only; a crash leaves the old one or the new one."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(day.written())
    beside.replace(path)


@contextmanager
def alone(path: Path) -> Iterator[Path]:
    """Hold the file while it is read and replaced."""
    with os.fdopen(os.open(f"{path}.lock", os.O_WRONLY | os.O_CREAT, 0o600), "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield path


def on_disk(path: Path | None) -> bool:
    """Whether the secret would lie on a disk; where the system does not tell, it counts as one."""
    if path is None:
        return False
    folder = path.resolve().parent
    try:
        mounts = [line.split()[1:3] for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return True
    over = [(place, kind) for place, kind in mounts if folder.is_relative_to(place)]
    return max(over, key=lambda mount: len(mount[0]), default=("", ""))[1] not in IN_MEMORY


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
