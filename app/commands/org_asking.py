"""What the commands of `speakup org` ask in the same way: dates, names by language, how long keys count."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from app.domain.errors import BadInput

FILE = click.Path(dir_okay=False, path_type=Path)
DAYS = 365  # validity of keys, unless said otherwise
PASSPHRASE_FILE = click.option("--passphrase-file", type=FILE, help="Read the passphrase from a file.")
VALID_DAYS = click.option(
    "--days", default=DAYS, show_default=True, type=click.IntRange(1, 3650), help="Valid for so many days."
)


def validity(days: int) -> tuple[datetime, datetime]:
    """From now on, for so many days."""
    now = datetime.now(UTC).replace(microsecond=0)
    return now, now + timedelta(days=days)


def by_language(names: tuple[str, ...]) -> dict[str, str]:
    """`LANG=NAME` texts as a mapping."""
    if any("=" not in each for each in names):
        raise BadInput("--in", "must look like fr=NAME")
    pairs = (each.split("=", 1) for each in names)
    return {lang: name for lang, name in pairs}  # noqa: C416 -- the names say what the halves are
