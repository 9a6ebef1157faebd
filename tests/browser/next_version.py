"""A server in front of the demonstration's, whose next version can be rolled out in the middle of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from tests.serving import serving

PASSED_ON = ("Content-Type", "Content-Security-Policy", "Cache-Control", "ETag")


class Front(ThreadingHTTPServer):
    """Gives what the demonstration gives; once `newer` is set, its worker is another."""

    daemon_threads = True

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.behind = behind
        self.newer = False

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Passing(BaseHTTPRequestHandler):
    """Passes GET requests on."""

    server: Front

    def do_GET(self) -> None:
        """One request."""
        answer = httpx.get(self.server.behind + self.path)
        body = answer.content
        if self.path == "/sw.js" and self.server.newer:
            body = body.replace(b'"version":"', b'"version":"newer')
        self.send_response(answer.status_code)
        for name in PASSED_ON:
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def in_front_of(behind: str) -> Iterator[Front]:
    """Run one for as long as the block lasts."""
    front = Front(behind)
    with serving(front):
        yield front
