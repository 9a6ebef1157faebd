"""What stands before every subcommand of `speakup desk`, and how its passphrase is asked for."""

from dataclasses import dataclass
from pathlib import Path

import click

from app.commands.passphrases import asked

TIMEOUT = 30  # seconds; a page of envelopes over a slow line
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Options:
    """What was said before the subcommand."""

    server: str | None
    device: Path
    folder: Path | None
    pins: Path | None
    passphrase_file: Path | None
    offline: bool


def passphrase(options: Options, new: bool = False) -> str:
    """Of the device: from a file, from the environment, or typed."""
    return asked(options.passphrase_file, "New passphrase for this device" if new else "Passphrase", new)
