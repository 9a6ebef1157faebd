"""Stores to measure on: SQLite in a temporary folder, and a private PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.storage.database import open_database
from app.storage.migrations import migrate
from tests.installation import Installation, install
from tests.postgres import cluster
from tests.processes import ROOT

ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Store:
    """A founded organisation over a migrated store, and an empty one beside it for the yardstick."""

    engine: str
    installed: Installation
    bare: str

    @property
    def folder(self) -> Path:
        """Where logs may go."""
        return self.installed.folder


@contextmanager
def store(engine: str) -> Iterator[Store]:
    """A store of the engine, gone at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="speakup-bench-") as name:
        folder = Path(name)
        if engine == "sqlite":
            yield furnished(engine, folder, f"sqlite:///{folder}/speakup.db", f"{folder}/bare.db")
            return
        with cluster(durable=True) as server, server.database() as ours, server.database() as bare:
            yield furnished(engine, folder, server.url(ours), server.url(bare))


def furnished(engine: str, folder: Path, url: str, bare: str) -> Store:
    """Migrate, found, and make the yardstick's table."""
    database = open_database(url)
    migrate(database)
    database.close()
    subprocess.run(
        [sys.executable, "-c", "from tests.bench import bare; bare.prepare()"],
        cwd=ROOT,
        env={**os.environ, "BARE_DATABASE": bare},
        check=True,
    )
    return Store(engine, install(folder / "installed", url), bare)
