"""What a provider keeps of a person is deleted there in the end, or listed for the operator; never lost."""

import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import select

from app.services.hotline.metrics import Counters
from app.services.hotline.removing import LONGEST_PAUSE, Fate, Removed, Removing, minutes, pause
from app.storage import hotline, hotline_jobs
from app.storage.database import Database
from app.storage.tables import removals
from bots.twilio_rest import TwilioRemover, client
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOTHING = Removed(0, 0, 0)


def sid(prefix: str = "SM") -> str:
    return prefix + secrets.token_hex(16)


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as fake:
        yield fake


@pytest.fixture
def job(database: Database, twilio: FakeTwilio) -> Removing:
    remover = TwilioRemover(client(ACCOUNT, TOKEN, twilio.address))
    return Removing(database, remover, Counters.into(CollectorRegistry()))


def left(database: Database, *things: tuple[str, str], at: datetime = START) -> None:
    """A door left these to be deleted."""
    with database.begin() as tx:
        hotline.put_removals(tx, things, minutes(at))


def text(twilio: FakeTwilio, database: Database) -> str:
    """A text that Twilio holds, left to be deleted."""
    held = twilio.message(sid(), body="what nobody else should read")
    left(database, ("twilio_message", held))
    return held


def rows(database: Database) -> list[tuple[str, int, int]]:
    """Thing, tries, and due in minutes after the start."""
    with database.read() as view:
        found = view.execute(select(removals.c.thing, removals.c.tries, removals.c.due)).all()
    return sorted((row.thing, row.tries, row.due - minutes(START)) for row in found)


def test_a_text_is_blanked_and_deleted_at_the_provider(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    held = text(twilio, database)

    assert job.run(START) == Removed(gone=1, put_off=0, given_up=0)

    assert twilio.existing == set()
    assert twilio.asked("POST", f"/Messages/{held}.json") == [{"Body": ""}]
    assert rows(database) == []
    assert job.run(START) == NOTHING


def test_files_recordings_and_calls_are_deleted(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    message, media, recording, call = sid("MM"), sid("ME"), sid("RE"), sid("CA")
    twilio.media(message, media, "image/jpeg", b"photo")
    twilio.recording(recording, b"voice")
    twilio.call(call)
    left(
        database,
        ("twilio_media", f"{message}/{media}"),
        ("twilio_recording", recording),
        ("twilio_call", call),
    )

    assert job.run(START).gone == 3

    assert twilio.existing == set()


def test_a_file_is_deleted_before_the_text_that_it_came_with(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    message, media = twilio.message(sid("MM")), sid("ME")
    twilio.media(message, media, "image/jpeg", b"photo")
    twilio.not_yet[media] = 2
    left(database, ("twilio_message", message), ("twilio_media", f"{message}/{media}"))

    fates = [job.run(START + MINUTE * number) for number in range(6)]

    assert [fate.gone for fate in fates] == [0, 0, 0, 1, 1, 0]
    assert [each.path.rpartition("/")[2] for each in twilio.requests][-3:] == [
        f"{media}.json",
        f"{message}.json",
        f"{message}.json",
    ]


def test_what_is_not_there_any_more_is_gone(job: Removing, database: Database) -> None:
    left(database, ("twilio_message", sid()), ("twilio_call", sid("CA")), ("twilio_recording", sid("RE")))

    assert job.run(START).gone == 3
    assert rows(database) == []


def test_what_was_left_twice_is_deleted_once_and_then_found_gone(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    held = text(twilio, database)
    left(database, ("twilio_message", held))

    assert job.run(START).gone == 2


def test_a_text_that_is_still_on_its_way_is_deleted_when_the_provider_lets_it(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    held = text(twilio, database)
    twilio.not_yet[held] = 4
    tried, now = [], START
    while rows(database):
        if job.run(now) != NOTHING:
            tried.append(minutes(now) - minutes(START))
        now += MINUTE

    assert tried == [0, 1, 3, 7, 15]
    assert twilio.existing == set()


def test_the_pauses_double_until_six_hours() -> None:
    assert [pause(tries) for tries in range(11)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert pause(10_000) == LONGEST_PAUSE


def through(job: Removing, days: int) -> dict[int, Removed]:
    """What came of each run, by its minute after the start: one whenever something is due."""
    found, minute = {}, 0
    while minute <= days * 1440:
        found[minute] = job.run(START + MINUTE * minute)
        due = [due for _, _, due in rows(job.database) if due < hotline_jobs.NEVER - minutes(START)]
        minute = max(minute + 1, min(due, default=days * 1440 + 1))
    return found


@pytest.mark.slow
def test_after_fifteen_days_a_thing_is_given_up_listed_and_tried_no_more(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    held = text(twilio, database)
    twilio.not_yet[held] = 10_000

    fates = through(job, 20)

    [(minute, _)] = [(minute, fate) for minute, fate in fates.items() if fate.given_up]
    assert 15 * 1440 <= minute <= 15 * 1440 + LONGEST_PAUSE
    assert len(fates) > 60
    with database.read() as view:
        assert hotline_jobs.given_up(view) == [("twilio_message", held)]
        assert hotline_jobs.waiting(view).removals == 0
        assert hotline_jobs.waiting(view).given_up == 1
    before = len(twilio.requests)
    assert job.run(START + timedelta(days=400)) == NOTHING
    assert len(twilio.requests) == before


def test_what_was_given_up_can_be_begun_anew(job: Removing, database: Database, twilio: FakeTwilio) -> None:
    held = text(twilio, database)
    twilio.down = True
    through(job, 16)
    later = START + timedelta(days=30)
    with database.begin() as tx:
        assert hotline_jobs.try_again(tx, minutes(later)) == 1
    assert job.run(later) == Removed(0, 1, 0)  # still down: it has its fifteen days again

    twilio.down = False
    assert job.run(later + MINUTE).gone == 1
    assert held not in twilio.existing


def test_a_worker_that_was_away_for_a_month_tries_before_it_gives_up(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    text(twilio, database)

    assert job.run(START + timedelta(days=31)) == Removed(1, 0, 0)


@pytest.mark.parametrize("trouble", ["down", "lost", "token", "busy"])
def test_no_trouble_of_the_provider_loses_a_thing(
    job: Removing, database: Database, twilio: FakeTwilio, trouble: str
) -> None:
    held = text(twilio, database)
    if trouble == "token":
        wrong = TwilioRemover(client(ACCOUNT, "wrong", twilio.address))
        assert replace(job, remover=wrong).run(START) == Removed(0, 1, 0)
    elif trouble == "busy":
        twilio.fails(429, 20429, f"/Messages/{held}.json")
        assert job.run(START) == Removed(0, 1, 0)
    else:
        setattr(twilio, trouble, True)
        assert job.run(START) == Removed(0, 1, 0)
        setattr(twilio, trouble, False)

    assert job.run(START + MINUTE).gone == 1
    assert twilio.existing == set()
    assert rows(database) == []


def test_one_that_fails_holds_up_no_other(job: Removing, database: Database, twilio: FakeTwilio) -> None:
    held = [text(twilio, database) for _ in range(12)]
    for each in held[::3]:
        twilio.not_yet[each] = 99

    assert job.run(START) == Removed(8, 4, 0)
    assert twilio.existing == set(held[::3])


def test_a_run_over_many_things_ends_in_time_and_the_rest_stays_due(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    for _ in range(12):
        text(twilio, database)
    clock = Ticking()

    first = replace(job, elapsed=clock).run(START)

    assert 0 < first.gone < 12
    assert sorted(tries for _, tries, _ in rows(database)) == [0] * (12 - first.gone)
    assert first.gone + job.run(START).gone == 12


@dataclass
class Ticking:
    """A clock that goes on by eight seconds whenever somebody looks at it."""

    seconds: float = 0.0

    def __call__(self) -> float:
        self.seconds += 8
        return self.seconds


def test_two_workers_at_once_try_each_thing_once(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    held = {text(twilio, database) for _ in range(20)}
    twilio.slow = 0.02
    found: list[Removed] = []
    pair = [threading.Thread(target=lambda: found.append(job.run(START))) for _ in range(2)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()

    assert sum(each.gone for each in found) == 20
    assert twilio.existing == set()
    for each in held:
        assert len(twilio.asked("DELETE", f"/Messages/{each}.json")) == 1


def test_a_worker_that_dies_in_the_middle_of_a_try_has_put_it_off_not_lost_it(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    """It is claimed, and then nothing more is heard of that worker."""
    held = text(twilio, database)
    with database.read() as view:
        [row] = hotline_jobs.due_removals(view, minutes(START), 10)
    assert job.claimed(row, minutes(START))

    assert not job.claimed(row, minutes(START))
    assert rows(database) == [(held, 1, 1)]
    assert job.run(START) == NOTHING
    assert job.run(START + MINUTE).gone == 1


def test_a_kind_that_no_provider_knows_is_given_up_in_time_and_listed(
    job: Removing, database: Database
) -> None:
    left(database, ("carrier_pigeon", "P1"))

    fates = through(job, 16)

    assert sum(fate.given_up for fate in fates.values()) == 1
    with database.read() as view:
        assert hotline_jobs.given_up(view) == [("carrier_pigeon", "P1")]


def test_the_oldest_wait_is_told_and_every_try_counted(
    job: Removing, database: Database, twilio: FakeTwilio
) -> None:
    text(twilio, database)
    held = text(twilio, database)
    twilio.not_yet[held] = 1

    job.run(START)

    with database.read() as view:
        waiting = hotline_jobs.waiting(view)
    assert (waiting.removals, waiting.oldest) == (1, minutes(START))
    counted = job.counters.removals
    assert counted.labels(Fate.GONE.value)._value.get() == 1
    assert counted.labels(Fate.LATER.value)._value.get() == 1


def test_a_removal_never_shows_its_thing() -> None:
    row = hotline_jobs.Due(b"1", "twilio_message", "SM-secret", 0, 0)

    assert "SM-secret" not in repr(row)
