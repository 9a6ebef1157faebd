"""The secret of the day: a new one each day, the last one for a day more, the same for every worker."""

import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.services.hotline.secrets import Secrets, on_disk, read

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(params=["in memory", "in a file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return tmp_path / "secret" if request.param == "in a file" else None


def test_it_stays_for_its_day(place: Path | None) -> None:
    clock = Clock()
    secrets = Secrets(place, clock)
    before = secrets.held()
    clock.moment += timedelta(hours=11)
    assert secrets.held() == before
    assert len(before) == 1


def test_the_next_day_there_is_a_new_one_and_the_old_one_is_held(place: Path | None) -> None:
    clock = Clock()
    secrets = Secrets(place, clock)
    [first] = secrets.held()
    clock.moment += timedelta(days=1)
    newer, older = secrets.held()
    assert older == first
    assert newer != first


def test_two_days_later_it_is_gone(place: Path | None) -> None:
    clock = Clock()
    secrets = Secrets(place, clock)
    [first] = secrets.held()
    clock.moment += timedelta(days=2)
    assert first not in secrets.held()
    if place:
        assert first.hex() not in place.read_text()


def test_a_restart_finds_the_same_in_the_file(tmp_path: Path) -> None:
    clock = Clock()
    first = Secrets(tmp_path / "secret", clock).held()
    assert Secrets(tmp_path / "secret", clock).held() == first


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    Secrets(tmp_path / "secret", Clock()).held()
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", ["", "{", '{"day": 1}', '{"day": 1, "secrets": ["zz"]}', "\x00"])
def test_a_torn_file_is_replaced(tmp_path: Path, torn: str) -> None:
    (tmp_path / "secret").write_text(torn)
    held = Secrets(tmp_path / "secret", Clock()).held()
    assert len(held) == 1
    known = read(tmp_path / "secret")
    assert known is not None
    assert known.held == held


def held_by(path: Path, day: int) -> tuple[bytes, ...]:
    clock = Clock()
    clock.moment += timedelta(days=day)
    return Secrets(path, clock).held()


def test_workers_that_turn_the_page_at_once_turn_the_same(tmp_path: Path) -> None:
    held_by(tmp_path / "secret", 0)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        seen = pool.starmap(held_by, [(tmp_path / "secret", 1)] * 12)
    assert len(set(seen)) == 1


def test_a_file_on_a_disk_is_told_from_one_in_memory(tmp_path: Path) -> None:
    assert not on_disk(None)
    if os.path.ismount("/dev/shm"):
        assert not on_disk(Path("/dev/shm/secret"))
    assert on_disk(Path.cwd() / "secret")


def test_nothing_shows_a_secret() -> None:
    secrets = Secrets(None, Clock())
    [held] = secrets.held()
    assert held.hex() not in repr(secrets)
    assert repr(held)[2:10] not in repr(secrets)


def test_a_file_that_vanished_is_written_again_by_who_knows_it(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "secret"
    knowing = Secrets(path, clock)
    held = knowing.held()
    path.unlink()
    knowing.restore()
    assert Secrets(path, clock).held() == held


def test_over_night_too_the_one_of_yesterday_is_held_without_the_file(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "secret"
    knowing = Secrets(path, clock)
    [held] = knowing.held()
    path.unlink()
    clock.moment += timedelta(days=1)
    assert held in knowing.held()


def test_a_clock_that_was_far_ahead_once_does_not_stop_the_turning(place: Path | None) -> None:
    clock = Clock()
    secrets = Secrets(place, clock)
    clock.moment += timedelta(days=4000)
    [wrong] = secrets.held()
    clock.moment = NOON
    first = secrets.held()
    assert wrong not in first
    clock.moment += timedelta(days=1)
    assert secrets.held() != first
