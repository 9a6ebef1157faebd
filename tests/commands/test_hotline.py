"""`speakup hotline`: what an administrator types, on both stores, and that nothing secret is printed."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import speakup
from app.commands.hotline import lines
from app.sealing.contacts import open_contact, seal_contact
from app.sealing.keys import BoxKeyPair
from app.services.hotline.removing import minutes
from app.storage import hotline, hotline_jobs
from app.storage.database import Database
from app.storage.hotline_jobs import Waiting


@pytest.fixture
def store(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("SPEAKUP_HOTLINE_DATABASE_URL", database_url)
    return database


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(speakup, ["hotline", *words], input=answer)


def left(store: Database, ago: timedelta, thing: str = "SM1") -> None:
    """Something to delete at the provider, waiting since then."""
    with store.begin() as tx:
        hotline.put_removals(tx, [("twilio_message", thing)], minutes(datetime.now(UTC) - ago))


def give_up_all(store: Database) -> None:
    with store.begin() as tx:
        for row in hotline_jobs.due_removals(tx, minutes(datetime.now(UTC)), 100):
            hotline_jobs.give_up_removal(tx, row.id)


def test_a_new_store_is_made_and_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEAKUP_HOTLINE_DATABASE_URL", f"sqlite:///{tmp_path}/deep/hotline.db")

    before = run("status")
    assert before.exit_code == 1
    assert "speakup hotline migrate" in before.output

    assert run("migrate").exit_code == 0
    assert run("migrate").exit_code == 0
    assert run("status").exit_code == 0


def test_the_two_halves_of_a_key_fit_and_the_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = run("key", str(tmp_path / "keys"))

    file = tmp_path / "keys/notice.key"
    secret = bytes.fromhex(file.read_text())
    public = bytes.fromhex(made.output.partition("SPEAKUP_NOTICE_KEY=")[2].split()[0])
    assert open_contact(BoxKeyPair.from_secret(secret), seal_contact(public, {"a": 1})) == {"a": 1}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret.hex() not in made.output
    assert f"SPEAKUP_NOTICE_KEY_FILE={file}" in made.output


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    run("key", str(tmp_path))
    before = (tmp_path / "notice.key").read_bytes()

    again = run("key", str(tmp_path))

    assert again.exit_code == 1
    assert "already" in again.output
    assert (tmp_path / "notice.key").read_bytes() == before


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (0, "the oldest for less than a minute"),
        (1, "the oldest for 1 minute"),
        (59, "the oldest for 59 minutes"),
        (60, "the oldest for 1 hour"),
        (1439, "the oldest for 23 hours"),
        (1440, "the oldest for 1 day"),
        (4321, "the oldest for 3 days"),
    ],
)
def test_a_wait_is_told_in_words_and_after_a_day_with_advice(waited: int, words: str) -> None:
    told = list(lines(Waiting(2, 100, 0, 0, 0, 0), 100 + waited))

    assert told[2].endswith(words)
    assert ("waited for more than a day" in told[-1]) == (waited >= 1440)


def test_status_says_how_much_waits_and_names_nothing(store: Database) -> None:
    left(store, timedelta(days=3, hours=1))

    told = run("status").output

    assert "1, the oldest for 3 days" in told
    assert "SM1" not in told


def test_status_of_a_quiet_store_gives_no_advice(store: Database) -> None:
    told = run("status").output.splitlines()

    assert [line.split()[-1] for line in told] == ["0"] * 5


def test_what_was_given_up_is_listed_and_can_be_tried_again(store: Database) -> None:
    left(store, timedelta(days=15), "SM-stuck")
    give_up_all(store)
    left(store, timedelta(minutes=1), "SM-waiting")

    assert "speakup hotline stuck" in run("status").output
    listed = run("stuck").output
    assert "Twilio text: SM-stuck" in listed
    assert "SM-waiting" not in listed

    assert "again within a minute or two: 1" in run("stuck", "--retry").output
    assert "Given up: 0" in run("stuck").output
    with store.read() as view:
        due = hotline_jobs.due_removals(view, minutes(datetime.now(UTC)), 10)
    assert {row.thing: row.tries for row in due} == {"SM-stuck": 0, "SM-waiting": 0}


def test_the_list_is_dropped_only_after_a_yes(store: Database) -> None:
    left(store, timedelta(days=15))
    give_up_all(store)
    left(store, timedelta(minutes=1), "SM-waiting")

    assert run("stuck", "--forget", answer="n\n").exit_code == 1
    assert "Given up: 1" in run("stuck").output

    assert run("stuck", "--forget", answer="y\n").exit_code == 0
    assert "Given up: 0" in run("stuck").output
    with store.read() as view:
        assert hotline_jobs.waiting(view).removals == 1


def test_both_at_once_is_refused(store: Database) -> None:
    assert run("stuck", "--forget", "--retry").exit_code == 2
