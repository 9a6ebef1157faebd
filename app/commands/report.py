"""`speakup report`: send a small test report from a terminal, or read its answers.

An aid for demonstrations and tests: words come from standard input, the receipt is printed once and kept
nowhere. Somebody in need uses the phone app.
"""

import sys
from collections.abc import Iterable, Iterator

import click
import httpx

from app.desk import screen
from app.domain.errors import BadInput
from app.domain.facts import CATEGORIES, Facts
from app.domain.payloads import Reply
from app.reporter import Reporter
from app.sealing.directory import fingerprint_words
from app.sealing.receipt import parse
from app.services.answers import Answer

TIMEOUT = 30  # seconds
# What the standard answers say; the phone app has them in every language.
TEMPLATES = {
    "read": "We have read your report. Thank you.",
    "passed_on": "We have passed your report on to those who can act on it.",
    "being_looked_at": "Your report is being looked at.",
    "question": "We have a question. You do not have to answer it.",
    "closed": "We have closed this. You can write again if something is missing.",
}


@click.command()
@click.option("--server", required=True, help="The server's address.")
@click.option("--check", is_flag=True, help="Read the answers to a receipt from standard input.")
@click.option("--category", type=click.Choice(CATEGORIES), default="other", show_default=True)
@click.option(
    "--entity", help="Whose staff it is about, by its short name in the directory, such as un-habitat."
)
@click.option("--lang", default="en", show_default=True, help="The language to answer in.")
def command(server: str, check: bool, category: str, entity: str | None, lang: str) -> None:
    """Send a test report, or read its answers.

    The words of the report, or the receipt, are read from standard input.
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
        else:
            facts = Facts(accused="un_staff", entity=entity, categories=(category,), child="no")
            say(send(reporter, facts, typed, lang))


def send(reporter: Reporter, facts: Facts, words: str, lang: str) -> Iterator[str]:
    """Send a report; what happened, and the receipt."""
    sent = reporter.report(facts, {"category": [*facts.categories]}, words, lang, {"contact": "yes"})
    directory = reporter.directory
    names = [
        directory.office(office).name_in(lang) for office in dict.fromkeys(d.office for d in sent.deposits)
    ]
    if reporter.following.first_use:
        yield "Trusting the directory seen first: " + " ".join(fingerprint_words(reporter.following.pins))
    yield "Sent, sealed to: " + screen.line("; ".join(names))
    yield "Receipt: " + " ".join(sent.receipt.words())
    yield "Or:      " + sent.receipt.groups


def read(reporter: Reporter, typed: str, lang: str) -> Iterator[str]:
    """The answers to a receipt."""
    answers = [answer for receipt in parse(typed, lang) for answer in reporter.replies(receipt)]
    if not answers:
        yield "No answer yet, or a mistyped code."
    for answer in answers:
        yield from shown(reporter, answer)


def shown(reporter: Reporter, answer: Answer) -> Iterator[str]:
    """One answer."""
    yield f"From {screen.line(reporter.directory.office(answer.place.office).name)}:"
    if answer.reply is None:
        expired = answer.check == "expired"
        yield "  It has expired." if expired else f"  It cannot be trusted ({answer.check})."
        return
    yield from screen.quoted(text_of(answer.reply))
    if answer.reply.ack and answer.proven:
        yield f"  Acknowledged and signed on {answer.reply.ack.day}."
    elif answer.reply.ack:
        yield "  Its acknowledgement is not signed by that office."


def text_of(reply: Reply) -> str:
    """An office's words, or the standard ones."""
    if reply.text or reply.template is None:
        return reply.text
    return TEMPLATES.get(reply.template, "A standard answer that this program does not know.")


def say(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line)
