"""`speakup hotline`: the store of the hotline, the key of its notices, and what waits.

Looks at the store that SPEAKUP_HOTLINE_DATABASE_URL names. Nothing here can open a conversation.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.domain.errors import NotFound, Taken

if TYPE_CHECKING:
    from app.storage.database import Database
    from app.storage.hotline_jobs import Waiting

KEY_FILE = "notice.key"
DAY = 24 * 60  # minutes
LATE = "Something has waited for more than a day: look whether the worker runs, and at the provider's token."
STUCK = "Things were given up after 15 days; `speakup hotline stuck` says what to do."
KINDS = {
    "twilio_message": "Twilio text",
    "twilio_media": "Twilio file (its message / itself)",
    "twilio_recording": "Twilio recording",
    "twilio_call": "Twilio call",
}


@click.group()
def group() -> None:
    """Prepare the hotline, and see what waits.

    The first time: `migrate`, then `key` if people may be texted when there is an answer. Later: `status`.
    """


@group.command()
def migrate() -> None:
    """Build or renew the hotline's tables; safe to repeat."""
    from app.storage.migrations import migrate as run

    run(opened())
    click.echo("The hotline's store is up to date.")


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def key(folder: Path) -> None:
    """Make the key for notices in FOLDER.

    With the printed half the gateway seals addresses; the worker alone opens them, with the file. So keep the
    file away from the gateway's machine if the two are apart. A key that is there already is never written
    over.
    """
    from app.sealing.keys import BoxKeyPair
    from app.services.workspace import SECRET_MODE, write

    path = folder / KEY_FILE
    if path.exists():
        raise Taken(f"{KEY_FILE} in this folder")
    pair = BoxKeyPair.generate()
    write(path, pair.secret.hex().encode() + b"\n", SECRET_MODE)
    click.echo(f"For the worker only:   SPEAKUP_NOTICE_KEY_FILE={path}")
    click.echo(f"For the gateway:       SPEAKUP_NOTICE_KEY={pair.public.hex()}")
    click.echo("Addresses that were sealed to an earlier key get no more notices; the receipt still works.")


@group.command()
def status() -> None:
    """Say how much waits, and for how long."""
    from app.storage.hotline_jobs import waiting

    with laid_out().read() as view:
        found = waiting(view)
    for line in lines(found, int(datetime.now(UTC).timestamp()) // 60):
        click.echo(line)


@group.command()
@click.option("--retry", is_flag=True, help="Try them all again, for another 15 days.")
@click.option("--forget", is_flag=True, help="Drop the list: you have deleted them at the provider yourself.")
def stuck(retry: bool, forget: bool) -> None:
    """List what no provider would delete in 15 days.

    A line names the kind of thing and its id there. Look one up in the provider's console, and put right what
    it says. Then use --retry: what is gone by then leaves the list by itself.
    """
    from app.storage import hotline_jobs

    if retry and forget:
        raise click.UsageError("choose one: --retry or --forget")
    store = laid_out()
    if forget:
        click.confirm("Nobody will delete them at the provider after this. Drop the list?", abort=True)
        with store.begin() as tx:
            click.echo(f"Dropped: {hotline_jobs.forget_given_up(tx)}.")
    elif retry:
        with store.begin() as tx:
            again = hotline_jobs.try_again(tx, int(datetime.now(UTC).timestamp()) // 60)
        click.echo(f"To be tried again within a minute or two: {again}.")
    else:
        with store.read() as view:
            found = hotline_jobs.given_up(view)
        for kind, thing in found:
            click.echo(f"{KINDS.get(kind, kind)}: {thing}")
        click.echo(f"Given up: {len(found)}.")


def lines(found: "Waiting", minute: int) -> Iterator[str]:
    """What waits, a line each, and what to do about it."""
    from app.services.hotline.metrics import age

    oldest = age(found, minute)
    yield f"Conversations open:              {found.conversations}"
    yield f"Sealed envelopes to be sent:     {found.outbox}"
    waits = f", the oldest for {spoken(oldest)}" if found.removals else ""
    yield f"To delete at providers:          {found.removals}{waits}"
    yield f"Given up at providers:           {found.given_up}"
    yield f"Addresses kept for a notice:     {found.contacts}"
    if oldest >= DAY:
        yield LATE
    if found.given_up:
        yield STUCK


def spoken(minutes: int) -> str:
    """A length of time for a person."""
    for size, name in ((DAY, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}" + ("s" if count > 1 else "")
    return "less than a minute"


def opened() -> "Database":
    """The store of the settings."""
    from app.hotline_config import load
    from app.storage.database import open_database

    return open_database(load().hotline_database_url)


def laid_out() -> "Database":
    """The same, once its tables are there.

    Raises:
        NotFound: they are not; says what to run.
    """
    from sqlalchemy import inspect

    store = opened()
    with store.read() as view:
        if not inspect(view).has_table("removals"):
            raise NotFound("the hotline's store (run `speakup hotline migrate` first)")
    return store
