"""`speakup desk join`, `recover` and `renew`: a device's key file, new or out of words, and its next key."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from secrets import SystemRandom

import click
import httpx

from app.commands.desk_entry import at_desk
from app.commands.desk_options import FILE, TIMEOUT, Options, passphrase
from app.commands.passphrases import COST
from app.desk import joining, renewing
from app.desk.entry import pins_file
from app.domain.errors import BadInput
from app.sealing.devicekeys import Cost
from app.sealing.deviceseed import LANGUAGES, new_seed, parse_words
from app.sealing.directory import Pins, fingerprint_words
from app.sealing.invitation import read_link
from app.services.following import Following, follow, over_http

ASKED_WORDS = 3  # of the twelve: who typed these has a sheet
LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the twelve words."
)


@click.command()
@click.argument("link", required=False)
@LANGUAGE
@COST
@click.pass_obj
def join(options: Options, link: str | None, language: str, cost: Cost) -> None:
    """Make this device's keys and ask to join an office, with the LINK that you were given.

    Without LINK it is asked for, and stands in no list of commands.
    The keys go into the file that --device names. You write twelve words on paper; they bring the device back
    when the file or the passphrase is lost. Then you and the colleague who invited you compare six words.
    """
    fresh(options.device)
    server, invitation = read_link(link or click.prompt("The invitation link", err=True))
    with httpx.Client(base_url=server, timeout=TIMEOUT) as http:
        followed = known(http, given_pins(options) or invitation.pins)
        seed = new_seed()
        device, request = joining.new_device(followed.newest.directory, invitation, seed, datetime.now(UTC))
        say(sheet(seed.words(language)))
        confirm(seed.words(language))
        joining.keep(device, options.device, passphrase(options, new=True), cost)
        words = joining.ask(http, invitation, request, followed.pins)
    say(asked(words, server, options.device))


@click.command()
@click.option("--words-file", type=FILE, help="Read the twelve words from a file; else they are asked for.")
@LANGUAGE
@COST
@click.pass_obj
def recover(options: Options, words_file: Path | None, language: str, cost: Cost) -> None:
    """Make this device's key file again out of its twelve words; --device names the new file.

    If the old file may be in other hands, do not recover: have a colleague suspend the device, and join anew.
    """
    if options.server is None:
        raise click.UsageError("recover needs --server: the directory says whose device it is")
    fresh(options.device)
    seeds = parse_words(typed(words_file), language)
    with httpx.Client(base_url=options.server, timeout=TIMEOUT) as http:
        directory = known(http, given_pins(options)).newest.directory
    device = joining.recovered(directory, seeds)
    joining.keep(device, options.device, passphrase(options, new=True), cost)
    click.echo(f"Recovered: {device.label}. Its keys are in {options.device}.")


@click.command()
@click.pass_obj
def renew(options: Options) -> None:
    """Ask for this device's next key, when its keys end within sixty days or have ended.

    The key file, its passphrase and the recovery sheet stay as they are: the next key follows from them.
    If the file or the sheet may be in other hands, do not renew: have a colleague suspend the device, and
    join anew.
    """
    with at_desk(options) as desk:
        until = renewing.ask(desk)
    click.echo(f"Your next key is signed; it is good until {until}. It counts when the root holders have")
    click.echo("published it: whoever runs the server carries it to them (`speakup joins export`).")


def fresh(path: Path) -> None:
    """Refuse to write over a file: it may hold the only keys of a device."""
    if path.exists():
        raise BadInput("--device", "names a file that is there already; choose a new one")


def given_pins(options: Options) -> Pins | None:
    """The roots that were named before the subcommand."""
    return pins_file(options.pins) if options.pins else None


def known(http: httpx.Client, pins: Pins | None) -> Following:
    """The server's directory; says when it had to be trusted at first sight."""
    followed = follow(over_http(http), pins, datetime.now(UTC))
    if followed.first_use:
        click.echo("No root keys were given: compare these words with your organisation's poster:", err=True)
        click.echo("  " + " ".join(fingerprint_words(followed.pins)), err=True)
    return followed


def sheet(words: Sequence[str]) -> Iterator[str]:
    """The recovery words."""
    yield "Write these twelve words on paper and keep it locked away. Whoever has them is this device."
    for row in range(0, len(words), 4):
        yield "  " + "   ".join(f"{at + 1:2}. {words[at]}" for at in range(row, row + 4))


def confirm(words: Sequence[str]) -> None:
    """Have three of the words typed from the paper.

    Raises:
        BadInput: one was another; nothing was made, and the words are worth nothing.
    """
    click.echo("Now type three of them from your paper.")
    for at in sorted(SystemRandom().sample(range(len(words)), ASKED_WORDS)):
        if click.prompt(f"Word {at + 1}", err=True).strip().casefold() != words[at].casefold():
            raise BadInput("word", f"{at + 1} is another one; nothing was made, so please start again")


def typed(words_file: Path | None) -> str:
    """The twelve words as they were typed."""
    if words_file is None:
        return str(click.prompt("The twelve words", hide_input=True, err=True))
    try:
        return words_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput("words file", "cannot be read") from None


def asked(words: Sequence[str], server: str, path: Path) -> Iterator[str]:
    """What comes next."""
    yield "You have asked to join. Call the colleague who invited you, or meet them, and compare these words:"
    yield "  " + " ".join(words)
    yield "If the words differ, stop: somebody is between you."
    yield "When they have approved and the directory is published, open your desk:"
    yield f"  speakup desk --server {server} --device {path} list"


def say(lines: Iterator[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line)
