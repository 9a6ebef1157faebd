"""Deposits committed together: who is answered is on the disk, who is refused left nothing."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.errors import Unavailable
from app.services.grouping import Together
from app.storage.database import Database, open_database
from app.storage.intake import Writer
from app.storage.tables import intake

MANY = 24


def kept(database: Database) -> set[bytes]:
    with database.read() as view:
        return set(view.execute(select(intake.c.leaf)).scalars())


def leaf(number: int) -> bytes:
    return number.to_bytes(32, "big")


def test_all_who_come_at_once_are_kept(database: Database) -> None:
    together = Together.over(database)

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda number: together.keep(leaf(number), b"outer"), range(MANY)))

    assert kept(database) == {leaf(number) for number in range(MANY)}
    assert not together.waiting


def test_the_same_deposit_twice_in_one_commit_is_kept_once(database: Database) -> None:
    together = Together.over(database)

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda number: together.keep(leaf(number % 2), b"outer"), range(MANY)))

    assert kept(database) == {leaf(0), leaf(1)}


def test_nobody_is_answered_before_the_commit(empty_file: Path) -> None:
    database = open_database(f"sqlite:///{empty_file}")
    together = Together.over(database)
    other = sqlite3.connect(empty_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    callers = [threading.Thread(target=together.keep, args=(leaf(number), b"outer")) for number in range(4)]
    for caller in callers:
        caller.start()
    time.sleep(0.2)

    assert all(caller.is_alive() for caller in callers)
    other.execute("ROLLBACK")
    for caller in callers:
        caller.join(5)
    assert kept(database) == {leaf(number) for number in range(4)}
    database.close()


@pytest.fixture
def empty_file(migrated_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "empty.db"
    path.write_bytes(migrated_file.read_bytes())
    return path


def test_when_a_commit_fails_everybody_in_it_is_refused_and_the_next_succeeds(empty_file: Path) -> None:
    database = open_database(f"sqlite:///{empty_file}", patience=0.1)
    together = Together.over(database)
    other = sqlite3.connect(empty_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with ThreadPoolExecutor(MANY) as pool:
        told = [pool.submit(together.keep, leaf(number), b"outer") for number in range(MANY)]
        refused = [one.exception() for one in told]

    assert {type(each) for each in refused} == {Unavailable}
    assert kept(database) == set()
    other.execute("ROLLBACK")
    together.keep(leaf(1), b"outer")
    assert kept(database) == {leaf(1)}
    database.close()


def test_those_who_send_the_same_deposits_at_once_do_not_block_each_other(database: Database) -> None:
    processes = [Together.over(database) for _ in range(2)]

    def send(number: int) -> None:
        processes[number % 2].keep(leaf(number * 7 % 5), b"outer")

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(send, range(8 * MANY)))

    assert kept(database) == {leaf(number) for number in range(5)}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_cut_refuses_once_and_is_replaced(database: Database) -> None:
    writer = Writer(database)
    writer.keep({leaf(1): b"outer"})
    with database.begin() as tx:
        tx.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    with pytest.raises(Unavailable):
        writer.keep({leaf(2): b"outer"})
    writer.keep({leaf(2): b"outer"})

    assert kept(database) == {leaf(1), leaf(2)}
