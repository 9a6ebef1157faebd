"""Deposits that wait for the relay. The web zone inserts here and needs no other right to this table."""

from collections.abc import Mapping

from sqlalchemy import Connection

from app.storage.database import insert_new
from app.storage.tables import intake


def keep(connection: Connection, outers: Mapping[bytes, bytes]) -> None:
    """Keep deposits (16,464 bytes) under their names (32 bytes); one that is there already stays as it is."""
    rows = [{"leaf": leaf, "outer": outer} for leaf, outer in outers.items()]
    connection.execute(insert_new(connection, intake), rows)
