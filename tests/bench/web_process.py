"""Two web workers: memory, cold start, and the next visitor while another client stalls in mid-request."""

import socket
import statistics
import time
from collections.abc import Iterator

import httpx

from tests.bench.figures import Figure, Line, Options
from tests.bench.intake import drive
from tests.bench.stores import Store, store
from tests.installation import looks_sealed
from tests.processes import Server, Web, proportional_memory, web

MEMORY_MEGABYTES = 120
START_SECONDS = 1.0
NEXT_MILLISECONDS = 100
STALLED = 8
OCTETS = {"Content-Type": "application/octet-stream"}


def measure(options: Options) -> Iterator[Line]:
    """Both servers on SQLite."""
    with store("sqlite") as made:
        for server in Server:
            yield from of_server(server, made, options)


def of_server(server: Server, made: Store, options: Options) -> Iterator[Line]:
    """The figures of one server."""
    settings, log = made.installed.settings(), made.folder / f"{server}.log"
    starts = []
    for _ in range(3):
        with web(server, "app.web:app", settings, log) as running:
            starts.append(running.started)
    yield Figure(f"{server}, cold start", statistics.median(starts), "s", at_most=START_SECONDS)
    with web(server, "app.web:app", settings, log) as running:
        drive(running.port, "/api/v1/intake", 32, options.seconds)
        memory = proportional_memory(running.process) / 1e6
        yield Figure(
            f"{server}, two workers after load", memory, "MB", at_most=MEMORY_MEGABYTES, note="PSS of all"
        )
        for where in ("headers", "body"):
            wait = next_visitor(running, where) * 1000
            note = f"worst of 20, {STALLED} stalled"
            yield Figure(
                f"{server}, next visitor, {where} stalled", wait, "ms", at_most=NEXT_MILLISECONDS, note=note
            )


def next_visitor(running: Web, where: str) -> float:
    """The longest of twenty deposits, in seconds, while others stall in their headers or their body."""
    stalled = [stall(running.port, where) for _ in range(STALLED)]
    time.sleep(0.2)
    waits = []
    with httpx.Client(base_url=running.address, timeout=30, headers=OCTETS) as http:
        for _ in range(20):
            begun = time.perf_counter()
            http.post("/api/v1/intake", content=looks_sealed() + bytes(80)).raise_for_status()
            waits.append(time.perf_counter() - begun)
    for line in stalled:
        line.close()
    return max(waits)


def stall(port: int, where: str) -> socket.socket:
    """Begin a deposit and stop in its headers or in its body."""
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    line.sendall(b"POST /api/v1/intake HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16464\r\n")
    if where == "body":
        line.sendall(b"Content-Type: application/octet-stream\r\n\r\n" + bytes(8000))
    return line
