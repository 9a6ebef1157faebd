"""Rules of the web zone: every view names its guard, every table its end, and nothing here opens a report."""

import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from app.api.guards import Guard, guard_of
from app.config import Settings, variable
from app.domain.retention import RETENTION
from app.logs import Log
from app.storage.tables import metadata
from app.web import create_app

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
# Views that anyone may call, each with the reason: a new one is a decision, so it fails here first.
OPEN_TO_ALL = {
    "openapi.spec": "says how to talk to us",
    "api.health.health": "says that we are up",
    "api.directory.newest": "signed; everyone checks it",
    "api.directory.version": "signed; everyone checks it",
    "api.content.languages": "the same for everybody",
    "api.content.pack": "the same for everybody",
    "api.desk.challenges": "an unknown device learns nothing",
    "api.desk.sessions": "this is the log-in",
    "api.joins.ask": "who is invited has no session yet; the invitation's id is needed",
    "api.joins.state": "says only how far; the invitation's id is needed",
    "api.content_counts.months": "sums of months that are over, noise withheld",
    "pages.app_page": "the app",
    "pages.desk_page": "the desk, empty without keys",
    "pages.verify_page": "the app; what it checks never reaches us",
    "pages.asset": "the app",
    "pages.beside": "the app",
    "demonstration.devices": "refuses outside of the demonstration",
}
FOR_REPORTERS = {
    "api.intake.deposit",
    "api.bricks.put",
    "api.replies.tags",
    "api.replies.tray",
    "api.content_counts.take",
    "api.certificates.sign",
}


@pytest.fixture(params=["on", "off"])
def views(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    """Every view of the application, by its name, with and without limits."""
    key = tmp_path / "intake.key"
    key.write_text("00" * 32)
    store = f"sqlite:///{tmp_path}/none.db"
    settings = Settings(
        database_url=store, public_url="https://x.example", intake_key_file=key, limits=request.param
    )
    return dict(create_app(settings, Log("web")).view_functions)


def test_every_view_names_its_guard(views: dict[str, object]) -> None:
    guards = {name: guard_of(view) for name, view in views.items()}

    assert {name for name, guard in guards.items() if guard is None} == set()
    assert {name for name, guard in guards.items() if guard is Guard.PUBLIC} == set(OPEN_TO_ALL)
    assert {name for name, guard in guards.items() if guard is Guard.REPORTER} == FOR_REPORTERS


def test_every_table_says_when_a_row_goes_and_why() -> None:
    assert set(RETENTION) == set(metadata.tables)
    assert all(entry.after and len(entry.reason) > 20 for entry in RETENTION.values())


def test_no_column_keeps_a_clock_time_beside_content() -> None:
    moments = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.type.python_type.__name__ in ("datetime", "time") or column.name == "expires"
    }

    assert moments == {"challenges.expires", "sessions.expires"}, "content has days only"


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `(SPEAKUP_\w+)`", OPERATIONS, re.MULTILINE))

    assert documented == {variable(name) for name in Settings.model_fields}


def test_no_setting_has_a_default_secret() -> None:
    for name in ("intake_key_file", "relay_keys_file", "pins_file", "public_url"):
        assert Settings.model_fields[name].default is None


def processes() -> dict[str, list[str]]:
    lines = [line for line in (ROOT / "Procfile").read_text().splitlines() if not line.startswith("#")]
    return {name: shlex.split(command) for name, command in (line.split(":", 1) for line in lines if line)}


def test_every_process_of_the_procfile_can_be_started() -> None:
    assert set(processes()) == {"web", "relay", "worker", "gateway", "hotline", "telegram"}
    for command in processes().values():
        modules = [word.split(":")[0] for word in command if re.fullmatch(r"(app|bots)\.\w+(:\w+)?", word)]
        assert len(modules) == 1
        assert import_module(modules[0])


LOADED = """
import sys
import app.web
wanted = ["app.sealing.opening", "app.services.filing", "app.desk", "app.reporter", "app.relay", "alembic"]
print([name for name in wanted if name in sys.modules])
"""


def test_the_web_process_does_not_even_load_what_opens() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
