"""`speakup org entity|office|member|device`: the bodies of an organisation, in the draft of its directory."""

from pathlib import Path

import click

from app.commands.org_asking import PASSPHRASE_FILE, VALID_DAYS, by_language, validity
from app.commands.org_listed import DEVICE, OFFICE
from app.commands.org_words import KINDS, ROLES, table
from app.commands.passphrases import COST, asked
from app.domain.counted import counted
from app.sealing.devicekeys import Cost
from app.services import ceremony
from app.services.workspace import Workspace


@click.group()
def entity() -> None:
    """Entities: bodies of the United Nations, and partners."""


@entity.command("add", epilog=table("Kinds:", KINDS))
@click.argument("entity_id", metavar="ID")
@click.option("--name", required=True, help="Its name in English.")
@click.option(
    "--kind",
    required=True,
    type=click.Choice([each.value for each in KINDS]),
    metavar="KIND",
    help="What kind of body it is (below); the routing table looks at this.",
)
@click.option(
    "--in", "names", multiple=True, metavar="LANG=NAME", help="Its name in another language; repeat."
)
@click.option("--country", "countries", multiple=True, metavar="XX", help="Where it works; repeat.")
@click.option("--contracting", multiple=True, metavar="ENTITY", help="Of a partner: who engages it; repeat.")
@click.pass_obj
def entity_add(
    workspace: Workspace,
    entity_id: str,
    name: str,
    kind: str,
    names: tuple[str, ...],
    countries: tuple[str, ...],
    contracting: tuple[str, ...],
) -> None:
    """Add an entity, named by a short ID such as un-habitat."""
    made = {
        "id": entity_id,
        "name": name,
        "names": by_language(names),
        "kind": kind,
        "countries": [*countries],
    }
    ceremony.add_entity(workspace, made | ({"contracting": [*contracting]} if contracting else {}))
    click.echo("Added the entity.")


@click.group()
def office() -> None:
    """Offices: where reports are opened."""


@office.command("add", epilog=table("Roles:", ROLES))
@click.option("--entity", required=True, help="The entity it belongs to.")
@click.option(
    "--role",
    required=True,
    type=click.Choice([each.value for each in ROLES]),
    metavar="ROLE",
    help="What it is for (below).",
)
@click.option("--name", required=True, help="Its name in English; the office, never a person.")
@click.option(
    "--in", "names", multiple=True, metavar="LANG=NAME", help="Its name in another language; repeat."
)
@click.option("--country", "countries", multiple=True, metavar="XX", help="For these countries only; repeat.")
@click.option(
    "--language", "languages", multiple=True, metavar="LANG", help="What it reads and writes; repeat."
)
@click.option(
    "--alternate",
    "alternates",
    multiple=True,
    type=OFFICE,
    metavar="OFFICE",
    help="Id of the office that stands in; repeat, in order.",
)
@click.option("--vacant", is_flag=True, help="Nobody holds it yet: its reports go to its alternates.")
@click.pass_obj
def office_add(
    workspace: Workspace,
    entity: str,
    role: str,
    name: str,
    names: tuple[str, ...],
    countries: tuple[str, ...],
    languages: tuple[str, ...],
    alternates: tuple[str, ...],
    vacant: bool,
) -> None:
    """Add an office; prints its id."""
    made = {"entity": entity, "role": role, "name": name, "names": by_language(names)}
    lists = {"countries": [*countries], "languages": [*languages], "alternate": [*alternates]}
    click.echo(ceremony.add_office(workspace, made | lists | ({"vacant": True} if vacant else {})))


@office.command("vacate")
@click.argument("office", type=OFFICE)
@click.pass_obj
def office_vacate(workspace: Workspace, office: str) -> None:
    """Mark OFFICE vacant: its reports go to its alternates."""
    ceremony.vacate_office(workspace, office)
    click.echo("Marked vacant in the draft; it bites when the next version is published.")


@office.command("fill")
@click.argument("office", type=OFFICE)
@click.pass_obj
def office_fill(workspace: Workspace, office: str) -> None:
    """Mark OFFICE held again, once its focal points have devices."""
    ceremony.fill_office(workspace, office)
    click.echo("Marked as held in the draft; it bites when the next version is published.")


@office.command("alternates")
@click.argument("office", type=OFFICE)
@click.argument("alternates", nargs=-1, type=OFFICE)
@click.pass_obj
def office_alternates(workspace: Workspace, office: str, alternates: tuple[str, ...]) -> None:
    """Replace the ALTERNATES that stand in for OFFICE, in order; without any, nobody does."""
    ceremony.set_alternates(workspace, office, alternates)
    click.echo(f"{counted(len(alternates), 'office stands', 'offices stand')} in for it in the draft.")


@click.group()
def member() -> None:
    """Focal points, by title, never by name."""


@member.command("add")
@click.argument("office", type=OFFICE)
@click.option("--title", required=True, help="Such as “Focal point A”; never a person's name.")
@click.pass_obj
def member_add(workspace: Workspace, office: str, title: str) -> None:
    """Add a focal point to OFFICE; prints the member's id."""
    click.echo(ceremony.add_member(workspace, office, title))


@click.group()
def device() -> None:
    """Devices that open reports."""


@device.command("add")
@click.argument("office", type=OFFICE)
@click.argument("member")
@COST
@VALID_DAYS
@PASSPHRASE_FILE
@click.pass_obj
def device_add(
    workspace: Workspace, office: str, member: str, cost: Cost, days: int, passphrase_file: Path | None
) -> None:
    """Make a device for MEMBER of OFFICE; prints its key file, to be handed over in person."""
    typed = asked(passphrase_file, "Passphrase of the device", new=True)
    click.echo(ceremony.add_device(workspace, office, member, typed, validity(days), cost))


@device.command("revoke")
@click.argument("device", type=DEVICE)
@click.pass_obj
def device_revoke(workspace: Workspace, device: str) -> None:
    """Take DEVICE out: lost, stolen, or its holder left."""
    ceremony.revoke_device(workspace, device)
    click.echo("Taken out of the draft; it bites when the next version is published.")
