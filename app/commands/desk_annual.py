"""`speakup desk annual`: the annual package of an office as three files."""

import json
from pathlib import Path
from typing import Any

import click

from app.commands.desk_entry import at_desk, day_of, say
from app.commands.desk_options import FILE, FOLDER, Options
from app.desk import annual as files
from app.desk.desk import Desk
from app.desk.private_files import write_new
from app.domain.annual import Draft, fresh, read
from app.domain.errors import BadInput
from app.domain.strict_json import NotStrictJson, loads

MOST_BYTES = 1_048_576  # of a file of figures; a year fills some thousand
NAMES = ("annual.txt", "annual.csv", "annual.json")
PRIVATE_FOLDER = 0o700
EXAMPLE = (
    "\b\nFirst, then with figures (fill them into annual.json; what is null is not stated):\n"
    "  speakup desk … annual --from 2026-01-01 --until 2026-12-31 --out first\n"
    "  speakup desk … annual --figures first/annual.json --out second"
)


@click.command(epilog=EXAMPLE)
@click.option("--figures", type=FILE, help="Figures that only people know: annual.json of before, filled in.")
@click.option("--from", "first", default="", help="The first day of the period, such as 2026-01-01.")
@click.option("--until", "last", default="", help="The last day of the period.")
@click.option("--as-at", default="", help="As at which day; today if neither this nor the figures say it.")
@click.option("--exact", is_flag=True, help="With small numbers too, and endings by kind: not for outside.")
@click.option("--out", "folder", type=FOLDER, required=True, help="A folder for the three files.")
@click.pass_obj
def annual(
    options: Options, figures: Path | None, first: str, last: str, as_at: str, exact: bool, folder: Path
) -> None:
    """Make the annual package: the draft of a letter, a table, and data to go on with next year.

    It shows how what came in adds up; that all credible allegations were reported, the head certifies.
    """
    given = {name: day_of(day) for name, day in {"from": first, "until": last, "as_at": as_at}.items() if day}
    typed, unknown = read_figures(figures) if figures else (None, 0)
    with at_desk(options) as desk:
        made = files.package(desk, draft_of(desk, typed, given), exact)
    write(folder, made)
    if unknown:
        click.echo(f"Left out of what the file says, because nothing here has that name or form: {unknown}.")
    say(files.warnings(made))
    click.echo(f"Written to {folder}: {', '.join(NAMES)}. A person reads, completes and signs the letter.")


def read_figures(path: Path) -> tuple[Draft, int]:
    """What somebody typed into a file, and how much of it is not known here.

    Raises:
        BadInput: it cannot be read, is too long, or is no annual package.
    """
    try:
        data = path.read_bytes()
        if len(data) > MOST_BYTES:
            raise BadInput("figures", "are too long for an annual package")
        return read(loads(data))
    except OSError:
        raise BadInput("figures", "cannot be read") from None
    except NotStrictJson:
        raise BadInput("figures", "are not JSON; look for a missing comma or quotation mark") from None


def draft_of(desk: Desk, typed: Draft | None, given: dict[str, str]) -> Draft:
    """The draft: what was typed, and what the command line says of the period."""
    start = fresh(desk.following.newest.directory.organisation.name, desk.now().date())
    if typed is None:
        return Draft({**start.about, **given}, {})
    as_at = {"as_at": start.about["as_at"]}
    return Draft({**as_at, **typed.about, **given}, typed.figures, typed.sessions)


def write(folder: Path, made: dict[str, Any]) -> None:
    """Write the three files, readable by this person only.

    Raises:
        BadInput: one of them is there already, or the folder cannot be made.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    except OSError:
        raise BadInput("out", "cannot be made a folder") from None
    if any((folder / name).exists() for name in NAMES):
        raise BadInput("out", "holds an annual package already; choose another folder")
    data = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    for name, text in zip(NAMES, (files.letter(made), files.table(made), data), strict=True):
        write_new(folder / name, text.encode())


COMMANDS = (annual,)
