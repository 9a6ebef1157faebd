"""What has had its time is gone: from the tables, from the files, by a real worker."""

import secrets
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from app.domain.errors import CannotBeTrusted
from app.logs import Log
from app.services.retention import Retention
from app.services.trusted_directory import TrustedDirectory
from app.storage import bricks, marks, replies, retention, sessions
from app.storage import envelopes as streams
from app.storage.database import Database, insert_new
from app.storage.marks import Mark
from app.storage.tables import (
    brick_claims,
    brick_counter,
    catalogues,
    challenges,
    content_counts,
    directories,
    envelopes,
)
from app.storage.tables import bricks as bricks_table
from app.storage.tables import marks as marks_table
from app.storage.tables import replies as replies_table
from app.storage.tables import sessions as sessions_table
from app.wiring.worker import Job, schedule
from tests.installation import Installation, install, looks_sealed, now
from tests.processes import start

OFFICE = secrets.token_bytes(16)
TODAY = now().date()


@pytest.fixture
def installed(tmp_path: Path, database_url: str) -> Installation:
    return install(tmp_path / "installed", database_url)


@pytest.fixture
def jobs(installed: Installation, database: Database) -> Retention:
    return Retention(database, TrustedDirectory(database, installed.workspace.pins()))


def post(database: Database, day: date, envelope: bytes) -> bytes:
    """Post a reply; gives its tag."""
    tag = secrets.token_bytes(16)
    with database.begin() as tx:
        replies.post(tx, tag, envelope, secrets.token_bytes(32), day)
    return tag


def file(database: Database, day: date) -> int:
    """File an envelope with a mark; gives its position."""
    with database.begin() as tx:
        position = streams.append(tx, OFFICE, looks_sealed(), day).position
        marks.put(tx, OFFICE, Mark(position, "opened", day))
    return position


def positions(database: Database) -> list[int]:
    with database.read() as view:
        return sorted(
            view.execute(select(envelopes.c.position).where(envelopes.c.office == OFFICE)).scalars()
        )


def test_an_expired_reply_loses_its_bytes_but_not_its_place(jobs: Retention, database: Database) -> None:
    old = post(database, TODAY - timedelta(days=31), b"old" * 1000)
    young = post(database, TODAY - timedelta(days=30), b"young" * 800)

    assert jobs.expire_replies(now()) == 1
    assert jobs.expire_replies(now()) == 0

    with database.read() as view:
        assert list(replies.tags(view, 0, 10)) == [old, young]
        assert replies.at_places(view, 0, 10) == {1: b"young" * 800}


def test_the_same_expired_reply_posted_again_does_not_come_back(jobs: Retention, database: Database) -> None:
    tag, name = secrets.token_bytes(16), secrets.token_bytes(32)
    long_ago = TODAY - timedelta(days=60)
    with database.begin() as tx:
        replies.post(tx, tag, b"bytes", name, long_ago)
    jobs.expire_replies(now())

    with database.begin() as tx:
        place = replies.post(tx, tag, b"bytes", name, TODAY)

    assert not place.new
    with database.read() as view:
        assert replies.at_places(view, 0, 10) == {}


def test_old_envelopes_go_with_their_marks_and_no_position_comes_again(
    jobs: Retention, database: Database
) -> None:
    old, kept = (file(database, day) for day in (TODAY - timedelta(days=3651), TODAY))

    assert jobs.delete_envelopes(now()) == 1

    assert positions(database) == [kept]
    with database.read() as view:
        assert list(view.execute(select(marks_table.c.position)).scalars()) == [kept]
    assert file(database, TODAY) > max(old, kept)


def test_no_mark_makes_an_envelope_go(jobs: Retention, database: Database) -> None:
    kept = file(database, TODAY)
    with database.begin() as tx:
        marks.put(tx, OFFICE, Mark(kept, "disposed", TODAY))

    assert jobs.delete_envelopes(now()) == 0
    assert positions(database) == [kept]


def test_deleting_goes_on_past_one_slice(jobs: Retention, database: Database) -> None:
    many = retention.SLICE + 3
    rows = [
        {
            "office": OFFICE,
            "position": at,
            "day": date(2001, 1, 1),
            "envelope": b"",
            "hash": at.to_bytes(32, "big"),
        }
        for at in range(1, many + 1)
    ]
    with database.begin() as tx:
        tx.execute(insert(envelopes), rows)

    assert jobs.delete_envelopes(now()) == many


def put_brick(database: Database, day: date, claimed: bool = False) -> bytes:
    """Store a brick on a day, and claim it; gives its id."""
    brick = secrets.token_bytes(16)
    with database.begin() as tx:
        bricks.put(tx, brick, secrets.token_bytes(64), secrets.token_bytes(32), day, 1_000)
        if claimed:
            bricks.claim(tx, [brick])
    return brick


def test_a_brick_that_nobody_claims_goes_after_fourteen_days_and_a_claimed_one_with_its_envelope(
    jobs: Retention, database: Database
) -> None:
    days = timedelta(days=1)
    put_brick(database, TODAY - 15 * days)
    put_brick(database, TODAY - 3_665 * days, claimed=True)
    kept = {
        put_brick(database, TODAY - 14 * days),
        put_brick(database, TODAY),
        put_brick(database, TODAY - 3_664 * days, claimed=True),
    }

    assert jobs.delete_bricks(now()) == 2
    assert jobs.delete_bricks(now()) == 0

    with database.read() as view:
        assert set(view.execute(select(bricks_table.c.id)).scalars()) == kept
        assert view.execute(select(brick_counter.c.held)).scalar_one() == 3
        assert len(view.execute(select(brick_claims)).all()) == 1


def test_a_brick_of_a_day_to_come_takes_room_for_no_longer_than_others(
    jobs: Retention, database: Database
) -> None:
    put_brick(database, date(9999, 1, 1))
    released = put_brick(database, TODAY + timedelta(days=16))
    assert jobs.delete_bricks(now()) == 0

    assert jobs.delete_bricks(now() + timedelta(days=15)) == 1

    with database.read() as view:
        assert view.execute(select(bricks_table.c.id)).scalars().all() == [released]


def test_bricks_are_deleted_past_one_slice_and_make_room_in_the_quota(
    jobs: Retention, database: Database
) -> None:
    for _ in range(retention.BRICK_SLICE + 3):
        put_brick(database, date(2001, 1, 1))

    assert jobs.delete_bricks(now()) == retention.BRICK_SLICE + 3

    with database.begin() as tx:
        assert bricks.put(tx, bytes(16), b"brick", bytes(32), TODAY, most=1)


def test_sums_of_months_go_after_two_years_and_their_catalogue_with_the_last(
    jobs: Retention, database: Database
) -> None:
    this = TODAY.replace(day=1)
    kept, old = (
        this.replace(year=this.year - 2),
        (this.replace(year=this.year - 2) - timedelta(1)).replace(day=1),
    )
    with database.begin() as tx:
        for name, month in ((b"a" * 8, kept), (b"a" * 8, old), (b"b" * 8, old)):
            tx.execute(insert_new(tx, catalogues), {"catalogue": name, "ids": "x"})
            row = {"catalogue": name, "month": month, "total": 1, "sums": bytes(4)}
            tx.execute(insert(content_counts), row)

    assert jobs.delete_counts(now()) == 2

    with database.read() as view:
        assert view.execute(select(content_counts.c.month)).scalars().all() == [kept]
        assert view.execute(select(catalogues.c.catalogue)).scalars().all() == [b"a" * 8]


def test_ended_sessions_and_challenges_go_and_live_ones_stay(jobs: Retention, database: Database) -> None:
    at = int(now().timestamp())
    with database.begin() as tx:
        for expires in (at - 1, at + 60):
            sessions.add_challenge(tx, secrets.token_bytes(32), OFFICE, expires)
            sessions.add(tx, secrets.token_bytes(32), sessions.Session(OFFICE, OFFICE, expires))

    assert jobs.delete_expired_sessions(now()) == 2

    with database.read() as view:
        assert list(view.execute(select(challenges.c.expires)).scalars()) == [at + 60]
        assert list(view.execute(select(sessions_table.c.expires)).scalars()) == [at + 60]


def test_an_expired_directory_does_not_stop_what_was_promised(jobs: Retention, database: Database) -> None:
    post(database, TODAY, b"reply")

    assert jobs.expire_replies(now() + timedelta(days=500)) == 1


def test_an_untrusted_directory_deletes_nothing(jobs: Retention, database: Database) -> None:
    post(database, TODAY - timedelta(days=400), b"reply")
    with database.begin() as tx:
        tx.execute(delete(directories))

    with pytest.raises(CannotBeTrusted):
        jobs.expire_replies(now())

    with database.read() as view:
        assert replies.at_places(view, 0, 10) == {0: b"reply"}


def test_after_the_clean_up_no_file_of_the_store_holds_what_was_deleted(
    jobs: Retention, database: Database, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        jobs.clean_up(now())  # PostgreSQL: dead rows are vacuumed; it must only go through
        return
    marker = secrets.token_bytes(48)
    post(database, TODAY - timedelta(days=31), marker * 80)
    files = Path(database_url.removeprefix("sqlite:///"))
    assert any(marker in path.read_bytes() for path in files.parent.glob("speakup.db*"))

    jobs.expire_replies(now())
    jobs.clean_up(now())

    assert [path.name for path in files.parent.glob("speakup.db*") if marker in path.read_bytes()] == []


def test_a_real_worker_runs_a_job_from_the_queue_file(
    jobs: Retention, installed: Installation, database: Database
) -> None:
    post(database, TODAY - timedelta(days=31), b"old")
    settings = installed.settings()
    _, by_name = schedule(Path(settings["SPEAKUP_QUEUE"]), jobs, Log("test"))
    by_name[Job.REPLIES]()  # puts it into the queue; nothing runs here
    worker = start([sys.executable, "-m", "app.jobs"], settings, installed.folder / "worker.log")
    try:
        wait_until_empty(database)
    finally:
        code = worker.stop()

    said = worker.log.read_text()
    assert code == 0, said
    assert '"count": 1, "job": "expire_replies"' in said
    assert "Traceback" not in said


def wait_until_empty(database: Database) -> None:
    """Wait until the reply has lost its bytes."""
    for _ in range(150):
        with database.read() as view:
            if view.execute(select(replies_table.c.envelope)).scalar_one() is None:
                return
        time.sleep(0.1)
    pytest.fail("the worker did not run the job")


def test_a_queue_file_holds_json_and_no_pickle(jobs: Retention, installed: Installation) -> None:
    path = Path(installed.settings()["SPEAKUP_QUEUE"])
    queue, by_name = schedule(path, jobs, Log("test"))
    by_name[Job.CLEAN_UP]()

    [waiting] = queue.storage.enqueued_items()

    assert waiting.startswith(b'{"id"')
    assert queue.dequeue().name == "clean_up"
