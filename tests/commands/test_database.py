"""`speakup database`: migrating can be repeated, and the check tells the truth."""

import json
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands.database import group
from app.storage.database import open_database
from app.storage.directories import newest
from app.storage.tables import directories
from tests.installation import install, now
from tests.postgres import Cluster


def test_an_empty_store_is_migrated_and_then_up_to_date(
    monkeypatch: pytest.MonkeyPatch, postgres: Cluster, tmp_path: Path
) -> None:
    with postgres.database() as name:
        for url in (postgres.url(name), f"sqlite:///{tmp_path}/deep/down/new.db"):
            monkeypatch.setenv("SPEAKUP_DATABASE_URL", url)
            codes = [CliRunner().invoke(group, [step]).exit_code for step in ("check", "migrate", "migrate")]

            assert codes == [1, 0, 0]
            assert CliRunner().invoke(group, ["check"]).exit_code == 0


def test_a_store_that_lost_a_table_is_found_out(monkeypatch: pytest.MonkeyPatch, migrated_copy: Path) -> None:
    monkeypatch.setenv("SPEAKUP_DATABASE_URL", f"sqlite:///{migrated_copy}")
    with sqlite3.connect(migrated_copy) as connection:
        connection.execute("DROP TABLE marks")

    found = CliRunner().invoke(group, ["check"])

    assert found.exit_code == 1
    assert "differs in 1 place;" in found.output


@pytest.mark.parametrize(
    ("left", "code", "said"),
    [(90, 0, ": publish the next version before"), (13, 1, ", in 12 days:"), (-1, 1, "It EXPIRED on")],
)
def test_a_directory_that_ends_within_two_weeks_is_an_alarm(
    monkeypatch: pytest.MonkeyPatch, migrated_copy: Path, tmp_path: Path, left: int, code: int, said: str
) -> None:
    url = f"sqlite:///{migrated_copy}"
    monkeypatch.setenv("SPEAKUP_DATABASE_URL", url)
    assert "holds no directory yet" in CliRunner().invoke(group, ["check"]).output
    install(tmp_path, url)
    last = (now() + timedelta(days=left)).strftime("%Y-%m-%dT%H:%M:%SZ")
    database = open_database(url)
    with database.begin() as tx:
        published = newest(tx)
        assert published is not None
        document = json.loads(published.document) | {"expires": last}
        tx.execute(directories.update().values(document=json.dumps(document).encode()))
    database.close()

    found = CliRunner().invoke(group, ["check"])

    assert "The newest directory is version 1." in found.output
    assert (last[:10] in found.output, said in found.output, found.exit_code) == (True, True, code)


def test_a_store_that_is_gone_is_named_with_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEAKUP_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    for step in ("check", "migrate"):
        assert "is it running" in str(CliRunner().invoke(group, [step]).exception)


@pytest.fixture
def migrated_copy(migrated_file: Path, tmp_path: Path) -> Path:
    """A migrated SQLite store that a test may spoil."""
    return Path(shutil.copy(migrated_file, tmp_path / "spoiled.db"))
