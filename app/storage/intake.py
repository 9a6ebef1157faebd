"""Deposits that wait for the relay. The web zone inserts here and needs no other right to this table."""

from sqlalchemy import Connection

from app.storage.database import insert_new
from app.storage.tables import intake


def keep(connection: Connection, leaf: bytes, outer: bytes) -> None:
    """Keep a deposit (16,464 bytes) under its name (32 bytes); one that is there already stays as it is."""
    connection.execute(insert_new(connection, intake), {"leaf": leaf, "outer": outer})
