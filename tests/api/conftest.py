"""A web application over each of the two stores, a clock that tests turn, and devices that log in."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from app.api.doors import HOOK
from app.config import Settings
from app.logs import Log
from app.sealing.directory import Pins
from app.sealing.keys import SignKeyPair
from app.services.publishing import PublishDirectory
from app.storage.database import Database
from app.web import create_app
from tests.api.membership import LED
from tests.clock import Clock
from tests.organisation import Device, Organisation

ORIGIN = "https://speakup.example"
OCTETS = {"content_type": "application/octet-stream"}
INTAKE_SEED = b"i" * 32


@dataclass
class Site:
    """A running application and what a test needs around it."""

    app: APIFlask
    client: FlaskClient
    database: Database
    static: Path
    log: io.StringIO
    clock: Clock
    organisation: Organisation = field(default_factory=Organisation)

    @property
    def intake_key(self) -> SignKeyPair:
        return SignKeyPair.from_seed(INTAKE_SEED)

    def publish(self, organisation: Organisation | None = None) -> None:
        """Publish a version, by default the first."""
        self.organisation = organisation or self.organisation
        pins = Pins(tuple(root.public for root in Organisation().roots), 2)
        publishing = PublishDirectory(self.database, pins, self.clock)
        publishing.publish(self.organisation.document(), self.organisation.signatures())

    def raw(self, path: str, method: str = "POST", **environ: object) -> TestResponse:
        """A request as a server hands it over, byte for byte; `environ` overrides what it says."""
        said = EnvironBuilder(path="/", method=method).get_environ()
        said.update({"PATH_INFO": path, **environ})
        body, status, headers = run_wsgi_app(self.app.wsgi_app, said)
        return TestResponse(body, status, headers, Request(said))

    def challenge(self, device: Device) -> bytes:
        answer = self.client.post("/api/v1/desk/challenges", json={"device": device.id.hex()})
        return bytes.fromhex(answer.json["challenge"])

    def session(self, device: Device, challenge: bytes, signature: bytes) -> TestResponse:
        wanted = {"device": device.id.hex(), "challenge": challenge.hex(), "signature": signature.hex()}
        return self.client.post("/api/v1/desk/sessions", json=wanted)

    def log_in(self, device: Device) -> dict[str, str]:
        """The headers of a device with a session."""
        challenge = self.challenge(device)
        opened = self.session(device, challenge, device.answer(challenge, ORIGIN))
        assert opened.status_code == 201, opened.json
        return {"Authorization": f"Bearer {opened.json['token']}"}

    def desk(self, number: int) -> dict[str, str]:
        """The headers of the first device of the office with this number."""
        return self.log_in(self.organisation.offices[number].devices[0])


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings as the environment would give them."""
    key = tmp_path / "intake.key"
    key.write_text(INTAKE_SEED.hex() + "\n")
    return Settings(
        database_url=database_url,
        public_url=ORIGIN,
        intake_key_file=key,
        limits="off",
        static_dir=tmp_path / "static",
    )


@pytest.fixture
def site(settings: Settings, database: Database) -> Iterator[Site]:
    """The application, before any directory is published."""
    out, clock = io.StringIO(), Clock()
    app = create_app(settings, Log("web", out))
    web = app.extensions[HOOK]
    timed = ("sessions", "desk", "bricks", "disposals", "joining", "suspensions", "renewals")
    turned = {name: replace(getattr(web, name), now=clock) for name in timed}
    app.extensions[HOOK] = replace(web, **turned)
    yield Site(app, app.test_client(), database, settings.static_dir, out, clock)
    web.desk.database.close()


@pytest.fixture
def open_site(site: Site) -> Site:
    """The application with a directory."""
    site.publish()
    return site


@pytest.fixture
def led(site: Site) -> Site:
    """A site whose first office has a lead with two devices, and a colleague with a third."""
    site.publish(LED)
    return site
