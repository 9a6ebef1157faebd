"""A load driver: N clients on kept-alive connections to 127.0.0.1, in one process with one selector.

Run as its own process, so that it does not share an interpreter with what it measures:
`python -m tests.bench.load PORT PATH CLIENTS SECONDS` posts 16,464 random bytes again and again and prints
one line of JSON: answers, errors, seconds, p50, p95 and the worst (milliseconds). No body is sent twice.
"""

import json
import os
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field

BODY_BYTES = 16_464
LIMIT_SECONDS = 60  # a forgotten driver ends by itself


@dataclass(frozen=True)
class Load:
    """What a run gave; latencies in milliseconds."""

    answers: int
    errors: int
    seconds: float
    p50: float
    p95: float
    worst: float

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0


@dataclass
class Client:
    """One connection: what is still to be sent of its request, what came back so far, since when."""

    line: socket.socket
    unsent: memoryview = field(default_factory=lambda: memoryview(b""))
    answer: bytes = b""
    begun: float = 0.0


class Driver:
    """The clients of one run and what they have seen."""

    def __init__(self, port: int, path: str, clients: int) -> None:
        self.port = port
        self.head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {BODY_BYTES}\r\n\r\n"
        ).encode()
        self.filler = os.urandom(BODY_BYTES - 16)
        self.latencies: list[float] = []
        self.errors = 0
        self.selector = selectors.DefaultSelector()
        self.begin = time.perf_counter()
        for _ in range(clients):
            self.connect()

    def open(self) -> socket.socket:
        """A connection that nobody waits for."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setblocking(False)
        return line

    def connect(self) -> None:
        """Open a connection and start its first request."""
        line = self.open()
        client = Client(line)
        self.selector.register(line, selectors.EVENT_WRITE, client)
        self.ask(client)

    def ask(self, client: Client) -> None:
        """Start the next request of this client."""
        client.unsent = memoryview(self.request(client))
        client.answer, client.begun = b"", time.perf_counter()
        self.send(client)

    def request(self, _client: Client) -> bytes:
        """The next request of a client."""
        return self.head + os.urandom(16) + self.filler

    def send(self, client: Client) -> None:
        """Send what the line takes; then wait for the answer, or for room."""
        try:
            client.unsent = client.unsent[client.line.send(client.unsent) :]
        except BlockingIOError:
            pass
        except OSError:
            self.replace(client)
            return
        self.selector.modify(
            client.line, selectors.EVENT_WRITE if len(client.unsent) else selectors.EVENT_READ, client
        )

    def receive(self, client: Client) -> bool:
        """Take what came; True when the answer is whole."""
        try:
            piece = client.line.recv(65536)
        except OSError:
            piece = b""
        if not piece:
            self.replace(client)
            return False
        client.answer += piece
        return whole(client.answer)

    def replace(self, client: Client) -> None:
        """Count a broken connection and open another."""
        self.errors += 1
        self.selector.unregister(client.line)
        client.line.close()
        self.connect()

    def run(self, seconds: float) -> Load:
        """Drive the clients for that long and sum up."""
        self.begin = time.perf_counter()
        end = self.begin + min(seconds, LIMIT_SECONDS)
        while time.perf_counter() < end:
            for key, events in self.selector.select(0.1):
                client: Client = key.data
                if events & selectors.EVENT_WRITE:
                    self.send(client)
                elif self.receive(client):
                    self.note(client)
                    self.ask(client)
        return self.sum_up(time.perf_counter() - self.begin)

    def note(self, client: Client) -> None:
        """Keep the latency of a good answer; count any other."""
        if client.answer[9:10] == b"2":
            self.latencies.append((time.perf_counter() - client.begun) * 1000)
        else:
            self.errors += 1

    def sum_up(self, seconds: float) -> Load:
        """Percentiles of what was seen; zeros when nothing was."""
        ranked = sorted(self.latencies) or [0.0]
        return Load(
            answers=len(self.latencies),
            errors=self.errors,
            seconds=seconds,
            p50=ranked[len(ranked) // 2],
            p95=ranked[int(len(ranked) * 0.95)],
            worst=ranked[-1],
        )


def whole(answer: bytes) -> bool:
    """True when head and body of an answer have come."""
    head, gap, body = answer.partition(b"\r\n\r\n")
    if not gap:
        return False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    return answer.endswith(b"0\r\n\r\n")  # chunked


def main() -> None:
    """Read the four arguments, run, print one line of JSON."""
    port, path, clients, seconds = sys.argv[1:5]
    load = Driver(int(port), path, int(clients)).run(float(seconds))
    print(json.dumps(asdict(load)))


if __name__ == "__main__":
    main()
