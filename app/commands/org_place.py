"""`speakup org confirm|service|notices|exit-page`: what the organisation answers for; in the draft.

Who reads the app calls these numbers in need. So nothing is filled in, every setting says where to look its
value up, and the help asks to try a number before it is confirmed.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from app.commands.org_asking import by_language
from app.domain.errors import BadInput
from app.domain.local_help import HelpKind, HelpService
from app.services import local_facts
from app.services.workspace import Json, Workspace

if TYPE_CHECKING:
    from app.content.items import Setting

LATER = "It counts when the next version is signed and published (`prepare`, `sign`, `publish`)."
UNKNOWN = "is not one that the texts use; `speakup org confirm` lists them"


@click.command()
@click.argument("setting", required=False)
@click.argument("value", required=False)
@click.option("--withdraw", is_flag=True, help="Confirm it no longer; the texts that need it disappear.")
@click.pass_obj
def confirm(workspace: Workspace, setting: str | None, value: str | None, withdraw: bool) -> None:
    """Confirm a fact that texts of the app need, such as the number of the hotline.

    Without SETTING it lists what can be confirmed; with SETTING alone it says where to look the VALUE up. A
    text that needs a fact is shown only where it is confirmed. Call every number once before you confirm it.
    """
    known, held = settings(), local_facts.confirmed(workspace)
    if setting is None:
        say(listed(known, held))
        return
    if setting not in known and not (withdraw and setting in held):
        raise BadInput("setting", UNKNOWN)
    if withdraw:
        local_facts.withdraw(workspace, setting)
        click.echo(f"No longer confirmed in the draft. {LATER}")
    elif value is None:
        say(explained(known[setting], held.get(setting)))
    else:
        local_facts.confirm(workspace, setting, value)
        click.echo(f"Confirmed in the draft. {LATER}")


def settings() -> "Mapping[str, Setting]":
    """The settings that the texts use, by id."""
    from app.content import library
    from app.wiring.content import ROOT

    return {each.id: each for each in library.load(ROOT).settings}


def listed(known: "Mapping[str, Setting]", held: Mapping[str, str]) -> Iterator[str]:
    """Every setting, and what is confirmed."""
    for each in known.values():
        yield f"{each.id}: {held.get(each.id, 'NOT CONFIRMED')}"
        yield f"    {each.title}"
    for name in held.keys() - known.keys():
        yield f"{name}: confirmed, but no text uses it any more"


def explained(setting: "Setting", value: str | None) -> Iterator[str]:
    """What a setting is, where to look it up, how a value looks."""
    yield setting.title
    yield f"Look it up: {setting.check}"
    yield f"It looks like this: {setting.example}"
    yield "Not confirmed yet." if value is None else f"Confirmed: {value}"


@click.group()
def service() -> None:
    """Help nearby: clinics, safe places, helplines that the app shows to whoever needs them.

    Ask each service first whether it wants to be listed, and call it once a season: an old number does harm.
    """


@service.command("add")
@click.option(
    "--kind", required=True, type=click.Choice([each.value for each in HelpKind]), help="What it helps with."
)
@click.option("--name", required=True, help="Its name in English, or as the sign on its door says.")
@click.option("--contact", required=True, help="A phone number or an address, as people there write it.")
@click.option("--country", metavar="XX", help="For people in this country; without it, for everybody.")
@click.option("--hours", help="When somebody is there, such as “day and night”.")
@click.option(
    "--in", "names", multiple=True, metavar="LANG=NAME", help="Its name in another language; repeat."
)
@click.pass_obj
def service_add(
    workspace: Workspace,
    kind: str,
    name: str,
    contact: str,
    country: str | None,
    hours: str | None,
    names: tuple[str, ...],
) -> None:
    """Add a service; prints its number in the list."""
    made: Json = {"country": country, "kind": kind, "name": name, "names": by_language(names)}
    made |= {"contact": contact} | ({} if hours is None else {"hours": hours})
    click.echo(f"Added as number {local_facts.add_service(workspace, made)}. {LATER}")


@service.command("remove")
@click.argument("number", type=click.IntRange(min=1))
@click.pass_obj
def service_remove(workspace: Workspace, number: int) -> None:
    """Take service NUMBER out (see `list`); those behind it move up."""
    local_facts.remove_service(workspace, number)
    click.echo(f"Taken out of the draft. {LATER}")


@service.command("list")
@click.pass_obj
def service_list(workspace: Workspace) -> None:
    """List the services of the draft with their numbers."""
    found = local_facts.services(workspace)
    if not found:
        click.echo("None yet. People who need help see only the advice that holds everywhere.")
    for number, each in enumerate(found, 1):
        click.echo(f"{number}. {shown(each)}")


@click.command()
@click.argument("key", required=False)
@click.option("--withdraw", is_flag=True, help="Name none any more: no desk takes an address.")
@click.pass_obj
def notices(workspace: Workspace, key: str | None, withdraw: bool) -> None:
    """Name the KEY to which desks seal where officers want to be told; without KEY it says which one stands.

    `speakup notices keys`, on the server's machine, prints it. Desks seal an address to no other key: if the
    server could change it by itself, whoever has taken the server over could read what officers type.
    """
    if withdraw:
        local_facts.withdraw_notice_key(workspace)
        click.echo(f"No longer named in the draft. {LATER}")
    elif key is None:
        click.echo(local_facts.notice_key(workspace) or "None is named: no desk takes an address.")
    else:
        named = local_facts.set_notice_key(workspace, key)
        click.echo(f"Named in the draft. Compare it with what was printed: {named}. {LATER}")


@click.command("exit-page")
@click.argument("page", required=False)
@click.option("--withdraw", is_flag=True, help="Name none any more: the app opens its own.")
@click.pass_obj
def exit_page(workspace: Workspace, page: str | None, withdraw: bool) -> None:
    """Name the PAGE that opens when a person presses “Leave”; without PAGE it says which one stands.

    Take one that people there open every day, that loads on a slow line and explains itself: the weather, a
    newspaper. Whoever looks over a shoulder sees this page.
    """
    if withdraw:
        local_facts.withdraw_exit_page(workspace)
        click.echo(f"No longer named in the draft. {LATER}")
    elif page is None:
        click.echo(local_facts.exit_page(workspace) or "None is named: the app opens its own.")
    else:
        local_facts.set_exit_page(workspace, page)
        click.echo(f"Named in the draft. Open it once on a phone of the place. {LATER}")


def shown(service: HelpService) -> str:
    """A service on one line."""
    parts = [service.country or "everywhere", service.kind, service.name, service.contact, service.hours]
    return ", ".join(part for part in parts if part)


def say(lines: Iterator[str]) -> None:
    """Print each line."""
    for line in lines:
        click.echo(line)
