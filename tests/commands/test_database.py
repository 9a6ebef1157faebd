"""`speakup database`: migrating can be repeated, and the check tells the truth."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands.database import group
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
    assert "1 places" in found.output


@pytest.fixture
def migrated_copy(migrated_file: Path, tmp_path: Path) -> Path:
    """A migrated SQLite store that a test may spoil."""
    return Path(shutil.copy(migrated_file, tmp_path / "spoiled.db"))
