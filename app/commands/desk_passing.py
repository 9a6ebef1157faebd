"""`speakup desk`: passing a case on to another office, stepping back from it, sealed archives for a stick.

What goes is decided in `app.domain.handing_over`: what the reporter did not allow stays behind and is named.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from app.commands.desk_entry import CASE, DAY, TEXT, at_desk, day_of, done, pairs_of, say, text_of, values_of
from app.commands.desk_options import FILE, FOLDER, Options
from app.desk import archives, handover, recording, screen
from app.desk.cases import body_lines, office_name
from app.desk.copies import word_on
from app.desk.desk import Desk
from app.desk.export import WARNING
from app.desk.filenames import safe_name
from app.desk.files import TAKEN
from app.desk.private_files import write_new
from app.desk.stepping_back import step_back
from app.domain.audience import Audience, Purpose
from app.domain.case import Case
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.handing_over import PROBLEMS, Choice, fault, packing
from app.domain.outward import AUTHORITIES, AUTHORITY_STEPS, PARTNER

PRIVATE_FOLDER = 0o700
PURPOSES = [str(each) for each in Purpose if each not in (Purpose.RECUSAL, Purpose.TRANSFER)]
OFFICE = click.argument("office")
SHOW = click.option("--show", is_flag=True, help="Show what would go and what stays behind; send nothing.")
NOTE = click.option("--note", default="", help="A word to the office that gets it.")
WHY = "Why it goes."
PARTNER_HELP = values_of(
    "Items and values:", ((item, "|".join(values) or "a text") for item, values in PARTNER.items())
)

Command = Callable[..., Any]


def choosing(command: Command) -> Command:
    """What can be decided about anything that goes."""
    for option in reversed(
        (
            click.option("--file", "files", type=int, multiple=True, help="A file that goes, by its number."),
            click.option("--why-files", default="", help="Why files go, though the name may not."),
            click.option("--take-out", multiple=True, help="Words to take out of every text."),
            click.option("--checked", is_flag=True, help="I read the texts; nothing tells who they are."),
            NOTE,
            click.option("--reference", default="", help="The reference that the other side gave."),
            SHOW,
        )
    ):
        command = option(command)
    return command


def choice_of(purpose: Purpose, audience: Audience, contact: str, given: dict[str, Any]) -> Choice:
    """The decision as typed."""
    return Choice(
        purpose=purpose,
        audience=audience,
        contact=contact,
        files=given["files"],
        reason=given["why_files"],
        passages=given["take_out"],
        checked=given["checked"],
        note=text_of(given["note"]),
    )


def not_found(missed: Sequence[str]) -> Iterator[str]:
    """Words to take out that stand nowhere in what goes."""
    yield from (f"not found: {screen.line(passage)}" for passage in missed)


def missed_in(desk: Desk, case: Case, choice: Choice) -> tuple[str, ...]:
    """The same, of what goes now.

    Raises:
        BadInput: what `handing_over.fault` says.
    """
    return packing(handover.source_of(case, handover.granted_to(desk)), choice)[1]


def preview(desk: Desk, case: Case, choice: Choice) -> Iterator[str]:
    """What would go, what stays behind, and what is still to be decided."""
    source = handover.source_of(case, handover.granted_to(desk))
    wrong = fault(source, choice)
    if wrong == "passages":
        raise BadInput(wrong, PROBLEMS[wrong])
    decided = Choice(**{**vars(choice), "checked": True, "reason": choice.reason or "-"})
    yield "This would go:"
    body, missed = packing(source, decided)
    yield from body_lines(body)
    yield from not_found(missed)
    names = handover.files_named(case)
    yield from (f"  File {at}, with --file {at}: {screen.line(name)}" for at, name in enumerate(names, 1))
    if wrong:
        yield f"Before it can go: {PROBLEMS[wrong]}."


def passed(options: Options, case: str, office: str, purpose: Purpose, contact: str, given: Any) -> None:
    """Pass a case on to an office of the directory, or show what would go."""
    with at_desk(options) as desk:
        found, receiver = desk.case(case), handover.office_named(desk, office)
        choice = choice_of(purpose, handover.audience(receiver), contact, given)
        say(word_on(desk, found, receiver))
        if given["show"]:
            say(preview(desk, found, choice))
            return
        say(not_found(missed_in(desk, found, choice)))
        recorded = handover.pass_on(desk, found, receiver, choice, given["reference"])
        done(recorded, f"Passed on to {screen.line(receiver.name)}.")


@click.command()
@click.pass_obj
def offices(options: Options) -> None:
    """Offices that can receive a case now; those that stand in for yours come first."""
    with at_desk(options) as desk:
        rows = ((each.id[:8], each.name, str(handover.audience(each))) for each in handover.offices(desk))
        say(screen.table(("ID", "OFFICE", "TO THE REPORTER"), rows))


@click.command()
@CASE
@OFFICE
@click.option("--purpose", type=click.Choice(PURPOSES), default="referral", show_default=True, help=WHY)
@click.option("--moves", is_flag=True, help="From now on the reporter writes to that office.")
@choosing
@click.pass_obj
def refer(options: Options, /, case: str, office: str, purpose: str, moves: bool, **given: Any) -> None:
    """Refer a case to an OFFICE that must act on it; yours keeps it.

    What tells who the reporter is goes only if they allow it. Look first: refer 3f2a Office --show. OFFICE is
    its name or the beginning of its id, as `offices` shows them.
    """
    passed(options, case, office, Purpose(purpose), "moves" if moves else "stays", given)


@click.command()
@CASE
@OFFICE
@choosing
@click.pass_obj
def transfer(options: Options, /, case: str, office: str, **given: Any) -> None:
    """Transfer a case that had come to the wrong office; the reporter is told where to write."""
    passed(options, case, office, Purpose.TRANSFER, "moves", given)


@click.command()
@CASE
@NOTE
@click.confirmation_option(prompt="You will read nothing more of this case. Step back?")
@click.pass_obj
def recuse(options: Options, case: str, note: str) -> None:
    """Step back from a case: the office that stands in for yours takes over.

    Nothing that follows is sealed to this device, and what this disk holds of the case goes. What you have
    read you know; your colleagues' devices keep what they have.
    """
    with at_desk(options) as desk:
        done(step_back(desk, desk.case(case), text_of(note)), "You stepped back; another office takes over.")


@click.command("refer-outside")
@CASE
@click.option("--to", required=True, help="To whom, by office and not by name.")
@click.option(
    "--audience", type=click.Choice([str(each) for each in Audience]), required=True, help="Who they are."
)
@click.option("--purpose", type=click.Choice(PURPOSES), default="referral", show_default=True, help=WHY)
@click.option("--out", "target", type=FILE, required=True, help="A new file for what may go, readable.")
@choosing
@click.pass_obj
def refer_outside(
    options: Options, /, case: str, to: str, audience: str, purpose: str, target: Path, **given: Any
) -> None:
    """Write what may go to somebody outside of the directory into a readable file."""
    with at_desk(options) as desk:
        found = desk.case(case)
        choice = choice_of(Purpose(purpose), Audience(audience), "stays", given)
        if given["show"]:
            say(preview(desk, found, choice))
            return
        missed = missed_in(desk, found, choice)
        body, sealed = handover.pack_outside(desk, found, to, choice, given["reference"])
        write_new(target, "\n".join((WARNING, "", *body_lines(body), "")).encode())
        say(not_found(missed))
        done(desk.record(*sealed), f"Written, and written down. {WARNING}")


@click.group()
def archive() -> None:
    """A case as one sealed file, to be carried to another office on a stick."""


@archive.command("make")
@CASE
@OFFICE
@click.option("--purpose", type=click.Choice(PURPOSES), default="referral", show_default=True, help=WHY)
@click.option("--out", "target", type=FILE, required=True, help="A new file.")
@choosing
@click.pass_obj
def make_archive(
    options: Options, /, case: str, office: str, purpose: str, target: Path, **given: Any
) -> None:
    """Seal a case to an OFFICE of the directory, into a file that only that office opens."""
    with at_desk(options) as desk:
        found, receiver = desk.case(case), handover.office_named(desk, office)
        choice = choice_of(Purpose(purpose), handover.audience(receiver), "stays", given)
        say(word_on(desk, found, receiver))
        if given["show"]:
            say(preview(desk, found, choice))
            return
        say(not_found(missed_in(desk, found, choice)))
        write_new(target, archives.make(desk, found, receiver, choice, given["reference"]))
        click.echo(f"Sealed for {screen.line(receiver.name)}. Nobody else can open the file.")


@archive.command("open")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--files", type=FOLDER, help="Write the files in it into this folder, readable.")
@click.pass_obj
def open_archive(options: Options, file: Path, files: Path | None) -> None:
    """Open an archive that is sealed to your office. It becomes no case here."""
    with at_desk(options) as desk:
        try:
            opened = archives.open_archive(desk, file.read_bytes())
        except CannotBeOpened as refusal:
            why = "is not for this device, is damaged, or comes from nobody that the directory knows"
            raise BadInput("archive", f"{why} ({refusal.check})") from None
        giver = office_name(desk, opened.handover.office) or "an office that the directory lists no more"
        click.echo(f"From {giver}, {opened.handover.purpose}, case {opened.thread[:8]}. They vouch for it.")
        say(body_lines(opened.body))
        if files:
            say(unpacked(opened, files))


def unpacked(opened: archives.OpenedArchive, folder: Path) -> Iterator[str]:
    """Write the files of an archive into a folder; says of each what became of it."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for number, file in enumerate(opened.files, 1):
        try:
            data = opened.file(number)
        except (NotFound, CannotBeOpened):
            yield f"{number}. NOT WRITTEN, it is damaged or cannot be understood"
            continue
        name, kind = (file.entry.name, file.entry.type) if file.entry else ("", "")
        target = folder / safe_name(number, name, kind)
        write_new(target, data, "files", TAKEN)
        yield f"{number}. written to {target}"


@click.command(epilog=PARTNER_HELP)
@CASE
@click.argument("items", nargs=-1, required=True, metavar="ITEM=VALUE...")
@click.pass_obj
def partner(options: Options, case: str, items: tuple[str, ...]) -> None:
    """Answer items of the checklist for a partner organisation's case. Nobody is told automatically."""
    with at_desk(options) as desk:
        done(recording.partner(desk, desk.case(case), pairs_of(items)), "Written down.")


@click.command()
@CASE
@click.option("--what", type=click.Choice(AUTHORITIES), required=True, help="Which one.")
@click.option("--step", type=click.Choice(AUTHORITY_STEPS), required=True, help="What was done.")
@click.option("--reference", default="", help="Their reference, if there is one.")
@DAY
@TEXT
@click.pass_obj
def authority(options: Options, case: str, what: str, step: str, reference: str, day: str, text: str) -> None:
    """Write down a step towards an authority of a State. This program tells no State anything."""
    with at_desk(options) as desk:
        found, remark = desk.case(case), text_of(text)
        written = recording.authority(desk, found, what, step, day_of(day), reference, remark)
        done(written, "Written down.")


COMMANDS = (offices, refer, transfer, recuse, refer_outside, archive, partner, authority)
