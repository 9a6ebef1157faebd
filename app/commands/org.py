"""`speakup org`: found an organisation and keep it, on a computer that is not on a network.

Every command works in one folder (`--folder`, default `organisation`). Changes go into a draft; `prepare`
makes the next version of the directory, the root holders `sign` it, `publish` gives it to the server.

Passphrases are typed, or come from `--passphrase-file` or SPEAKUP_PASSPHRASE; they are never shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import yaml

from app.commands import org_missing
from app.commands.expiry import said
from app.commands.org_asking import PASSPHRASE_FILE, VALID_DAYS, validity
from app.commands.org_bodies import device, entity, member, office
from app.commands.org_place import confirm, exit_page, notices, service
from app.commands.org_policy import policy
from app.commands.org_requests import invite, lead, requests
from app.commands.org_status import status
from app.commands.passphrases import COST, asked
from app.commands.store import DATABASE, opened
from app.domain.counted import counted
from app.domain.directory import parse_directory, seal_keys
from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted
from app.domain.strict_json import dumps, loads
from app.sealing.devicekeys import Cost
from app.sealing.directory import fingerprint_words
from app.services import ceremony, unreached
from app.services.workspace import Workspace

DIRECTORY_DAYS = 90  # so that a stale directory ends within a season
REFUSED = {
    "signatures": "is signed by too few root holders; `sign` it with further root key files",
    "schema": "has a field that is missing or of another shape",
    "version": "is older than the one published, or has other bytes under the same number",
    "fork": "is not the one that the server goes on from: this folder is an old copy, or another "
    "organisation's; use the folder that published last",
    "previous": "does not follow the version published before it",
    "expired": "has expired; `prepare` and `sign` a new version",
    "issued": "is dated in the future; check this computer's clock",
    "devices": "has an office with too few devices that hold a valid key; add devices, or mark it vacant",
}


@click.group()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="organisation",
    show_default=True,
    help="The organisation's folder.",
)
@click.pass_context
def group(ctx: click.Context, folder: Path) -> None:
    """Root keys, offices, devices and the signed directory."""
    ctx.obj = Workspace(folder)


@group.command()
@click.option("--name", required=True, help="The organisation's name, as people will see it.")
@click.option(
    "--roots",
    default=3,
    show_default=True,
    type=click.IntRange(1, 16),
    help="How many root keys; give each to another person.",
)
@click.option(
    "--threshold",
    default=2,
    show_default=True,
    type=click.IntRange(1, 16),
    help="How many of them must sign.",
)
@COST
@PASSPHRASE_FILE
@click.pass_obj
def init(
    workspace: Workspace, name: str, roots: int, threshold: int, cost: Cost, passphrase_file: Path | None
) -> None:
    """Found an organisation: make its root keys and an empty draft."""
    passphrases = [
        asked(passphrase_file, f"Passphrase of root {number}", new=True) for number in range(1, roots + 1)
    ]
    paths = ceremony.found(workspace, name, threshold, passphrases, cost)
    click.echo(f"Founded. {threshold} of these {roots} root keys must sign each version; keep them apart:")
    for path in paths:
        click.echo(f"  {path}")
    click.echo("Next: add entities, offices, members and devices, then `prepare` and `sign`.")


PLACE = (confirm, service, notices, exit_page, policy, status)
for bodies in (entity, office, member, device, invite, requests, *PLACE):
    group.add_command(bodies)
member.add_command(lead)


@group.command("relay-key")
@VALID_DAYS
@click.pass_obj
def relay_key(workspace: Workspace, days: int) -> None:
    """Make a key of the relay; prints the file for SPEAKUP_RELAY_KEYS_FILE."""
    click.echo(ceremony.add_relay_key(workspace, validity(days)))


@group.command("intake-key")
@VALID_DAYS
@click.pass_obj
def intake_key(workspace: Workspace, days: int) -> None:
    """Make the key that signs what the server took in; prints the file for SPEAKUP_INTAKE_KEY_FILE."""
    click.echo(ceremony.add_intake_key(workspace, validity(days)))


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.pass_obj
def routing(workspace: Workspace, file: Path | None) -> None:
    """Take the routing table from FILE (YAML), or the one that ships with the product."""
    from app.services.demonstration import DATA

    try:
        rows = yaml.safe_load((file or DATA / "routing.yaml").read_text(encoding="utf-8"))["rows"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        raise BadInput("routing table", "cannot be read") from None
    ceremony.import_routing(workspace, rows)
    click.echo(f"Took {counted(len(rows), 'row')}.")


@group.command()
@click.option(
    "--days",
    default=DIRECTORY_DAYS,
    show_default=True,
    type=click.IntRange(1, 3650),
    help="Clients believe it for so many days.",
)
@click.option(
    "--discard", is_flag=True, help="Drop a version that too few have signed, and their signatures with it."
)
@click.pass_obj
def prepare(workspace: Workspace, days: int, discard: bool) -> None:
    """Make the next version of the directory out of the draft."""
    now = datetime.now(UTC)
    number = ceremony.prepare(workspace, now, days, discard)
    for line in unreached.warnings(workspace.draft(), now):
        click.echo(line, err=True)
    click.echo(f"Prepared version {number}. Next: `sign --root FILE`, once a root holder.")
    click.echo(f"Its hash, to be read out before each signature: {ceremony.hash_of(workspace, number)}")


@group.command()
@click.option(
    "--root",
    "root_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A root key file.",
)
@PASSPHRASE_FILE
@click.pass_obj
def sign(workspace: Workspace, root_file: Path, passphrase_file: Path | None) -> None:
    """Add a root holder's signature to the newest version."""
    ceremony.last(workspace)  # before anybody types a passphrase for nothing
    typed = asked(passphrase_file, "Passphrase of this root")
    try:
        done = ceremony.sign(workspace, root_file, typed)
    except CannotBeOpened:
        raise BadInput("passphrase", "is wrong, or the root key file was changed") from None
    enough = done.signed >= done.needed
    click.echo(f"Signed what has this hash: {ceremony.hash_of(workspace, done.version)}")
    left = "That is enough. Next: `verify`, then `publish`." if enough else "More are needed."
    click.echo(
        f"Version {done.version} is signed by {done.signed} of the {done.needed} roots it needs. {left}"
    )


@group.command()
@click.pass_obj
def verify(workspace: Workspace) -> None:
    """Check the newest version as every client will."""
    with explained():
        verified = ceremony.check(workspace, datetime.now(UTC))
    click.echo(said(parse_directory(verified.raw).expires, datetime.now(UTC)))
    click.echo(f"Version {verified.version} is good. Its hash: {verified.hash.hex()}")


@group.command()
@DATABASE
@click.pass_obj
def publish(workspace: Workspace, database: str) -> None:
    """Give every version that the server does not have to its database; refuses what clients would refuse."""
    from app.services.publishing import PublishDirectory

    newest = ceremony.last(workspace)
    versions = [(workspace.document(n), workspace.signatures(n)) for n in range(1, newest + 1)]
    with opened(database) as store, explained():
        added = PublishDirectory(store, workspace.pins(), lambda: datetime.now(UTC)).publish_all(versions)
    if added:
        click.echo(f"Published. Newest version: {newest}.")
    else:
        click.echo(f"Nothing to publish: the server has version {newest} already.")
    click.echo(said(parse_directory(loads(workspace.document(newest))).expires, datetime.now(UTC)))


@group.command()
@click.pass_obj
def show(workspace: Workspace) -> None:
    """Show the draft: entities, offices, focal points, devices, what is missing, what would reach nobody."""
    draft = workspace.draft()
    dates = {
        "version": 1,
        "previous": "0" * 64,
        "issued": "2000-01-01T00:00:00Z",
        "expires": "2100-01-01T00:00:00Z",
    }
    directory = parse_directory(draft | dates)
    click.echo(directory.organisation.name)
    for each in directory.entities:
        click.echo(f"\n{each.name} ({each.id}, {each.kind})")
        for seat in (one for one in directory.offices if one.entity == each.id):
            ready = len(seal_keys(seat, datetime.now(UTC)))
            state = "vacant" if seat.vacant else f"{counted(ready, 'device')} ready"
            short = not seat.vacant and ready < directory.policy.min_devices
            click.echo(f"  {seat.id}  {seat.name} — {seat.role}, {state}{', TOO FEW' if short else ''}")
            click.echo(f"      {org_missing.stands_in(directory, seat)}")
            for holder in seat.members:
                devices = ", ".join(one.id for one in holder.devices) or "no device"
                lead = " (lead)" if holder.lead else ""
                click.echo(f"      {holder.id} {holder.title}{lead}: {devices}")
    now = datetime.now(UTC)
    lines = (*org_missing.beside_the_offices(directory, now), org_missing.newest_version(workspace, now))
    for line in ("", *lines, "", *unreached.warnings(draft, now)):
        click.echo(line)


@group.command()
@click.pass_obj
def fingerprint(workspace: Workspace) -> None:
    """Print the twelve words for the poster: people compare them with what the app shows."""
    click.echo(" ".join(fingerprint_words(workspace.pins())))


@group.command()
@click.pass_obj
def pins(workspace: Workspace) -> None:
    """Print the pins: for SPEAKUP_CLIENT_PINS at the build, and for SPEAKUP_PINS_FILE."""
    kept = workspace.pins()
    click.echo(dumps({"threshold": kept.threshold, "keys": [key.hex() for key in kept.roots]}).decode())


@contextmanager
def explained() -> Iterator[None]:
    """Say in words why a directory would be refused."""
    try:
        yield
    except CannotBeTrusted as refused:
        raise BadInput("directory", REFUSED.get(refused.check, "is not what clients accept")) from None
