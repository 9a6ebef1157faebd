"""A small organisation with a real web server, a real relay, and desks."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

import httpx
import yaml

from app.config import Settings
from app.desk.desk import Desk
from app.desk.entry import Entrance, device_file, unlocked
from app.domain.batching import Gathering
from app.domain.facts import Facts
from app.reporter import Reporter
from app.sealing.devicekeys import Cost
from app.services import ceremony
from app.services.publishing import PublishDirectory
from app.services.workspace import Workspace
from app.storage.database import open_database
from app.wiring import relay as relay_wiring
from tests.processes import ROOT, free_port
from tests.serving import serving, wsgi

PASSPHRASE = "a passphrase for tests"
CHEAP = Cost(ops=1, bytes=8192)
YEAR = timedelta(days=365)
FOUNDED = timedelta(days=10)  # ago
HARASSMENT = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class World:
    """The organisation: one office of two devices that gets reports, and one that gets copies."""

    folder: Path
    address: str
    settings: Settings
    offices: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.folder / "org")

    @property
    def devices(self) -> dict[str, Path]:
        """Device files by the title of their member."""
        files = sorted((self.folder / "org/devices").glob("*.json"))
        return {json.loads(file.read_bytes())["label"].split(" — ")[0]: file for file in files}

    def found(self) -> None:
        roots = ceremony.found(self.workspace, "Demonstration", 2, [PASSPHRASE] * 2, CHEAP)
        assert len(roots) == 2
        ceremony.add_entity(self.workspace, {"id": "un-habitat", "name": "UN-Habitat", "kind": "secretariat"})
        ceremony.add_entity(self.workspace, {"id": "oios", "name": "OIOS", "kind": "oversight"})
        self.add_office("conduct", "un-habitat", "conduct_discipline", "A")
        self.add_office("oversight", "oios", "investigations", "B")
        valid = (now() - YEAR, now() + YEAR)
        ceremony.add_relay_key(self.workspace, valid)
        ceremony.add_intake_key(self.workspace, valid)
        rows = yaml.safe_load((ROOT / "app/content/data/routing.yaml").read_text(encoding="utf-8"))["rows"]
        ceremony.import_routing(self.workspace, rows)
        draft = self.workspace.draft()
        draft["policy"]["batch"] = {"min": 1, "timeout": 0, "deadline": 1}
        self.workspace.keep(draft)
        self.publish(FOUNDED)

    def add_office(self, name: str, entity: str, role: str, letter: str) -> None:
        office = ceremony.add_office(
            self.workspace, {"entity": entity, "role": role, "name": f"Office {letter}"}
        )
        self.offices[name] = office
        for number in (1, 2):
            self.add_device(name, f"Focal point {letter}{number}")

    def add_device(self, office: str, title: str) -> None:
        member = ceremony.add_member(self.workspace, self.offices[office], title)
        valid = (now() - YEAR, now() + YEAR)
        ceremony.add_device(self.workspace, self.offices[office], member, PASSPHRASE, valid, CHEAP)

    def publish(self, ago: timedelta) -> None:
        """Publish the next version as if it had been issued so long ago."""
        number = ceremony.prepare(self.workspace, now() - ago, 365)
        for root in sorted((self.folder / "org/roots").iterdir()):
            ceremony.sign(self.workspace, root, PASSPHRASE)
        database = open_database(self.settings.database_url)
        publishing = PublishDirectory(database, self.workspace.pins(), now)
        publishing.publish(self.workspace.document(number), self.workspace.signatures(number))
        database.close()

    def let_stand_in(self, name: str, *others: str, ago: timedelta = timedelta(days=1)) -> None:
        """Publish a version in which other offices stand in for one, in this order."""
        draft = self.workspace.draft()
        office = next(each for each in draft["offices"] if each["id"] == self.offices[name])
        office["alternate"] = [self.offices[other] for other in others]
        self.workspace.keep(draft)
        self.publish(ago)

    def reporter(self) -> Reporter:
        return Reporter(httpx.Client(base_url=self.address), self.workspace.pins())

    def relay(self) -> None:
        """Let the relay file what waits."""
        relay_wiring.build(self.settings).turn(Gathering(), now(), monotonic())

    def entrance(self, title: str, folder: str = "") -> Entrance:
        device = unlocked(device_file(self.devices[title]), PASSPHRASE)
        return Entrance(device, self.folder / f"{title}{folder}.desk", self.workspace.pins(), now)

    def desk(self, title: str = "Focal point A1", folder: str = "") -> Desk:
        """A synced desk."""
        desk = self.entrance(title, folder).online(httpx.Client(base_url=self.address), self.address)
        desk.sync()
        return desk


Kind = TypeVar("Kind", bound=World)


@contextmanager
def world(folder: Path, migrated: Path, kind: type[Kind] = World, host: str = "127.0.0.1") -> Iterator[Kind]:
    """Found the organisation and serve it until the block ends."""
    from app.web import create_app

    shutil.copy(migrated, folder / "speakup.db")
    port = free_port()
    address = f"http://{host}:{port}"
    settings = Settings(
        database_url=f"sqlite:///{folder}/speakup.db",
        public_url=address,
        intake_key_file=folder / "org/server/intake.key",
        relay_keys_file=folder / "org/server/relay.json",
        pins_file=folder / "org/pins.json",
        limits="off",
    )
    made = kind(folder, address, settings)
    made.found()
    with serving(wsgi(create_app(settings), host, port)):
        yield made
