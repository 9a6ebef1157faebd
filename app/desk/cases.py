"""Cases as a focal point reads them in a terminal: plain, aligned, without jargon.

Must never: print a reporter's text other than through `screen.quoted` or `screen.line`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from app.desk import screen
from app.desk.desk import Desk
from app.desk.files import files_of
from app.desk.leaving import left_since, perhaps_left
from app.desk.reading import Unreadable
from app.domain.attachments import understood
from app.domain.case import Case, Done
from app.domain.claims import Claim
from app.domain.counted import counted
from app.domain.deadlines import acknowledge_by
from app.domain.handover import Handover, HandoverBody
from app.domain.payloads import Assistance, CaseEvent, Event, Message, Report
from app.domain.templates import text_of
from app.domain.texts import Text

NEVER = "-"
SHORT_KEY = 8  # hex digits of a key, by which people tell keys apart
WAITING = {"office": "us", "reporter": "the reporter", "nobody": NEVER}
HEAD = ("CASE", "RECEIVED", "STATUS", "NEXT TO WRITE", "ACKNOWLEDGE BY", "")
UNREADABLE_HEAD = ("NUMBER", "FILED", "WHY (CHECK)")
KINDS = {"report": "Report", "assistance": "Request for help", "message": "Message"}
# What the name of a failed check means for the person at the desk.
MEANING = {
    "slot": "it was not sealed to this device; a colleague can grant it",
    "recipients": "it does not name this device",
    "sender": "it was not sealed by whom it should be; show it to your security adviser",
    "office": "it was written to another office",
    "schema": "what is in it cannot be understood",
}
OTHER_MEANING = "it is damaged or was tampered with"


def listing(desk: Desk) -> Iterator[str]:
    """All cases, and below them what could not be opened, and what the server has no more."""
    yield from table(desk, desk.cases)
    yield from unreadable(desk)
    yield from lost(desk)


def lost(desk: Desk) -> Iterator[str]:
    """That the server has something no more, and nobody has said why."""
    count = sum(one.position < 0 for one in desk.reading.readable)
    if count:
        what, them = counted(count, "envelope"), "it" if count == 1 else "them"
        yield ""
        yield f"The server no longer has {what} that this disk keeps. No two members had {them} destroyed."
        yield "Please tell the lead of your office."


def table(desk: Desk, cases: Sequence[Case]) -> Iterator[str]:
    """Some cases, one in a line."""
    if cases:
        yield from screen.table(HEAD, (row(desk, case) for case in cases))
    else:
        yield "No cases yet." if not desk.cases else "No such case."


def row(desk: Desk, case: Case) -> tuple[str, ...]:
    """One case in the list."""
    return (
        desk.short(case),
        case.received or NEVER,
        case.status.replace("_", " "),
        WAITING[case.waiting],
        NEVER if case.acknowledged else due(desk, case),
        ", ".join(remarks(case)),
    )


def due(desk: Desk, case: Case) -> str:
    """By when it must be acknowledged, and whether that has passed."""
    if case.received is None:
        return NEVER
    policy = desk.following.newest.directory.policy
    day = acknowledge_by(
        date.fromisoformat(case.received),
        case.urgent,
        policy.acknowledge_hours_urgent,
        policy.acknowledge_working_days,
    )
    return f"{day} LATE" if desk.now().date() > day else str(day)


def remarks(case: Case) -> Iterator[str]:
    """What to know before opening it."""
    if case.urgent:
        yield "URGENT"
    if case.assistance:
        yield "asks for help"
    if case.disputed:
        yield "TWO SENDERS CLAIM IT"
    if doubtful := doubtful_in(case):
        yield f"{len(doubtful)} not proven"
    if case.gaps or any(text.missing for text in case.texts):
        yield "something is missing"


def unreadable(desk: Desk) -> Iterator[str]:
    """Envelopes that could not be opened, with what that means; those with a plain reason apart."""
    since = left_since(desk.cases, desk.device.device, desk.following.kin)
    aside = [one for one in desk.reading.unreadable if perhaps_left(one, since)]
    found = [one for one in desk.reading.unreadable if one not in aside]
    if found:
        yield ""
        yield f"{counted(len(found), 'sealed envelope')} could not be opened on this device:"
        rows = ((place(one), str(one.day), f"{meaning(one.check)} ({one.check})") for one in found)
        yield from screen.table(UNREADABLE_HEAD, rows)
    if aside:
        yield ""
        yield f"Not sealed to this device: {counted(len(aside), 'envelope')}, perhaps of cases from which you"
        yield f"stepped back; in the stream number {', '.join(map(place, aside))}."


def place(one: Unreadable) -> str:
    """Its number in the office's stream, if the server has it still."""
    return str(one.position) if one.position > 0 else NEVER


def meaning(check: str) -> str:
    """A failed check in words."""
    return MEANING.get(check, OTHER_MEANING)


def page(desk: Desk, case: Case) -> Iterator[str]:
    """A whole case: what the reporter wrote, what the office did, what is in doubt."""
    yield f"Case {desk.short(case)}   {case.status.replace('_', ' ')}   received {case.received or NEVER}"
    lang = screen.line(case.lang) or "not said"
    yield f"Next to write: {WAITING[case.waiting]}.  Language of the reporter: {lang}."
    yield from allowed(case)
    if not case.acknowledged:
        yield f"Not acknowledged yet; to be done by {due(desk, case)}."
    yield from doubts(case)
    for text in case.texts:
        yield ""
        yield from written(text)
        yield from vouching(desk, text)
    for passed in case.handovers:
        yield ""
        yield from handed(desk, case, passed)
    yield from attached(case)
    if case.events:
        yield ""
        yield "What this office did:"
        yield from (one for done in case.events for one in event(desk, done))
    for claim in case.claims:
        yield ""
        yield from claimed(desk, claim)
    for ctx in doubtful_in(case):
        yield ""
        yield "NOT PROVEN to be from whom it names:"
        yield from unproven(desk, ctx)


def claimed(desk: Desk, claim: Claim) -> Iterator[str]:
    """What another key wrote under the thread; which of them is the reporter, people find out."""
    yield f"SOMEBODY WITH ANOTHER KEY ({claim.key[:SHORT_KEY]}) ALSO CLAIMS TO BE THIS REPORTER."
    yield f"  Your answers do not go there. To answer this one: triage CASE reporter={claim.key[:SHORT_KEY]}"
    for text in claim.texts:
        yield from (f"  {line}" for line in (*written(text), *vouching(desk, text)))


def doubtful_in(case: Case) -> list[str]:
    """What is not proven, without the claims, which stand by themselves."""
    claimed = {ctx for claim in case.claims for text in claim.texts for ctx in text.ctxs}
    return [ctx for ctx in case.unproven if ctx not in claimed]


def allowed(case: Case) -> Iterator[str]:
    """What the reporter allows now, which is what counts, whatever an earlier text said."""
    now = case.consent
    yield f"May we write back: {now.contact or 'not said'}"
    yield f"Who may learn who they are: {consented(now.identity)}"
    if now.changed:
        yield f"The reporter changed this on {now.changed}: pass on nothing more than it allows."


def consented(identity: str) -> str:
    """Who may learn who the reporter is; not said means nobody."""
    return identity.replace("_", " ") or "not said, so nobody"


def attached(case: Case) -> Iterator[str]:
    """The files of a case."""
    if files := files_of(case):
        yield ""
        yield f"Files that came with it: {len(files)}. To read them, add --files FOLDER."
        yield from (f"  {file.line}" for file in files)


def vouching(desk: Desk, text: Text) -> Iterator[str]:
    """Who says that the reporter wrote it, when this device joined later and got it from a colleague."""
    place = desk.reading.place(text.ctx)
    if place is not None and place.vouched:
        yield f"  That the reporter wrote it is vouched for by {title(desk, place.vouched)}."


def handed(desk: Desk, case: Case, passed: Handover) -> Iterator[str]:
    """What another office passed on; it vouches for it, the reporter does not."""
    giver = office_name(desk, passed.office) or "an office that the directory lists no more"
    yield f"Handed over by {giver} ({screen.line(passed.purpose) or 'no purpose'}), filed {passed.day}"
    yield f"  That office vouches for it: sealed by {title(desk, passed.by)}."
    if passed.body is None:
        missing = ", ".join(map(str, passed.missing))
        yield f"  Parts {missing} have not come." if missing else "  It cannot be understood."
        return
    body = passed.body
    if body.reporter and case.texts:
        same = "the same person" if body.reporter == case.reporter else "SOMEBODY ELSE, by another key,"
        yield f"  What came later under this case was written by {same} as the report that was handed over."
    yield from body_lines(body)


def body_lines(body: HandoverBody) -> Iterator[str]:
    """What goes, or went, from one office to another."""
    for text in body.texts:
        yield f"  {KINDS[text.kind]} of {text.day or 'a day that is not said'}:"
        for question, answer in text.answers.items():
            yield f"  {screen.line(question)}:"
            yield from screen.quoted(answer if isinstance(answer, str) else ", ".join(answer))
        if text.help:
            yield f"  Help wanted: {screen.line(', '.join(text.help))}"
        pieces = filter(None, (text.words, text.text, text.safe_contact))
        yield from (row for each in pieces for row in screen.quoted(each))
        for entry in understood(text.attachments):
            yield f"  File: {(screen.line(entry.name) or 'without a name') if entry else 'not understood'}"
    for name, value in body.facts.items():
        yield f"  {screen.line(name)}: {screen.line(value if isinstance(value, str) else ', '.join(value))}"
    if body.note:
        yield "  Note:"
        yield from screen.quoted(body.note)
    if body.withheld:
        yield f"  Stayed behind: {screen.line(', '.join(body.withheld))}"


def office_name(desk: Desk, office: str) -> str:
    """The name of an office of the newest directory; empty when it has none of that id."""
    offices = desk.following.newest.directory.offices
    return next((screen.line(each.name) for each in offices if each.id == office), "")


def unproven(desk: Desk, ctx: str) -> Iterator[str]:
    """An envelope whose author is in doubt."""
    entry = next(one.entry for one in desk.reading.readable if one.entry.ctx == ctx)
    payload = entry.payload
    if isinstance(payload, CaseEvent):
        yield from event(desk, Done(entry.ctx, entry.day, payload))
    elif isinstance(payload, Report | Assistance | Message):
        yield from written(Text(entry.ctx, (entry.ctx,), entry.day, payload, ()))


def doubts(case: Case) -> Iterator[str]:
    """What a reader must know before trusting the page."""
    if case.urgent:
        yield "URGENT: danger now, or a child is or may be concerned."
    if case.disputed:
        key = f", {case.reporter[:SHORT_KEY]}" if case.reporter else ""
        yield f"CAREFUL: two keys claim to be the reporter. You answer one{key}; the other stands below."
    if doubtful := doubtful_in(case):
        yield f"Not proven to be from whom it names: {counted(len(doubtful), 'envelope')}; see the end."
    if case.unknown:
        unknown = counted(len(case.unknown), "entry", "entries")
        yield f"Made by a newer program and not shown: {unknown}; update this one."
    if case.gaps:
        gaps = counted(len(case.gaps), "envelope")
        yield f"Of what the reporter sent, not come or could not be opened: {gaps}."


def written(text: Text) -> Iterator[str]:
    """A reporter's text."""
    yield f"{KINDS[text.payload.kind]}, filed {text.day}"
    if text.missing:
        yield f"  Parts {', '.join(map(str, text.missing))} have not come."
    payload = text.payload
    if isinstance(payload, Report):
        yield from report(payload)
    elif isinstance(payload, Assistance):
        wanted = screen.line(", ".join(payload.help)) or "not said"
        yield f"  Help wanted: {wanted}; country {payload.country or NEVER}"
        yield "  Safe way to be in touch:"
        yield from screen.quoted(payload.safe_contact)
    elif isinstance(payload, Message):
        if payload.consent:
            yield "  With it they changed what they allow; what counts now stands at the top."
        yield from screen.quoted(payload.text)


def report(payload: Report) -> Iterator[str]:
    """Answers, own words."""
    answers = ((q, a if isinstance(a, str) else ", ".join(a)) for q, a in payload.answers.items())
    for question, answer in answers:
        yield f"  {screen.line(question)}:"
        yield from screen.quoted(answer)
    yield "  In their own words:"
    yield from screen.quoted(payload.words)


def event(desk: Desk, done: Done) -> Iterator[str]:
    """One thing that the office did."""
    what = "put to " + done.event.status if done.event.status else done.event.event
    when = done.event.at.replace("T", " ").replace("Z", "")
    yield f"  {when}  {title(desk, done.event.by)}: {screen.line(what.replace('_', ' '))}"
    if done.event.text:
        yield from screen.quoted(done.event.text)
    elif done.event.event == Event.ACKNOWLEDGED:
        yield "  | (standard words)"
    elif done.event.event == Event.REPLIED and done.event.reason:
        yield from screen.quoted(text_of(done.event.reason))


def title(desk: Desk, device: str) -> str:
    """Whose device it is, by title."""
    for office in desk.following.newest.directory.offices:
        for member in office.members:
            if any(each.id == device for each in member.devices):
                return screen.line(member.title)
    return f"device {device[:8]}, which the directory lists no more"
