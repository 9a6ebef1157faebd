"""Passing a case on from a terminal: to another office, or to who stands in when an officer steps back.

    choice = Choice(purpose=…, audience=audience(desk, office), …)
    fault(source_of(case), choice)              what is still needed, or None
    pass_on(desk, case, office, choice)         sealed, told to the reporter, written down
    recuse(desk, case)                          the same with one word, to the office that stands in

What goes is decided by `app.domain.handing_over`; the browser desk does the same in `work/areas/refer.ts`. It
goes in through the reporters' door with files sealed anew, so that the server does not learn who passed what
to whom.

Must never: pass on what the choice does not allow, or seal to an office that cannot receive now.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from app.desk.desk import Desk
from app.desk.files import opened
from app.desk.outbox import Waiting, for_office
from app.desk.outgoing import ITEM_BYTES, Outgoing
from app.domain.attachments import Attachment, understood
from app.domain.audience import Audience, Level, Purpose, audience_of, level_of
from app.domain.case import Case
from app.domain.claims import CHOSEN
from app.domain.directory import Office, can_receive, seal_keys
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.handing_over import Choice, Source, identity_goes, numbered, packed
from app.domain.handover import HandedText, HandoverBody
from app.domain.moments import second_after
from app.domain.passing import event_of, passed_data, status_after, told_data
from app.domain.payloads import Assistance, Event, HandoverPart, Message, Report, as_json, plain
from app.domain.registers import latest
from app.domain.splitting import split
from app.domain.status import stands_as
from app.domain.strict_json import dumps
from app.domain.texts import Text
from app.sealing.attachment import Brick, seal_file
from app.sealing.envelope import CAPACITY, EnvelopeClass, seal
from app.services.evidence import hand_in

MOVES, STAYS = "handed_over", "passed_on"  # standard words to the reporter
MOST_LANG = 35  # letters of a language tag
FACTS = (Event.TRIAGE, Event.CODING)  # registers that go with the whole case


@dataclass(frozen=True)
class Receiver:
    """Who gets a case: an office of the directory, or a body outside of it in the officer's words."""

    office: Office | None
    to: str = ""

    @property
    def who(self) -> str:
        """As the register of who was told names it."""
        return self.office.name if self.office else self.to

    @property
    def role(self) -> str:
        """The role of the office; empty outside of the directory."""
        return str(self.office.role) if self.office else ""


def granted_to(desk: Desk) -> frozenset[str]:
    """`ctx` of the envelopes that this device opened by a colleague's grant."""
    return frozenset(one.entry.ctx for one in desk.reading.readable if one.vouched)


def source_of(case: Case, granted: Collection[str] | None = None) -> Source:
    """All that could be passed on: the reporter's own texts, and what other offices had passed on before.

    `granted`: see `granted_to`; who does not say it gets a source in which nothing is at first hand.
    """
    own = case.texts
    lent = [place for place, text in enumerate(own) if granted is None or set(text.ctxs) & set(granted)]
    bodies = [each.body for each in case.handovers if each.body]
    handed: dict[str, HandedText] = {}
    for number, text in enumerate(text for body in bodies for text in body.texts):
        handed.setdefault(text.ctx or str(number), text)
    facts = {name: value for body in bodies for name, value in body.facts.items()}
    for register in FACTS:
        said = latest(case.events, register)
        facts |= {f"{register}.{name}": each.value for name, each in said.items() if name != CHOSEN}
    keys = [body.reporter for body in bodies if body.reporter]
    return Source(
        reporter=case.reporter or (keys[-1] if keys else ""),
        urgent=case.urgent,
        lang=case.lang,
        texts=(*(handed_text(text) for text in own), *handed.values()),
        second_hand=(*lent, *range(len(own), len(own) + len(handed))),
        facts=facts,
        withheld=tuple(sorted({name for body in bodies for name in body.withheld})),
    )


def handed_text(text: Text) -> HandedText:
    """A text of the reporter in the form in which offices pass it on."""
    payload = text.payload
    known: dict[str, Any] = {"kind": payload.kind, "ctx": text.ctx, "day": text.day, "lang": payload.lang}
    for name in CARRIED[type(payload)]:
        known[name] = getattr(payload, name)
    return HandedText(**known)


CARRIED: dict[type, tuple[str, ...]] = {
    Report: ("channel", "answers", "words", "consent", "attachments"),
    Message: ("text", "consent", "attachments"),
    Assistance: ("help", "safe_contact", "country"),
}


def offices(desk: Desk) -> list[Office]:
    """The offices that can receive a case now: those that stand in for ours first."""
    directory = desk.following.newest.directory
    own = desk.outgoing.office
    first = [directory.office(each) for each in own.alternate if each != own.id]
    others = sorted(
        (each for each in directory.offices if each != own and each not in first), key=lambda o: o.name
    )
    return [each for each in (*first, *others) if can_receive(directory, each, desk.now())]


def office_named(desk: Desk, name: str) -> Office:
    """The office that a typed name or the beginning of an id means.

    Raises:
        NotFound: none that can receive now. BadInput: several.
    """
    wanted = name.strip().lower()
    found = [
        each
        for each in offices(desk)
        if wanted and (each.id.startswith(wanted) or wanted in each.name.lower())
    ]
    exact = [each for each in found if each.name.lower() == wanted] or found
    if not exact:
        raise NotFound("an office of that name that can receive now (`offices` shows them)")
    if len(exact) > 1:
        raise BadInput("office", "several are called like this: " + "; ".join(each.name for each in exact))
    return exact[0]


def audience(office: Office) -> Audience:
    """Who an office is to the reporter."""
    return audience_of(office.role)


def stands_in(desk: Desk) -> Office:
    """The office that takes over when an officer steps back: the first alternate that works on cases.

    Raises:
        NotFound: no office that stands in can receive now, and may be told all of it.
    """
    alternates = desk.outgoing.office.alternate
    found = next(
        (o for o in offices(desk) if o.id in alternates and audience(o) is Audience.INVESTIGATORS), None
    )
    if found is None:
        raise NotFound("an office that stands in for yours and can receive now (the root holders name one)")
    return found


def pass_on(desk: Desk, case: Case, office: Office, choice: Choice, reference: str = "") -> bool:
    """Seal the case for an office, tell the reporter where to write, write it down; False: some of it waits.

    Raises:
        BadInput: what `handing_over.fault` says; or files go and there is no server; or the officer has
            stepped back from the case.
    """
    desk.outgoing.check_not_left(case)
    answerable = bool(case.reports or case.assistance)
    who = audience(office)
    # Who only learns that there is a case cannot take the reporter over.
    takes = answerable and level_of(choice.purpose, who) is not Level.EXISTENCE
    decided = replace(choice, audience=who, contact=choice.contact if takes else "stays")
    body, bricks = resealed(desk, packed(source_of(case, granted_to(desk)), decided))
    receiver, outgoing = Receiver(office), desk.outgoing
    # What cannot be written down does not go: a note may be too long.
    said(desk, case, receiver, decided, body, reference, (STAYS, case.next_j))
    if bricks:
        hand_in(desk.online.http, bricks)
    for envelope in sealed_parts(
        outgoing, office, case.thread, decided.purpose, case.next_at(desk.now()), body
    ):
        desk.store.put_out(Waiting.DEPOSIT, for_office(office.id, envelope))
    template, j = MOVES if decided.contact == "moves" else STAYS, None
    if answerable and decided.purpose is not Purpose.ASSISTANCE:
        moves_to = office.id if decided.contact == "moves" else None
        j = desk.post(case, outgoing.reply(case, "", template=template, next_office=moves_to))
    return desk.record(*said(desk, case, receiver, decided, body, reference, (template, j)))


def recuse(desk: Desk, case: Case, note: str = "") -> bool:
    """Step back: the office that stands in takes over, and nothing that follows is sealed to this device."""
    source = source_of(case)
    numbers = tuple(number for _, files in numbered(source.texts) for number in files)
    choice = Choice(
        purpose=Purpose.RECUSAL, audience=Audience.OTHERS, contact="moves", files=numbers, note=note
    )
    return pass_on(desk, case, stands_in(desk), choice)


def pack_outside(
    desk: Desk, case: Case, to: str, choice: Choice, reference: str = ""
) -> tuple[HandoverBody, list[bytes]]:
    """What may go, readable, to a body outside of the directory, and the sealed word of it (`Desk.record`).

    Raises:
        BadInput: nobody is named, what `handing_over.fault` says, or this device can say nothing now: then
            nothing readable may be made, since nobody would learn of it.
        TooLong: a text does not fit into one envelope.
    """
    desk.outgoing.check_not_left(case)
    if not to.strip():
        raise BadInput("to", "say to whom, by office and not by name")
    decided = replace(choice, contact="stays")
    body = packed(source_of(case, granted_to(desk)), decided)
    return body, said(desk, case, Receiver(None, to.strip()), decided, body, reference, ("", None))


def said(
    desk: Desk,
    case: Case,
    receiver: Receiver,
    choice: Choice,
    body: HandoverBody,
    reference: str,
    told: tuple[str, int | None],
) -> list[bytes]:
    """What the colleagues are told, sealed."""
    sealed, outgoing = [], desk.outgoing
    at = case.next_at(desk.now())
    named = identity_goes(source_of(case, granted_to(desk)), choice.audience)
    day = desk.now().date().isoformat()
    for event, fields in events(case, receiver, choice, body, reference, told, day, named):
        sealed.append(outgoing.event(case, event, at, **fields))
        at = second_after(at)
    return sealed


Said = tuple[Event, dict[str, Any]]


def events(
    case: Case,
    receiver: Receiver,
    choice: Choice,
    body: HandoverBody,
    reference: str,
    told: tuple[str, int | None],
    day: str,
    identity: bool,
) -> Iterator[Said]:
    """In this order: what was passed on, who was told, what the reporter was told, status, stepping back."""
    level = level_of(choice.purpose, choice.audience)
    named = identity and level is not Level.EXISTENCE
    office = receiver.office.id if receiver.office else ""
    data = passed_data(choice.purpose, office, receiver.to, body.withheld, named, reference, day)
    remarks = [each.strip() for each in (choice.note, choice.reason)]
    yield event_of(choice.purpose), {"data": data, "text": "\n\n".join(filter(None, remarks))}
    who = told_data(receiver.who, receiver.role, choice.audience, level, named, day)
    yield Event.NEED_TO_KNOW, {"data": who, "text": str(choice.purpose)}
    template, j = told
    if j is not None:
        yield Event.REPLIED, {"reason": template, "j": j}
    if status := status_after(stands_as(case.status, bool(case.handovers)), choice.purpose, receiver.role):
        yield Event.STATUS, {"status": str(status)}
    if choice.purpose is Purpose.RECUSAL:
        yield Event.RECUSAL, {"data": {"office": office}}


def sealed_parts(
    outgoing: Outgoing, office: Office, thread: str, purpose: Purpose, at: str, body: HandoverBody
) -> list[bytes]:
    """The envelopes of a handover.

    Raises:
        TooLong: it needs more than 64 envelopes.
    """
    readers = seal_keys(office, outgoing.now)
    frame = as_json(
        HandoverPart(
            office=office.id,
            directory=outgoing.named,
            recipients=tuple(device for device, _ in readers),
            thread=thread,
            lang=body.lang[:MOST_LANG],
            item=token_hex(ITEM_BYTES),
            by=outgoing.device.device,
            by_office=outgoing.device.office,
            purpose=str(purpose),
            at=at,
        )
    )
    for name in ("part", "parts", "body"):
        frame.pop(name, None)
    parts = split(frame, {"body": dumps(plain(body)).decode()}, CAPACITY[EnvelopeClass.OFFICE])
    keys = [bytes.fromhex(key) for _, key in readers]
    return [seal(dumps(part), outgoing.key, keys, EnvelopeClass.OFFICE).envelope for part in parts]


def resealed(desk: Desk, body: HandoverBody) -> tuple[HandoverBody, list[Brick]]:
    """The body with every file sealed anew, and the new bricks; what is gone or damaged is named."""
    bricks: list[Brick] = []
    texts = []
    for text in body.texts:
        made = [anew(desk, entry, bricks) for entry in understood(text.attachments)]
        texts.append(replace(text, attachments=tuple(each for each in made if each is not None)))
    lost = sum(len(text.attachments) for text in texts) < sum(len(text.attachments) for text in body.texts)
    withheld = (*body.withheld, "attachments_lost") if lost else body.withheld
    return replace(body, texts=tuple(texts), withheld=tuple(sorted(set(withheld)))), bricks


def anew(desk: Desk, entry: Attachment | None, bricks: list[Brick]) -> dict[str, object] | None:
    """The entry of a file under new keys, whose bricks are added to `bricks`; None: there is no such file."""
    if entry is None:
        return None
    try:
        sealed = seal_file(opened(desk, entry))
    except (NotFound, CannotBeOpened):
        return None
    bricks.extend(sealed.bricks)
    return {**sealed.fields, "name": entry.name, "type": entry.type}


def files_named(case: Case) -> Sequence[str]:
    """The names of the files by their numbers in a choice, from 1."""
    entries = [entry for text in source_of(case).texts for entry in understood(text.attachments)]
    return [entry.name if entry else "" for entry in entries]
