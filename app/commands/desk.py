"""`speakup desk`: a focal point's desk in a terminal.

Reading, answering and moving cases on stand here; what an office writes down, passes on and accounts for in
`desk_office.py`, `desk_passing.py`, `desk_account.py` and `desk_annual.py`. The passphrase is asked for, or
comes from a file or SPEAKUP_PASSPHRASE.

Without a network: `sync` writes the office's sealed envelopes into --folder, on a stick; `--offline` reads
them, and what is said then waits sealed in the same folder for the next `sync`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app.commands import desk_account, desk_annual, desk_office, desk_passing
from app.commands.desk_entry import CASE, FILES, TEXT, WAITS, at_desk, done, say, text_of
from app.commands.desk_help import DeskGroup, asks_for_help
from app.commands.desk_joining import join, recover, renew
from app.commands.desk_notices import group as notices
from app.commands.desk_options import FILE, FOLDER, Options
from app.commands.desk_people import group as people
from app.desk import cases, day, renewing, searching
from app.desk.export import WARNING, export
from app.desk.files import save
from app.desk.findings import whole_page
from app.domain.counted import counted
from app.domain.status import CLOSURES, Status
from app.domain.templates import TEMPLATES

Command = Callable[..., Any]
# Subcommands that know the server from what they are given.
BRINGS_SERVER = {"join"}
STANDARD_HELP = "\b\n" + "\n".join(
    ["Standard words:", *(f"  {name}: {TEMPLATES[name]}" for name in TEMPLATES)]
)
EXAMPLES = """\b
Examples:
  speakup desk --server https://speakup.example --device B.json today
  speakup desk --server https://speakup.example --device B.json open 3f2a
  speakup desk --server https://speakup.example --device B.json reply 3f2a --text -
  speakup desk --offline --device B.json --folder /media/stick/desk list

\b
SPEAKUP_DESK_SERVER, _DEVICE, _FOLDER and _PINS say these options once for all.
Exit codes: 0 done, 1 it could not be done, 2 it was typed wrongly.
"""


def said_once(option: str, **more: Any) -> Callable[[Command], Command]:
    """An option that the environment can give too."""
    return click.option(option, envvar=f"SPEAKUP_DESK_{option[2:].upper()}", **more)


@click.group(cls=DeskGroup, epilog=EXAMPLES)
@said_once("--server", help="The server's address, exactly as it calls itself (https://…).")
@said_once("--device", type=FILE, help="Your device key file; always needed.")
@said_once("--folder", type=FOLDER, help="Where sealed envelopes are kept; else beside the key file.")
@said_once("--pins", type=FILE, help="Root keys; without them the first directory is trusted.")
@click.option("--passphrase-file", type=FILE, help="Read the passphrase from a file; else it is asked for.")
@click.option("--offline", is_flag=True, help="Work with this disk only; what you say waits for `sync`.")
@click.pass_context
def group(ctx: click.Context, /, **given: object) -> None:
    """Read, acknowledge and answer reports, pass them on and account for them.

    A CASE is named by the beginning of its id, as `list` shows it. Every subcommand explains itself: --help.
    """
    ctx.obj = Options(**given)  # type: ignore[arg-type] # click checked the types
    if asks_for_help(ctx):
        return
    if ctx.obj.device is None:
        raise click.UsageError("give --device FILE, your device key file")
    if not ctx.obj.server and not ctx.obj.offline and ctx.invoked_subcommand not in BRINGS_SERVER:
        raise click.UsageError("give --server ADDRESS, or --offline to work with what is on this disk")


for joining in (join, recover, renew, people, notices):
    group.add_command(joining)


@group.command("list")
@click.pass_obj
def listing(options: Options) -> None:
    """All cases, and what could not be opened."""
    with at_desk(options) as desk:
        say(cases.listing(desk))


@group.command()
@click.pass_obj
def today(options: Options) -> None:
    """What is overdue, due, new, and waiting for the reporter."""
    with at_desk(options) as desk:
        say(renewing.reminders(desk))
        say(day.today(desk))


@group.command()
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def search(options: Options, words: tuple[str, ...]) -> None:
    """Cases that hold all these words, on this device; marks and capitals make no difference."""
    with at_desk(options) as desk:
        say(cases.table(desk, searching.found(desk.cases, " ".join(words))))


@group.command("open")
@CASE
@FILES
@click.pass_obj
def open_case(options: Options, case: str, files: Path | None) -> None:
    """Show a case, named by the beginning of its id. Colleagues see that you opened it."""
    with at_desk(options) as desk:
        found = desk.case(case)
        say(whole_page(desk, found))
        if files:
            say(save(desk, found, files))
        if not desk.opened(found):
            click.echo(WAITS, err=True)


@group.command()
@CASE
@TEXT
@click.pass_obj
def acknowledge(options: Options, case: str, text: str) -> None:
    """Tell the reporter that you opened it, with a signed proof; standard words unless you give others."""
    with at_desk(options) as desk:
        done(desk.acknowledge(desk.case(case), text_of(text)), "Acknowledged.")


@group.command(epilog=STANDARD_HELP)
@CASE
@TEXT
@click.option(
    "--standard", type=click.Choice(sorted(TEMPLATES)), help="Standard words, which the app translates."
)
@click.pass_obj
def reply(options: Options, case: str, text: str, standard: str | None) -> None:
    """Answer the reporter, in your words or in standard ones, which they read in their own language.

    Example: reply 3f2a --text "We look into it." Whatever stands in a command may be kept in a list of
    commands: --text - asks for the words instead; end them with Ctrl-D.
    """
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


@group.command(epilog="Statuses: " + ", ".join(Status))
@CASE
@click.argument("to", metavar="STATUS", type=click.Choice([str(status) for status in Status]))
@click.option("--reason", type=click.Choice(CLOSURES), default=None, help="Why it is closed.")
@click.pass_obj
def status(options: Options, case: str, to: str, reason: str | None) -> None:
    """Move a case on; to close it, give --reason.

    Example: status 3f2a closed --reason duplicate. That the reporter no longer wishes it (withdrawn) does not
    end the duty to act. What may not follow is refused, with what may.
    """
    with at_desk(options) as desk:
        done(desk.status(desk.case(case), to, reason or ""), f"Put to {to.replace('_', ' ')}.")


@group.command()
@click.argument("device")
@click.pass_obj
def grant(options: Options, device: str) -> None:
    """Let a DEVICE that joined your office later read what came before; by the beginning of its id.

    `people list` shows the ids. They then see that you vouch for it.
    """
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
    click.echo(f"Written: {counted(len(found), 'case')}. {WARNING}")


@group.command()
@click.pass_obj
def sync(options: Options) -> None:
    """Fetch what is new, and send what waits."""
    if options.offline:
        raise click.UsageError("sync needs the server: give --server ADDRESS and leave out --offline")
    with at_desk(options) as desk:
        click.echo(
            f"Up to date: {counted(desk.store.newest, 'envelope')}, "
            f"{len(desk.store.outbox())} waiting to be sent."
        )


for module in (desk_office, desk_passing, desk_account, desk_annual):
    for command in module.COMMANDS:
        group.add_command(command)
