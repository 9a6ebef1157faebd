"""`speakup desk`: what an office writes down of a case, sealed to its own devices."""

import click

from app.commands.desk_entry import CASE, DAY, TEXT, at_desk, day_of, done, pairs_of, text_of, values_of
from app.commands.desk_options import Options
from app.desk import recording
from app.domain.assistance import KINDS, Step
from app.domain.links import RELATIONS
from app.domain.need_to_know import MAY, WHATS
from app.domain.triage import TRIAGE

TRIAGE_HELP = values_of(
    "Questions and values:",
    ((name, "|".join(values) or "an entity of the directory") for name, values in TRIAGE.items()),
)


@click.command(epilog=TRIAGE_HELP)
@CASE
@click.argument("answers", nargs=-1, required=True, metavar="QUESTION=VALUE...")
@click.pass_obj
def triage(options: Options, case: str, answers: tuple[str, ...]) -> None:
    """Answer questions of the triage checklist, safety first.

    Example: triage 3f2a safety=safe child=no. A later answer takes the place of an earlier one. Of `category`
    several values may hold: repeat it.

    When several keys claim to be the reporter: `reporter=` and the first 8 digits of the one to be answered.
    """
    with at_desk(options) as desk:
        done(recording.triage(desk, desk.case(case), pairs_of(answers)), "Written down.")


@click.command()
@CASE
@click.argument("colleague")
@click.pass_obj
def assign(options: Options, case: str, colleague: str) -> None:
    """Give a case to a COLLEAGUE of your office, named by title or by the beginning of a device's id."""
    with at_desk(options) as desk:
        done(recording.assign(desk, desk.case(case), colleague), "Assigned.")


@click.command()
@CASE
@click.argument("other")
@click.argument("relation", type=click.Choice((*RELATIONS, recording.NONE)))
@click.pass_obj
def link(options: Options, case: str, other: str, relation: str) -> None:
    """Say how a case belongs together with an OTHER one; `none` takes that back. Both stay as they are."""
    with at_desk(options) as desk:
        done(recording.link(desk, desk.case(case), desk.case(other), relation), "Written down.")


@click.command("need-to-know")
@CASE
@click.option("--who", required=True, help="Who was told, by title or office, not by name.")
@click.option("--role", type=click.Choice(tuple(MAY)), required=True, help="Who they are.")
@click.option("--what", type=click.Choice(WHATS), required=True, help="What they were told.")
@click.option("--identity", is_flag=True, help="They learned who the reporter is.")
@click.option("--why", required=True, help="Why they need to know.")
@DAY
@click.pass_obj
def need_to_know(
    options: Options, case: str, who: str, role: str, what: str, identity: bool, why: str, day: str
) -> None:
    """Write down who has been told what of a case, and why.

    What goes beyond the rule, or beyond what the reporter allows, is written down and marked.
    """
    with at_desk(options) as desk:
        told = recording.tell(desk, desk.case(case), who, role, what, identity, text_of(why), day_of(day))
        done(told, "Written down.")


@click.command()
@CASE
@click.argument("step", type=click.Choice([str(step) for step in Step if step is not Step.NONE]))
@click.option("--request", type=int, default=1, show_default=True, help="Which request; 0: you offer it.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="May be given several times.")
@click.option("--provider", default="", help="Who gives the help.")
@DAY
@TEXT
@click.pass_obj
def assistance(
    options: Options,
    case: str,
    step: str,
    request: int,
    kinds: tuple[str, ...],
    provider: str,
    day: str,
    text: str,
) -> None:
    """Write down a step of the help that a person was offered, wanted or got.

    Never write down what happened to them here: who arranges help does not need it.
    """
    with at_desk(options) as desk:
        found, remark = desk.case(case), text_of(text)
        recorded = recording.help_step(desk, found, request, step, kinds, provider, day_of(day), remark)
        done(recorded, "Written down.")


COMMANDS = (triage, assign, link, need_to_know, assistance)
