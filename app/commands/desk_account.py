"""`speakup desk`: accounting for cases: the statistical record, numbers, the trail, their end by two."""

import click

from app.commands.desk_entry import CASE, TEXT, at_desk, done, pairs_of, say, text_of, values_of
from app.commands.desk_options import Options
from app.desk import disposing, findings, reckoning, recording
from app.domain.coding import FIELDS
from app.domain.disposal import REASONS
from app.domain.statistics import KEYS, Unit

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
    """Fill in fields of the statistical record. It has no place for names or for what happened."""
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
@click.option("--reason", type=click.Choice(tuple(REASONS)), required=True)
@TEXT
@click.pass_obj
def propose(options: Options, case: str, reason: str, text: str) -> None:
    """Propose to destroy a closed case; name in --text what allows it, such as the schedule or the order."""
    with at_desk(options) as desk:
        proposed = disposing.propose(desk, desk.case(case), reason, text_of(text))
        click.echo(f"Proposed: {proposed.count} envelopes. Another member of your office must confirm it.")


@disposal.command("approve")
@CASE
@click.confirmation_option(prompt="Nothing can bring the case back. Destroy it?")
@click.pass_obj
def approve(options: Options, case: str) -> None:
    """Destroy the case that a colleague proposed. Read it first; its reason stands at its end."""
    with at_desk(options) as desk:
        count = disposing.confirm(desk, desk.case(case))
        click.echo(
            f"{count} envelopes are closed to everybody now; the server destroys them within a minute."
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
@click.option("--unit", type=click.Choice([str(each) for each in Unit]), default="reports", show_default=True)
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


COMMANDS = (code, trail, count, disposal)
