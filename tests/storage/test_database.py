"""The store keeps all of a transaction or nothing, and says so when it cannot."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, exc, select, text

from app.domain.errors import Misconfigured, Unavailable
from app.storage.database import Database, insert_new, open_database
from app.storage.migrations import config, differences, migrate
from app.storage.tables import brick_claims, bricks, intake

LEAF, OUTER = bytes(32), b"sealed"


def test_the_migrations_build_exactly_the_tables(database: Database) -> None:
    assert differences(database) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)

    assert differences(database) == []


def test_what_was_claimed_in_an_older_store_stays_claimed(database: Database) -> None:
    claimed, free = b"c" * 16, b"f" * 16
    older = (
        "INSERT INTO bricks (id, hash, day, claimed, brick) VALUES (:id, :id, '2026-11-21', :claimed, :id)"
    )
    with database.begin() as tx:
        command.downgrade(config(tx), "0005")
        for brick in (claimed, free):
            tx.execute(text(older), {"id": brick, "claimed": brick == claimed})

    migrate(database)

    with database.read() as view:
        assert view.execute(select(brick_claims.c.id)).scalars().all() == [claimed]
        assert set(view.execute(select(bricks.c.id)).scalars()) == {claimed, free}
    assert differences(database) == []


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as tx:
        store_and_fail(tx)

    with database.read() as view:
        assert view.execute(select(intake)).all() == []


def store_and_fail(tx: Connection) -> None:
    """Insert a row, then break."""
    tx.execute(insert_new(tx, intake), {"leaf": LEAF, "outer": OUTER})
    raise ZeroDivisionError


def test_the_first_row_of_a_key_stays(database: Database) -> None:
    for outer in (OUTER, b"other"):
        with database.begin() as tx:
            tx.execute(insert_new(tx, intake), {"leaf": LEAF, "outer": outer})

    with database.read() as view:
        assert view.execute(select(intake.c.outer)).scalars().all() == [OUTER]


@pytest.mark.parametrize("kind", [exc.InterfaceError, exc.InternalError])
def test_a_connection_that_was_lost_makes_the_store_unavailable(
    database: Database, kind: type[exc.DBAPIError]
) -> None:
    for block in (database.begin, database.read):
        with pytest.raises(Unavailable), block():
            raise kind("select 1", None, Exception())


def test_a_locked_store_is_unavailable_and_works_again_later(migrated_file: Path) -> None:
    impatient = open_database(f"sqlite:///{migrated_file}", patience=0.05)
    other = sqlite3.connect(migrated_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable), impatient.begin():
        pass

    other.execute("ROLLBACK")
    with impatient.begin() as tx:
        assert tx.execute(select(1)).scalar_one() == 1
    impatient.close()
    other.close()


def test_sqlite_keeps_its_promises_on_every_connection(migrated_file: Path) -> None:
    opened = open_database(f"sqlite:///{migrated_file}")
    with opened.read() as first, opened.read() as second:
        for view in (first, second):
            told = [
                view.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            ]
            assert told == ["wal", 2, 1, 1]
    opened.close()


@pytest.mark.parametrize("url", ["", "nothing", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_no_store_of_ours_is_refused_by_name(url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        open_database(url)

    assert refused.value.names == ("SPEAKUP_DATABASE_URL",)
