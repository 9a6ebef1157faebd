"""Runs the migrations on the connection that it is given, or on the store that the settings name."""

from alembic import context
from sqlalchemy import Connection

from app.storage.tables import metadata


def run(connection: Connection) -> None:
    """Bring this store to the wanted version, all or nothing."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def open_and_run() -> None:
    """For `alembic` by hand: the store of the settings."""
    from app.config import load
    from app.storage.database import open_database

    database = open_database(load().database_url)
    with database.begin() as tx:
        run(tx)
    database.close()


given = context.config.attributes.get("connection")
if given is None:
    open_and_run()
else:
    run(given)
