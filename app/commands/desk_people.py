"""`speakup desk people`: who is in the office, who asks to join, and which device is kept out."""

from collections.abc import Iterator, Mapping
from datetime import date

import click

from app.commands.desk_entry import at_desk
from app.commands.desk_options import Options
from app.desk import people, renewing
from app.desk.desk import Desk
from app.domain.directory import Member
from app.domain.membership import Reason

LATER = "It counts when the root holders have published it."


@click.group("people")
def group() -> None:
    """Invite and approve colleagues; keep a lost device out."""


@group.command("list")
@click.pass_obj
def listing(options: Options) -> None:
    """Members and devices of the office, and invitations that are open."""
    with at_desk(options) as desk:
        for line in lines(desk):
            click.echo(line)


@group.command()
@click.option("--title", required=True, help="Such as “Focal point C”; never a person's name.")
@click.option("--member", default="", help="Id of a member who gets a further device.")
@click.pass_obj
def invite(options: Options, title: str, member: str) -> None:
    """Make an invitation; prints the link to hand over in person, or over a safe channel."""
    with at_desk(options) as desk:
        click.echo(people.invite(desk, title, member))
        click.echo("The link is good once, for 30 days. Then compare six words: `people approve`.", err=True)


@group.command()
@click.argument("invitation")
@click.option("--lead", is_flag=True, help="They admit others from then on.")
@click.pass_obj
def approve(options: Options, invitation: str, lead: bool) -> None:
    """Compare words with who asked to join, and sign; INVITATION by the beginning of its id."""
    with at_desk(options) as desk:
        one = people.waiting(desk, invitation)
        click.echo(f"“{one.request.title}” asks to join. Call them, or meet them; they must read out:")
        click.echo("  " + " ".join(one.words))
        if not click.confirm("Did they read out exactly these words?"):
            click.echo("Nothing was signed.")
            return
        people.approve(desk, one, lead)
        click.echo(f"Approved. {LATER}")


@group.command()
@click.argument("device")
@click.option(
    "--reason", required=True, type=click.Choice([str(each) for each in Reason]), help="Why it leaves."
)
@click.pass_obj
def suspend(options: Options, device: str, reason: str) -> None:
    """Keep DEVICE out at once, and sign its removal; by the beginning of its id."""
    with at_desk(options) as desk:
        found = people.suspend(desk, device, Reason(reason))
        click.echo(f"{found} is out. Its removal is signed. {LATER}")


@group.command()
@click.argument("device")
@click.pass_obj
def lift(options: Options, device: str) -> None:
    """Let DEVICE in again; the member whose device it is cannot."""
    with at_desk(options) as desk:
        click.echo(f"{people.lift(desk, device)} may come in again.")


def lines(desk: Desk) -> Iterator[str]:
    """The people of the office."""
    out, asked = people.kept_out(desk), renewing.asked(desk)
    for member in people.office_of(desk).members:
        yield f"{member.id}  {member.title}{'  (lead)' if member.lead else ''}"
        yield from devices(desk, member, out, asked)
    for one in people.invited(desk):
        title = f", “{one.request.title}”" if one.request else ""
        yield f"invitation {one.id[:8]}: {one.state}{title}"


def devices(desk: Desk, member: Member, out: Mapping[str, date], asked: Mapping[str, date]) -> Iterator[str]:
    """The devices of a member."""
    for device in member.devices:
        own = "  (this device)" if device.id == desk.device.device else ""
        kept = f"  KEPT OUT since {out[device.id]}" if device.id in out else ""
        renews = f"  asked for its next key on {asked[device.id]}" if device.id in asked else ""
        yield f"    {device.id}{own}{kept}{renews}"
