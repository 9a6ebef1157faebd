"""The store: opens SQLite or PostgreSQL and hands out transactions.

    with database.begin() as tx:       one that writes; all of it is kept, or nothing
    with database.read() as view:      one that only reads

SQLite has one writer at a time. Threads of a process queue at a gate in front of it, so that at most one
connection of each process waits for the file: SQLite's own waiting is a sleep that grows, and thirty
threads asleep at once starve each other.

A store that is locked for too long, full, or gone is `Unavailable`: whoever asked keeps what they have and
comes again. This module must never log a statement, a parameter, or an address of a database.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, exc
from sqlalchemy.engine import make_url

from app.domain.errors import Misconfigured, Unavailable

PATIENCE = 5.0  # seconds to wait for another writer; a browser still waits then, a person hardly longer
CONNECTIONS = 16  # a thread of a web worker holds one; more threads than that wait their turn
SETTING = "SPEAKUP_DATABASE_URL"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}

# How each driver is told how long to wait for a lock; what waits for ever holds a thread for ever.
PATIENT: Mapping[str, Callable[[float], dict[str, Any]]] = {
    "sqlite": lambda seconds: {"timeout": seconds},
    "postgresql": lambda seconds: {"options": f"-c lock_timeout={int(seconds * 1000)}"},
}

# Locked, full, gone; closed under our hands; no longer in a state to go on; every connection in use; and, as
# PostgreSQL says it, not migrated, or a right that this process was not given.
FAILURES = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.TimeoutError,
    exc.ProgrammingError,
)

SQLITE_PROMISES = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=FULL",  # what was answered is on the disk, also after a power failure
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # deleted content is overwritten with zeros
    "PRAGMA temp_store=MEMORY",  # no content in temporary files
)


@dataclass(frozen=True)
class Gate:
    """The queue of this process's writers; who waits longer than `patience` seconds is sent away."""

    lock: threading.Lock
    patience: float

    def __enter__(self) -> None:
        if not self.lock.acquire(timeout=self.patience):
            raise Unavailable

    def __exit__(self, *_: object) -> None:
        self.lock.release()


@dataclass(frozen=True)
class Database:
    """An open store. Build it with `open_database`, once a process; threads share it."""

    engine: Engine
    writer: Engine
    gate: AbstractContextManager[None]

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end of the block, undone by any exception.

        Raises:
            Unavailable: the store is locked for too long, full, or gone; nothing was kept.
        """
        try:
            with self.gate, self.writer.begin() as connection:
                yield connection
        except FAILURES as error:
            raise Unavailable from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: one unchanging view of the store.

        Raises:
            Unavailable: the store is gone, or every connection is in use.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except FAILURES as error:
            raise Unavailable from error

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def open_database(url: str, patience: float = PATIENCE) -> Database:
    """Open the store at `url` (`sqlite:///path` or `postgresql://…`); connects at first use.

    Raises:
        Misconfigured: the address cannot be read, or names another kind of store.
    """
    place = address(url)
    engine = create_engine(
        place,
        connect_args=PATIENT[place.get_backend_name()](patience),
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=patience,
        hide_parameters=True,  # an error must not repeat content
    )
    if engine.dialect.name == "sqlite":
        return over_sqlite(engine, patience)
    return Database(engine, engine, nullcontext())


def address(url: str) -> URL:
    """The same address with the driver that we use."""
    kind, _, rest = url.partition("://")
    driver = DRIVERS.get(kind.partition("+")[0])
    if driver is None:
        raise Misconfigured([SETTING])
    made = make_url(f"{driver}://{rest}")
    if driver == "sqlite" and made.database in (None, "", ":memory:"):
        raise Misconfigured([SETTING])  # threads and processes must see one store
    return made


def over_sqlite(engine: Engine, patience: float) -> Database:
    """Make the folder, and make each connection keep its promises and begin its transactions itself."""
    Path(engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)

    def prepare(connection: SqliteConnection, _: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
        for promise in SQLITE_PROMISES:
            connection.execute(promise)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_sqlite)
    return Database(engine, engine.execution_options(writes=True), Gate(threading.Lock(), patience))


def begin_sqlite(connection: Connection) -> None:
    """Begin; a writer takes the write lock at once, since a reader that turns writer can be refused."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert_new(connection: Connection, table: Table) -> Insert:
    """An INSERT that passes over a row whose key is taken; needs no right but to insert."""
    return inserts(connection.dialect.name, table)


@cache
def inserts(dialect: str, table: Table) -> Insert:
    """The same, by the name of the dialect; the two spell it alike but build it apart."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table).on_conflict_do_nothing()
