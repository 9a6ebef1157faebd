"""What a turn asks to be done: seal a report, add to one, look for its answers. The reporter's side of it.

Sealing needs no network: what is sealed is laid into the outbox together with the turn, and the courier takes
it from there. Reading answers does, and so does handing in files.

Must never: keep a receipt, or be called within a transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from app.conversation.outcomes import Answer
from app.conversation.world import Seal
from app.domain.errors import NotFound, ReceiptUnreadable
from app.domain.facts import Facts
from app.domain.letters import Letter, who_has_it
from app.domain.routing import route
from app.domain.strict_json import dumps
from app.reporter import NO_FILES, Help, Report, Reporter
from app.sealing.contacts import seal_contact
from app.sealing.conversations import Lock, of_receipt
from app.sealing.receipt import Receipt, ReporterKeys, parse
from app.sealing.tags import reply_key
from app.services.evidence import Evidence, File, hand_in, seal_files
from app.services.hotline.following import Follower
from app.services.hotline.keeping import Keeping, Work
from app.services.hotline.ready import Ready

CLOSED, MEMO = "closed", "memo"


@dataclass(frozen=True)
class Read:
    """What offices wrote to a receipt, oldest first, and the work of having read it."""

    answers: tuple[Answer, ...] = field(repr=False)
    work: Work


@dataclass(frozen=True)
class Held:
    """A receipt in hand: its keys, its lock, and the reporter's side that uses them."""

    receipt: Receipt = field(repr=False)
    keys: ReporterKeys
    lock: Lock
    side: Reporter


@dataclass(frozen=True)
class Doing:
    """Does it. `notice_key`: the worker's public key; without it no address is kept."""

    follower: Follower
    keeping: Keeping
    ready: Ready
    notice_key: bytes | None = None

    def seal(self, wish: Seal, evidence: Evidence, channel: str, address: str = "") -> tuple[str, Work]:
        """Seal a report: its receipt in groups, and what is to be kept with the turn.

        Raises:
            NotFound: nobody can receive it. Unavailable, CannotBeTrusted: no directory. TooLong.
        """
        held = self.held(*self.ready.take(self.organisation()))
        wanted = Help(wish.help, country=wish.facts.country) if wish.help else None
        report = held.side.seal_report(
            *(wish.facts, wish.answers, wish.words, wish.lang, wish.consent, wanted, held.receipt),
            channel=channel,
            evidence=evidence,
            anyway=wish.anyway,
        )
        memo = (held.lock.name, held.lock.seal(MEMO, dumps(memo_of(report, wish))))
        contact = self.contact(held, report, wish, channel, address)
        return report.receipt.groups, Work(deposits=report.deposits, memo=memo, contact=contact)

    def contact(
        self, held: Held, report: Report, wish: Seal, channel: str, address: str
    ) -> tuple[bytes, bytes] | None:
        """Whom to text when there is an answer, sealed to the worker; None when nobody is to be."""
        if not (wish.notify and address and self.notice_key):
            return None
        offices = dict.fromkeys(each.office for each in report.deposits)
        keys = {office: reply_key(held.keys.tag_key, bytes.fromhex(office)).hex() for office in offices}
        told = {"channel": channel, "address": address, "lang": wish.lang, "keys": keys, "next": {}}
        return held.lock.name, seal_contact(self.notice_key, told)

    def answers(self, code: str) -> Read:
        """What offices wrote under twenty digits.

        Raises:
            ReceiptUnreadable: they are no receipt. Unavailable, CannotBeTrusted: not now.
        """
        held = self.in_hand(code)
        letters, unread = held.side.letters(held.receipt)
        answers = [answer_of(letter) for letter in letters] + [Answer("unknown_answer") for _ in unread]
        closed = any(letter.reply.template == CLOSED for letter in letters)
        return Read(tuple(answers), Work(forget=held.lock.name if closed else None))

    def add(self, code: str, text: str, lang: str, channel: str, evidence: Evidence = NO_FILES) -> Work:
        """Seal a further text to the offices that have the report; one that took over gets a report.

        Raises:
            NotFound: this line does not know which ones, and none has answered.
            ReceiptUnreadable, Unavailable, CannotBeTrusted, TooLong.
        """
        held = self.in_hand(code)
        memo = self.keeping.memo(held.lock)
        letters, _ = held.side.letters(held.receipt)
        offices = who_has_it(memo["offices"] if memo else (), letters, held.side.receives)
        listed = [office for office in offices if held.side.receives(office)]
        if not listed:
            raise NotFound("an office under this receipt")
        seal = held.side.seal_letter
        sealed = (seal(held.receipt, each, text, letters, lang, evidence, channel) for each in listed)
        return Work(deposits=tuple(chain.from_iterable(sealed)))

    def ask_help(self, code: str, wanted: Sequence[str], lang: str, country: str = "") -> Work:
        """Seal a wish for help, for those who help where the report came from.

        Raises:
            NotFound: nobody is named for it. ReceiptUnreadable, Unavailable, CannotBeTrusted.
        """
        held = self.in_hand(code)
        memo = self.keeping.memo(held.lock) or {}
        place = memo.get("country") or country or None
        office = memo.get("help") or self.helpers(held.side, place)
        if not office:
            raise NotFound("an office that helps")
        deposits = held.side.seal_help(held.keys, office, Help(tuple(wanted), country=place), lang)
        return Work(deposits=tuple(deposits))

    def helpers(self, side: Reporter, country: str | None) -> str | None:
        """The office that helps in a country, as the directory routes it."""
        facts = Facts(
            accused="unknown", categories=("sea",), country=country, child="unknown", assistance=True
        )
        return route(side.directory, facts, side.now()).assistance

    def hand_in(self, files: Sequence[File]) -> Evidence:
        """Seal files and put them to the server at once: only their entries stay to be kept.

        Raises:
            BadInput: too long together. Unavailable, Taken: the server did not take them.
        """
        sealed = seal_files(files)
        hand_in(self.follower.http, sealed.bricks)
        return Evidence(sealed.entries)

    def in_hand(self, code: str) -> Held:
        """The receipt that twenty digits are."""
        found = parse(code)
        if not found:
            raise ReceiptUnreadable("digits")
        return self.held(found[0], self.ready.stretched(found[0], self.organisation()))

    def held(self, receipt: Receipt, keys: ReporterKeys) -> Held:
        """A receipt with what is done by it."""
        side = Reporter(self.follower.http, self.follower.pins, self.follower.now, lambda *_: keys)
        side.followed = self.follower.following()
        return Held(receipt, keys, of_receipt(keys), side)

    def organisation(self) -> bytes:
        """The organisation's id, 16 bytes."""
        return bytes.fromhex(self.follower.following().newest.directory.organisation.id)


def memo_of(report: Report, wish: Seal) -> dict[str, Any]:
    """Where it went: whom to add to, and whom to ask for help."""
    helping = report.route.assistance if wish.help else None
    told = dict.fromkeys(each.office for each in report.deposits)
    offices = [office for office in told if office != helping or office == report.route.primary]
    return {"offices": offices, "country": wish.facts.country, "help": report.route.assistance}


def answer_of(letter: Letter) -> Answer:
    """A letter as the conversation shows it."""
    reply = letter.reply
    return Answer(reply.template or "", reply.text, reply.values.get("reason", ""))
