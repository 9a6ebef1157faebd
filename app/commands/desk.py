"""`speakup desk`: a focal point's desk in a terminal.

Opened texts are shown and forgotten; on disk lie sealed envelopes only. The passphrase is asked for, or comes
from a file or SPEAKUP_PASSPHRASE.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import httpx

from app.commands.desk_joining import join, recover
from app.commands.desk_options import FILE, FOLDER, TIMEOUT, Options, passphrase
from app.desk import cases
from app.desk.desk import Desk
from app.desk.entry import Entrance, device_file, pins_file, unlocked
from app.desk.export import WARNING, export
from app.desk.files import mirror, save
from app.domain.errors import BadInput, CannotBeOpened, SpeakUpError, TooMany, Unavailable
from app.domain.status import Status
from app.domain.templates import TEMPLATES
from app.sealing.devicekeys import Device
from app.sealing.directory import fingerprint_words

WAITS = "Your colleagues are not told yet: run `sync` when the server can be reached."
# Subcommands that know the server from what they are given.
BRINGS_SERVER = {"join"}


@click.group()
@click.option("--server", help="The server's address, exactly as it calls itself (https://…).")
@click.option("--device", type=FILE, required=True, help="Your device key file.")
@click.option("--folder", type=FOLDER, help="Where sealed envelopes are kept.")
@click.option("--pins", type=FILE, help="Root keys; without them the first directory is trusted.")
@click.option("--passphrase-file", type=FILE, help="Read the passphrase from a file.")
@click.option("--offline", is_flag=True, help="Read what is on this disk, without a server.")
@click.pass_context
def group(ctx: click.Context, /, **given: object) -> None:
    """Read, acknowledge and answer reports."""
    ctx.obj = Options(**given)  # type: ignore[arg-type] # click checked the types
    if not ctx.obj.server and not ctx.obj.offline and ctx.invoked_subcommand not in BRINGS_SERVER:
        raise click.UsageError("give --server ADDRESS, or --offline to read what is on this disk")


for joining in (join, recover):
    group.add_command(joining)


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
            with suppress(Unavailable, TooMany):  # files come with the next sync; the words are here
                mirror(desk)
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
    return sys.stdin.read() if given == "-" else given


FILES = click.option(
    "--files", type=FOLDER, help="Write the files that came with it into this folder, readable."
)
TEXT = click.option("--text", default="", help="What to write; - reads it from standard input.")
CASE = click.argument("case")


@group.command("list")
@click.pass_obj
def listing(options: Options) -> None:
    """All cases, and what could not be opened."""
    with at_desk(options) as desk:
        say(cases.listing(desk))


@group.command("open")
@CASE
@FILES
@click.pass_obj
def open_case(options: Options, case: str, files: Path | None) -> None:
    """Show a case, named by the beginning of its id."""
    with at_desk(options) as desk:
        found = desk.case(case)
        say(cases.page(desk, found))
        if files:
            say(save(desk, found, files))
        if desk.session:
            desk.opened(found)


@group.command()
@CASE
@TEXT
@click.pass_obj
def acknowledge(options: Options, case: str, text: str) -> None:
    """Tell the reporter that you opened it, with a signed proof; standard words unless you give others."""
    with at_desk(options) as desk:
        done(desk.acknowledge(desk.case(case), text_of(text)), "Acknowledged.")


@group.command()
@CASE
@TEXT
@click.option(
    "--standard", type=click.Choice(sorted(TEMPLATES)), help="Standard words, which the app translates."
)
@click.pass_obj
def reply(options: Options, case: str, text: str, standard: str | None) -> None:
    """Answer the reporter, in your words or in standard ones."""
    if standard and text:
        raise click.UsageError("give --text or --standard, not both")
    with at_desk(options) as desk:
        found = desk.case(case)
        done(desk.standard(found, standard) if standard else desk.reply(found, text_of(text)), "Sent.")


@group.command()
@CASE
@TEXT
@click.pass_obj
def note(options: Options, case: str, text: str) -> None:
    """Write a note that only your office reads."""
    with at_desk(options) as desk:
        done(desk.note(desk.case(case), text_of(text)), "Noted.")


@group.command()
@CASE
@click.argument("to", metavar="STATUS", type=click.Choice([str(status) for status in Status]))
@click.pass_obj
def status(options: Options, case: str, to: str) -> None:
    """Move a case on."""
    with at_desk(options) as desk:
        done(desk.status(desk.case(case), to), f"Put to {to.replace('_', ' ')}.")


@group.command()
@click.argument("device")
@click.pass_obj
def grant(options: Options, device: str) -> None:
    """Let a device that joined your office later read what came before."""
    with at_desk(options) as desk:
        click.echo(f"Granted {desk.grant(device)} envelopes.")


@group.command("export")
@click.argument("case", required=False)
@click.option("--all", "everything", is_flag=True, help="All cases.")
@click.option("--to", "target", type=FILE, required=True, help="A new file; .json for data, else text.")
@FILES
@click.pass_obj
def export_case(
    options: Options, case: str | None, everything: bool, target: Path, files: Path | None
) -> None:
    """Write a readable copy of a case to a file, and the files that came with it to a folder."""
    if everything == bool(case):
        raise click.UsageError("name a case, or give --all")
    with at_desk(options) as desk:
        found = [desk.case(case)] if case else desk.cases
        export(desk, found, target)
        for one in found:
            if files:
                say(save(desk, one, files / desk.short(one)))
    click.echo(f"Written: {len(found)} cases. {WARNING}")


@group.command()
@click.pass_obj
def sync(options: Options) -> None:
    """Fetch what is new, and send what waits."""
    if options.offline:
        raise click.UsageError("sync needs the server")
    with at_desk(options) as desk:
        click.echo(
            f"Up to date: {desk.store.newest} envelopes, {len(desk.store.outbox())} waiting to be sent."
        )
