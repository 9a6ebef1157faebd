"""Going to the desk in a terminal: what every subcommand needs before it does its own.

Opened texts are shown and forgotten; on disk lie sealed envelopes only.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any

import click
import httpx

from app.commands.desk_options import FOLDER, TIMEOUT, Options, passphrase
from app.desk.desk import Desk
from app.desk.entry import Entrance, device_file, pins_file, unlocked
from app.desk.files import mirror
from app.desk.granting import keep as keep_granted
from app.domain.errors import BadInput, CannotBeOpened, SpeakUpError, TooMany, Unavailable
from app.sealing.devicekeys import Device
from app.sealing.directory import fingerprint_words

WAITS = (
    "It waits on this disk, sealed. Run `sync` where the server can be reached: any device of your office "
    "can, with this folder."
)

REFUSED = (
    "The server did not take {count} of the things that waited here, and never will. They lie in {folder}: "
    "look in your cases which answer or note is missing, say it again, and delete them."
)


@contextmanager
def at_desk(options: Options) -> Iterator[Desk]:
    """The desk, synced when there is a server; the session is ended afterwards."""
    file = device_file(options.device)
    device = unlock(options, file)
    folder = options.folder or options.device.with_suffix(".desk")
    pins = pins_file(options.pins) if options.pins else None
    entrance = Entrance(device, folder, pins, lambda: datetime.now(UTC))
    if options.offline or options.server is None:
        yield entrance.offline()
        return
    with httpx.Client(base_url=options.server, timeout=TIMEOUT) as http:
        desk = entrance.online(http, options.server)
        if desk.following.first_use:
            click.echo("\n".join(first_use(desk)), err=True)
        try:
            desk.sync()
            if left := len(desk.store.refused()):
                click.echo(REFUSED.format(count=left, folder=desk.store.folder / "refused"), err=True)
            with suppress(Unavailable, TooMany):  # files come with the next sync; the words are here
                mirror(desk)
                keep_granted(desk)
            yield desk
        finally:
            with suppress(SpeakUpError):  # the token ends by itself; an error here would hide the first one
                desk.online.close()


def unlock(options: Options, file: Mapping[str, Any]) -> Device:
    """The device, with the passphrase from wherever the person keeps it."""
    try:
        return unlocked(file, passphrase(options))
    except CannotBeOpened:
        raise BadInput("passphrase", "is wrong, or the device file was changed") from None


def first_use(desk: Desk) -> Iterator[str]:
    """What to say when the first directory was trusted."""
    yield "This desk was given no root keys and trusts the directory that it saw first."
    yield "Compare these words with your organisation's poster:"
    yield "  " + " ".join(fingerprint_words(desk.following.pins))
    yield ""


def say(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line)


def done(recorded: bool, what: str) -> None:
    """Say what was done, and what is still to do."""
    click.echo(what)
    if not recorded:
        click.echo(WAITS)


def text_of(given: str) -> str:
    """A text from the command line, or from standard input for `-`."""
    if given == "-" and sys.stdin.isatty():
        click.echo("Type it. At its end press Enter, then Ctrl-D.", err=True)
    return sys.stdin.read() if given == "-" else given


FILES = click.option(
    "--files", type=FOLDER, help="Write the files that came with it into this folder, readable."
)
TEXT = click.option("--text", default="", help="What to write; - reads it from standard input.")
CASE = click.argument("case")
DAY = click.option("--day", default="", help="When it was, such as 2026-11-21; today if you leave it out.")


def day_of(given: str) -> str:
    """A day as it is written down; today when none is given.

    Raises:
        BadInput: it is no day.
    """
    try:
        return date.fromisoformat(given).isoformat() if given else datetime.now(UTC).date().isoformat()
    except ValueError:
        raise BadInput("day", "must look like 2026-11-21") from None


def values_of(head: str, rows: Iterable[tuple[str, str]]) -> str:
    """The end of a help page: names with the values that they take, each on its line."""
    return "\b\n" + "\n".join([head, *(f"  {name}={values}" for name, values in rows)])


def pairs_of(given: Iterable[str]) -> dict[str, list[str]]:
    """`NAME=VALUE` as typed, several values of a name together.

    Raises:
        BadInput: one has no equals sign.
    """
    found: dict[str, list[str]] = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise BadInput("answer", "must look like NAME=VALUE")
        found.setdefault(name.strip(), []).append(value.strip())
    return found
