"""`speakup desk notices`: how this device is told once a day that its officer should look at the desk."""

import click

from app.commands.desk_entry import at_desk, say
from app.commands.desk_options import Options
from app.domain.errors import BadInput
from app.domain.notices import Way


@click.group("notices", invoke_without_command=True)
@click.pass_context
def group(ctx: click.Context) -> None:
    """Be told once a day by mail to look at your desk, or no more; alone it shows how it stands.

    Example: speakup desk --server https://… --device B.json notices set mail
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@group.command()
@click.pass_obj
def show(options: Options) -> None:
    """How this device is told now."""
    from app.desk import notices

    with at_desk(needing_server(options)) as desk:
        say(notices.shown(desk))


@group.command("set")
@click.argument("way", type=click.Choice([Way.MAIL.value]))
@click.option(
    "--address", help="Your work address; without it you are asked, and no list of commands has it."
)
@click.pass_obj
def set_way(options: Options, way: str, address: str | None) -> None:
    """Be told by mail. Notices in a browser are switched on in that browser.

    The address is sealed on this computer, and only the part of the server that sends mail can open it.
    """
    from app.desk import notices

    with at_desk(needing_server(options)) as desk:
        notices.tell_by_mail(desk, address or click.prompt("Your work address", err=True))
        click.echo("You are told by mail from now on. The next notice comes at the next hour of notices.")


@group.command()
@click.argument("way", type=click.Choice([way.value for way in Way]), required=False)
@click.pass_obj
def off(options: Options, way: str | None) -> None:
    """Be told no more: by one WAY, or by none."""
    from app.desk import notices

    with at_desk(needing_server(options)) as desk:
        notices.tell_no_more(desk, [Way(way)] if way else list(Way))
        click.echo("You are told no more by this way." if way else "You are told no more.")


def needing_server(options: Options) -> Options:
    """The options, when they lead to a server.

    Raises:
        BadInput: they say to work offline.
    """
    if options.offline or options.server is None:
        raise BadInput("notices", "need the server: give --server ADDRESS and leave out --offline")
    return options
