"""`speakup org show` names what a draft lacks, before the root holders meet."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from app.commands.org import group
from app.commands.org_asking import validity
from app.domain.errors import BadInput
from app.services import ceremony
from app.services.workspace import Workspace
from tests.services.founding import OFFICE, founded, sign, staffed

LACKS = ("NO RELAY KEY", "NO INTAKE KEY", "NO ROUTING TABLE", "Key of notices: none", "No version is signed")


def org(folder: Workspace, *arguments: str) -> Result:
    """`speakup org` in a folder."""
    return CliRunner().invoke(group, ["--folder", str(folder.folder), *arguments])


def test_a_new_draft_lacks_all_that_a_server_needs(tmp_path: Path) -> None:
    said = org(founded(tmp_path), "show").output

    assert [each for each in LACKS if each not in said] == []


def test_what_is_there_is_said_with_its_last_day(tmp_path: Path) -> None:
    valid = validity(100)
    folder, office = staffed(tmp_path, valid)
    other = ceremony.add_office(folder, OFFICE | {"name": "Oversight", "vacant": True})
    ceremony.set_alternates(folder, office, [other])
    ceremony.prepare(folder, datetime.now(UTC), 90)
    sign(folder, 1, 2)

    said = org(folder, "show").output

    assert [each for each in LACKS[:3] if each in said] == []
    assert f"Key of the relay: until {valid[1]:%Y-%m-%d}" in said
    assert "stands in: Oversight" in said
    assert said.count("NO OFFICE STANDS IN") == 1
    assert "Reports wait 6 to 24 hours" in said
    assert "Version 1 is signed. It expires on" in said


def test_a_key_of_the_server_that_has_ended_is_none(tmp_path: Path) -> None:
    then = datetime(2020, 1, 1, tzinfo=UTC)
    folder, _ = staffed(tmp_path, (then, then.replace(year=2021)))

    said = org(folder, "show").output

    assert "NO RELAY KEY" in said
    assert "NO INTAKE KEY" in said


def test_an_office_without_a_device_is_not_filled(tmp_path: Path) -> None:
    folder, _ = staffed(tmp_path)
    empty = ceremony.add_office(folder, OFFICE | {"vacant": True})
    ceremony.add_member(folder, empty, "Focal point A")

    refused = org(folder, "office", "fill", empty)

    assert isinstance(refused.exception, BadInput)
    assert "has no device yet" in str(refused.exception)
    assert folder.draft()["offices"][1]["vacant"] is True
