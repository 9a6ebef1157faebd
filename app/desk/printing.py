"""A case as pages to print, or to save as a PDF: one HTML file, as the browser desk prints it.

For the office itself everything; for somebody else what `handing_over` lets that audience learn, with what
stays behind named. The file holds no script and asks for nothing outside of itself: it opens in any browser
of a room without a network. Everything that somebody else wrote goes through `screen` (no control character
turns a line around) and then through the template, which escapes it.

Must never: put a text into the page as markup, or more into it than its reader may know.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.content.forms import DATA
from app.desk import cases, findings, handover, screen
from app.desk.desk import Desk
from app.desk.files import CaseFile, files_of, opened, size
from app.desk.wording import (
    CHANNELS,
    KINDS_OF_TEXT,
    RULES,
    SILENT,
    Answered,
    Wording,
    country,
    each_of,
    language,
    readable,
    withheld,
    wording,
)
from app.domain import coding
from app.domain.audience import Audience, Purpose
from app.domain.case import Case, Done
from app.domain.claims import Claim
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.handing_over import Choice, Source, identity_goes, packing
from app.domain.handover import HandedText
from app.domain.identity import identity_in
from app.domain.payloads import Event
from app.domain.recusal import recusal_of
from app.domain.templates import text_of
from app.domain.texts import Text
from app.domain.trail import trail

PAGE, STYLE = "case_file.html", "case_file.css"
NAMED = 8  # hex digits by which a case is named on paper
OWN = "Your own office: everything"
READERS: Mapping[Audience, str] = {
    Audience.INVESTIGATORS: "Those who investigate",
    Audience.HELPERS: "Those who help: only what help is needed",
    Audience.HEAD: "Head of the entity: only that there is a case",
    Audience.OTHERS: "Somebody else",
}
# As whom the register of who was told knows a reader, and what they learn.
TOLD: Mapping[Audience, tuple[str, str]] = {
    Audience.INVESTIGATORS: ("oios", "allegation"),
    Audience.HELPERS: ("assistance", "needs"),
    Audience.HEAD: ("head_of_entity", "existence"),
    Audience.OTHERS: ("other", "allegation"),
}
WRITTEN = "The case file was written to a file to print."


@dataclass(frozen=True)
class Reader:
    """For whom the pages are: without an `audience` for the office itself.

    `passages`: words that tell who the reporter is. `checked`: the officer read every text.
    """

    audience: Audience | None = None
    who: str = ""
    why: str = ""
    passages: tuple[str, ...] = ()
    checked: bool = False

    @property
    def name(self) -> str:
        """As the page calls them."""
        return f"{self.who} ({READERS[self.audience]})" if self.audience else OWN


@dataclass(frozen=True)
class Written:
    """One text of the reporter, worded."""

    title: str
    about: tuple[str, ...]
    notes: tuple[str, ...]
    words: tuple[str, ...]
    answers: tuple[Answered, ...]
    help: tuple[str, ...]
    safe_contact: str


@dataclass(frozen=True)
class Page:
    """The HTML, the words to take out that stand nowhere in it, and whether it may tell who somebody is."""

    html: str
    missed: tuple[str, ...]
    named: bool


def printed(desk: Desk, case: Case, reader: Reader) -> Page:
    """The pages of a case for a reader.

    Raises:
        BadInput: the officer stepped back from it, nobody is named, or what `handing_over.fault` says.
    """
    if recusal_of(case, desk.device.device, desk.following.kin):
        raise BadInput("case", "is one that you stepped back from; who took over can print it")
    source = handover.source_of(case, handover.granted_to(desk))
    words = wording(desk.following.newest.directory)
    if reader.audience is None:
        return Page(rendered(whole(desk, case, source, words)), (), named=True)
    if not reader.who.strip():
        raise BadInput("--who", "say who gets it, by title: “Investigator, Nairobi”")
    choice = choice_of(reader.audience, reader)
    body, missed = packing(source, choice)
    claimed = [(claim, source_of_claim(desk, case, claim)) for claim in case.claims]
    packed = [(claim, own, *packing(own, choice)) for claim, own in claimed]
    shown = around(desk, case, reader) | {
        "rule": rule_of(source) if body.texts else "",
        "withheld": withheld(body.withheld),
        "texts": [written(words, text) for text in body.texts],
        "claims": [
            claim_of(claim, rule_of(own), [written(words, text) for text in said.texts], said.withheld)
            for claim, own, said, _ in packed
            if said.texts
        ],
        "record": record(case) if reader.audience is Audience.INVESTIGATORS else [],
    }
    missed = tuple(each for each in missed if all(each in others for *_, others in packed))
    tells = any(identity_goes(each, reader.audience) for each in (source, *(own for _, own in claimed)))
    return Page(rendered(shown), missed, tells)


def choice_of(audience: Audience, reader: Reader) -> Choice:
    """The same as a referral to such a reader; those who help learn what is needed, not what happened."""
    purpose = Purpose.ASSISTANCE if audience is Audience.HELPERS else Purpose.REFERRAL
    return Choice(purpose=purpose, audience=audience, passages=reader.passages, checked=reader.checked)


def written_word(desk: Desk, case: Case, reader: Reader, named: bool) -> bytes:
    """What the colleagues are told, sealed: that the file was made, and for whom. For `Desk.record`.

    Raises:
        BadInput: this device can say nothing now: then no file may be made, since nobody would learn of it.
        TooLong: the reason does not fit into one envelope.
    """
    if reader.audience is None:
        return desk.outgoing.event(case, Event.NOTE, text=WRITTEN)
    role, what = TOLD[reader.audience]
    data = {
        "who": reader.who.strip(),
        "role": role,
        "what": what,
        "identity": "yes" if named else "no",
        "day": desk.now().date().isoformat(),
    }
    return desk.outgoing.event(case, Event.NEED_TO_KNOW, data=data, text=reader.why)


def around(desk: Desk, case: Case, reader: Reader) -> dict[str, Any]:
    """What stands on every case file, and nothing in what only some readers get."""
    directory = desk.following.newest.directory
    office = screen.line(directory.office(desk.device.office).name)
    made_of = trail(case)
    return {
        "name": case.thread[:NAMED],
        "demonstration": directory.organisation.demonstration,
        "facts": [
            ("Office", f"{office}, {screen.line(directory.organisation.name)}"),
            ("Made by", cases.title(desk, desk.device.device)),
            ("Made on", desk.now().date().isoformat()),
            ("For", screen.line(reader.name)),
            ("Received", case.received or cases.NEVER),
            ("Status", readable(case.status)),
        ],
        "trail": {
            "count": made_of.count,
            "words": " ".join(findings.trail_words(case)),
            "missing": len(made_of.missing),
        },
        **dict.fromkeys(("doubts", "texts", "claims", "files", "events", "parts", "record"), ()),
    }


def whole(desk: Desk, case: Case, source: Source, words: Wording) -> dict[str, Any]:
    """All that the office has."""
    givers = {id(text): each.office for each in case.handovers if each.body for text in each.body.texts}
    own = dict(zip(map(id, source.texts), case.texts, strict=False))
    notes = {
        id(text): origin(desk, own[id(text)]) if id(text) in own else passed_on(desk, givers.get(id(text)))
        for text in source.texts
    }
    return around(desk, case, Reader()) | {
        "doubts": list(cases.doubts(case)),
        "rule": rule_of(source),
        "withheld": withheld(source.withheld),
        "texts": [written(words, text, notes[id(text)]) for text in source.texts],
        "claims": [whole_claim(desk, case, claim, words) for claim in case.claims],
        "files": [file_of(desk, file) for file in files_of(case)],
        "events": [event_of(desk, done) for done in case.events],
        "parts": list(parts(desk, case)),
        "record": record(case),
    }


def whole_claim(desk: Desk, case: Case, claim: Claim, words: Wording) -> dict[str, Any]:
    """All that another key wrote."""
    texts = [written(words, handover.handed_text(text), origin(desk, text)) for text in claim.texts]
    return claim_of(claim, rule_of(source_of_claim(desk, case, claim)), texts)


def rule_of(source: Source) -> str:
    """Who may learn who the reporter is, in a sentence."""
    return RULES.get(identity_in(source.texts, source.second_hand), SILENT)


def written(words: Wording, text: HandedText, notes: Sequence[str] = ()) -> Written:
    """A text as it is printed."""
    about = (
        text.day or "A day that is not said",
        CHANNELS.get(text.channel, text.channel),
        country(text.country or ""),
        language(text.lang),
    )
    return Written(
        title=KINDS_OF_TEXT[text.kind],
        about=tuple(screen.line(each) for each in about if each),
        notes=tuple(notes),
        words=tuple(screen.clean(each) for each in (text.words, text.text) if each),
        answers=tuple(words.answered(text.answers)),
        help=tuple(map(words.help, text.help)),
        safe_contact=screen.clean(text.safe_contact),
    )


def origin(desk: Desk, text: Text) -> tuple[str, ...]:
    """What is missing of a text, and who vouches for it."""
    missing = ", ".join(map(str, text.missing))
    said = [f"Parts of this text have not come: {missing}"] if missing else []
    return (*(line.strip() for line in cases.vouching(desk, text)), *said)


def passed_on(desk: Desk, office: str | None) -> tuple[str, ...]:
    """Who passed a text on."""
    giver = cases.office_name(desk, office or "") or "an office that the directory lists no more"
    return (f"Passed on by {giver}, which vouches for it.",)


def source_of_claim(desk: Desk, case: Case, claim: Claim) -> Source:
    """What one other key wrote, as something to pass on: their words, their permission."""
    theirs = {name: getattr(claim, name) for name in ("reports", "assistance", "messages")}
    alone = replace(case, reporter=claim.key, handovers=(), events=(), **theirs)
    return handover.source_of(alone, handover.granted_to(desk))


def claim_of(claim: Claim, rule: str, texts: Sequence[Written], left: Sequence[str] = ()) -> dict[str, Any]:
    """What another key wrote."""
    key = claim.key[: cases.SHORT_KEY]
    return {"key": key, "rule": rule, "texts": texts, "withheld": withheld(left)}


def file_of(desk: Desk, file: CaseFile) -> dict[str, Any]:
    """A line of the list of files."""
    if file.entry is None:
        unknown = "An attached file that cannot be understood"
        return {"number": file.number, "name": unknown, "kind": "", "size": "", "hash": ""}
    return {
        "number": file.number,
        "name": screen.line(file.entry.name) or "Without a name",
        "kind": screen.line(file.entry.type) or "Unknown",
        "size": size(file.entry.length),
        "hash": hash_of(desk, file),
    }


def hash_of(desk: Desk, file: CaseFile) -> str:
    """By which a saved copy of the file can be told from another one, if the file is here."""
    assert file.entry is not None
    try:
        return sha256(opened(desk, file.entry)).hexdigest()
    except NotFound:
        return "Not all of it is here"
    except CannotBeOpened:
        return "It is damaged or was tampered with"


def event_of(desk: Desk, done: Done) -> dict[str, str]:
    """One thing that the office did."""
    event = done.event
    standard = text_of(event.reason) if event.event == Event.REPLIED and event.reason else ""
    return {
        "what": screen.line(f"Status: {readable(event.status)}" if event.status else readable(event.event)),
        "at": event.at.replace("T", " ").replace("Z", " UTC"),
        "by": cases.title(desk, event.by),
        "text": screen.clean(event.text or standard),
    }


def parts(desk: Desk, case: Case) -> Iterator[dict[str, Any]]:
    """The registers of the office, what reached it from others, and what is not proven."""
    for each in case.handovers:
        note = screen.quoted(each.body.note) if each.body and each.body.note else []
        giver = cases.office_name(desk, each.office) or "An office that the directory lists no more"
        line = f"{giver}, {each.day}: {readable(screen.line(each.purpose))}"
        yield {"title": "From the office that passed it on", "lines": [line, *note]}
    for head, lines in findings.parts(desk, case):
        if head != findings.RECORD:
            yield {"title": head, "lines": lines}
    for ctx in cases.doubtful_in(case):
        yield {"title": "Not proven to be from whom it names", "lines": list(cases.unproven(desk, ctx))}


def record(case: Case) -> list[tuple[str, str]]:
    """The statistical record."""
    found = coding.coded(case)
    return [
        (readable(name), screen.line(", ".join(coded_value(name, each) for each in each_of(value))))
        for name, value in found.items()
        if value
    ]


def coded_value(name: str, value: str) -> str:
    """A value of the record, as a person writes it."""
    field = coding.FIELDS.get(name)
    return country(value) if field and field.form == "country" else readable(value)


def rendered(shown: Mapping[str, Any]) -> str:
    """The page. What is missing of it is an error, not a gap."""
    pages = Environment(
        loader=FileSystemLoader(DATA),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = pages.get_template(STYLE).render()
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    made = pages.get_template(PAGE).render(**shown, style=STYLE, style_hash=allowed)
    return made.strip() + "\n"
