"""Brings a store to the newest tables, and says where it differs from them.

The steps stand in `schema/migrations/versions`, numbered; one that was released is never edited. Imported by
the command line and the tests only: Alembic has no place in a web worker.
"""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.storage.database import Database
from app.storage.tables import metadata

FOLDER = Path(__file__).resolve().parents[2] / "schema" / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, for one connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def migrate(database: Database) -> None:
    """Run every step that this store has not seen, in one transaction.

    Raises:
        Unavailable: the store is locked or gone; it is as it was.
    """
    with database.begin() as tx:
        command.upgrade(config(tx), "head")


def differences(database: Database) -> list[str]:
    """What in the store is not as in `app/storage/tables.py`; empty when all is well."""
    with database.read() as view:
        context = MigrationContext.configure(view, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]
