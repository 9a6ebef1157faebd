"""What the relay's loop writes into its log: what keeps it from its work, and nothing of what waits."""

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.logs import Log
from app.relay import Loop
from app.sealing.keys import BoxKeyPair
from app.sealing.outer import leaf, seal_outer
from app.services.filing import FileBatch
from app.services.relaying import Relay
from app.services.trusted_directory import TrustedDirectory
from app.storage.database import open_database
from app.storage.tables import intake
from tests.installation import Installation, install, looks_sealed


@pytest.fixture
def installed(tmp_path: Path, migrated_file: Path) -> Installation:
    store = shutil.copy(migrated_file, tmp_path / "speakup.db")
    return install(tmp_path / "installed", f"sqlite:///{store}")


@pytest.fixture
def relay(installed: Installation) -> Iterator[Relay]:
    database = open_database(installed.database_url)
    trusted = TrustedDirectory(database, installed.workspace.pins())
    yield Relay(FileBatch(database), trusted, installed.workspace.folder / "server/relay.json")
    database.close()


def said(relay: Relay, looks: int = 1) -> list[dict[str, object]]:
    """What a loop that has just started writes in so many looks."""
    out = io.StringIO()
    loop = Loop(relay, Log("relay", out))
    for _ in range(looks):
        loop.look()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def deposit(relay: Relay, installed: Installation) -> None:
    outer = seal_outer(bytes.fromhex(installed.offices[0]), looks_sealed(), installed.relay_key)
    with relay.batches.database.begin() as tx:
        tx.execute(insert(intake), {"leaf": leaf(outer), "outer": outer})


def test_a_folder_that_may_not_be_written_is_named_at_the_start_and_the_relay_goes_on(relay: Relay) -> None:
    with relay.keys_file.open("r+b") as opened:
        locked = replace(relay, keys_file=Path(f"/proc/self/fd/{opened.fileno()}"))

        first = said(locked)[0]

    assert first["event"] == "settings_wrong"
    assert first["setting"] == "SPEAKUP_RELAY_KEYS_FILE"
    assert first["error"] != "Misconfigured"
    assert said(relay) == []


@pytest.mark.parametrize("waits", [True, False])
def test_a_key_that_the_file_lacks_is_named_at_once_whether_or_not_a_report_waits(
    relay: Relay, installed: Installation, waits: bool
) -> None:
    if waits:
        deposit(relay, installed)
    stranger = {"secret": BoxKeyPair.generate().secret.hex(), "until": "2999-01-01T00:00:00Z"}
    relay.keys_file.write_text(json.dumps([stranger]))

    assert said(relay, looks=3) == [
        {
            "event": "settings_wrong",
            "process": "relay",
            "setting": "SPEAKUP_RELAY_KEYS_FILE",
            "error": "Misconfigured",
        }
    ]


def test_batches_are_counted_by_the_day_and_named_when_it_is_over(
    relay: Relay, installed: Installation
) -> None:
    out = io.StringIO()
    loop = Loop(relay, Log("relay", out))
    for _ in range(2):
        deposit(relay, installed)
        loop.look()
    assert out.getvalue() == ""

    loop.day = date(2026, 1, 1)
    loop.look()
    loop.look()

    assert json.loads(out.getvalue()) == {
        "event": "batch_filed",
        "process": "relay",
        "filed": 2,
        "dropped": 0,
    }


def test_what_waits_for_its_batch_leaves_no_line(relay: Relay, installed: Installation) -> None:
    draft = installed.workspace.draft()
    draft["policy"]["batch"] = {"min": 5, "timeout": 3600, "deadline": 7200}
    installed.workspace.keep(draft)
    installed.publish()
    deposit(relay, installed)

    assert said(relay, looks=3) == []
