"""`speakup demo`: the whole system on one machine, with an organisation that is made up.

Founds the organisation the first time, brings the stores up to date, publishes the directory, starts web,
relay, worker and the hotline, and says where they are. Ctrl-C ends all of them; the next start goes on with
the same data.

Must never: be mistaken for a channel that somebody answers.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from app.commands import demo_place
from app.commands.children import Children, Died, Stopped
from app.commands.demo_place import PASSPHRASE, Demonstration, alone, prepared, up
from app.services.demonstration import DemonstrationOrganisation

SHOWN = "UN-Habitat, PSEA"  # whose devices are named at the start; the desk page lists them all
HOTLINE_PORTS = 90  # so far behind the web's: two demonstrations that start at once must not try the same one
LAST_PORT = 65_535


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--folder", default=Path("var/demo"), show_default=True, type=click.Path(path_type=Path))
def command(port: int, folder: Path) -> None:
    """Start the whole demonstration; Ctrl-C ends it."""
    folder = folder.resolve()
    with alone(folder) as lock:
        port = free_port(port)
        beside = port + HOTLINE_PORTS
        hotline = demo_place.free_port(beside if beside < LAST_PORT else port - HOTLINE_PORTS, besides=port)
        demonstration = Demonstration(folder, port, hotline=hotline)
        made = prepared(demonstration, click.echo)
        with Children(demonstration.environment(made), folder / "logs") as children:
            run(demonstration, made, children, lock)
        demonstration.forget()
    click.echo("Ended. The next start goes on with the same data.")


def run(
    demonstration: Demonstration, made: DemonstrationOrganisation, children: Children, lock: TextIO
) -> None:
    """Start the processes and wait for the end, which is somebody's wish or a child's death."""
    try:
        up(demonstration, children, lock)
        for line in greeting(demonstration, made):
            click.echo(line)
        children.watch()
    except (KeyboardInterrupt, Stopped):
        click.echo("\nEnding …")
    except Died as died:
        raise told(died) from None


def told(died: Died) -> click.ClickException:
    """Which process ended, and the last that it said."""
    log = died.log.read_text(errors="replace").splitlines() if died.log.exists() else []
    message = f"the {died.name} process ended by itself, so everything was ended. Its log, {died.log}, says:"
    return click.ClickException("\n".join([message, *log[-5:]]))


def free_port(wanted: int) -> int:
    """The port, or the next one that is free, which is said.

    Raises:
        BadInput: none of the next twenty is free.
    """
    port = demo_place.free_port(wanted)
    if port != wanted:
        click.echo(f"Port {wanted} is taken; using {port}.")
    return port


def greeting(demonstration: Demonstration, made: DemonstrationOrganisation) -> Iterator[str]:
    """What to tell the person who started it."""
    address, speakup = demonstration.address, shortened(Path(sys.executable).parent / "speakup")
    yield ""
    yield "SpeakUp — A DEMONSTRATION. No one answers here, no office is real, and nothing in it is secret."
    yield ""
    if not (demonstration.static / "index.html").is_file():
        yield "The app and the desk are not built yet: run `make build`, then reload the pages."
        yield ""
    yield f"  Report            {address}/"
    yield f"  Open and answer   {address}/desk   passphrase of every device: {PASSPHRASE}"
    yield "  Read the answer   in the app again, with the receipt"
    if demonstration.hotline is not None:
        yield f"  Text, chat, call  {demonstration.hotline_address}/simulator   the hotline"
        yield f"  The same here     {speakup} chat --channel sms --lang en"
    yield ""
    yield "Use exactly this address: a desk signs it, so `localhost` would be refused."
    yield ""
    yield "The same desk in a terminal:"
    yield f"  {speakup} desk --server {address} --pins {shortened(made.pins)} --device FILE list"
    yield from devices(made)
    yield ""
    yield f"Data and logs: {shortened(demonstration.folder)}. Ctrl-C ends everything."


def devices(made: DemonstrationOrganisation) -> Iterator[str]:
    """Some device key files, and where the others are."""
    labels = labels_of(made)
    shown = [entry for entry in labels if SHOWN in entry[0]]
    for label, path in shown:
        yield f"  {label}"
        yield f"    FILE: {path}"
    rest = len(labels) - len(shown)
    yield f"  and {rest} more, two for each office, in {shortened(made.folder / 'devices')}"


def labels_of(made: DemonstrationOrganisation) -> list[tuple[str, Path]]:
    """The devices by label, with their files."""
    labels = [(json.loads(path.read_bytes())["label"], shortened(path)) for path in made.devices]
    return sorted(labels, key=lambda entry: entry[0].split(" — ")[::-1])


def shortened(path: Path) -> Path:
    """The path as seen from here, when it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
