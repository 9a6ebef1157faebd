"""`speakup database`: create, migrate and check the store that SPEAKUP_DATABASE_URL names."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from app.commands.expiry import ends_soon, said
from app.commands.store import opened
from app.config import load
from app.domain.counted import counted
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from app.storage.database import Database


@click.group()
def group() -> None:
    """Create and migrate the database."""


@group.command()
def migrate() -> None:
    """Build the tables, or bring them to this version; safe to repeat."""
    from app.storage.migrations import migrate as run

    with opened(load().database_url) as store:
        run(store)
    click.echo("The database is up to date.")


@group.command()
def check() -> None:
    """Say whether the database is as this version needs it, and how long the directory in it counts.

    Exit code 1 when the database is not, or when the directory ends within two weeks: let whatever watches
    your server run this once a day.
    """
    from app.storage.migrations import differences

    with opened(load().database_url) as store:
        found = differences(store)
        if found:
            places = counted(len(found), "place")
            click.echo(f"The database differs in {places}; run `speakup database migrate`.")
            sys.exit(1)
        click.echo("The database is up to date.")
        if overdue(store, datetime.now(UTC)):
            sys.exit(1)


def overdue(store: "Database", now: datetime) -> bool:
    """Say until when the newest directory counts; whether the next one must be published by now."""
    from app.services.directories import Directories

    try:
        newest = Directories(store).current()
    except NotFound:
        click.echo("It holds no directory yet: `speakup org publish`.")
        return False
    click.echo(f"The newest directory is version {newest.version}. {said(newest.expires, now)}")
    return ends_soon(newest.expires, now)
