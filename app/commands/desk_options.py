"""What stands before every subcommand of `speakup desk`, and how its passphrase is asked for."""

import os
from dataclasses import dataclass
from pathlib import Path

import click

from app.domain.errors import BadInput

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
    """From a file, from the environment, or typed; a new one is typed twice."""
    if options.passphrase_file:
        try:
            return options.passphrase_file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise BadInput("passphrase file", "cannot be read") from None
    given = os.environ.get("SPEAKUP_PASSPHRASE")
    if given is not None:
        return given
    question = "New passphrase for this device" if new else "Passphrase"
    return str(click.prompt(question, hide_input=True, confirmation_prompt=new, err=True))
