"""`speakup desk`: accounting for cases: the statistical record, numbers, pages, the trail, their end.

What prints is loaded by the one command that needs it.
"""

from pathlib import Path
from typing import Any

import click

from app.commands.desk_entry import CASE, TEXT, at_desk, done, pairs_of, say, text_of, values_of
from app.commands.desk_options import FILE, Options
from app.desk import disposing, findings, reckoning, recording, screen
from app.desk.export import WARNING
from app.desk.private_files import write_new
from app.domain.audience import Audience
from app.domain.coding import FIELDS
from app.domain.counted import counted
from app.domain.disposal import REASONS
from app.domain.errors import BadInput
from app.domain.statistics import KEYS, Unit

OWN_OFFICE = "own"
FIELDS_HELP = values_of(
    "Fields and values:",
    (
        (name, "|".join(field.values) or recording.EXPECTED.get(field.form, ""))
        for name, field in FIELDS.items()
    ),
)


@click.command(epilog=FIELDS_HELP)
@CASE
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.pass_obj
def code(options: Options, case: str, values: tuple[str, ...]) -> None:
    """Fill in fields of the statistical record. It has no place for names or for what happened.

    Example: code 3f2a country=KE victims_total=1. A field without a value, `country=`, is emptied.
    """
    with at_desk(options) as desk:
        done(recording.code(desk, desk.case(case), pairs_of(values)), "Written down.")
        say(findings.record(desk.case(case)))


@click.command()
@CASE
@click.pass_obj
def trail(options: Options, case: str) -> None:
    """Whether anything of a case is missing, and six words to compare with a colleague."""
    with at_desk(options) as desk:
        say(findings.trail_of(desk, desk.case(case)))


@click.group()
def disposal() -> None:
    """Destroy a closed case: one member proposes it, another one confirms it."""


@disposal.command("propose")
@CASE
@click.option("--reason", type=click.Choice(tuple(REASONS)), required=True, help="Why it may go.")
@TEXT
@click.pass_obj
def propose(options: Options, case: str, reason: str, text: str) -> None:
    """Propose to destroy a closed case; name in --text what allows it, such as the schedule or the order."""
    with at_desk(options) as desk:
        proposed = disposing.propose(desk, desk.case(case), reason, text_of(text))
        click.echo(
            f"Proposed: {counted(proposed.count, 'envelope')}. Another member of your office must confirm it."
        )


@disposal.command("approve")
@CASE
@click.confirmation_option(prompt="Nothing can bring the case back. Destroy it?")
@click.pass_obj
def approve(options: Options, case: str) -> None:
    """Destroy the case that a colleague proposed. Read it first; its reason stands at its end."""
    with at_desk(options) as desk:
        count = disposing.confirm(desk, desk.case(case))
        click.echo(
            f"Closed to everybody now: {counted(count, 'envelope')}. The server destroys what is closed "
            "within a minute."
        )
        click.echo("The proof stays.")


@disposal.command("refuse")
@CASE
@TEXT
@click.pass_obj
def refuse(options: Options, case: str, text: str) -> None:
    """Keep the case; say why in --text."""
    with at_desk(options) as desk:
        done(disposing.refuse(desk, desk.case(case), text_of(text)), "The case stays.")


@click.command(epilog="Keys: " + ", ".join(KEYS))
@click.argument("keys", nargs=-1, type=click.Choice(tuple(KEYS)), metavar="[KEY]...")
@click.option(
    "--unit",
    type=click.Choice([str(each) for each in Unit]),
    default="reports",
    show_default=True,
    help="What is counted.",
)
@click.option("--outside", is_flag=True, help="By one KEY, as CSV without small numbers, for others.")
@click.pass_obj
def count(options: Options, keys: tuple[str, ...], unit: str, outside: bool) -> None:
    """Count cases by one or several KEYs; without one, how what was received adds up."""
    if outside and len(keys) != 1:
        raise click.UsageError("for others, count by one KEY: two together tell small numbers again")
    with at_desk(options) as desk:
        if outside:
            click.echo(reckoning.outside(desk, keys[0], Unit(unit)), nl=False)
        else:
            say(reckoning.table(desk, keys, Unit(unit)) if keys else reckoning.summary(desk))


@click.command("print")
@CASE
@click.option("--out", "target", type=FILE, required=True, help="A new file, its name ending in .html.")
@click.option(
    "--for",
    "audience",
    type=click.Choice([OWN_OFFICE, *(str(each) for each in Audience)]),
    default=OWN_OFFICE,
    show_default=True,
    help="Who reads it; what they may not know stays behind.",
)
@click.option("--who", default="", help="Who gets it, by title: “Investigator, Nairobi”.")
@click.option("--why", default="", help="Why they need to know.")
@click.option("--take-out", multiple=True, help="Words to take out of every text.")
@click.option("--checked", is_flag=True, help="I read the texts; nothing tells who they are.")
@click.pass_obj
def print_case(options: Options, /, case: str, target: Path, audience: str, **given: Any) -> None:
    """Write a case as pages to print, or to save as a PDF, into one file that any browser opens.

    Example: print 3f2a --out case.html. For your own office (own) it holds everything. Somebody else gets
    what the reporter allows; what stays behind is named. Your office's record says for whom it was made.
    """
    from app.desk import printing

    if target.suffix.lower() not in (".html", ".htm"):
        raise BadInput("--out", "must be a name that ends in .html, so that a browser opens it")
    with at_desk(options) as desk:
        found = desk.case(case)
        reader = printing.Reader(
            audience=None if audience == OWN_OFFICE else Audience(audience),
            who=given["who"],
            why=text_of(given["why"]),
            passages=given["take_out"],
            checked=given["checked"],
        )
        page = printing.printed(desk, found, reader)
        word = printing.written_word(desk, found, reader, page.named)
        write_new(target, page.html.encode())
        say(f"not found: {screen.line(passage)}" for passage in page.missed)
        done(desk.record(word), f"Written: {target}. Open it in a browser and print it. {WARNING}")


COMMANDS = (print_case, code, trail, count, disposal)
