"""`speakup report`: send a small test report from a terminal, read its answers, go past an office.

An aid for demonstrations and tests: words come from standard input, the receipt is printed once and kept
nowhere. Somebody in need uses the phone app.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

import click
import httpx

from app.desk import screen
from app.domain import templates
from app.domain.deadlines import heard_by
from app.domain.errors import BadInput
from app.domain.facts import CATEGORIES, Facts
from app.domain.letters import Letter
from app.domain.payloads import Reply
from app.reporter import Reporter
from app.sealing.directory import fingerprint_words
from app.sealing.receipt import Receipt, parse
from app.services.answers import Answer

TIMEOUT = 30  # seconds


@click.command()
@click.option("--server", required=True, help="The server's address.")
@click.option("--check", is_flag=True, help="Read the answers to a receipt from standard input.")
@click.option("--category", type=click.Choice(CATEGORIES), default="other", show_default=True)
@click.option(
    "--entity", help="Whose staff it is about, by its short name in the directory, such as un-habitat."
)
@click.option(
    "--past",
    metavar="OFFICE",
    help="Send it again past this office, which did not answer. Standard input: the receipt, then the words.",
)
@click.option(
    "--add",
    "adding",
    is_flag=True,
    help="Write to the office that has the report now. Standard input: the receipt, then the words.",
)
@click.option("--lang", default="en", show_default=True, help="The language to answer in.")
def command(
    server: str, check: bool, category: str, entity: str | None, past: str | None, adding: bool, lang: str
) -> None:
    """Send a test report, read its answers, add to it, or send it again past an office that did not answer.

    The words of the report, or the receipt, are read from standard input. With --past and --add the receipt
    stands on the first line; it stays the same.
    """
    typed = sys.stdin.read().strip()
    if not typed:
        raise BadInput(
            "standard input", "is empty; give the receipt" if check else "is empty; give the words"
        )
    with httpx.Client(base_url=server, timeout=TIMEOUT) as http:
        reporter = Reporter(http)
        if check:
            say(read(reporter, typed, lang))
        elif adding:
            say(add(reporter, *two_parts(typed, lang), lang))
        else:
            facts = Facts(accused="un_staff", entity=entity, categories=(category,), child="no")
            receipt, words = again(reporter, past, typed, lang) if past else (None, typed)
            facts = replace(facts, conflict=(past,)) if past else facts
            say(send(reporter, facts, words, lang, receipt))


def again(reporter: Reporter, past: str, typed: str, lang: str) -> tuple[Receipt, str]:
    """The receipt on the first line, and the words after it.

    Raises:
        NotFound: the directory has no office with this id.
        BadInput: one of the two is missing, or the words can be read in two ways.
        ReceiptUnreadable: the first line is no receipt.
    """
    reporter.directory.office(past)
    return two_parts(typed, lang)


def two_parts(typed: str, lang: str) -> tuple[Receipt, str]:
    """The receipt on the first line, and the words after it.

    Raises:
        BadInput: one of the two is missing, or the words can be read in two ways.
        ReceiptUnreadable: the first line is no receipt.
    """
    line, _, words = typed.partition("\n")
    receipts = parse(line, lang)
    if not words.strip() or len(receipts) != 1:
        raise BadInput("standard input", "must hold the receipt on its first line, and then the words")
    return receipts[0], words.strip()


def add(reporter: Reporter, receipt: Receipt, words: str, lang: str) -> Iterator[str]:
    """Write to the offices that have the report now, and to no other; whom it went to."""
    offices = dict.fromkeys(deposit.office for deposit in reporter.add(receipt, words, lang))
    names = [reporter.directory.office(office).name_in(lang) for office in offices]
    yield "Sent, sealed to: " + screen.line("; ".join(names))


def send(
    reporter: Reporter, facts: Facts, words: str, lang: str, receipt: Receipt | None = None
) -> Iterator[str]:
    """Send a report, with a new receipt if there is none; what happened, and by when to hear."""
    answers = {"category": [*facts.categories]}
    sent = reporter.seal_report(facts, answers, words, lang, {"contact": "yes"}, receipt=receipt)
    for deposit in sent.deposits:
        reporter.send(deposit)
    directory = reporter.directory
    names = [
        directory.office(office).name_in(lang) for office in dict.fromkeys(d.office for d in sent.deposits)
    ]
    if reporter.following.first_use:
        yield "Trusting the directory seen first: " + " ".join(fingerprint_words(reporter.following.pins))
    yield "Sent, sealed to: " + screen.line("; ".join(names))
    yield "Receipt: " + " ".join(sent.receipt.words())
    yield "Or:      " + sent.receipt.groups
    by = heard_by(directory.policy, sent.route.urgent, reporter.now().date())
    yield f"You should hear by {by}. If nothing has come by then, send it again past the office:"
    yield from (f"  --past {office}" for office in dict.fromkeys(d.office for d in sent.deposits))


def read(reporter: Reporter, typed: str, lang: str) -> Iterator[str]:
    """The answers to a receipt."""
    found = [reporter.letters(receipt) for receipt in parse(typed, lang)]
    letters = [letter for read, _ in found for letter in read]
    unread = [answer for _, refused in found for answer in refused]
    if not letters and not unread:
        yield "No answer yet, or a mistyped code."
        yield "If the day that you were told is over, send it again with --past and the same receipt."
    for letter in letters:
        yield from shown(reporter, letter)
    for answer in unread:
        yield from refused_line(reporter, answer)


def shown(reporter: Reporter, letter: Letter) -> Iterator[str]:
    """One letter, whole."""
    reply = letter.reply
    yield from sender(reporter, letter.office)
    yield from screen.quoted(text_of(reply))
    if letter.missing:
        yield "  A part of it is not here: it has not come, or it has expired."
    if reply.status:
        yield f"  Where it stands: {screen.line(reply.status.replace('_', ' '))}."
    if reply.ack and letter.proven:
        yield f"  Acknowledged and signed on {reply.ack.day}."
    elif reply.ack:
        yield "  Its acknowledgement is not signed by that office."
    if reply.next_office:
        yield "  From now on another office has this: " + named(reporter, reply.next_office)
        if reporter.receives(reply.next_office):
            yield "  Write to it with --add, or with the phone app."
        else:
            yield "  It cannot receive now: --add writes to the office that told you."


def refused_line(reporter: Reporter, answer: Answer) -> Iterator[str]:
    """An answer that cannot be read."""
    yield from sender(reporter, answer.place.office)
    yield "  It has expired." if answer.check == "expired" else f"  It cannot be trusted ({answer.check})."


def named(reporter: Reporter, office: str) -> str:
    """What an office is called; one that is listed no more, by its id."""
    found = next((each for each in reporter.directory.offices if each.id == office), None)
    return screen.line(found.name) if found else office


def sender(reporter: Reporter, office: str) -> Iterator[str]:
    """Whose it is."""
    yield f"From {screen.line(reporter.directory.office(office).name)}:"


def text_of(reply: Reply) -> str:
    """An office's words, or the standard ones."""
    if reply.text or reply.template is None:
        return reply.text
    return templates.text_of(reply.template)


def say(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line)
