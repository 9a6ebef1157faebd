"""Twilio's REST API as far as the hotline uses it, over real HTTP; everything that was asked for is kept.

    with FakeTwilio() as twilio:
        twilio.address                       the setting SPEAKUP_TWILIO_API; the account is ACCOUNT, TOKEN
        url = twilio.media("MM…", "ME…", "image/jpeg", data)     a file that came with a message
        twilio.recording("RE…", data)        a recording, to be had as .mp3 and .wav
        twilio.call("CA…"); twilio.message("SM…", body="…")      things that can be changed and deleted
        twilio.asked("POST", "/Messages.json")                   the forms of all such requests
        twilio.sent                          the forms of all texts that were taken
        twilio.existing                      sids of what is still there

It refuses a wrong token (20003), what is not there (20404), texts without words (21602), and texts to whom
`opted_out` names (21610). Failure modes: `down` hangs up; `slow` waits so many seconds; `not_yet[sid] = n`
answers the next n deletions of it 409 with error 20009; `fails(status, code, "/Messages.json")` refuses the
next request to such a path; `lost` takes a text, and never says so; `redirect` sends on who asks for media.
"""

import base64
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.serving import Crowded, Provider

ACCOUNT = "AC" + "0f" * 16
TOKEN = "a-twilio-token-that-must-stand-in-no-log"
ROOT = f"/2010-04-01/Accounts/{ACCOUNT}"
BASIC = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
MOST_LETTERS = 1600
KINDS = {"Messages": "SM", "Media": "ME", "Recordings": "RE", "Calls": "CA"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """What was asked for. `form` is the form, or the JSON object, that came with it."""

    method: str
    path: str
    form: Json
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Answer:
    """What goes back: JSON, or bytes of another type."""

    status: int
    body: bytes = b""
    type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def error(status: int, code: int, said: str = "refused") -> Answer:
    """An error as Twilio writes it."""
    return Answer(status, json.dumps({"code": code, "message": said, "status": status}).encode())


def told(status: int, thing: Json) -> Answer:
    """A thing as Twilio writes it."""
    return Answer(status, json.dumps(thing).encode())


@dataclass
class FakeTwilio(Provider):
    """The server. Everything is under one lock."""

    requests: list[Request] = field(default_factory=list)
    things: dict[str, Json] = field(default_factory=dict)
    data: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    failures: list[tuple[str, Answer]] = field(default_factory=list)
    not_yet: dict[str, int] = field(default_factory=dict)
    opted_out: set[str] = field(default_factory=set)
    redirect: str = ""
    slow: float = 0
    down: bool = False
    lost: bool = False
    number: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def opened(self) -> "Server":
        """It answers for this."""
        server = Server(("127.0.0.1", 0), Handler)
        server.twilio = self
        return server

    def __exit__(self, *_: object) -> None:
        self.down = True
        super().__exit__()

    @property
    def existing(self) -> set[str]:
        """What is still there."""
        with self.lock:
            return set(self.things) | set(self.data)

    @property
    def sent(self) -> list[Json]:
        """The texts that were taken, as they were asked for."""
        with self.lock:
            return [each["form"] for each in self.things.values() if "form" in each]

    def asked(self, method: str, end: str) -> list[Json]:
        """The forms of all requests with this method, to paths with this end."""
        with self.lock:
            return [each.form for each in self.requests if each.method == method and each.path.endswith(end)]

    def fails(self, status: int, code: int, end: str) -> None:
        """Refuse the next request to a path with this end."""
        with self.lock:
            self.failures.append((end, error(status, code)))

    def message(self, sid: str, body: str = "", **more: Any) -> str:
        """A text that Twilio holds."""
        with self.lock:
            self.things[sid] = {"sid": sid, "body": body, "account_sid": ACCOUNT, **more}
        return sid

    def call(self, sid: str) -> str:
        """A call that Twilio knows of."""
        return self.message(sid, status="in-progress")

    def media(self, message: str, sid: str, type_: str, data: bytes) -> str:
        """A file that came with a text; its address."""
        with self.lock:
            self.data[sid] = (type_, data)
        return f"{self.address}{ROOT}/Messages/{message}/Media/{sid}"

    def recording(self, sid: str, data: bytes) -> str:
        """A recording; its address, without an ending."""
        with self.lock:
            self.data[sid] = ("audio/mpeg", data)
        return f"{self.address}{ROOT}/Recordings/{sid}"

    def new(self, prefix: str) -> str:
        """A name of a new thing."""
        with self.lock:
            self.number += 1
            return f"{prefix}{self.number:032x}"

    def answer(self, request: Request, authorized: bool) -> Answer:
        """What a request is answered."""
        with self.lock:
            self.requests.append(request)
            if not authorized:
                return error(401, 20003)
            for failing in self.failures:
                if request.path.endswith(failing[0]):
                    self.failures.remove(failing)
                    return failing[1]
            return self.done(request)

    def done(self, request: Request) -> Answer:
        """Do what is asked for."""
        if (request.method, request.path) == ("POST", "/v1/Content"):
            sid = self.new("HX")
            self.things[sid] = {"sid": sid, **request.form}
            return told(201, self.things[sid])
        if (request.method, request.path) == ("POST", f"{ROOT}/Messages.json"):
            return self.create(request.form)
        kind, _, name = request.path.rpartition("/")
        sid, _, ending = name.partition(".")
        if not request.path.startswith(ROOT) or kind.rpartition("/")[2] not in KINDS:
            return error(404, 20404)
        return self.of(request, sid, ending)

    def create(self, form: Json) -> Answer:
        """Take a text."""
        if not form.get("Body") and not form.get("ContentSid"):
            return error(400, 21602)
        if len(form.get("Body", "")) > MOST_LETTERS:
            return error(400, 21617)
        if form.get("To") in self.opted_out:
            return error(400, 21610)
        if form.get("ContentSid") and form["ContentSid"] not in self.things:
            return error(404, 20404)
        sid = self.message(self.new("SM"), form.get("Body", ""), status="queued", form=form)
        return told(201, self.things[sid])

    def of(self, request: Request, sid: str, ending: str) -> Answer:
        """Fetch, change or delete one thing."""
        if sid not in self.things and sid not in self.data:
            return error(404, 20404)
        if request.method == "DELETE":
            return self.delete(sid)
        if request.method == "POST":
            self.things[sid] |= {name.lower(): value for name, value in request.form.items()}
            return told(200, self.things[sid])
        if sid in self.things or ending == "json":
            return told(200, self.things.get(sid, {"sid": sid}))
        if self.redirect and "/Media/" in request.path:
            return Answer(307, headers={"Location": self.redirect})
        return Answer(200, self.data[sid][1], self.data[sid][0])

    def delete(self, sid: str) -> Answer:
        """Delete one thing, or say that it is too early."""
        if self.not_yet.get(sid, 0) > 0:
            self.not_yet[sid] -= 1
            return error(409, 20009)
        self.things.pop(sid, None)
        self.data.pop(sid, None)
        return Answer(204)


class Server(Crowded):
    """It knows whose things it has."""

    twilio: FakeTwilio


class Handler(BaseHTTPRequestHandler):
    """The HTTP side."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Fetch."""
        self.pass_on()

    def do_POST(self) -> None:
        """Make or change."""
        self.pass_on()

    def do_DELETE(self) -> None:
        """Delete."""
        self.pass_on()

    def pass_on(self) -> None:
        """Let the fake answer, in its own time."""
        twilio = self.server.twilio
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not twilio.down:
            time.sleep(twilio.slow)
            request = Request(self.command, urlsplit(self.path).path, self.form(body))
            answer = twilio.answer(request, self.headers.get("Authorization") == BASIC)
        if twilio.down or twilio.lost:
            self.close_connection = True
            return
        self.say(answer)

    def form(self, body: bytes) -> Json:
        """The fields of a form or of a JSON object."""
        if self.headers.get("Content-Type", "").startswith("application/json"):
            return dict(json.loads(body or b"{}"))
        return dict(parse_qsl(body.decode(), keep_blank_values=True))

    def say(self, answer: Answer) -> None:
        """Write an answer."""
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.type, **answer.headers}.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
