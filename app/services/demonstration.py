"""The demonstration organisation: founded in a folder by the steps of a real one, with a public passphrase.

Every key in it is worthless as a secret, and its name says that it is no channel of the United Nations.
Must never: be founded where an organisation stands, or be mistaken for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from app.sealing.devicekeys import Cost
from app.services import ceremony, local_facts
from app.services.workspace import Workspace

DATA = Path(__file__).resolve().parents[1] / "content" / "data"
KDF_BYTES = 64 * 1024 * 1024  # a quarter of the usual: the demonstration starts in seconds on a small machine
BATCH = {"min": 1, "timeout": 2, "deadline": 10}  # seconds: people want to see it arrive
VALID = timedelta(days=365)
ROOTS, THRESHOLD = 3, 2
TITLES = ("Focal point A", "Focal point B")


@dataclass(frozen=True)
class DemonstrationOrganisation:
    """Where the demonstration's files lie."""

    folder: Path

    @property
    def workspace(self) -> Workspace:
        """The founding folder."""
        return Workspace(self.folder)

    @property
    def devices(self) -> list[Path]:
        """The device key files."""
        return sorted((self.folder / "devices").glob("*.json"))

    @property
    def relay_keys(self) -> Path:
        """The relay's secrets."""
        return self.folder / "server" / "relay.json"

    @property
    def intake_key(self) -> Path:
        """The web's intake signing key."""
        return self.folder / "server" / "intake.key"

    @property
    def pins(self) -> Path:
        """What clients trust."""
        return self.folder / "pins.json"

    def versions(self) -> range:
        """The numbers of the directory's versions."""
        return range(1, self.workspace.newest() + 1)


def found(
    folder: Path, now: datetime, passphrase: str, kdf_bytes: int = KDF_BYTES
) -> DemonstrationOrganisation:
    """Found the demonstration in `folder`, or keep the one that stands there.

    Two focal points with a device each for every office that is not vacant; one passphrase for all.
    """
    made = DemonstrationOrganisation(folder)
    if made.workspace.exists and made.workspace.newest():
        return made
    data = yaml.safe_load((DATA / "demonstration.yaml").read_text())
    workspace, cost = made.workspace, Cost(bytes=kdf_bytes)
    roots = ceremony.found(workspace, data["organisation"], THRESHOLD, [passphrase] * ROOTS, cost)
    settle(workspace)
    place(workspace, data)
    for entity in data["entities"]:
        ceremony.add_entity(workspace, entity)
    valid = (now.replace(microsecond=0) - timedelta(hours=1), now + VALID)
    add_offices(workspace, data["offices"], passphrase, valid, cost)
    ceremony.add_relay_key(workspace, valid)
    ceremony.add_intake_key(workspace, valid)
    ceremony.import_routing(workspace, routing_rows())
    ceremony.prepare(workspace, now, VALID.days)
    for root in roots[:THRESHOLD]:
        ceremony.sign(workspace, root, passphrase)
    ceremony.check(workspace, now)
    return made


def routing_rows() -> list[dict[str, Any]]:
    """The routing table that ships with the product."""
    rows: list[dict[str, Any]] = yaml.safe_load((DATA / "routing.yaml").read_text())["rows"]
    return rows


def settle(workspace: Workspace) -> None:
    """Mark it as a demonstration and let the relay hurry."""
    draft = workspace.draft()
    draft["organisation"]["demonstration"] = True
    draft["policy"]["batch"] = BATCH
    workspace.keep(draft)


def place(workspace: Workspace, data: Mapping[str, Any]) -> None:
    """Confirm made-up facts and list made-up help, each of which says what it is."""
    for setting, value in data["confirmed"].items():
        local_facts.confirm(workspace, setting, value)
    for service in data["help"]:
        local_facts.add_service(workspace, service)


def add_offices(
    workspace: Workspace,
    offices: list[dict[str, Any]],
    passphrase: str,
    valid: tuple[datetime, datetime],
    cost: Cost,
) -> None:
    """Add the offices, their chains, their focal points and devices."""
    ids = {office["key"]: ceremony.add_office(workspace, plain(office)) for office in offices}
    draft = workspace.draft()
    for office in offices:
        listed = ceremony.office_in(draft, ids[office["key"]])
        listed["alternate"] = [ids[key] for key in office["alternate"]]
    workspace.keep(draft)
    for office in offices:
        if office.get("vacant"):
            continue
        for title in TITLES:
            member = ceremony.add_member(workspace, ids[office["key"]], title)
            ceremony.add_device(workspace, ids[office["key"]], member, passphrase, valid, cost)


def plain(office: Mapping[str, Any]) -> dict[str, Any]:
    """An office without the key by which this file names it, and without its chain."""
    kept = {name: value for name, value in office.items() if name not in ("key", "alternate")}
    return {"countries": []} | kept
