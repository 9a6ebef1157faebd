"""How long `speakup --help` takes: what an officer waits for before anything happens."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, Line, Options

HELP_SECONDS = 0.4
TIMES = 9


def measure(_: Options) -> Iterator[Line]:
    """The median of nine starts, beside the bare interpreter."""
    speakup = Path(sys.executable).with_name("speakup")
    helped = statistics.median(seconds([str(speakup), "--help"]) for _ in range(TIMES))
    bare = statistics.median(seconds([sys.executable, "-c", "pass"]) for _ in range(TIMES))
    yield Figure("speakup --help", helped, "s", at_most=HELP_SECONDS, note=f"bare interpreter {bare:.3f} s")


def seconds(command: list[str]) -> float:
    """Wall time of one run that must succeed."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun
