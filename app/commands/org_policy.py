"""`speakup org policy`: the numbers that every client and process obeys, in the draft."""

import click

from app.commands.org_place import LATER
from app.domain.directory import Policy
from app.services import policy as numbers
from app.services.policy import NUMBERS, Number
from app.services.workspace import Workspace

WIDEST_FIRST = ((86_400, "day"), (3_600, "hour"), (60, "minute"))  # seconds
ALONE = (
    "CAUTION: with batch.min at 1 a report that comes alone is filed alone: whoever watches the line and the "
    "database can tie an upload to an office."
)


@click.command()
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.pass_obj
def policy(workspace: Workspace, name: str | None, value: str | None) -> None:
    """Say how long reports wait and are kept, and the other deadlines; with NAME and VALUE change one.

    \b
    speakup org policy                          lists them
    speakup org policy batch.timeout 3600       an hour instead of six
    speakup org policy retaliation_days 30,90   two questions instead of three
    """
    held = numbers.of(workspace)
    if name is None:
        for each in NUMBERS:
            click.echo(shown(each, held))
            click.echo(f"    {each.meaning}")
        return
    wanted = numbers.number(name)
    if value is None:
        click.echo(shown(wanted, held))
        click.echo(f"    {wanted.meaning}")
        return
    numbers.change(workspace, name, value)
    changed = numbers.of(workspace)
    click.echo(f"{shown(wanted, changed)} in the draft; it was {said(numbers.value(held, name))}. {LATER}")
    if name == "batch.min" and changed.batch.min == 1:
        click.echo(ALONE)


def shown(number: Number, policy: Policy) -> str:
    """A number with its unit, long times also as people say them."""
    values = numbers.value(policy, number.name)
    unit = f" {number.unit}" if number.unit else ""
    return f"{number.name} = {said(values)}{unit}{spoken(values[0]) if number.unit == 'seconds' else ''}"


def said(values: tuple[int, ...]) -> str:
    """The values as they are typed."""
    return ",".join(map(str, values))


def spoken(seconds: int) -> str:
    """Seconds as hours or days where they are whole ones."""
    for length, name in WIDEST_FIRST:
        count, rest = divmod(seconds, length)
        if count and not rest:
            return f" ({count} {name}{'' if count == 1 else 's'})"
    return ""
