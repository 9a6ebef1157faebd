"""A small organisation in a folder, as its root holders have it: founded, staffed, signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import CannotBeTrusted
from app.sealing.devicekeys import Cost
from app.services import ceremony
from app.services.demonstration import routing_rows
from app.services.workspace import Json, Workspace

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
VALID = (NOW - timedelta(hours=1), NOW + timedelta(days=365))
LEAST = Cost(ops=1, bytes=8_192)  # these locks protect nothing
PASSPHRASES = ("first root", "second root", "third root")
ENTITY: Json = {"id": "example", "name": "Example agency", "kind": "secretariat"}
OFFICE: Json = {"entity": "example", "role": "psea", "name": "Example PSEA"}


def founded(folder: Path, threshold: int = 2) -> Workspace:
    """A founded folder, nothing in it yet."""
    workspace = Workspace(folder)
    ceremony.found(workspace, "Example organisation", threshold, PASSPHRASES, LEAST)
    return workspace


def staffed(folder: Path, valid: tuple[datetime, datetime] = VALID) -> tuple[Workspace, str]:
    """A folder ready for its first version, and the id of its office."""
    workspace = founded(folder)
    ceremony.add_entity(workspace, ENTITY)
    office = ceremony.add_office(workspace, OFFICE)
    for title in ("Focal point A", "Focal point B"):
        add_device(workspace, office, ceremony.add_member(workspace, office, title), valid)
    ceremony.add_relay_key(workspace, valid)
    ceremony.add_intake_key(workspace, valid)
    ceremony.import_routing(workspace, routing_rows())
    return workspace, office


def add_device(
    workspace: Workspace, office: str, member: str, valid: tuple[datetime, datetime] = VALID
) -> Path:
    """One more device of a member."""
    return ceremony.add_device(workspace, office, member, "at the desk", valid, LEAST)


def sign(workspace: Workspace, *roots: int) -> int:
    """Sign the newest version as these roots; how many have signed."""
    count = 0
    for root in roots:
        path = workspace.folder / "roots" / f"root-{root}.json"
        count = ceremony.sign(workspace, path, PASSPHRASES[root - 1]).signed
    return count


def published(folder: Path) -> tuple[Workspace, str]:
    """A folder whose version 1 two roots have signed."""
    workspace, office = staffed(folder)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1, 2)
    return workspace, office


def refusal(workspace: Workspace, at: datetime = NOW) -> str:
    """The check that refuses the newest version."""
    with pytest.raises(CannotBeTrusted) as refused:
        ceremony.check(workspace, at)
    return refused.value.check
