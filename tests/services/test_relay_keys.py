"""The relay's key file: read, kept as long as needed, then destroyed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import Misconfigured
from app.sealing.keys import BoxKeyPair
from app.services import relay_keys
from app.services.relay_keys import RelayKey

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPARE = timedelta(days=4)  # deadline and grace together


def key(ended: timedelta) -> RelayKey:
    """A key whose validity ended that long before noon."""
    return RelayKey(BoxKeyPair.generate(), None, NOON - ended)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "relay-keys.json"
    old, new = BoxKeyPair.generate(), BoxKeyPair.generate()
    path.write_text(
        json.dumps(
            [
                {"secret": old.secret.hex(), "from": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"},
                {"secret": new.secret.hex(), "until": "2026-06-01T00:00:00Z"},
            ]
        )
    )
    path.chmod(0o600)
    return path


def test_a_key_is_kept_until_validity_deadline_and_grace_have_passed() -> None:
    just_needed, gone = key(SPARE - timedelta(seconds=1)), key(SPARE)

    assert relay_keys.still_needed([just_needed, gone], SPARE, NOON) == (just_needed,)


def test_the_newest_key_is_tried_first() -> None:
    older, newer = key(timedelta(days=1)), key(timedelta(days=-7))

    assert relay_keys.newest_first([older, newer]) == [newer.pair, older.pair]


def test_a_destroyed_secret_is_in_no_byte_of_the_folder(file: Path) -> None:
    before = relay_keys.load(file)
    kept = relay_keys.still_needed(before, SPARE, NOON)

    relay_keys.rewrite(file, kept)

    assert relay_keys.load(file) == kept == before[1:]
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    assert before[0].pair.secret.hex() not in file.read_text()


def test_the_old_bytes_are_wiped_where_they_lay(file: Path) -> None:
    still_open = file.open("rb")

    relay_keys.rewrite(file, relay_keys.load(file)[1:])

    assert set(still_open.read()) == {0}
    still_open.close()


@pytest.mark.parametrize(
    "text", ["", "{}", '[{"secret": "00"}]', '[{"secret": "zz", "until": "2026-06-01T00:00:00Z"}]']
)
def test_a_broken_key_file_is_refused_by_the_name_of_its_setting(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)

    with pytest.raises(Misconfigured, match="SPEAKUP_RELAY_KEYS_FILE"):
        relay_keys.load(path)


@pytest.fixture
def locked(file: Path) -> Iterator[Path]:
    """The key file under another name, in a folder where nobody may make a file, not even root."""
    with file.open("r+b") as opened:
        yield Path(f"/proc/self/fd/{opened.fileno()}")


def test_a_folder_that_may_not_be_written_is_found_out_before_a_key_ends(file: Path, locked: Path) -> None:
    relay_keys.require_replaceable(file)

    with pytest.raises(Misconfigured, match="SPEAKUP_RELAY_KEYS_FILE"):
        relay_keys.require_replaceable(locked)
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_a_folder_that_may_not_be_written_keeps_the_keys_and_stops_nobody(file: Path, locked: Path) -> None:
    before = file.read_bytes()

    with pytest.raises(Misconfigured, match="SPEAKUP_RELAY_KEYS_FILE"):
        relay_keys.rewrite(locked, relay_keys.load(locked)[1:])

    assert file.read_bytes() == before
