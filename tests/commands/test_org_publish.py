"""`speakup org publish`: it never says that something was published which the server does not have."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands.joins import group as joins
from app.commands.org import group
from app.commands.org_asking import validity
from app.services import ceremony
from app.services.workspace import Workspace
from app.storage import directories
from app.storage.database import open_database
from app.storage.migrations import migrate
from tests.postgres import Cluster
from tests.services.founding import sign, staffed

Publish = Callable[[Workspace], Result]
FORK = "this folder is an old copy"


@pytest.fixture
def url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated store that holds nothing yet."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'speakup.db')}"


@pytest.fixture
def publish(url: str) -> Publish:
    """Publish from a folder into the store."""
    return lambda folder: org(folder, "publish", "--database", url)


def org(folder: Workspace, *arguments: str) -> Result:
    """`speakup org` in a folder."""
    return CliRunner().invoke(group, ["--folder", str(folder.folder), *arguments])


def version(folder: Workspace, days: int = 90) -> None:
    """Make the next version of the draft; two roots sign it."""
    ceremony.prepare(folder, datetime.now(UTC), days)
    sign(folder, 1, 2)


def founded(path: Path) -> Workspace:
    """A folder with a signed version 1."""
    folder, _ = staffed(path, validity(365))
    version(folder)
    return folder


def stored(url: str) -> list[bytes]:
    """What the store holds, the oldest first."""
    database = open_database(url)
    with database.read() as view:
        found = [each.document for each in directories.every(view)]
    database.close()
    return found


def test_of_two_copies_that_made_version_2_the_second_hears_that_nothing_was_published(
    tmp_path: Path, url: str, publish: Publish
) -> None:
    first = founded(tmp_path / "first")
    assert publish(first).exit_code == 0
    second = Workspace(Path(shutil.copytree(first.folder, tmp_path / "second")))
    version(first)
    assert publish(first).exit_code == 0
    lost = second.draft()["offices"][0]["members"][0]["devices"][0]["id"]
    ceremony.vacate_office(second, second.draft()["offices"][0]["id"])
    ceremony.revoke_device(second, lost)
    version(second)

    refused = publish(second)

    assert org(second, "verify").exit_code == 0
    assert refused.exit_code == 1
    assert FORK in str(refused.exception)
    assert stored(url) == [first.document(1), first.document(2)]


def test_a_copy_that_lacks_the_newest_version_is_refused(tmp_path: Path, publish: Publish) -> None:
    first = founded(tmp_path / "first")
    old = Workspace(Path(shutil.copytree(first.folder, tmp_path / "old")))
    version(first)
    assert publish(first).exit_code == 0

    assert FORK in str(publish(old).exception)


def test_the_folder_of_another_organisation_is_refused(tmp_path: Path, url: str, publish: Publish) -> None:
    ours, theirs = founded(tmp_path / "ours"), founded(tmp_path / "theirs")
    assert publish(ours).exit_code == 0
    version(theirs)

    assert FORK in str(publish(theirs).exception)
    assert stored(url) == [ours.document(1)]


def test_several_versions_go_at_once_and_then_there_is_nothing_to_publish(
    tmp_path: Path, url: str, publish: Publish
) -> None:
    folder = founded(tmp_path / "org")
    version(folder)

    assert "Published. Newest version: 2." in publish(folder).output
    assert "Nothing to publish: the server has version 2 already." in publish(folder).output
    assert stored(url) == [folder.document(1), folder.document(2)]


def test_a_folder_without_a_version_publishes_nothing(tmp_path: Path, publish: Publish) -> None:
    folder, _ = staffed(tmp_path / "org", validity(365))

    assert "version of the directory in this folder" in str(publish(folder).exception)


@pytest.mark.parametrize("days", [90, 5])
def test_whoever_verifies_and_publishes_hears_the_last_day(
    tmp_path: Path, publish: Publish, days: int
) -> None:
    folder, _ = staffed(tmp_path / "org", validity(365))
    version(folder, days)
    last = json.loads(folder.document(1))["expires"][:10]

    for done in (org(folder, "verify"), publish(folder), publish(folder)):
        assert f"It expires on {last}" in done.output
        assert (f"in {days - 1} days" in done.output) == (days < 14)


@pytest.mark.parametrize("address", ["sqlite:///{folder}/empty.db", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_is_not_there_is_named_with_what_to_look_at(tmp_path: Path, address: str) -> None:
    folder, url = founded(tmp_path / "org"), address.format(folder=tmp_path)

    for refused in (
        org(folder, "publish", "--database", url),
        CliRunner().invoke(joins, ["--database", url, "suspended"]),
    ):
        assert "was `speakup database migrate` run?" in str(refused.exception)
        assert "keep it and try again" not in str(refused.exception)


def test_postgresql_that_was_not_migrated_says_the_same(tmp_path: Path, postgres: Cluster) -> None:
    folder = founded(tmp_path / "org")
    with postgres.database() as name:
        refused = org(folder, "publish", "--database", postgres.url(name))
        database = open_database(postgres.url(name))
        migrate(database)
        database.close()
        done = org(folder, "publish", "--database", postgres.url(name))

    assert "was `speakup database migrate` run?" in str(refused.exception)
    assert done.exit_code == 0
