"""`speakup org status`: what ends soon, so that nobody meets in haste or too late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click

from app.domain.counted import counted
from app.domain.directory import Dated, Directory, Member, Office, seal_keys
from app.domain.renewing import QUIET, end_of
from app.services.admissions import newest
from app.services.workspace import Workspace

DAYS = click.option(
    "--days",
    default=QUIET.days,
    show_default=True,
    type=click.IntRange(1, 3650),
    help="What ends within so many days.",
)


@click.command()
@DAYS
@click.pass_obj
def status(workspace: Workspace, days: int) -> None:
    """Say when the newest signed version ends, and whose keys end soon."""
    directory, now = newest(workspace), datetime.now(UTC)
    until = f"{directory.expires:%Y-%m-%d}{left(directory, now)}"
    click.echo(f"Version {directory.version} is good until {until}.")
    found = list(ending(directory, now, now + timedelta(days=days)))
    click.echo(f"Keys that end within {counted(days, 'day')}: {len(found) or 'none'}")
    for line in found:
        click.echo(f"  {line}")


def left(directory: Directory, now: datetime) -> str:
    """How many days a version has left."""
    days = (directory.expires - now).days
    return f" ({counted(days, 'day')})" if days >= 0 else ": IT HAS EXPIRED, nobody can report"


def ending(directory: Directory, now: datetime, then: datetime) -> Iterator[str]:
    """A line for each office, device and server whose keys end before `then`."""
    least = directory.policy.min_devices
    for office in directory.offices:
        for member in office.members:
            yield from devices(office, member, now, then)
        if not office.vacant and len(seal_keys(office, then)) < least:
            yield f"{office.name}: FEWER THAN {least} DEVICES will hold a valid key: have them renew"
    yield from server("relay", directory.relays, "relay-key", now, then)
    yield from server("intake", directory.intake, "intake-key", now, then)


def devices(office: Office, member: Member, now: datetime, then: datetime) -> Iterator[str]:
    """The devices of a member whose last key ends."""
    for device in member.devices:
        end = end_of(device)
        if end <= then:
            verb = "ended" if end <= now else "ends"
            yield f"{office.name}: {member.title}, device {device.id[:8]}, {verb} on {end:%Y-%m-%d}"


def server(name: str, keys: tuple[Dated, ...], command: str, now: datetime, then: datetime) -> Iterator[str]:
    """The keys of a process whose last one ends."""
    end = max((each.until for each in keys), default=now)
    if end <= then:
        yield f"the {name}'s key ends on {end:%Y-%m-%d}: `speakup org {command}` makes the next one"
