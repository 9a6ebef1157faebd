"""The directory: the entities, the offices that receive reports, the devices that open them (protocol §8).

Frozen values read out of a document that `app.sealing.directory` has already believed. Ids and keys
stay in hex, as in the document: this floor knows no bytes of the protocol. Unknown fields are let through.

Must never: decide whether a document may be trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NewType

from app.domain import fields
from app.domain.errors import NotFound
from app.domain.local_help import HelpService, parse_confirmed, parse_service
from app.domain.rows import Row, parse_row

OfficeId = NewType("OfficeId", str)  # 16 bytes in hex
DeviceId = NewType("DeviceId", str)  # 16 bytes in hex
EntityId = NewType("EntityId", str)  # a short name, such as "un-habitat"

FIRST = datetime.min.replace(tzinfo=UTC)


class EntityKind(StrEnum):
    """What kind of body it is; the routing table looks at this."""

    SECRETARIAT = "secretariat"
    OWN_OVERSIGHT = "own_oversight"
    UN_WOMEN = "un_women"
    MISSION = "mission"
    PARTNER = "partner"
    INTER_AGENCY = "inter_agency"
    OVERSIGHT = "oversight"


class Role(StrEnum):
    """What an office is for."""

    CONDUCT_DISCIPLINE = "conduct_discipline"
    PSEA = "psea"
    ETHICS_LEGAL = "ethics_legal"
    INVESTIGATIONS = "investigations"
    ETHICS_OFFICE = "ethics_office"
    ETHICS_ADVISER = "ethics_adviser"
    CONDUCT_DISCIPLINE_TEAM = "conduct_discipline_team"
    INTER_AGENCY_PSEA = "inter_agency_psea"
    VICTIMS_RIGHTS = "victims_rights"
    HUMAN_RIGHTS = "human_rights"
    EVENT_FOCAL = "event_focal"
    HEAD_OFFICE = "head_office"
    CHILD_PROTECTION = "child_protection"


@dataclass(frozen=True, slots=True)
class Dated:
    """A public key (hex) and when it is valid: from the first moment on, until just before the last."""

    key: str
    since: datetime
    until: datetime

    def valid(self, at: datetime) -> bool:
        """Whether it is valid at that moment."""
        return self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class Device:
    """A focal point's device: its signing key and its seal keys."""

    id: DeviceId
    sign: str
    seal: tuple[Dated, ...]

    def seal_key(self, at: datetime) -> str | None:
        """The newest seal key valid at that moment."""
        valid = [dated for dated in self.seal if dated.valid(at)]
        return max(valid, key=lambda dated: dated.since).key if valid else None


@dataclass(frozen=True, slots=True)
class Member:
    """A focal point, by title, never by name."""

    id: str
    title: str
    devices: tuple[Device, ...]
    lead: bool = False  # admits members; where nobody is marked, any member does


@dataclass(frozen=True, slots=True)
class Office:
    """Where reports are opened. `alternate` is the chain of offices that stand in for it."""

    id: OfficeId
    entity: EntityId
    role: Role
    name: str
    names: Mapping[str, str]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    alternate: tuple[OfficeId, ...]
    vacant: bool
    members: tuple[Member, ...]

    @property
    def devices(self) -> tuple[Device, ...]:
        """All devices of its members."""
        return tuple(device for member in self.members for device in member.devices)

    def name_in(self, lang: str) -> str:
        """Its name in a language, else its first name."""
        return self.names.get(lang, self.name)


@dataclass(frozen=True, slots=True)
class Entity:
    """A body of the United Nations, or a partner; `contracting` are the entities that engage a partner."""

    id: EntityId
    name: str
    names: Mapping[str, str]
    kind: EntityKind
    contracting: tuple[EntityId, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The relay's batch rule: how many deposits, or how many seconds."""

    min: int
    timeout: int
    deadline: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers that every client and process obeys because they are signed; times in seconds unless named."""

    min_devices: int
    batch: Batch
    grace: int
    reply_days: int
    envelope_days: int
    acknowledge_hours_urgent: int
    acknowledge_working_days: int
    feedback_days: int = 30
    benchmark_days: int = 120
    retaliation_days: tuple[int, ...] = (30, 90, 180)
    unopened_alternate_days: int = 2
    unopened_oversight_days: int = 4

    @property
    def spare(self) -> timedelta:
        """How long after a key or an office has gone a deposit for it may still wait."""
        return timedelta(seconds=self.batch.deadline + self.grace)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs this: id (16 bytes in hex), name, and whether it is a demonstration.

    `confirmed`: facts that it answers for, by the content's setting; `help`: services nearby, in its order.
    """

    id: str
    name: str
    demonstration: bool
    confirmed: Mapping[str, str] = field(default_factory=dict)
    help: tuple[HelpService, ...] = ()


@dataclass(frozen=True, slots=True)
class Roots:
    """The roots that sign the next directory, in hex, and how many of them must."""

    threshold: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole signed document. `routing` holds the rows of the routing table.

    `notice_key`: to which desks seal where officers want to be told, in hex; without it they seal nothing.
    """

    version: int
    previous: str
    issued: datetime
    expires: datetime
    organisation: Organisation
    roots: Roots | None
    entities: tuple[Entity, ...]
    offices: tuple[Office, ...]
    routing: tuple[Row, ...]
    relays: tuple[Dated, ...]
    intake: tuple[Dated, ...]
    policy: Policy
    notice_key: str | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    def office(self, office: str) -> Office:
        """The office with this id.

        Raises:
            NotFound: there is none.
        """
        found = next((each for each in self.offices if each.id == office), None)
        if found is None:
            raise NotFound("office")
        return found

    def entity(self, entity: str) -> Entity:
        """The entity with this id.

        Raises:
            NotFound: there is none.
        """
        found = next((each for each in self.entities if each.id == entity), None)
        if found is None:
            raise NotFound("entity")
        return found

    def device(self, device: str) -> tuple[Office, Device]:
        """A listed device and its office.

        Raises:
            NotFound: no office lists it.
        """
        for office in self.offices:
            for each in office.devices:
                if each.id == device:
                    return office, each
        raise NotFound("device")

    def relay_key(self, at: datetime) -> str | None:
        """The newest relay key valid at that moment, in hex."""
        valid = [dated for dated in self.relays if dated.valid(at)]
        return max(valid, key=lambda dated: dated.since).key if valid else None


def seal_keys(office: Office, at: datetime) -> list[tuple[DeviceId, str]]:
    """To which devices and keys (hex) a report for this office is sealed: each device's newest valid key."""
    keys = [(device.id, device.seal_key(at)) for device in office.devices]
    return [(device, key) for device, key in keys if key is not None]


def can_receive(directory: Directory, office: Office, at: datetime) -> bool:
    """Whether a report can be sealed to this office now: not vacant, and enough devices with a valid key."""
    if office.vacant:
        return False
    return len(seal_keys(office, at)) >= max(1, directory.policy.min_devices)


def parse_directory(raw: Mapping[str, Any]) -> Directory:
    """Read a directory document.

    Raises:
        BadInput: a field is missing or has another shape; names the field.
    """
    policy = fields.mapping(raw, "policy")
    roots = fields.mapping(raw, "roots") if "roots" in raw else None
    return Directory(
        version=fields.whole(raw, "version", 1),
        previous=fields.hexadecimal(raw, "previous", 32),
        issued=fields.moment(raw, "issued"),
        expires=fields.moment(raw, "expires"),
        organisation=organisation(fields.mapping(raw, "organisation")),
        roots=None
        if roots is None
        else Roots(fields.whole(roots, "threshold", 1), fields.texts(roots, "keys")),
        entities=tuple(map(entity, fields.mappings(raw, "entities"))),
        offices=tuple(map(office, fields.mappings(raw, "offices"))),
        routing=tuple(map(parse_row, fields.mappings(raw, "routing"))),
        relays=tuple(map(dated, fields.mappings(raw, "relays"))),
        intake=tuple(map(dated, fields.mappings(raw, "intake", optional=True))),
        policy=parse_policy(policy),
        notice_key=fields.hexadecimal(raw, "notice_key", 32) if "notice_key" in raw else None,
        raw=raw,
    )


def organisation(raw: Mapping[str, Any]) -> Organisation:
    """Who runs this."""
    return Organisation(
        id=fields.hexadecimal(raw, "id", 16),
        name=fields.text(raw, "name"),
        demonstration=raw.get("demonstration") is True,
        confirmed=parse_confirmed(fields.mapping(raw, "confirmed")) if "confirmed" in raw else {},
        help=tuple(map(parse_service, fields.mappings(raw, "help", optional=True))),
    )


def entity(raw: Mapping[str, Any]) -> Entity:
    """One entity."""
    return Entity(
        id=EntityId(fields.text(raw, "id")),
        name=fields.text(raw, "name"),
        names=fields.names(raw),
        kind=fields.one_of(raw, "kind", EntityKind, EntityKind.SECRETARIAT),
        contracting=tuple(map(EntityId, fields.texts(raw, "contracting", optional=True))),
        countries=fields.texts(raw, "countries", optional=True),
    )


def office(raw: Mapping[str, Any]) -> Office:
    """One office; without members it is vacant."""
    members = tuple(map(member, fields.mappings(raw, "members")))
    has_devices = any(each.devices for each in members)
    return Office(
        id=OfficeId(fields.hexadecimal(raw, "id", 16)),
        entity=EntityId(fields.text(raw, "entity")),
        role=fields.one_of(raw, "role", Role),
        name=fields.text(raw, "name"),
        names=fields.names(raw),
        countries=fields.texts(raw, "countries", optional=True),
        languages=fields.texts(raw, "languages", optional=True),
        alternate=tuple(map(OfficeId, fields.texts(raw, "alternate", optional=True))),
        vacant=raw.get("vacant") is True or not has_devices,
        members=members,
    )


def member(raw: Mapping[str, Any]) -> Member:
    """One focal point."""
    devices = tuple(map(device, fields.mappings(raw, "devices")))
    return Member(fields.text(raw, "id"), str(raw.get("title", "")), devices, raw.get("lead") is True)


def device(raw: Mapping[str, Any]) -> Device:
    """One device."""
    seal = tuple(map(dated, fields.mappings(raw, "seal")))
    return Device(DeviceId(fields.hexadecimal(raw, "id", 16)), fields.hexadecimal(raw, "sign", 32), seal)


def dated(raw: Mapping[str, Any]) -> Dated:
    """A key with its validity; `from` may be missing."""
    since = fields.moment(raw, "from") if "from" in raw else FIRST
    return Dated(fields.hexadecimal(raw, "key", 32), since, fields.moment(raw, "until"))


def parse_policy(raw: Mapping[str, Any]) -> Policy:
    """The signed numbers; those added later have defaults."""
    batch = fields.mapping(raw, "batch")
    return Policy(
        min_devices=fields.whole(raw, "min_devices", 1),
        batch=Batch(*(fields.whole(batch, name, 0) for name in ("min", "timeout", "deadline"))),
        grace=fields.whole(raw, "grace", 0, default=259_200),  # three days
        reply_days=fields.whole(raw, "reply_days", 1, default=30),
        envelope_days=fields.whole(
            raw, "envelope_days", 1, default=3_650
        ),  # ten years, unless disposed of before
        acknowledge_hours_urgent=fields.whole(raw, "acknowledge_hours_urgent", 1, default=24),
        acknowledge_working_days=fields.whole(raw, "acknowledge_working_days", 1, default=3),
        feedback_days=fields.whole(raw, "feedback_days", 1, default=30),
        benchmark_days=fields.whole(raw, "benchmark_days", 1, default=120),
        retaliation_days=fields.whole_numbers(raw, "retaliation_days", 1, (30, 90, 180)),
        unopened_alternate_days=fields.whole(raw, "unopened_alternate_days", 1, default=2),
        unopened_oversight_days=fields.whole(raw, "unopened_oversight_days", 1, default=4),
    )
