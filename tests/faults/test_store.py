"""A full or locked store answers 503 with Retry-After, keeps nothing by halves, and goes on when it can."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import func, select

from app.domain.batching import Gathering
from app.domain.errors import Unavailable
from app.sealing.outer import leaf, seal_outer
from app.services.filing import Fate, FileBatch
from app.services.relaying import Relay
from app.services.trusted_directory import TrustedDirectory
from app.storage.database import open_database
from app.storage.tables import envelopes, intake
from tests.faults.campaign import OCTETS
from tests.faults.small_disk import SmallDisk
from tests.installation import Installation, install, looks_sealed, now
from tests.processes import Server, web

ENOUGH = 600  # deposits: more than any of the small disks holds


def deposit(installed: Installation) -> bytes:
    return seal_outer(bytes.fromhex(installed.offices[0]), looks_sealed(), installed.relay_key)


@contextmanager
def served(installed: Installation) -> Iterator[httpx.Client]:
    """The web over this installation, and a client of it."""
    log = installed.folder / "web.log"
    with web(Server.GRANIAN, "app.web:app", installed.settings(), log, workers=1) as running:
        yield httpx.Client(base_url=running.address, timeout=30, headers=OCTETS)
    assert "Traceback" not in log.read_text()


def send(http: httpx.Client, outer: bytes) -> httpx.Response:
    return http.post("/api/v1/intake", content=outer)


def count(installed: Installation, table: object = intake) -> int:
    database = open_database(installed.database_url)
    with database.read() as view:
        found = view.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[call-overload]  # any table will do
    database.close()
    return int(found)


def fill(http: httpx.Client, installed: Installation) -> tuple[list[bytes], bytes, httpx.Response]:
    """Deposit until the store refuses; what was accepted, what was refused, and how."""
    accepted: list[bytes] = []
    for _ in range(ENOUGH):
        outer = deposit(installed)
        answer = send(http, outer)
        if answer.status_code != httpx.codes.ACCEPTED:
            return accepted, outer, answer
        accepted.append(outer)
    pytest.fail("the disk never filled up")


def test_a_full_disk_refuses_keeps_its_promises_and_goes_on_when_there_is_room(
    on_small_disk: Installation, disk: SmallDisk
) -> None:
    with served(on_small_disk) as http:
        accepted, refused, answer = fill(http, on_small_disk)

        said = (on_small_disk.folder / "web.log").read_text()
        assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, f"{answer.text} {said}"
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert len(accepted) > 5
        assert count(on_small_disk) == len(accepted), "something was stored by halves"

        disk.make_room()
        again = send(http, refused)

    assert again.status_code == httpx.codes.ACCEPTED
    assert again.json()["leaf"] == leaf(refused).hex()
    assert count(on_small_disk) == len(accepted) + 1


def test_a_relay_on_a_full_disk_loses_nothing_and_files_once_there_is_room(
    on_small_disk: Installation, disk: SmallDisk
) -> None:
    with served(on_small_disk) as http:
        accepted, _, _ = fill(http, on_small_disk)
    database = open_database(on_small_disk.database_url)
    relay = Relay(
        FileBatch(database, chunk=8),
        TrustedDirectory(database, on_small_disk.workspace.pins()),
        on_small_disk.workspace.folder / "server/relay.json",
    )
    fates: Counter[Fate] = Counter()
    try:
        fates += relay.turn(Gathering(), now(), 0).fates
    except Unavailable:  # SQLite: the batch found no room for its log
        assert count(on_small_disk) + count(on_small_disk, envelopes) == len(accepted)
        disk.make_room()
        relay.turn(Gathering(), now(), 0)
    database.close()

    assert count(on_small_disk) == 0
    assert count(on_small_disk, envelopes) == len(accepted)


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Somebody else writes and does not end."""
    if database_url.startswith("sqlite"):
        other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    with psycopg.connect(database_url) as connection:
        connection.execute("LOCK TABLE intake IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def test_a_locked_store_refuses_and_takes_the_same_deposit_afterwards(
    tmp_path: Path, database_url: str
) -> None:
    installed = install(tmp_path / "installed", database_url)
    outer = deposit(installed)
    with served(installed) as http:
        with locked(database_url):
            refused = send(http, outer)
        accepted = send(http, outer)

    assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert int(refused.headers["Retry-After"]) >= 1
    assert accepted.status_code == httpx.codes.ACCEPTED
    assert count(installed) == 1


def test_a_replayed_deposit_gets_the_same_answer_and_is_filed_once(tmp_path: Path, database_url: str) -> None:
    installed = install(tmp_path / "installed", database_url)
    database = open_database(database_url)
    trusted = TrustedDirectory(database, installed.workspace.pins())
    relay = Relay(FileBatch(database), trusted, installed.workspace.folder / "server/relay.json")
    outer = deposit(installed)
    with served(installed) as http:
        first = send(http, outer)
        second = send(http, outer)
        relay.turn(Gathering(), now(), 0)
        after_filing = send(http, outer)
        relay.turn(Gathering(), now(), 0)
    database.close()

    assert first.content == second.content == after_filing.content
    assert count(installed) == 0
    assert count(installed, envelopes) == 1
