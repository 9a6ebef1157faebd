"""`speakup verify`: is a certificate, or a reporter's proof of an acknowledgement, genuine?

It asks a signed directory: of a server, of an organisation's folder, or in a file. What is checked is sent
nowhere. Exit code 0: genuine; 1: not, or it cannot be told; 2: typed wrongly.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx

from app.desk.entry import pins_file
from app.desk.screen import line
from app.domain.errors import BadInput, CannotBeTrusted, Unavailable
from app.sealing.directory import Pins, fingerprint_words
from app.services import directory_sources, verification
from app.services.following import Following, Source, follow, over_http
from app.services.workspace import Workspace

TIMEOUT = 30  # seconds
STANDARD_INPUT = "-"
REFUSED = {
    "signatures": "is not signed by the root holders whom you trust; if their keys were replaced, use the "
    "pins of today (`speakup org pins`)",
    "previous": "has a version that does not follow the one before it",
}


@click.command()
@click.argument("what", metavar="FILE|TEXT")
@click.option(
    "--directory",
    required=True,
    envvar="SPEAKUP_PUBLIC_URL",
    metavar="URL|FOLDER|FILE",
    help="The server's address, the folder of `speakup org`, or a file with a signed directory "
    "(or SPEAKUP_PUBLIC_URL).",
)
@click.option(
    "--pins",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="SPEAKUP_PINS_FILE",
    help="The root keys that you trust (`speakup org pins`); without them you compare twelve words.",
)
def command(what: str, directory: str, pins: Path | None) -> None:
    """Check a certificate of a quiz, or a reporter's proof that an office opened a report.

    Give the FILE, or the TEXT of the code (the address that it opens does too); `-` reads standard input,
    which keeps it out of the history of your terminal. Nothing that you check is sent anywhere.
    """
    shown = verification.read(given(what))
    with believed(directory, pins) as following:
        verdict = verification.judge(shown, following, datetime.now(UTC).date())
    click.echo("GENUINE" if verdict.good else "NOT GENUINE, or it cannot be shown to be")
    if verdict.good and isinstance(shown, verification.Certificate):
        click.echo(f"  Name: {line(shown.name)}")
    for each in (*verdict.lines, *about_directory(following)):
        click.echo(f"  {line(each)}")
    sys.exit(0 if verdict.good else 1)


def given(what: str) -> str:
    """What is to be checked: of standard input, of a file, or as typed."""
    try:
        if what == STANDARD_INPUT:
            return sys.stdin.read()
        if looks_like_text(what):
            return what
        return Path(what).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(verification.THING, "cannot be read; is there such a file?") from None


def looks_like_text(what: str) -> bool:
    """Whether it is the thing itself and not the name of a file."""
    return what.lstrip().startswith("{") or verification.FRAGMENT in what or not os.path.lexists(what)


@contextmanager
def believed(directory: str, pins: Path | None) -> Iterator[Following]:
    """The directory, verified; an expired one does, since what it lists was true.

    Raises:
        BadInput: it cannot be believed, or not be had; says why.
    """
    trusted = None if pins is None else pins_file(pins)
    try:
        with source(directory) as (ask, own_pins):
            yield follow(ask, trusted or own_pins, datetime.now(UTC), fresh=False)
    except CannotBeTrusted as refused:
        raise BadInput("directory", REFUSED.get(refused.check, "is not what clients accept")) from None
    except (Unavailable, httpx.InvalidURL):
        raise BadInput("directory", "cannot be had: no server of ours answers at this address") from None


@contextmanager
def source(directory: str) -> Iterator[tuple[Source, Pins | None]]:
    """Whom to ask for the directory, and the pins that lie beside it, if any do."""
    if directory.startswith(("http://", "https://")):
        with httpx.Client(base_url=directory, timeout=TIMEOUT) as http:
            yield over_http(http), None
    elif Path(directory).is_dir():
        workspace = Workspace(Path(directory))
        yield directory_sources.in_folder(workspace), workspace.pins()
    else:
        yield directory_sources.in_file(Path(directory)), None


def about_directory(following: Following) -> list[str]:
    """What somebody should know of the directory that was asked."""
    newest = following.newest.directory
    said = []
    if newest.organisation.demonstration:
        said.append("This is a demonstration: nothing here is of a real organisation.")
    if newest.expires <= datetime.now(UTC):
        said.append(f"The directory expired on {newest.expires.date()}; ask for a newer one.")
    if following.first_use:
        said.append("Compare these words with the poster: " + " ".join(fingerprint_words(following.pins)))
    return said
