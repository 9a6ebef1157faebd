"""The intake: deposits a second and how long a client waits, beside a bare view that commits one row.

Both servers run at the same time under the same server software, and are driven in turn, so that what else
the machine does falls on both; the median of the repeats counts.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.figures import Figure, Line, Options
from tests.bench.load import Load
from tests.bench.stores import ENGINES, Store, store
from tests.processes import ROOT, Server, web

CLIENTS = (1, 8, 32)
AT_LEAST = 0.7  # of the bare view
P95_MILLISECONDS = 150  # at the most clients, without errors


def measure(options: Options) -> Iterator[Line]:
    """Every engine under every server with every number of clients."""
    for engine in ENGINES:
        with store(engine) as made:
            for server in Server:
                yield from under(server, made, options)


def under(server: Server, made: Store, options: Options) -> Iterator[Line]:
    """One engine under one server."""
    ours = web(server, "app.web:app", made.installed.settings(), made.folder / "ours.log")
    bare = web(server, "tests.bench.bare:app", {"BARE_DATABASE": made.bare}, made.folder / "bare.log")
    with ours as our_web, bare as bare_web:
        for clients in CLIENTS:
            pairs = [
                (
                    drive(bare_web.port, "/row", clients, options.seconds),
                    drive(our_web.port, "/api/v1/intake", clients, options.seconds),
                )
                for _ in range(options.repeats)
            ]
            yield from lines(f"intake, {made.engine}, {server}, {clients} clients", pairs, clients)


def lines(name: str, pairs: list[tuple[Load, Load]], clients: int) -> Iterator[Line]:
    """The figures of some runs of (bare, ours)."""
    ours = [our for _, our in pairs]
    p50, p95 = (statistics.median(getattr(our, rank) for our in ours) for rank in ("p50", "p95"))
    errors = sum(our.errors for our in ours)
    bare_p95 = statistics.median(bare.p95 for bare, _ in pairs)
    yield Figure(
        name,
        statistics.median(our.per_second for our in ours),
        "/s",
        yardstick=statistics.median(bare.per_second for bare, _ in pairs),
        at_least=AT_LEAST,
        note=f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, {errors} errors",
    )
    if clients == max(CLIENTS):
        yield Figure(f"{name}, p95", p95, "ms", at_most=P95_MILLISECONDS, note=f"bare {bare_p95:.1f} ms")


def drive(port: int, path: str, clients: int, seconds: float) -> Load:
    """Drive a server from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.load", str(port), path, str(clients), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))
