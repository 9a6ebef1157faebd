"""`speakup database`: create and migrate the store that SPEAKUP_DATABASE_URL names."""

import sys

import click

from app.storage.database import Database


@click.group()
def group() -> None:
    """Create and migrate the database."""


@group.command()
def migrate() -> None:
    """Build the tables, or bring them to this version; safe to repeat."""
    from app.storage.migrations import migrate as run

    run(opened())
    click.echo("The database is up to date.")


@group.command()
def check() -> None:
    """Say whether the database is as this version needs it; exit code 1 when it is not."""
    from app.storage.migrations import differences

    found = differences(opened())
    if not found:
        click.echo("The database is up to date.")
        return
    click.echo(f"The database differs in {len(found)} places; run `speakup database migrate`.")
    sys.exit(1)


def opened() -> Database:
    """The store of the settings."""
    from app.config import load
    from app.storage.database import open_database

    return open_database(load().database_url)
