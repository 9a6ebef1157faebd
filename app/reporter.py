"""The reporter's side in Python, for bots, tests and the load driver: seal, send, read the answers.

Sealing and sending are apart: `seal_report` and `seal_message` give deposits that may wait in a queue,
sealed, and `send` adds the outer layer when there is a network. The phone app does the same in TypeScript.

Must never: send anything that is not sealed to an office, or tell the server which replies are wanted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import httpx

from app.domain.directory import Directory, Office, can_receive, seal_keys
from app.domain.errors import CannotBeTrusted, NotFound, Unavailable
from app.domain.facts import Facts
from app.domain.letters import Letter, Slip, join, took_over, who_has_it
from app.domain.outside import OUTSIDE, listener
from app.domain.payloads import VERSION, Kind
from app.domain.routing import Route, route
from app.domain.splitting import split
from app.domain.strict_json import NotStrictJson, dumps, loads
from app.sealing.attachment import Brick
from app.sealing.directory import Pins
from app.sealing.envelope import CAPACITY, EnvelopeClass, seal
from app.sealing.outer import OUTER_BYTES, leaf, seal_outer
from app.sealing.receipt import Receipt, ReporterKeys, derive, new_receipt
from app.sealing.signatures import verify
from app.sealing.tags import reply_key
from app.services.answers import Answer, Reader
from app.services.evidence import Evidence, File, hand_in, seal_files
from app.services.following import Following, follow, over_http

INTAKE = "/api/v1/intake"
NO_FILES = Evidence()
ITEM_BYTES = 16
COUNTED = {"seq": 10**6, "prev": "f" * 64}  # room for the largest count while a text is cut
HEADERS = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class Deposit:
    """One sealed envelope and the office (hex) it is for; `ctx` (hex) names its content."""

    office: str
    envelope: bytes = field(repr=False)
    ctx: str


@dataclass(frozen=True)
class Report:
    """A sealed report: the receipt to show, where it goes, and what to send: bricks, then deposits."""

    receipt: Receipt
    route: Route
    deposits: tuple[Deposit, ...]
    bricks: tuple[Brick, ...] = ()


@dataclass(frozen=True)
class Help:
    """What help is wanted; goes apart from the report and never carries what happened."""

    wanted: tuple[str, ...]
    safe_contact: str = ""
    country: str | None = None


class Reporter:
    """One client of one server.

    `http` has the server as its base address. `keys_of` gives a receipt's keys in an organisation; whoever
    needs them several times may hold them for the while. Without `pins` the first directory is trusted:
    `following.first_use` says so, and the caller tells the person.
    """

    def __init__(
        self,
        http: httpx.Client,
        pins: Pins | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        keys_of: Callable[[Receipt, bytes], ReporterKeys] = derive,
    ) -> None:
        self.http = http
        self.pins = pins
        self.now = now
        self.keys_of = keys_of
        self.followed: Following | None = None

    @property
    def following(self) -> Following:
        """The directory as it was last followed; fetched the first time."""
        return self.followed or self.refresh()

    @property
    def directory(self) -> Directory:
        """The newest directory."""
        return self.following.newest.directory

    def refresh(self) -> Following:
        """Fetch the newest directory.

        Raises:
            CannotBeTrusted, Unavailable: see `follow`.
        """
        before = self.followed
        pins, seen = (before.pins, before.seen) if before else (self.pins, None)
        self.followed = follow(over_http(self.http), pins, self.now(), seen)
        return self.followed

    def report(
        self,
        facts: Facts,
        answers: Mapping[str, str | Sequence[str]],
        words: str,
        lang: str = "en",
        consent: Mapping[str, str] | None = None,
        assistance: Help | None = None,
        files: Sequence[File] = (),
    ) -> Report:
        """Seal a report with a new receipt and send it, its files first."""
        evidence = seal_files(files)
        sealed = self.seal_report(facts, answers, words, lang, consent, assistance, evidence=evidence)
        hand_in(self.http, sealed.bricks)
        for deposit in sealed.deposits:
            self.send(deposit)
        return sealed

    def seal_report(
        self,
        facts: Facts,
        answers: Mapping[str, str | Sequence[str]],
        words: str,
        lang: str = "en",
        consent: Mapping[str, str] | None = None,
        assistance: Help | None = None,
        receipt: Receipt | None = None,
        channel: str = "terminal",
        evidence: Evidence = NO_FILES,
        anyway: bool = False,
    ) -> Report:
        """Seal a report to every office of its route; nothing is sent.

        `anyway`: when nobody has authority, to the office that listens all the same.

        Raises:
            NotFound: nobody may receive it; the route's page says why.
            TooLong: more than 64 envelopes, or a list larger than one.
        """
        receipt = receipt or new_receipt()
        keys = self.keys(receipt)
        way = route(self.directory, facts, self.now())
        said = {q: one(a) for q, a in answers.items()}
        content = {"answers": said, "words": words, "attachments": list(evidence.entries)}
        frame = {"channel": channel, "consent": dict(consent or {}), "urgent": way.urgent, "lang": lang}
        offices = [office for office in (way.primary, *way.copies) if office]
        if anyway and way.page == OUTSIDE and (listening := listener(self.directory, facts, self.now())):
            offices = [listening.id]
        deposits = [d for o in offices for d in self.sealed(keys, o, Kind.REPORT, frame, content)]
        if assistance and way.assistance:
            deposits += self.seal_help(keys, way.assistance, assistance, lang)
        if not deposits:
            raise NotFound("an office that may receive this")
        return Report(receipt, way, tuple(deposits), evidence.bricks)

    def seal_help(self, keys: ReporterKeys, office: str, wanted: Help, lang: str) -> list[Deposit]:
        """Seal a request for help."""
        content = {"help": list(wanted.wanted), "safe_contact": wanted.safe_contact}
        return self.sealed(keys, office, Kind.ASSISTANCE, {"country": wanted.country, "lang": lang}, content)

    def seal_message(
        self,
        receipt: Receipt,
        office: str,
        text: str,
        lang: str = "en",
        evidence: Evidence = NO_FILES,
        consent: Mapping[str, str] | None = None,
    ) -> list[Deposit]:
        """Seal a later text for one office (hex); `consent` changes what it names."""
        content = {"text": text, "attachments": list(evidence.entries)}
        frame = {"lang": lang, **({"consent": dict(consent)} if consent else {})}
        return self.sealed(self.keys(receipt), office, Kind.MESSAGE, frame, content)

    def write(
        self, receipt: Receipt, office: str, text: str, lang: str = "en", files: Sequence[File] = ()
    ) -> list[Deposit]:
        """Seal a later text and send it, its files first."""
        evidence = seal_files(files)
        deposits = self.seal_message(receipt, office, text, lang, evidence)
        hand_in(self.http, evidence.bricks)
        for deposit in deposits:
            self.send(deposit)
        return deposits

    def seal_letter(
        self,
        receipt: Receipt,
        office: str,
        text: str,
        letters: Sequence[Letter],
        lang: str = "en",
        evidence: Evidence = NO_FILES,
        channel: str = "terminal",
    ) -> list[Deposit]:
        """Seal a later text for one office that has the report, as `who_has_it` names it.

        One that took over gets a report: it needs a reply key before it can answer.
        """
        if not took_over(letters, office):
            return self.seal_message(receipt, office, text, lang, evidence)
        frame = {"channel": channel, "consent": {"contact": "yes"}, "urgent": False, "lang": lang}
        content = {"answers": {}, "words": text, "attachments": list(evidence.entries)}
        return self.sealed(self.keys(receipt), office, Kind.REPORT, frame, content)

    def add(self, receipt: Receipt, text: str, lang: str = "en") -> list[Deposit]:
        """Write to every office that has the report now, by its letters, and send it.

        Raises:
            NotFound: no office has answered, so that it is not known who has it.
        """
        letters, _ = self.letters(receipt)
        offices = [each for each in who_has_it((), letters, self.receives) if self.receives(each)]
        if not offices:
            raise NotFound("an office that has answered and can receive")
        deposits = [d for each in offices for d in self.seal_letter(receipt, each, text, letters, lang)]
        for deposit in deposits:
            self.send(deposit)
        return deposits

    def receives(self, office: str) -> bool:
        """Whether an office (hex) is listed and can receive now."""
        listed = next((each for each in self.directory.offices if each.id == office), None)
        return listed is not None and can_receive(self.directory, listed, self.now())

    def sealed(
        self,
        keys: ReporterKeys,
        office_id: str,
        kind: Kind,
        frame: Mapping[str, Any],
        content: Mapping[str, Any],
    ) -> list[Deposit]:
        """Seal one text for one office, in as many envelopes as it needs.

        Raises:
            NotFound: the office cannot receive now.
        """
        office = self.directory.office(office_id)
        if not can_receive(self.directory, office, self.now()):
            raise NotFound("a device that can open this")
        whole = {**self.common(keys, office, kind), **frame}
        # A later text cannot count on from earlier ones: nothing is kept between two runs.
        counted = COUNTED if kind is Kind.REPORT else {}
        parts = split({**whole, **counted}, content, CAPACITY[EnvelopeClass.OFFICE])
        recipients = [bytes.fromhex(key) for _, key in seal_keys(office, self.now())]
        deposits: list[Deposit] = []
        for seq, part in enumerate(parts):
            if counted:
                part |= {"seq": seq, "prev": deposits[-1].ctx if deposits else None}
            done = seal(dumps(part), keys.box, recipients, EnvelopeClass.OFFICE)
            deposits.append(Deposit(office_id, done.envelope, done.ctx.hex()))
        return deposits

    def common(self, keys: ReporterKeys, office: Office, kind: Kind) -> dict[str, Any]:
        """What every payload of this reporter to this office carries."""
        newest = self.following.newest
        tag = reply_key(keys.tag_key, bytes.fromhex(office.id)).hex()
        reply = {} if kind is Kind.MESSAGE else {"reply": {"key": keys.box.public.hex(), "tag": tag}}
        return {
            "v": VERSION,
            "kind": str(kind),
            "office": office.id,
            "directory": {"version": newest.directory.version, "hash": newest.hash.hex()},
            "recipients": [device for device, _ in seal_keys(office, self.now())],
            "thread": keys.thread.hex(),
            "item": token_hex(ITEM_BYTES),
            **reply,
        }

    def send(self, deposit: Deposit) -> bytes:
        """Add the outer layer and send; the leaf, which the server signed.

        Raises:
            Unavailable: the server did not take it; send the same deposit again later.
            CannotBeTrusted: the answer is not signed by the directory's intake key.
        """
        relay = self.directory.relay_key(self.now())
        if relay is None:
            raise Unavailable
        outer = seal_outer(bytes.fromhex(deposit.office), deposit.envelope, bytes.fromhex(relay))
        assert len(outer) == OUTER_BYTES
        try:
            answer = self.http.post(INTAKE, content=outer, headers=HEADERS)
        except httpx.HTTPError:
            raise Unavailable from None
        if answer.status_code != httpx.codes.ACCEPTED:
            raise Unavailable
        self.check_signed(answer.content, leaf(outer))
        return leaf(outer)

    def check_signed(self, body: bytes, wanted: bytes) -> None:
        """Check that the server signed for exactly these bytes, with a key of the directory."""
        try:
            answer = loads(body)
            key, signature = bytes.fromhex(answer["key"]), bytes.fromhex(answer["signature"])
        except (NotStrictJson, KeyError, TypeError, ValueError):
            raise CannotBeTrusted("intake") from None
        listed = {dated.key for dated in self.directory.intake if dated.valid(self.now())}
        if key.hex() not in listed or not verify(key, "intake", wanted, signature):
            raise CannotBeTrusted("intake")

    def replies(self, receipt: Receipt) -> list[Answer]:
        """All answers to a receipt, read and checked; those that cannot be read stand among them."""
        return Reader(self.http, self.refresh(), self.keys(receipt), self.now()).answers()

    def letters(self, receipt: Receipt) -> tuple[list[Letter], list[Answer]]:
        """The whole letters of all offices, and the answers that cannot be read."""
        answers = self.replies(receipt)
        slips = [Slip(a.place.office, a.place.j, a.reply, a.proven) for a in answers if a.reply]
        return join(slips), [answer for answer in answers if answer.reply is None]

    def keys(self, receipt: Receipt) -> ReporterKeys:
        """The keys of a receipt; takes a moment and 64 MiB."""
        return self.keys_of(receipt, bytes.fromhex(self.directory.organisation.id))


def one(answer: str | Sequence[str]) -> str | list[str]:
    """An answer as JSON holds it."""
    return answer if isinstance(answer, str) else list(answer)
