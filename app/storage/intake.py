"""Deposits that wait for the relay. The web zone inserts here and needs no other right to this table.

This is the one statement of the product that speaks to the driver itself, over a connection that is kept:
every deposit passes here, and pool, compiler and events cost as much again as the insert (measured on SQLite:
0.30 ms of processor time against 0.14).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import PoolProxiedConnection

from app.domain.errors import Unavailable
from app.storage.database import FAILURES, Database

# An insert that passes over what is there already, and needs no right to read.
INSERT: Final = {
    "sqlite": 'INSERT INTO intake (leaf, "outer") VALUES (?, ?) ON CONFLICT DO NOTHING',
    "postgresql": 'INSERT INTO intake (leaf, "outer") VALUES (%s, %s) ON CONFLICT DO NOTHING',
}
BEGIN: Final = {"sqlite": "BEGIN IMMEDIATE"}  # PostgreSQL's driver begins by itself


@dataclass
class Writer:
    """Commits deposits over one connection of its own. One thread at a time."""

    database: Database
    held: PoolProxiedConnection | None = field(default=None, repr=False)

    def keep(self, outers: Mapping[bytes, bytes]) -> None:
        """Commit deposits (16,464 bytes) by their names (32 bytes); what is there already stays as it is.

        Raises:
            Unavailable: the store is locked for too long, full, or gone; none of them was kept.
        """
        engine = self.database.engine
        driver = engine.dialect.loaded_dbapi  # what it raises itself, under no name of SQLAlchemy's
        try:
            with self.database.gate:
                self.held = self.held or engine.raw_connection()
                # In one order, so that two who hold the same deposits never wait for each other.
                insert(self.held, engine.dialect.name, sorted(outers.items()))
        except (driver.OperationalError, driver.ProgrammingError, *FAILURES) as error:
            self.let_go()
            raise Unavailable from error
        except BaseException:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Close the connection, whatever state it is in; what it had begun is undone by that."""
        held, self.held = self.held, None
        if held is not None:
            held.invalidate()


def insert(connection: PoolProxiedConnection, dialect: str, rows: list[Any]) -> None:
    """Insert in one transaction."""
    cursor = connection.cursor()
    if dialect in BEGIN:
        cursor.execute(BEGIN[dialect])
    if len(rows) == 1:
        cursor.execute(INSERT[dialect], rows[0])
    else:
        cursor.executemany(INSERT[dialect], rows)
    cursor.close()
    connection.commit()
