"""What an office writes down of a case: checked by the tables of `app/domain`, then told to its devices.

Each function gives back whether the colleagues know already; False: it waits on this disk.
Must never: write down a value that the browser desk would not understand.
"""

from collections.abc import Mapping, Sequence
from secrets import token_hex

from app.desk.desk import Desk
from app.domain import coding
from app.domain.assistance import KINDS, NEXT, OWN, Step, Track, tracks
from app.domain.case import Case
from app.domain.claims import CHOSEN
from app.domain.directory import Member
from app.domain.errors import BadInput, NotFound
from app.domain.links import RELATIONS
from app.domain.need_to_know import MAY, WHATS
from app.domain.outward import AUTHORITIES, AUTHORITY_STEPS, PARTNER
from app.domain.payloads import Event
from app.domain.triage import ENTITY, MANY, TRIAGE, fits

Value = str | tuple[str, ...]
NONE = "none"  # takes a link away
REFERENCE, REFERENCE_BYTES = "case_ref", 4  # drawn at random: nothing of the report is in it


def triage(desk: Desk, case: Case, answers: Mapping[str, Sequence[str]]) -> bool:
    """Answer questions of the triage checklist.

    Raises:
        BadInput: no such question, or none of its values; says which there are.
    """
    entities = {entity.id for entity in desk.following.newest.directory.entities} | {"unknown"}
    data = {
        question: claimant(case, values) if question == CHOSEN else triaged(question, values, entities)
        for question, values in answers.items()
    }
    if not data:
        raise BadInput("triage", "answer at least one of: " + ", ".join(TRIAGE))
    return desk.record(desk.outgoing.event(case, Event.TRIAGE, data=data))


def claimant(case: Case, values: Sequence[str]) -> str:
    """The key that answers are to go to, named by its beginning: one that claims the case."""
    keys = [key for key in (case.reporter, *(claim.key for claim in case.claims)) if key is not None]
    wanted = values[0].strip().lower() if len(values) == 1 else ""
    fitting = [key for key in keys if wanted and key.startswith(wanted)]
    if len(fitting) != 1:
        raise BadInput(CHOSEN, "takes the first 8 digits of a key that `open` shows")
    return fitting[0]


def triaged(question: str, values: Sequence[str], entities: set[str]) -> Value:
    """The answer to one question, as it is written down."""
    if question not in TRIAGE:
        raise BadInput("triage", "there is no such question; there are: " + ", ".join(TRIAGE))
    known = TRIAGE[question] if question != ENTITY else tuple(sorted(entities))
    if not values or not all(value in known and fits(question, value) for value in values):
        raise BadInput(question, "takes: " + ", ".join(known))
    if question in MANY:
        return tuple(value for value in known if value in values)
    if len(values) > 1:
        raise BadInput(question, "takes one value")
    return values[0]


def assign(desk: Desk, case: Case, who: str) -> bool:
    """Give the case to a member of the office, named by title or by the beginning of a device's id.

    Raises:
        NotFound: there is no such member with a device that can be sealed to.
        BadInput: several fit.
    """
    to = device_of(desk, who)
    return desk.record(desk.outgoing.event(case, Event.ASSIGNMENT, to=to))


def device_of(desk: Desk, who: str) -> str:
    """The device by which a member is meant: one that the directory lists now, with a valid key."""
    wanted = who.strip().lower()
    members = desk.outgoing.office.members
    fitting = [member for member in members if wanted and wanted in member.title.lower()]
    # A title may look like the beginning of an id: it goes first.
    fitting = fitting or [member for member in members if wanted and has_device(member, wanted)]
    if len(fitting) > 1:
        raise BadInput(
            "colleague", "several are called like this; type more of the title or of a device's id"
        )
    devices = [device for member in fitting for device in member.devices]
    ready = [device.id for device in devices if device.seal_key(desk.now()) is not None]
    if not ready:
        raise NotFound("a colleague of that name whose device is in the directory (see `people list`)")
    if desk.device.device in ready:
        return desk.device.device
    return next((device for device in ready if device.startswith(wanted)), ready[0])


def has_device(member: Member, beginning: str) -> bool:
    """Whether a device of the member has an id that begins like this."""
    return any(device.id.startswith(beginning) for device in member.devices)


def link(desk: Desk, case: Case, other: Case, relation: str) -> bool:
    """Say how two cases belong together; `none` takes that back.

    Raises:
        BadInput: no such relation, or the same case.
    """
    if relation not in (*RELATIONS, NONE):
        raise BadInput("relation", "is none of: " + ", ".join((*RELATIONS, NONE)))
    if other.thread == case.thread:
        raise BadInput("case", "cannot be linked to itself")
    data = {"thread": other.thread, "relation": relation}
    # Of a pair the last word counts, by whichever end: so it must be later than all that either case knows.
    at = max(case.next_at(desk.now()), other.next_at(desk.now()))
    return desk.record(desk.outgoing.event(case, Event.LINK, at, data=data))


def tell(desk: Desk, case: Case, who: str, role: str, what: str, identity: bool, why: str, day: str) -> bool:
    """Write down who was told what of a case, and why.

    Raises:
        BadInput: nobody is named, no such role or matter, or no reason.
    """
    if not who.strip() or not why.strip():
        raise BadInput("told", "say who was told, and why")
    if role not in MAY:
        raise BadInput("role", "is none of: " + ", ".join(MAY))
    if what not in WHATS:
        raise BadInput("what", "is none of: " + ", ".join(WHATS))
    data = {"who": who.strip(), "role": role, "what": what, "identity": yes(identity), "day": day}
    return desk.record(desk.outgoing.event(case, Event.NEED_TO_KNOW, data=data, text=why))


def help_step(
    desk: Desk, case: Case, number: int, step: str, kinds: Sequence[str], provider: str, day: str, remark: str
) -> bool:
    """Write down a step of the help for the `number`th request of a case; 0: the office offers by itself.

    Raises:
        NotFound: there is no such request.
        BadInput: no such kind of help, or the step may not follow.
    """
    found = request_track(case, number)
    now = found.step if found else Step.NONE
    if step not in NEXT[now]:
        raise BadInput("step", f"after {now} can come: {', '.join(sorted(NEXT[now]))}")
    if not set(kinds) <= set(KINDS):
        raise BadInput("kinds", "are some of: " + ", ".join(KINDS))
    data = {
        "request": found.request if found else OWN,
        "step": step,
        "kinds": tuple(kind for kind in KINDS if kind in kinds),
        "provider": provider.strip(),
        "day": day,
    }
    return desk.record(desk.outgoing.event(case, Event.ASSISTANCE, data=data, text=remark))


def request_track(case: Case, number: int) -> Track | None:
    """The help for a request, by its number from 1; None for what nobody asked for and nobody offered yet."""
    found = tracks(case)
    if number == 0:
        return next((each for each in found if each.request == OWN), None)
    asked = [each for each in found if each.request != OWN]
    if not 1 <= number <= len(asked):
        raise NotFound("a request for help of that number (`open` numbers them)")
    return asked[number - 1]


def code(desk: Desk, case: Case, values: Mapping[str, Sequence[str]]) -> bool:
    """Fill in fields of the statistical record.

    Raises:
        BadInput: no such field, or a value that the table does not allow.
    """
    data = {name: coded_value(name, given) for name, given in values.items()}
    if not data:
        raise BadInput("record", "fill in at least one of: " + ", ".join(coding.FIELDS))
    if REFERENCE not in coding.coded(case):
        data.setdefault(REFERENCE, token_hex(REFERENCE_BYTES))
    return desk.record(desk.outgoing.event(case, Event.CODING, data=data))


def coded_value(name: str, given: Sequence[str]) -> Value:
    """A value as it is written down."""
    if name not in coding.FIELDS:
        raise BadInput("record", "there is no such field; there are: " + ", ".join(coding.FIELDS))
    field = coding.FIELDS[name]
    if given == [""]:
        return ""  # takes back what stands there
    value: Value = tuple(given) if field.form is coding.Form.MANY else " ".join(given)
    if not coding.is_valid(name, value):
        raise BadInput(name, f"takes {EXPECTED.get(field.form) or 'one of: ' + ', '.join(field.values)}")
    return value


EXPECTED = {
    coding.Form.COUNT: "a whole number, or unknown",
    coding.Form.DAY: "a day such as 2026-11-21",
    coding.Form.PERIOD: "a year, a month such as 2026-03, a range such as 2024/2026, or unknown",
    coding.Form.COUNTRY: "a country by two capital letters",
    coding.Form.ENTITY: "the short name of an entity",
    coding.Form.CODE: "a short code in capital letters",
    coding.Form.REF: "eight digits or letters from a to f, drawn at random",
}


def partner(desk: Desk, case: Case, items: Mapping[str, Sequence[str]]) -> bool:
    """Answer items of the checklist for a partner organisation's case.

    Raises:
        BadInput: no such item, or none of its values.
    """
    data = {item: partner_value(item, " ".join(given)) for item, given in items.items()}
    if not data:
        raise BadInput("partner", "answer at least one of: " + ", ".join(PARTNER))
    return desk.record(desk.outgoing.event(case, Event.PARTNER, data=data))


def partner_value(item: str, value: str) -> str:
    """The answer to one item."""
    if item not in PARTNER:
        raise BadInput("partner", "there is no such item; there are: " + ", ".join(PARTNER))
    if PARTNER[item] and value not in PARTNER[item]:
        raise BadInput(item, "takes: " + ", ".join(PARTNER[item]))
    return value


def authority(desk: Desk, case: Case, what: str, step: str, day: str, reference: str, remark: str) -> bool:
    """Write down a step towards an authority of a State, taken outside of this program by those who may.

    Raises:
        BadInput: no such authority or step.
    """
    if what not in AUTHORITIES:
        raise BadInput("what", "is none of: " + ", ".join(AUTHORITIES))
    if step not in AUTHORITY_STEPS:
        raise BadInput("step", "is none of: " + ", ".join(AUTHORITY_STEPS))
    data = {"what": what, "step": step, "day": day, "reference": reference.strip()}
    return desk.record(desk.outgoing.event(case, Event.AUTHORITY, data=data, text=remark))


def yes(given: bool) -> str:
    """A yes or no, as it is written down."""
    return "yes" if given else "no"
