"""`speakup org invite|requests|member lead`: who joins an office, who leaves it, who admits others.

Everything here is offline. Files come from the server's machine on a stick (`speakup joins export`), or from
the lead's desk.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from app.commands.org_listed import OFFICE
from app.domain.errors import BadInput, SpeakUpError
from app.sealing import membership
from app.services import admissions, ceremony, first_officers
from app.services.workspace import Workspace, read

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OPEN_DAYS = 30  # the server forgets an invitation after so many


@dataclass(frozen=True)
class Candidate:
    """Something to decide on: what to show, what to do on a yes, and what to say then."""

    lines: tuple[str, ...]
    take: Callable[[], None]
    then: tuple[str, ...] = ()


@click.command()
@click.argument("office", type=OFFICE)
@click.option("--title", required=True, help="Such as “Focal point A”; never a person's name.")
@click.option("--origin", required=True, help="The server's address, exactly as it calls itself (https://…).")
@click.option("--member", default="", help="Of a member who has devices already: their id.")
@click.option("--lead", is_flag=True, help="Who joins admits others from then on.")
@click.pass_obj
def invite(workspace: Workspace, office: str, title: str, origin: str, member: str, lead: bool) -> None:
    """Invite somebody into OFFICE; prints the link to hand over.

    Only for the first officers of an office: later ones are invited by a lead at the desk.
    """
    until = (datetime.now(UTC) + timedelta(days=OPEN_DAYS)).date()
    made, link = first_officers.invite(workspace, office, title, member, lead, origin, until)
    click.echo(link)
    click.echo(
        "Hand the link over in person or over a safe channel. It is good once, and for 30 days.", err=True
    )
    click.echo(f"On the server's machine: speakup joins open {made} {office}", err=True)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.pass_obj
def requests(workspace: Workspace, files: tuple[Path, ...]) -> None:
    """Look at the admissions, removals, renewals and requests in FILES; take those that you agree to."""
    taken = sum(decided(workspace, file) for file in files)
    click.echo(f"{taken} of {len(files)} taken into the draft.")
    if taken:
        click.echo("They count when the next version is published: `prepare`, `sign`, `verify`, `publish`.")


def decided(workspace: Workspace, file: Path) -> bool:
    """Show one file and ask; whether it was taken. One that may not be taken stops no other."""
    click.echo(f"\n{file.name}")
    try:
        found = candidate(workspace, file)
        say(found.lines)
        if not click.confirm("Take it into the draft?"):
            return False
        found.take()
        say(found.then)
    except SpeakUpError as refused:
        click.echo(f"  NOT TAKEN. {refused}")
        return False
    return True


def candidate(workspace: Workspace, file: Path) -> Candidate:
    """What a file asks for.

    Raises:
        BadInput, NotFound: it may not be taken; says why.
    """
    raw, now = read(file), datetime.now(UTC)
    if "request" in raw:
        asked = first_officers.look(workspace, text(raw.get("id")), request_of(raw.get("request")), now)
        then = f"On the server's machine: speakup joins close {asked.kept['id']}"
        return Candidate(asked.lines, lambda: first_officers.take(workspace, asked), (then,))
    looked = admissions.look(workspace, membership.read(raw), now)
    return Candidate(looked.lines, lambda: admissions.take(workspace, looked.wish))


def text(value: object) -> str:
    """The id of an invitation, which names a file."""
    if not isinstance(value, str) or not value.isalnum() or len(value) != 32:
        raise BadInput("id", "is not that of an invitation")
    return value


def request_of(value: object) -> bytes:
    """The sealed bytes of a request."""
    try:
        return base64.b64decode(value if isinstance(value, str) else "%", validate=True)
    except binascii.Error:
        raise BadInput("request", "must be base64") from None


@click.command()
@click.argument("office", type=OFFICE)
@click.argument("member")
@click.option("--off", is_flag=True, help="They admit others no longer.")
@click.pass_obj
def lead(workspace: Workspace, office: str, member: str, off: bool) -> None:
    """Let MEMBER of OFFICE admit others; where nobody does by name, every member may."""
    ceremony.mark_lead(workspace, office, member, not off)
    click.echo("Changed in the draft; it counts when the next version is published.")


def say(lines: tuple[str, ...]) -> None:
    """Print lines, indented under their file."""
    for line in lines:
        click.echo(f"  {line}")
