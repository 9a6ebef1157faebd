"""Somebody who calls the voice line: signed requests over real HTTP to a real gateway, with a fake provider.

with switchboard(organisation, folder, migrated) as board:
    caller = board.ring()
    caller.press("1")          what the line says comes back; `caller.verbs` is all of the answer
    caller.speak(RECORDING)
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import httpx
from flask import Flask
from prometheus_client import CollectorRegistry
from sqlalchemy import delete, select
from twilio.request_validator import RequestValidator

from app.logs import Log
from app.services.hotline.metrics import Counters
from app.services.hotline.removing import Removing
from app.storage.database import open_database
from app.storage.tables import answered, conversations, intake, removals
from app.wiring.gateway import Gateway
from bots.doors import EXTENSION
from bots.gateway import create_app
from bots.twilio_rest import TwilioRemover, client
from bots.voice.twilio import EXTENSION_NAME, VoiceLine
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from tests.bots.hotline import settings
from tests.desk.world import World
from tests.serving import serving, wsgi

PUBLIC = "https://hotline.example.org"
SPEECH = b"ID3" + bytes(range(256)) * 300  # what was recorded, as far as anybody here can tell
numbers = count(1)


@dataclass
class Switchboard:
    """A gateway that is called, and the provider behind the calls."""

    app: Flask
    twilio: FakeTwilio
    http: httpx.Client
    organisation: World
    before: int = 0

    @property
    def gateway(self) -> Gateway:
        """The gateway."""
        found: Gateway = self.app.extensions[EXTENSION]
        return found

    @property
    def line(self) -> VoiceLine:
        """The voice line of the gateway."""
        found: VoiceLine = self.app.extensions[EXTENSION_NAME]
        return found

    @line.setter
    def line(self, line: VoiceLine) -> None:
        self.app.extensions[EXTENSION_NAME] = line

    def __post_init__(self) -> None:
        self.before = self.given()

    def post(self, path: str, form: dict[str, str], token: str = TOKEN) -> httpx.Response:
        """A request as the provider signs it."""
        signature = RequestValidator(token).compute_signature(PUBLIC + path, form)
        return self.http.post(path, data=form, headers={"X-Twilio-Signature": signature})

    def ring(self, **more: str) -> "Caller":
        """A new call."""
        caller = Caller(self, self.twilio.call(f"CA{next(numbers):032x}"))
        caller.ask("/voice/twilio", **more)
        return caller

    def deliver(self) -> int:
        """Take to the server what was sealed."""
        return self.gateway.background.courier.deliver()

    def emptied(self) -> None:
        """As if nobody had called yet."""
        self.deliver()
        with self.gateway.database.begin() as tx:
            for table in (conversations, removals, answered):
                tx.execute(delete(table))
        self.twilio.things.clear()
        self.twilio.data.clear()
        self.twilio.slow, self.twilio.down = 0, False
        self.before = self.given()

    def passed_on(self) -> int:
        """How many envelopes the server has been given of late."""
        return self.given() - self.before

    def given(self) -> int:
        """How many envelopes wait at the server."""
        self.deliver()
        database = open_database(self.organisation.settings.database_url)
        with database.read() as view:
            count = len(view.execute(select(intake.c.leaf)).all())
        database.close()
        return count

    def clean(self) -> None:
        """Delete at the provider what is to be deleted."""
        remover = TwilioRemover(client(ACCOUNT, TOKEN, self.twilio.address))
        Removing(self.gateway.database, remover, Counters.into(CollectorRegistry())).run(
            self.gateway.keeping.now()
        )

    def kept(self) -> int:
        """How many conversations are kept."""
        with self.gateway.database.read() as view:
            return len(view.execute(select(conversations.c.name)).all())

    def to_remove(self) -> set[tuple[str, str]]:
        """What is to be deleted at the provider."""
        with self.gateway.database.read() as view:
            return {(row.kind, row.thing) for row in view.execute(select(removals.c.kind, removals.c.thing))}


@dataclass
class Caller:
    """One call."""

    board: Switchboard
    sid: str
    answer: httpx.Response = field(init=False)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def ask(self, path: str, **form: str) -> str:
        """Send a request of this call; what the line says then."""
        whole = {
            "CallSid": self.sid,
            "AccountSid": ACCOUNT,
            "CallStatus": "in-progress",
            "Direction": "inbound",
        }
        whole |= form
        self.asked.append((path, whole))
        self.answer = self.board.post(path, whole)
        return self.text

    def repeat(self) -> str:
        """The last request once more, as a provider does that heard no answer."""
        self.answer = self.board.post(*self.asked[-1])
        return self.text

    @property
    def verbs(self) -> list[ElementTree.Element]:
        """The elements of the answer, the nested ones too."""
        return [each for each in ElementTree.fromstring(self.answer.text).iter() if each.tag != "Response"]  # noqa: S314 -- our own

    @property
    def text(self) -> str:
        """What is read out."""
        return (
            " ".join(each.text or "" for each in self.verbs if each.tag == "Say") if self.answer.text else ""
        )

    @property
    def does(self) -> str:
        """What the line does after it spoke."""
        return next(
            each.tag for each in self.verbs if each.tag in ("Gather", "Record", "Dial", "Hangup", "Redirect")
        )

    @property
    def next(self) -> str:
        """The path of the next step."""
        found = next(
            each.get("action") or each.text
            for each in self.verbs
            if each.get("action") or each.tag == "Redirect"
        )
        return str(found).removeprefix(PUBLIC)

    def press(self, *keys: str) -> str:
        """Press keys, one step after the other."""
        return [self.ask(self.next, Digits=each) for each in keys][-1]

    def silent(self) -> str:
        """Press nothing."""
        return self.ask(self.next, Digits="")

    def speak(self, data: bytes = SPEECH, ready: bool = True, **more: str) -> str:
        """Say something, and press the hash key; the line may have to wait for the recording."""
        recording = f"RE{next(numbers):032x}"
        if ready:
            self.board.twilio.recording(recording, data)
        told = {
            "RecordingSid": recording,
            "RecordingUrl": "http://127.0.0.1:9/elsewhere",
            "RecordingDuration": "7",
        }
        return self.ask(self.next, **{**told, "Digits": "#", **more})

    @property
    def recording(self) -> str:
        """The provider's name of what was recorded last."""
        return next(form["RecordingSid"] for _, form in reversed(self.asked) if "RecordingSid" in form)

    def wait(self) -> str:
        """Do as the line says until it asks for something."""
        while self.does == "Redirect":
            self.ask(self.next)
        return self.text

    def hang_up(self) -> httpx.Response:
        """Put the phone down: the provider says so."""
        return self.board.post("/voice/twilio/status", {"CallSid": self.sid, "CallStatus": "completed"})

    def to_review(self) -> str:
        """Tell a report, as far as the review."""
        self.press("1", "1", "1", "2", "1", "2", "1", "1")
        return self.speak()

    def report(self) -> str:
        """A report as far as its receipt; its twenty digits."""
        self.to_review()
        return self.send()

    def send(self) -> str:
        """Press 1 at the review; the twenty digits of the receipt."""
        self.press("1")
        digits = [each.text for each in self.verbs if each.tag == "Say" and (each.text or "").isdecimal()]
        assert digits[:20] == digits[20:], "it is said twice"
        return "".join(map(str, digits[:20]))


@contextmanager
def switchboard(organisation: World, folder: Path, migrated: Path, **more: object) -> Iterator[Switchboard]:
    """A voice line over a served organisation."""
    shutil.copy(migrated, folder / "hotline.db")
    (folder / "token").write_text(TOKEN)
    with FakeTwilio() as twilio:
        given = {
            "hotline_url": PUBLIC,
            "twilio_account": ACCOUNT,
            "twilio_token_file": folder / "token",
            "twilio_api": twilio.address,
            **more,
        }
        app = create_app(settings(organisation, folder, **given), Log("gateway"))
        app.extensions[EXTENSION].background.pid = os.getpid()  # the tests take what is sealed to the server
        server = wsgi(app)
        address = f"http://127.0.0.1:{server.port}"
        with serving(server), httpx.Client(base_url=address, timeout=30) as http:
            yield Switchboard(app, twilio, http, organisation)
        app.extensions[EXTENSION].database.close()
