"""The whole hotline as it runs: web, relay, gateway and worker as processes; Twilio as a fake over HTTP."""

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
from twilio.request_validator import RequestValidator

from app.sealing.keys import BoxKeyPair
from app.storage.database import open_database
from app.storage.migrations import migrate
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from tests.bots.twilio_requests import PHONE, SENDER, sid
from tests.installation import Installation
from tests.processes import Process, Server, Web, free_port, start, start_web

BASE = "https://hotline.example.org"
PATH = "/sms/twilio"
MEMORY = Path("/dev/shm")


@dataclass
class Running:
    """The processes. `api` and `gateway` are the ports of the two web servers."""

    installed: Installation
    twilio: FakeTwilio
    hotline_url: str
    api: int = field(default_factory=free_port)
    gateway: int = field(default_factory=free_port)
    notices: BoxKeyPair = field(default_factory=BoxKeyPair.generate)
    latest: Web | None = None  # the gateway that was started last
    secret: Path = field(default_factory=lambda: MEMORY / f"speakup-test-{secrets.token_hex(8)}")

    @property
    def logs(self) -> Path:
        """Where all processes write."""
        return self.installed.folder / "logs"

    def settings(self) -> Mapping[str, str]:
        """The environment of the hotline's processes."""
        folder = self.installed.folder
        (folder / "token").write_text(TOKEN)
        (folder / "notice.key").write_text(self.notices.secret.hex())
        return {
            "SPEAKUP_SERVER": f"http://127.0.0.1:{self.api}",
            "SPEAKUP_PINS_FILE": self.installed.settings()["SPEAKUP_PINS_FILE"],
            "SPEAKUP_HOTLINE_DATABASE_URL": self.hotline_url,
            "SPEAKUP_HOTLINE_SECRET_FILE": str(self.secret),
            "SPEAKUP_HOTLINE_QUEUE": str(folder / "hotline_jobs.db"),
            "SPEAKUP_HOTLINE_URL": BASE,
            "SPEAKUP_HOTLINE_COUNTRY": "KE",
            "SPEAKUP_NOTICE_KEY": self.notices.public.hex(),
            "SPEAKUP_NOTICE_KEY_FILE": str(folder / "notice.key"),
            "SPEAKUP_TWILIO_ACCOUNT": ACCOUNT,
            "SPEAKUP_TWILIO_TOKEN_FILE": str(folder / "token"),
            "SPEAKUP_TWILIO_NUMBER": SENDER,
            "SPEAKUP_TWILIO_API": self.twilio.address,
        }

    def start_api(self) -> Web:
        """The web process of the system."""
        settings = self.installed.settings(self.api)
        return start_web(Server.GUNICORN, "app.web:app", settings, self.logs / "web", port=self.api)

    def start_relay(self) -> Process:
        """The relay, in a hurry."""
        command = [sys.executable, "-m", "app.relay", "--poll", "0.05"]
        return start(command, self.installed.settings(self.api), self.logs / "relay")

    def start_gateway(self) -> Web:
        """The gateway, two workers."""
        log, port = self.logs / "gateway", self.gateway
        self.latest = start_web(
            Server.GUNICORN, "bots.gateway:app", self.settings(), log, port, "/health", workers=2, threads=8
        )
        return self.latest

    def start_worker(self) -> Process:
        """The hotline's worker."""
        return start([sys.executable, "-m", "bots.worker"], self.settings(), self.logs / "worker")

    def text(self, said: str, phone: str = PHONE, name: str = "") -> str:
        """Send a text as Twilio does, signed; the TwiML that comes back.

        Raises:
            httpx.HTTPError: nobody answered.
        """
        name = name or sid()
        form = {"MessageSid": name, "SmsSid": name, "AccountSid": ACCOUNT, "From": phone, "To": SENDER}
        form |= {"Body": said, "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01"}
        signature = RequestValidator(TOKEN).compute_signature(BASE + PATH, form)
        answer = httpx.post(
            f"http://127.0.0.1:{self.gateway}{PATH}",
            content=urlencode(form),
            headers={"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"},
            timeout=15,
        )
        return answer.raise_for_status().text


def hotline_store(installed: Installation) -> str:
    """A store of the same kind for the hotline: on SQLite its own, on PostgreSQL the one there is."""
    url = installed.database_url
    return f"sqlite:///{installed.folder}/hotline.db" if url.startswith("sqlite") else url


@contextmanager
def running(installed: Installation) -> Iterator[Running]:
    """Everything, for the length of a block."""
    assert os.path.ismount(MEMORY), "the day's secret needs a file system in memory"
    hotline_url = hotline_store(installed)
    database = open_database(hotline_url)
    migrate(database)
    database.close()
    with ExitStack() as stack, FakeTwilio() as twilio:
        made = Running(installed, twilio, hotline_url)
        made.logs.mkdir(exist_ok=True)
        for beside in (made.secret, made.secret.with_name(f"{made.secret.name}.lock")):
            stack.callback(beside.unlink, missing_ok=True)
        yield made
