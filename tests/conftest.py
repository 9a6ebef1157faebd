"""What every test may ask for: a migrated store, on each of the two engines."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.database import Database, open_database
from app.storage.migrations import migrate
from app.storage.tables import metadata
from tests.postgres import Cluster, cluster

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One private PostgreSQL server for the whole run; a missing one is a failure, never a skip."""
    try:
        running = cluster()
        server = running.__enter__()
    except FileNotFoundError as error:
        pytest.fail(str(error))
    yield server
    running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite store to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    build(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres: Cluster) -> Iterator[str]:
    """The name of a migrated PostgreSQL database; `emptied` for each test, faster than a new one."""
    with postgres.database() as name:
        build(postgres.url(name))
        yield name


def build(url: str) -> None:
    """Migrate the store at `url` and let go of it."""
    database = open_database(url)
    migrate(database)
    database.close()


def emptied(server: Cluster, name: str) -> str:
    """Take every row and every other connection out of a database; returns its address."""
    tables = ", ".join(f'"{table}"' for table in metadata.tables)
    others = f"FROM pg_stat_activity WHERE datname = '{name}'"
    server.run("SELECT pg_terminate_backend(pid) " + others)
    server.run(f"TRUNCATE {tables} RESTART IDENTITY", name)
    return server.url(name)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty store; each test runs on both engines."""
    if request.param == "sqlite":
        path = tmp_path / "speakup.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: Cluster = request.getfixturevalue("postgres")
    yield emptied(server, request.getfixturevalue("migrated_database"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open, migrated, empty store."""
    opened = open_database(database_url)
    yield opened
    opened.close()
