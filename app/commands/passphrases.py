"""How commands ask for a passphrase (a file, the environment, or typed), and what a guess at it costs."""

import os
from pathlib import Path

import click

from app.domain.errors import BadInput
from app.domain.passphrases import SHORT, check_new, is_short
from app.sealing.devicekeys import Cost

MEBIBYTE = 1_048_576
# Gives the command a `cost`, not a number.
COST = click.option(
    "--kdf-mib",
    "cost",
    default=256,
    show_default=True,
    type=click.IntRange(8, 1024),
    callback=lambda _, __, mebibytes: Cost(bytes=mebibytes * MEBIBYTE),
    help="Memory that a guess at the passphrase costs.",
)


def asked(file: Path | None, question: str, new: bool = False) -> str:
    """The passphrase. A new one that is too easy to guess is asked for again where somebody types.

    Raises:
        BadInput: the file cannot be read, or what comes from it or from the environment is too easy to guess.
    """
    given = os.environ.get("SPEAKUP_PASSPHRASE") if file is None else first_line(file)
    if given:
        return check_new(given) if new else given
    if file is not None:
        raise BadInput("passphrase file", "is empty")
    judge = long_enough if new else None
    return str(click.prompt(question, hide_input=True, confirmation_prompt=new, err=True, value_proc=judge))


def first_line(file: Path) -> str:
    """What a file holds, without the end of its line."""
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadInput("passphrase file", "cannot be read") from None


def long_enough(typed: str) -> str:
    """What was typed, when it may lock something new.

    Raises:
        click.UsageError: it is too easy to guess; the question is asked again.
    """
    if is_short(typed):
        raise click.UsageError(f"it {SHORT}.")
    return typed
