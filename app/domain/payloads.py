"""What stands inside an envelope (protocol §5), as frozen values.

`parse` is the door: what another device sealed is checked once, field by field, against the table
that the dataclasses themselves are. Fields that this version does not know are kept in `extra`, and a
kind or version that it does not know becomes `Unknown`, so that an older desk shows it instead of losing it.

Must never: quote a value in an error; the error names the field alone.
Written for people and other languages: `schema/payload.schema.json`, `app/client/src/payloads.ts`.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from app.domain import payload_fields as form
from app.domain.errors import BadInput
from app.domain.payload_fields import Check

VERSION = 1


class Kind(StrEnum):
    """The kinds of payload."""

    REPORT = "report"
    ASSISTANCE = "assistance"
    MESSAGE = "message"
    EVENT = "event"
    REPLY = "reply"
    HANDOVER = "handover"


REPORTERS_KINDS = frozenset({Kind.REPORT, Kind.ASSISTANCE, Kind.MESSAGE})


class Event(StrEnum):
    """What a device of an office may say that it did."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    STATUS = "status"
    ASSIGNMENT = "assignment"
    NOTE = "note"
    NEED_TO_KNOW = "need_to_know"
    REFERRAL = "referral"
    HANDOVER = "handover"
    DISPOSAL = "disposal"
    REPLIED = "replied"
    TRIAGE = "triage"
    LINK = "link"
    ASSISTANCE = "assistance"
    PARTNER = "partner"
    AUTHORITY = "authority"
    RECUSAL = "recusal"
    CODING = "coding"


CHANNELS = ("app", "sms", "voice", "whatsapp", "telegram", "terminal")


def of(check: Check, default: Any = MISSING) -> Any:
    """A field of a payload: how it is checked, and what stands for it when it is absent."""
    metadata = {"check": check}
    if callable(default):
        return field(metadata=metadata, default_factory=default)
    return field(metadata=metadata) if default is MISSING else field(metadata=metadata, default=default)


def value_of(data: Any, cls: type, name: str) -> Any:
    """Check an object inside a payload and make it a `cls`; `name` is what an error calls it."""
    return cls(**checked(form.mapping(data, name), cls))


@dataclass(frozen=True, kw_only=True)
class DirectoryRef:
    """The directory version that the sender went by; `hash` is H of its exact bytes."""

    version: int = of(form.count)
    hash: str = of(form.hex32)


@dataclass(frozen=True, kw_only=True)
class ReplyKey:
    """Where an office answers: the reporter's public key, and this office's reply key."""

    key: str = of(form.hex32)
    tag: str = of(form.hex32)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """May the office write, and who may learn who the reporter is; empty means not said."""

    contact: str = of(form.one_of("yes", "no", ""), "")
    identity: str = of(form.one_of("none", "helpers", "investigators", "helpers_and_investigators", ""), "")


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """The reporter's proof: this office opened this report on this day."""

    device: str = of(form.hex16)
    office: str = of(form.hex16)
    ctx: str = of(form.hex32)
    thread: str = of(form.hex16)
    day: str = of(form.day)
    signature: str = of(form.hex64)


def nested(cls: type) -> Check:
    """A check for an object that is a value of its own."""
    return lambda data, name: value_of(data, cls, name)


DIRECTORY_REF = nested(DirectoryRef)
REPLY_KEY = nested(ReplyKey)
CONSENT = nested(Consent)
ACKNOWLEDGEMENT = nested(Acknowledgement)


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every kind carries. `seq` counts from 0, `part` from 1."""

    kind: ClassVar[str] = ""

    office: str = of(form.hex16)
    directory: DirectoryRef = of(DIRECTORY_REF)  # noqa: RUF009 -- builds a field only
    recipients: tuple[str, ...] = of(form.texts)
    thread: str = of(form.hex16)
    lang: str = of(form.text, "")
    part: int = of(form.within(1, form.MAX_PARTS), 1)
    parts: int = of(form.within(1, form.MAX_PARTS), 1)
    item: str | None = of(form.or_none(form.hex16), None)
    seq: int | None = of(form.or_none(form.count), None)
    prev: str | None = of(form.or_none(form.hex32), None)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Report(Common):
    """What happened, in the reporter's answers and words."""

    kind: ClassVar[str] = Kind.REPORT

    channel: str = of(form.one_of(*CHANNELS))
    answers: Mapping[str, str | tuple[str, ...]] = of(form.answers, dict)
    words: str = of(form.text, "")
    consent: Consent = of(CONSENT, Consent)  # noqa: RUF009 -- builds a field only
    attachments: tuple[Mapping[str, Any], ...] = of(form.item_list, ())
    reply: ReplyKey = of(REPLY_KEY)  # noqa: RUF009 -- builds a field only
    urgent: bool = of(form.flag, False)


@dataclass(frozen=True, kw_only=True)
class Assistance(Common):
    """What help is wanted and how to reach the person; never what happened."""

    kind: ClassVar[str] = Kind.ASSISTANCE

    help: tuple[str, ...] = of(form.texts, ())
    safe_contact: str = of(form.text, "")
    country: str | None = of(form.or_none(form.country), None)
    reply: ReplyKey = of(REPLY_KEY)  # noqa: RUF009 -- builds a field only


@dataclass(frozen=True, kw_only=True)
class Message(Common):
    """A later text of the reporter; `consent` changes what it names, and is None when it changes nothing."""

    kind: ClassVar[str] = Kind.MESSAGE

    text: str = of(form.text, "")
    consent: Consent | None = of(form.or_none(CONSENT), None)  # noqa: RUF009 -- builds a field only
    attachments: tuple[Mapping[str, Any], ...] = of(form.item_list, ())


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Common):
    """What a device did, told to all devices of its office; an `event` we do not know stays a word."""

    kind: ClassVar[str] = Kind.EVENT

    event: str = of(form.text)
    at: str = of(form.moment)
    by: str = of(form.hex16)
    about: str | None = of(form.or_none(form.hex32), None)
    text: str = of(form.text, "")
    status: str | None = of(form.or_none(form.text), None)
    reason: str = of(form.text, "")
    day: str | None = of(form.or_none(form.day), None)
    signature: str | None = of(form.or_none(form.hex64), None)
    j: int | None = of(form.or_none(form.count), None)
    to: str | None = of(form.or_none(form.hex16), None)
    data: Mapping[str, str | tuple[str, ...]] = of(form.answers, dict)
    heads: tuple[str, ...] = of(form.list_of(form.hex32), ())


@dataclass(frozen=True, kw_only=True)
class HandoverPart(Common):
    """A piece of what another office passed on: `by` a device of `by_office`, which sealed it.

    The pieces of `body` make up one JSON text (`app/domain/handover.py`).
    """

    kind: ClassVar[str] = Kind.HANDOVER

    item: str = of(form.hex16)
    by: str = of(form.hex16)
    by_office: str = of(form.hex16)
    purpose: str = of(form.text, "")
    at: str = of(form.moment)
    body: str = of(form.text, "")


@dataclass(frozen=True, kw_only=True)
class Reply(Common):
    """An office's answer: own words, or a template with its values."""

    kind: ClassVar[str] = Kind.REPLY

    text: str = of(form.text, "")
    template: str | None = of(form.or_none(form.text), None)
    values: Mapping[str, str] = of(form.text_map, dict)
    status: str | None = of(form.or_none(form.text), None)
    next_office: str | None = of(form.or_none(form.hex16), None)
    ack: Acknowledgement | None = of(form.or_none(ACKNOWLEDGEMENT), None)  # noqa: RUF009 -- builds a field only


@dataclass(frozen=True, kw_only=True)
class Unknown(Common):
    """A kind or a version that this program does not know; all its own fields are in `extra`."""

    kind: ClassVar[str] = "unknown"


Payload = Report | Assistance | Message | CaseEvent | HandoverPart | Reply | Unknown
CLASSES: dict[str, type[Payload]] = {
    Kind.REPORT: Report,
    Kind.ASSISTANCE: Assistance,
    Kind.MESSAGE: Message,
    Kind.EVENT: CaseEvent,
    Kind.REPLY: Reply,
    Kind.HANDOVER: HandoverPart,
}


def parse(raw: Mapping[str, Any]) -> Payload:
    """Read an opened payload.

    Raises:
        BadInput: a field is missing or has the wrong form; names the field.
    """
    kind = form.text(raw.get("kind"), "kind")
    known = raw.get("v") == VERSION and not isinstance(raw.get("v"), bool)
    cls = CLASSES.get(kind, Unknown) if known else Unknown
    names = OWN_NAMES[cls]
    extra = {name: value for name, value in raw.items() if name not in names}
    payload = cls(**checked(raw, cls), extra=extra)
    if payload.part > payload.parts:
        raise BadInput("part", "is more than there are parts")
    if payload.parts > 1 and not payload.item and payload.kind in REPORTERS_KINDS:
        raise BadInput("item", "is missing in a text of several parts")
    return payload


def checked(raw: Mapping[str, Any], cls: type) -> dict[str, Any]:
    """The fields of `cls` found in `raw`, each checked; absent ones are left to their defaults."""
    found = {}
    for name, check, needed in plan(cls):
        if name in raw:
            found[name] = check(raw[name], name)
        elif needed:
            raise BadInput(name, "is missing")
    return found


@cache
def plan(cls: type) -> tuple[tuple[str, Check, bool], ...]:
    """The fields of `cls` that are read: name, check, whether it must be there. A desk asks this all day."""
    return tuple(
        (f.name, f.metadata["check"], f.default is MISSING and f.default_factory is MISSING)
        for f in fields(cls)
        if "check" in f.metadata
    )


def names_of(cls: type) -> frozenset[str]:
    """The names of the fields that are read."""
    return frozenset(name for name, _, _ in plan(cls))


# Names that are not kept in `extra`: of a kind that we know, its fields and the two that name it.
OWN_NAMES: dict[type, frozenset[str]] = {
    Unknown: names_of(Unknown),
    **{cls: names_of(cls) | {"v", "kind"} for cls in CLASSES.values()},
}


def plain(value: Any) -> Any:
    """A value of this module as JSON holds it; fields that are None or empty are left out."""
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if not hasattr(type(value), "__dataclass_fields__"):
        return value
    return {f.name: plain(part) for f in fields(value) if (part := getattr(value, f.name)) not in (None, "")}


def as_json(payload: Payload) -> dict[str, Any]:
    """The payload as it is sealed, kept fields included; `parse` gives the same value back."""
    own = plain(payload)
    extra = own.pop("extra")
    return {"v": VERSION, "kind": payload.kind, **own, **extra}
