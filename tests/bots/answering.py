"""A server that answers whatever a test says, and keeps what it was asked: any provider on a bad day.

with Answering() as server:
    server.answers = [(503, b"{}")]     one after the other; then 200 and an empty object
    server.requests                     method, path, headers, body
"""

import contextlib
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.serving import Provider


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode(), True).items()}


@dataclass
class Answering(Provider):
    """The server; `hang_up` closes each line without an answer, `pause` waits before one."""

    answers: list[tuple[int, bytes]] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    hang_up: bool = False
    pause: float = 0.0

    def opened(self) -> ThreadingHTTPServer:
        """It answers what `answers` says."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.requests.append(Asked(self.command, self.path, dict(self.headers), body))
                time.sleep(outer.pause)
                if outer.hang_up:
                    self.connection.close()
                    return
                status, content = outer.answers.pop(0) if outer.answers else (200, b"{}")
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever asked may have left
                    self.wfile.write(content)

            def do_GET(self) -> None:
                self.answer()

            def do_POST(self) -> None:
                self.answer()

            def do_DELETE(self) -> None:
                self.answer()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return ThreadingHTTPServer(("127.0.0.1", 0), Handler)
