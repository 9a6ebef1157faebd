"""What the hotline keeps goes when its time has come: by the hour, by the day, out of the files too."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, insert, select

from app.domain.retention import RETENTION
from app.services.hotline.expiry import VACUUMED, Expiry
from app.storage import hotline_jobs
from app.storage.database import Database
from app.storage.tables import answered, contacts, conversations, memos, metadata

NOW = datetime(2026, 11, 21, 22, 59, tzinfo=UTC)
HOUR = int(NOW.timestamp()) // 3600
HOURS = 12


def conversation(database: Database, hours_ago: int, state: bytes | None = b"sealed") -> bytes:
    """A conversation whose last text came so many hours ago; gives its name."""
    name = os.urandom(16)
    row = {"name": name, "hour": HOUR - hours_ago, "turn": 3, "state": state}
    with database.begin() as tx:
        tx.execute(insert(conversations), row)
    return name


def text(database: Database, hours_ago: int) -> bytes:
    """A text that was answered so many hours ago."""
    name = os.urandom(16)
    with database.begin() as tx:
        tx.execute(insert(answered), {"name": name, "hour": HOUR - hours_ago, "answer": b"sealed"})
    return name


def kept(database: Database, table: Table, day: date) -> bytes:
    """A memo or a contact of a day."""
    name = os.urandom(16)
    column = "memo" if table is memos else "contact"
    with database.begin() as tx:
        tx.execute(insert(table), {"name": name, "day": day, column: b"sealed"})
    return name


def names(database: Database, table: Table) -> set[bytes]:
    with database.read() as view:
        return set(view.execute(select(table.c.name)).scalars())


def filled(database: Database, table: Table, column: str) -> set[bytes]:
    """Names of the rows whose content is still there."""
    with database.read() as view:
        return set(view.execute(select(table.c.name).where(table.c[column].is_not(None))).scalars())


def test_a_draft_has_all_its_hours_and_then_leaves_an_empty_row(database: Database) -> None:
    young, old = conversation(database, HOURS - 1), conversation(database, HOURS)

    assert Expiry(database, HOURS).run(NOW) == 1

    assert filled(database, conversations, "state") == {young}
    assert names(database, conversations) == {young, old}


def test_an_empty_row_goes_when_no_secret_can_find_it(database: Database) -> None:
    found, gone = conversation(database, 47, None), conversation(database, 48, None)

    Expiry(database, HOURS).run(NOW)

    assert names(database, conversations) == {found}
    assert gone not in names(database, conversations)


def test_an_answer_goes_after_an_hour_and_that_there_was_one_after_two_days(database: Database) -> None:
    fresh, blank, gone = text(database, 0), text(database, 1), text(database, 48)

    Expiry(database, HOURS).run(NOW)

    assert filled(database, answered, "answer") == {fresh}
    assert names(database, answered) == {fresh, blank}
    assert gone not in names(database, answered)


@pytest.mark.parametrize(("table", "days"), [(memos, 400), (contacts, 90)])
def test_what_is_kept_for_a_receipt_goes_after_its_days(database: Database, table: Table, days: int) -> None:
    last = kept(database, table, NOW.date() - timedelta(days=days))
    kept(database, table, NOW.date() - timedelta(days=days + 1))

    assert Expiry(database, HOURS).run(NOW) == 1

    assert names(database, table) == {last}


def test_expiry_goes_on_past_one_slice_and_then_finds_nothing(database: Database) -> None:
    many = hotline_jobs.SLICE + 3
    rows = [{"name": os.urandom(16), "hour": HOUR - 13, "turn": 1, "state": b"s"} for _ in range(many)]
    with database.begin() as tx:
        tx.execute(insert(conversations), rows)

    assert Expiry(database, HOURS).run(NOW) == many
    assert Expiry(database, HOURS).run(NOW) == 0


def test_a_draft_that_goes_on_meanwhile_is_not_erased(database: Database) -> None:
    name = conversation(database, HOURS)
    with database.begin() as tx:
        tx.execute(conversations.update().values(hour=HOUR))

    Expiry(database, HOURS).run(NOW)

    assert filled(database, conversations, "state") == {name}


def test_after_the_clean_up_no_file_of_the_store_holds_an_expired_draft(
    database: Database, database_url: str
) -> None:
    job, marker = Expiry(database, HOURS), os.urandom(48)
    conversation(database, HOURS, marker * 20)
    if not database_url.startswith("sqlite"):
        job.clean_up(NOW)  # PostgreSQL: dead rows are vacuumed; it must only go through
        return
    files = Path(database_url.removeprefix("sqlite:///")).parent
    assert any(marker in path.read_bytes() for path in files.glob("speakup.db*"))

    job.run(NOW)
    job.clean_up(NOW)

    assert [path.name for path in files.glob("speakup.db*") if marker in path.read_bytes()] == []


def test_every_table_has_a_reason_for_its_retention() -> None:
    assert set(metadata.tables) == set(RETENTION)
    assert set(VACUUMED) <= set(metadata.tables)
