"""A conversation in a terminal: lines in, replies out, over the same objects as the gateway's.

    with gateway(channel …) as opened:       a store of its own that is gone afterwards, a secret in memory
        for line in lines: say(opened.talk.hear(…))
        sent(opened)                         what was sealed is with the server before anything ends

Must never: end before what was said to be sent has been taken by the server, or say nothing when it was not.
"""

import io
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from app import hotline_config
from app.commands.children import Children, Died, Stopped
from app.commands.demo import told
from app.commands.demo_place import COUNTRY, Demonstration, alone, free_port, prepared, running, up
from app.content import locales
from app.content.tags import meant
from app.content.words import ROOT
from app.conversation.world import SMS, TELEGRAM, WHATSAPP, Channel
from app.desk import screen
from app.domain.errors import BadInput, Taken, Unavailable
from app.hotline_config import HotlineSettings
from app.logs import Log
from app.services.demonstration import DemonstrationOrganisation
from app.services.hotline.incoming import Incoming, Said
from app.storage.migrations import migrate
from app.wiring.gateway import Gateway, build

CHANNELS = {channel.name: channel for channel in (SMS, WHATSAPP, TELEGRAM)}
TITLES = {"sms": "Text messages", "whatsapp": "A WhatsApp chat", "telegram": "A Telegram chat"}
PORT = 8000  # of a demonstration that is started for this conversation, or the next that is free
DELIVER_SECONDS = 30
SILENCE = "(No answer: after a stop word the provider lets nothing of ours through.)"
NOT_SENT = "the server did not take what was sealed, so the code that was shown opens nothing"


@dataclass(frozen=True)
class Place:
    """A server to talk to. `pins`: what is trusted, else the settings say. `made_up`: a demonstration."""

    address: str
    pins: Path | None = None
    made_up: bool = False


def locale(typed: str) -> str:
    """The language that is meant, by any of its tags.

    Raises:
        BadInput: there is none; lists those that there are.
    """
    offered = locales.load(ROOT).values()
    found = meant(typed, locales.tags_of(offered))
    if found is None:
        raise BadInput("lang", "is none of " + ", ".join(each.tag for each in offered))
    return found


def converse(channel: str, lang: str, server: str | None, folder: Path) -> None:
    """Hold the conversation, to the end of standard input.

    Raises:
        click.ClickException: the demonstration did not start, or what was sealed could not be sent.
    """
    try:
        with (
            place(server or hotline_config.load().server, folder) as where,
            gateway(where) as opened,
        ):
            welcome(CHANNELS[channel], where)
            talk(opened, CHANNELS[channel], lang, lines())
    except (KeyboardInterrupt, Stopped):
        click.echo("\nEnded.", err=True)
    except Died as died:
        raise told(died) from None


@contextmanager
def place(server: str | None, folder: Path) -> Iterator[Place]:
    """The server that was named, the demonstration that runs in the folder, or one that is started now."""
    if server:
        yield Place(server.rstrip("/"))
        return
    try:
        with alone(folder) as lock:
            demonstration = Demonstration(folder, free_port(PORT))
            made = prepared(demonstration, lambda said: click.echo(said, err=True))
            with Children(demonstration.environment(made), folder / "logs") as children:
                up(demonstration, children, lock)
                yield Place(demonstration.address, made.pins, made_up=True)
    except Taken:
        yield Place(running(folder), DemonstrationOrganisation(folder / "org").pins, made_up=True)


@contextmanager
def gateway(where: Place) -> Iterator[Gateway]:
    """A gateway of its own, whose conversations are gone with it.

    Raises:
        Unavailable: the server does not answer.
    """
    with TemporaryDirectory(prefix="speakup-chat-") as folder:
        opened = build(settings(where, Path(folder)), Log("chat", io.StringIO()))
        opened.worlds.follower.following()
        migrate(opened.database)
        try:
            yield opened
        finally:  # whatever ended it: a code that was shown has to open something
            sent(opened)
            opened.database.close()


def settings(where: Place, folder: Path) -> HotlineSettings:
    """The gateway's settings: those of the environment, but for the store and the secret."""
    given = hotline_config.load()
    changed: dict[str, object] = {
        "hotline_database_url": f"sqlite:///{folder / 'hotline.db'}",
        "hotline_secret_file": None,
        "notice_key": None,  # nobody can be written to here
        "server": where.address,
        "app_address": given.app_address or where.address,
        "pins_file": where.pins or given.pins_file,
    }
    if where.made_up:
        changed |= {"hotline_country": COUNTRY}
    # Without pins the first directory is trusted, as `speakup report` does: it is for trying things out.
    changed["demonstration"] = changed["pins_file"] is None or where.made_up
    return given.model_copy(update=changed)


def welcome(channel: Channel, where: Place) -> None:
    """Where one is, and how to end; not among the answers."""
    if where.made_up:
        click.echo("A DEMONSTRATION: nobody answers here, and no office is real.", err=True)
    if sys.stdin.isatty():
        click.echo(
            f"{TITLES[channel.name]}, in this terminal. The first answer says who could read real ones.\n"
            "Write a message: ? for the menu, 1 for a report. Ctrl-D ends.",
            err=True,
        )


def lines() -> Iterator[str]:
    """What is typed, line by line; with a prompt where somebody sits."""
    if not sys.stdin.isatty():
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    while True:
        try:
            yield input("you: ")
        except EOFError:
            click.echo(err=True)
            return


def talk(opened: Gateway, channel: Channel, lang: str, typed: Iterable[str]) -> None:
    """One message after the other, each with its answers."""
    address = secrets.token_hex(16)  # nobody's number
    for line in typed:
        try:
            said = opened.talk.hear(Incoming(channel, address, secrets.token_hex(16), line, lang=lang))
        except Unavailable:
            said = Said((opened.talk.busy(channel, lang),), lang)
        for shown in printed(said, channel):
            click.echo(shown)
        if not said.replies:
            click.echo(SILENCE, err=True)


def printed(said: Said, channel: Channel) -> Iterator[str]:
    """The answers as lines of a terminal; buttons where the channel has them."""
    for reply in said.replies:
        yield from (f"> {line}" for line in screen.clean(reply.text).split("\n"))
        if reply.choices and channel.name != SMS.name:
            yield "> " + "  ".join(f"[{key}] {screen.line(label)}" for key, label in reply.choices)


def sent(opened: Gateway) -> None:
    """Wait until the server has taken all that was sealed.

    Raises:
        click.ClickException: it has not, so the code that was shown opens nothing.
    """
    deadline = time.monotonic() + DELIVER_SECONDS
    while True:
        opened.background.courier.deliver()
        if not next(opened.background.courier.waiting(), None):
            return
        if time.monotonic() > deadline:
            raise click.ClickException(NOT_SENT)
        time.sleep(1)
