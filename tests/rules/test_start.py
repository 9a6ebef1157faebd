"""How the web and the gateway start: what is wrong is one line at the start, not a page of a traceback."""

import io
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.config import Settings
from app.logs import Log
from app.services import ceremony
from app.web import compare_keys
from tests.installation import Installation, install
from tests.processes import ROOT

MISSED = {
    "app.web": "SPEAKUP_PUBLIC_URL, SPEAKUP_INTAKE_KEY_FILE",
    "bots.gateway": "SPEAKUP_HOTLINE_SECRET_FILE",
}


@pytest.mark.parametrize("module", MISSED)
def test_settings_that_are_missed_are_one_line_and_the_exit_code_2(module: str) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SPEAKUP_")}
    command = [sys.executable, "-c", f"import {module} as process; process.app"]

    ended = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True)

    assert ended.returncode == 2
    assert ended.stderr == f"these settings are missing or wrong: {MISSED[module]}\n"


@pytest.fixture
def installed(tmp_path: Path, migrated_file: Path) -> Installation:
    store = shutil.copy(migrated_file, tmp_path / "speakup.db")
    return install(tmp_path / "installed", f"sqlite:///{store}")


def said(installed: Installation, url: str | None = None) -> list[dict[str, object]]:
    """What the web writes at its start."""
    settings, out = installed.settings(), io.StringIO()
    key, store = Path(settings["SPEAKUP_INTAKE_KEY_FILE"]), url or installed.database_url
    compare_keys(Settings(database_url=store, intake_key_file=key), Log("web", out))
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_intake_key_that_the_directory_does_not_list_yet_is_written_down(installed: Installation) -> None:
    now = datetime.now(UTC)
    assert said(installed) == []

    ceremony.add_intake_key(installed.workspace, (now - timedelta(hours=2), now + timedelta(days=365)))
    too_early = said(installed)
    installed.publish()

    wrong = {"event": "settings_wrong", "process": "web", "setting": "SPEAKUP_INTAKE_KEY_FILE"}
    assert too_early == [wrong]
    assert said(installed) == []


def test_a_store_that_holds_no_directory_yet_says_nothing_and_one_without_tables_does(
    installed: Installation, tmp_path: Path, migrated_file: Path
) -> None:
    fresh = shutil.copy(migrated_file, tmp_path / "fresh.db")

    assert said(installed, f"sqlite:///{fresh}") == []
    assert [each["event"] for each in said(installed, f"sqlite:///{tmp_path}/empty.db")] == [
        "store_unavailable"
    ]
