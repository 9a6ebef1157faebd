"""`speakup conformance FOLDER`: run the protocol's vectors through the Python implementation."""

import sys
from pathlib import Path

import click

from app.domain.errors import BadInput
from app.sealing import conformance


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Run every vector file (*.json) in FOLDER; the format is described in tests/vectors/README.md."""
    try:
        outcome = conformance.run(folder)
    except BadInput as refused:
        raise click.ClickException(str(refused)) from None
    for line in outcome.lines:
        click.echo(line)
    click.echo(outcome.summary)
    sys.exit(1 if outcome.failed else 0)


if __name__ == "__main__":
    command()
