"""`speakup joins`: on the server's machine, what waits for the root holders, and which devices are kept out.

The files that `export` writes are signed or sealed; they may travel on any stick. Lifting a suspension here
is for the day on which the finder of a lost device has shut its colleagues out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from app.commands.store import DATABASE, opened
from app.domain.counted import counted
from app.domain.errors import BadInput
from app.services.wishes import Wishes
from app.services.workspace import write

HEX_DIGITS = 32


@click.group()
@DATABASE
@click.pass_context
def group(ctx: click.Context, database: str) -> None:
    """Who joins an office, and which devices are kept out."""
    ctx.obj = database


@contextmanager
def waiting(database: str) -> Iterator[Wishes]:
    """What waits at a server; its database is closed afterwards."""
    with opened(database) as store:
        yield Wishes(store, lambda: datetime.now(UTC))


@group.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder; files of the same name are written anew.",
)
@click.pass_obj
def export(database: str, out: Path) -> None:
    """Write what waits for the root holders into files, for `speakup org requests`."""
    with waiting(database) as wishes:
        files = list(wishes.files())
    for name, content in files:
        write(out / name, content)
        click.echo(str(out / name))
    click.echo(
        f"{counted(len(files), 'file')}. Carry them to the ceremony: `speakup org requests FILES`.", err=True
    )


@group.command("open")
@click.argument("invitation")
@click.argument("office")
@click.pass_obj
def open_invitation(database: str, invitation: str, office: str) -> None:
    """Expect the request of somebody whom the root holders invited (`speakup org invite` prints both ids)."""
    with waiting(database) as wishes:
        wishes.open(id_of(invitation, "invitation"), id_of(office, "office"))
    click.echo("The invitation is open for 30 days.")


@group.command()
@click.argument("invitation")
@click.pass_obj
def close(database: str, invitation: str) -> None:
    """Forget an invitation: the root holders have taken its request, or it was a mistake."""
    with waiting(database) as wishes:
        wishes.close(id_of(invitation, "invitation"))
    click.echo("The invitation is closed.")


@group.command()
@click.pass_obj
def suspended(database: str) -> None:
    """List the devices that a colleague keeps out until the directory has spoken."""
    with waiting(database) as wishes:
        found = wishes.suspended()
    for each in found:
        click.echo(f"{each.device.hex()}  since {each.day}, by {each.by.hex()}")
    click.echo(f"{counted(len(found), 'device is', 'devices are')} kept out.", err=True)


@group.command()
@click.argument("device")
@click.pass_obj
def lift(database: str, device: str) -> None:
    """Let DEVICE in again. Speak with its holder and with who suspended it first."""
    with waiting(database) as wishes:
        wishes.lift(id_of(device, "device"))
    click.echo("It may come in again.")


def id_of(typed: str, field: str) -> bytes:
    """An id of 16 bytes."""
    if len(typed) != HEX_DIGITS or set(typed) - set("0123456789abcdef"):
        raise BadInput(field, f"must be {HEX_DIGITS} digits and letters a to f")
    return bytes.fromhex(typed)
