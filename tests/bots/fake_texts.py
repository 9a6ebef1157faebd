"""Africa's Talking's API as far as the hotline uses it, over real HTTP; what was asked for is kept.

`down` hangs up before it reads, `lost` after it took a text; `answers` are given in turn before it takes any;
`slow` waits so many seconds.
"""

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl

from tests.serving import Crowded, Provider

KEY = "an-api-key-that-must-stand-in-no-log"


@dataclass
class FakeTexts(Provider):
    """The server."""

    sent: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, int]] = field(default_factory=list)  # HTTP status, their code
    keys: list[str] = field(default_factory=list)
    down: bool = False
    lost: bool = False
    slow: float = 0

    def opened(self) -> "Server":
        """It answers for these."""
        server = Server(("127.0.0.1", 0), Handler)
        server.texts = self
        return server

    def take(self, form: dict[str, str]) -> tuple[int, int]:
        """Take a text, or refuse it as told."""
        status, code = self.answers.pop(0) if self.answers else (201, 101)
        if (status, code) == (201, 101):
            self.sent.append(form)
        return status, code


class Server(Crowded):
    """It knows whose texts it takes."""

    texts: FakeTexts


class Handler(BaseHTTPRequestHandler):
    """The HTTP side."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        """A text."""
        texts = self.server.texts
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        time.sleep(texts.slow)
        if texts.down:
            self.close_connection = True
            return
        texts.keys.append(self.headers.get("apiKey", ""))
        status, code = texts.take(dict(parse_qsl(body, keep_blank_values=True)))
        if texts.lost:
            self.close_connection = True
            return
        told = {"SMSMessageData": {"Message": "Sent", "Recipients": [{"statusCode": code, "messageId": "A"}]}}
        said = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
