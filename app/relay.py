"""The relay process: `python -m app.relay`. Opens outer layers, files by office, ends cleanly on SIGTERM.

`--once` looks once and files what is due. `--poll` is the pause between two looks, in seconds. What keeps it
from filing is written to the log, and tried again: nothing that waits is lost meanwhile.

Must never log how many deposits wait, or a batch at the moment it is filed: journals write a clock time
beside each line, and where few report a batch falls due exactly one deadline after its first report came.
So batches are counted by the day, as the store counts them.
"""

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Event as Flag

from app import config, logs
from app.domain.batching import Gathering
from app.domain.errors import CannotBeTrusted, Misconfigured, Unavailable
from app.logs import Event, Log, Name
from app.services import relay_keys
from app.services.filing import Fate
from app.services.relaying import Relay
from app.wiring.relay import build

POLL_SECONDS = 1.0
KEYS_SECONDS = 3600.0  # how often to look for keys whose time has come
AGAIN_SECONDS = 60.0  # a look a second would write the same line 86,400 times a day


class Setting(Name):
    """The setting that can turn wrong while the relay runs."""

    KEYS = relay_keys.SETTING


@dataclass
class Loop:
    """One relay, what it has gathered, and when it last looked for old keys."""

    relay: Relay
    log: Log
    gathering: Gathering = field(default_factory=Gathering)
    keys_seen: float | None = None
    day: date | None = None
    fates: Counter[Fate] = field(default_factory=Counter)
    said: dict[Event, float] = field(default_factory=dict)

    def look(self) -> None:
        """One turn, and from time to time the keys; a refusal is logged, and tried again next time."""
        self.attempt(self.file)
        moment = time.monotonic()
        if self.keys_seen is None or moment - self.keys_seen >= KEYS_SECONDS:
            self.keys_seen = moment
            self.attempt(self.destroy)

    def attempt(self, step: Callable[[], None]) -> None:
        """Take a step; what the relay can wait for is written down and no more."""
        try:
            step()
        except Unavailable as refused:
            self.say(Event.STORE_UNAVAILABLE, error=refused)
        except CannotBeTrusted as refused:
            self.say(Event.DIRECTORY_REFUSED, error=refused)
        except Misconfigured as wrong:
            self.say(Event.SETTINGS_WRONG, setting=Setting.KEYS, error=wrong.__cause__ or wrong)

    def say(self, event: Event, **fields: object) -> None:
        """Write down what keeps the relay from its work, and not the same again for a while."""
        moment = time.monotonic()
        if moment - self.said.get(event, -AGAIN_SECONDS) >= AGAIN_SECONDS:
            self.said[event] = moment
            self.log.record(event, **fields)

    def file(self) -> None:
        """Look at the intake and file what is due; when a day is over, say how many it were."""
        now = datetime.now(UTC)
        if now.date() != self.day:
            self.tell()
            self.day = now.date()
        turn = self.relay.turn(self.gathering, now, time.monotonic())
        self.gathering = turn.gathering
        self.fates.update(turn.fates)

    def tell(self) -> None:
        """Write down how many deposits were filed and dropped since the last time; nothing when none were."""
        if self.fates:
            filed = self.fates[Fate.FILED]
            self.log.record(Event.BATCH_FILED, filed=filed, dropped=self.fates.total() - filed)
            self.fates.clear()

    def destroy(self) -> None:
        """Let old keys go."""
        count = self.relay.destroy_old_keys(datetime.now(UTC))
        if count:
            self.log.record(Event.KEYS_DESTROYED, count=count)


def main() -> int:
    """Run until told to stop; 2 when the settings are wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m app.relay", description="Open outer layers, file by office."
    )
    parser.add_argument("--once", action="store_true", help="look once and end")
    parser.add_argument("--poll", type=float, default=POLL_SECONDS, metavar="SECONDS")
    chosen = parser.parse_args()
    log, stop = logs.start("relay"), Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        loop = Loop(build(config.load()), log)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        return 2
    log.record(Event.STARTED)
    loop.look()
    while not chosen.once and not stop.wait(chosen.poll):
        loop.look()
    loop.tell()
    log.record(Event.STOPPED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
