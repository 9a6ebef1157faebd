"""What an office knows of a case besides its texts: registers, links, help, what was passed on, the trail.

Must never: print what somebody typed other than through `screen.line` or `screen.quoted`.
"""

from collections.abc import Iterator

from app.desk import screen
from app.desk.cases import office_name, page, title
from app.desk.copies import should_have
from app.desk.desk import Desk
from app.desk.disposing import unshown
from app.domain import coding
from app.domain.assistance import OWN, Track, tracks
from app.domain.case import Case, Done, named
from app.domain.counted import counted
from app.domain.disposal import Disposal, disposals
from app.domain.links import links_of
from app.domain.need_to_know import beyond
from app.domain.payloads import Event
from app.domain.recusal import recused_from
from app.domain.registers import Said, latest
from app.domain.trail import Standing, fingerprint, trail, word_numbers
from app.sealing.receipt import wordlist

RECORD = "Statistical record"
PASSED_ON = (Event.REFERRAL, Event.HANDOVER)
STANDINGS = {
    Standing.WHOLE: "whole: everything that a colleague's device saw is here",
    Standing.MISSING: "SOMETHING IS MISSING: a colleague's device saw envelopes that are not here",
    Standing.DISPOSED: "destroyed by two members; what is missing was destroyed with it",
}


def whole_page(desk: Desk, case: Case) -> Iterator[str]:
    """A whole case: what was written, what the office did, and what it knows."""
    yield from page(desk, case)
    yield from findings(desk, case)


def findings(desk: Desk, case: Case) -> Iterator[str]:
    """All of it that there is, each under its head."""
    for head, lines in parts(desk, case):
        yield ""
        yield f"{head}:"
        yield from (f"  {line}" for line in lines)


def parts(desk: Desk, case: Case) -> Iterator[tuple[str, list[str]]]:
    """The same as heads with their lines; of which there is nothing, nothing."""
    known = (
        ("Triage", register(desk, case, Event.TRIAGE)),
        ("Assigned to", assigned(desk, case)),
        ("Linked cases", links(desk, case)),
        ("Who has been told", told(desk, case)),
        ("Help", helped(case)),
        ("Who else should have it", should_have(desk, case)),
        ("Passed on", passed(desk, case)),
        ("Stepped back", stepped_back(desk, case)),
        ("Partner's case", register(desk, case, Event.PARTNER)),
        ("Authorities", authorities(case)),
        (RECORD, record(case)),
        ("Destroying", destroying(desk, case)),
    )
    for head, lines in known:
        if shown := list(lines):
            yield head, shown


def register(desk: Desk, case: Case, event: Event) -> Iterator[str]:
    """A register: what was said last under each name, and by whom."""
    for name, said in latest(case.events, event).items():
        if value := worded(said.value):
            yield f"{screen.line(name)}: {value}  ({by(desk, said)})"


def worded(value: str | tuple[str, ...]) -> str:
    """A value on one line."""
    return screen.line(value if isinstance(value, str) else ", ".join(value))


def by(desk: Desk, said: Said) -> str:
    """Who said it, and when."""
    return f"{title(desk, said.by)}, {said.at[:10]}"


def assigned(desk: Desk, case: Case) -> Iterator[str]:
    """Who has the case."""
    if case.assigned:
        yield title(desk, case.assigned)


def links(desk: Desk, case: Case) -> Iterator[str]:
    """Cases that belong together with this one."""
    for link in links_of(case, desk.cases):
        other = desk.names.get(link.thread)
        if other:
            yield f"{other}: {link.relation.replace('_', ' ')}  ({title(desk, link.by)}, {link.at[:10]})"


def told(desk: Desk, case: Case) -> Iterator[str]:
    """The need-to-know register; what goes beyond the rule is marked."""
    for done in named(case.events, Event.NEED_TO_KNOW):
        identity = word(done, "identity") == "yes"
        role, what = word(done, "role"), word(done, "what")
        which = f"{role.replace('_', ' ')}: {what}{', and who the reporter is' if identity else ''}"
        day = word(done, "day") or done.event.at[:10]
        yield f"{day}  {word(done, 'who')} ({which}), by {title(desk, done.event.by)}"
        if too_much := beyond(role, what, identity, case.consent.identity):
            yield f"  BEYOND THE RULE: the {'reporter' if too_much == 'identity' else 'matter'}"
        yield from screen.quoted(done.event.text) if done.event.text else ()


def helped(case: Case) -> Iterator[str]:
    """The help, request by request."""
    number = 0
    for track in tracks(case):
        number += track.request != OWN
        name = "0 (offered by the office)" if track.request == OWN else str(number)
        yield f"request {name}: {track.step} since {track.since}{details(track)}"
        for taken in track.taken:
            note = "" if taken.counted else "  (did not count: it could not follow)"
            yield f"  {taken.day}  {screen.line(taken.step)}{note}"


def details(track: Track) -> str:
    """Kinds of help and who gives it."""
    said = [", ".join(track.kinds).replace("_", " "), screen.line(track.provider)]
    return "".join(f", {each}" for each in said if each)


def passed(desk: Desk, case: Case) -> Iterator[str]:
    """What went to other offices, and what stayed behind."""
    for done in case.events:
        if done.event.event not in PASSED_ON:
            continue
        identity = "with" if word(done, "identity") == "yes" else "without"
        day = word(done, "day") or done.event.at[:10]
        yield f"{day}  {word(done, 'purpose')} to {receiver(desk, done)}, {identity} who the reporter is"
        if withheld := worded(done.event.data.get("withheld", ())):
            yield f"  stayed behind: {withheld}"
        if reference := word(done, "reference"):
            yield f"  reference: {reference}"


def receiver(desk: Desk, done: Done) -> str:
    """Who it went to, by name."""
    return office_name(desk, word(done, "office")) or word(done, "to") or "somebody"


def stepped_back(desk: Desk, case: Case) -> Iterator[str]:
    """Who recused themselves."""
    for each in recused_from(case):
        office = office_name(desk, each.office) or "another office"
        yield f"{each.at[:10]}  {title(desk, each.by)}; {office} took over"


def authorities(case: Case) -> Iterator[str]:
    """Steps towards authorities of a State, which the office took outside of this program."""
    for done in named(case.events, Event.AUTHORITY):
        day = word(done, "day") or done.event.at[:10]
        yield f"{day}  {word(done, 'what')}: {word(done, 'step')}  {word(done, 'reference')}".rstrip()
        yield from screen.quoted(done.event.text) if done.event.text else ()


def record(case: Case) -> Iterator[str]:
    """The statistical record, and what does not fit together in it."""
    found = coding.coded(case)
    for name, value in found.items():
        yield f"{name}: {worded(value)}"
    for doubt in coding.doubts(found):
        yield f"DOES NOT FIT: {doubt}"


def destroying(desk: Desk, case: Case) -> Iterator[str]:
    """What was proposed, and how it ended; and whether the server still shows what two members did."""
    lost = unshown(desk, case)
    for each in disposals(case):
        what = f"{screen.line(each.reason)}, {counted(each.count, 'envelope')}"
        yield f"{each.proposed_at[:10]}  {ending(desk, each)}: {what}"
        yield from screen.quoted(each.reference) if each.reference else ()
        if each.id in lost:
            yield "  THE SERVER NO LONGER SHOWS ITS RECORD OF IT; your office's own does. Ask who runs it."


def ending(desk: Desk, each: Disposal) -> str:
    """How a proposal stands."""
    if each.ended_by is None:
        return f"proposed by {title(desk, each.proposed_by)}"
    return f"{screen.line(each.step)} by {title(desk, each.ended_by)}"


def trail_of(desk: Desk, case: Case) -> Iterator[str]:
    """Whether the trail is whole, and words that two colleagues can compare."""
    found = trail(case)
    yield f"Case {desk.short(case)}: {counted(found.count, 'envelope')}."
    yield f"The trail is {STANDINGS[found.standing]}."
    yield from (f"  missing: {ctx[:16]}" for ctx in found.missing)
    yield "A colleague who has the same envelopes reads the same six words:"
    yield "  " + " ".join(trail_words(case))


def trail_words(case: Case) -> list[str]:
    """Six words that name all that is here of a case."""
    return [wordlist("en")[number] for number in word_numbers(fingerprint(case.thread, case.ctxs))]


def word(done: Done, name: str) -> str:
    """A single value of an event, on one line; empty when there is none."""
    value = done.event.data.get(name, "")
    return screen.line(value) if isinstance(value, str) else ""
