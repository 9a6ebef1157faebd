"""`speakup desk`: accounting for a case: its statistical record, its trail, and its end by two members."""

import click

from app.commands.desk_entry import CASE, TEXT, at_desk, done, pairs_of, say, text_of
from app.commands.desk_options import Options
from app.desk import disposing, findings, recording
from app.domain.coding import FIELDS
from app.domain.disposal import REASONS

FIELDS_HELP = "Fields: " + "; ".join(
    f"{name}={'|'.join(field.values) or recording.EXPECTED.get(field.form, '')}"
    for name, field in FIELDS.items()
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
        click.echo(f"Destroyed: {disposing.confirm(desk, desk.case(case))} envelopes. The proof stays.")


@disposal.command("refuse")
@CASE
@TEXT
@click.pass_obj
def refuse(options: Options, case: str, text: str) -> None:
    """Keep the case; say why in --text."""
    with at_desk(options) as desk:
        done(disposing.refuse(desk, desk.case(case), text_of(text)), "The case stays.")


COMMANDS = (code, trail, disposal)
