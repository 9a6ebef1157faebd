"""Who is admitted to an office, who leaves it, whose keys go on: what a device signs for the root holders.

    admission   a new device, of a new member or of one who has others
    removal     devices that are lost, whose holder left, or that others replace
    renewal     a further seal key of a listed device, signed by that very device

It is a wish. It counts when the root holders have signed and published a directory that says the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain import fields
from app.domain.directory import Dated, Device, Member, Office, dated, device
from app.domain.errors import BadInput

ID_BYTES, SIGNATURE_BYTES = 16, 64
MOST_KEYS = 16  # seal keys of a device, old ones included
MOST_DEVICES = 8  # of an office
TITLE_CHARACTERS = 80


class Reason(StrEnum):
    """Why devices leave."""

    LOST = "lost"
    LEFT = "left"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Admission:
    """A device shall be listed. Ids in hex; `member` is empty for a new one; `by` signed this.

    `asked` (hex) is the new device's own signature.
    """

    organisation: str
    office: str
    member: str
    title: str
    lead: bool
    device: Device
    asked: str
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class Removal:
    """Devices shall no longer be listed. Ids in hex; `by` signed this."""

    organisation: str
    office: str
    member: str
    devices: tuple[str, ...]
    reason: Reason
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class Renewal:
    """A listed device shall have a further seal key. Ids in hex; `by` signed this, and is `device` itself."""

    organisation: str
    office: str
    member: str
    device: str
    seal: Dated
    by: str
    day: date


Wish = Admission | Removal | Renewal


def parse(raw: Mapping[str, Any]) -> Wish:
    """Read what was signed.

    Raises:
        BadInput: a field is missing or has another shape; names the field.
    """
    if raw.get("v") != 1 or isinstance(raw["v"], bool):
        raise BadInput("v", "is another version")
    match raw.get("kind"):
        case "admission":
            return admission(raw)
        case "removal":
            return removal(raw)
        case "renewal":
            return renewal(raw)
    raise BadInput("kind", "must be admission, removal or renewal")


def admission(raw: Mapping[str, Any]) -> Admission:
    """Read an admission."""
    return Admission(
        organisation=fields.hexadecimal(raw, "organisation", ID_BYTES),
        office=fields.hexadecimal(raw, "office", ID_BYTES),
        member=fields.perhaps(raw, "member"),
        title=title(raw),
        lead=raw.get("lead") is True,
        device=joining(fields.mapping(raw, "device")),
        asked=fields.hexadecimal(raw, "asked", SIGNATURE_BYTES),
        by=fields.hexadecimal(raw, "by", ID_BYTES),
        day=fields.day(raw, "day"),
    )


def removal(raw: Mapping[str, Any]) -> Removal:
    """Read a removal."""
    devices = fields.texts(raw, "devices")
    if not 1 <= len(devices) <= MOST_DEVICES or len(set(devices)) < len(devices):
        raise BadInput("devices", f"must be one to {MOST_DEVICES} different ones")
    return Removal(
        organisation=fields.hexadecimal(raw, "organisation", ID_BYTES),
        office=fields.hexadecimal(raw, "office", ID_BYTES),
        member=fields.text(raw, "member"),
        devices=tuple(fields.hexadecimal({"devices": each}, "devices", ID_BYTES) for each in devices),
        reason=fields.one_of(raw, "reason", Reason),
        by=fields.hexadecimal(raw, "by", ID_BYTES),
        day=fields.day(raw, "day"),
    )


def renewal(raw: Mapping[str, Any]) -> Renewal:
    """Read a renewal; its key says from when on it counts, and ends after that."""
    seal = fields.mapping(raw, "seal")
    fields.moment(seal, "from")
    key = dated(seal)
    if key.until <= key.since:
        raise BadInput("seal", "must end after it begins")
    return Renewal(
        organisation=fields.hexadecimal(raw, "organisation", ID_BYTES),
        office=fields.hexadecimal(raw, "office", ID_BYTES),
        member=fields.text(raw, "member"),
        device=fields.hexadecimal(raw, "device", ID_BYTES),
        seal=key,
        by=fields.hexadecimal(raw, "by", ID_BYTES),
        day=fields.day(raw, "day"),
    )


def joining(raw: Mapping[str, Any]) -> Device:
    """A device that wants to be listed; it has at least one seal key."""
    found = device(raw)
    if not 1 <= len(found.seal) <= MOST_KEYS:
        raise BadInput("seal", f"must have one to {MOST_KEYS} keys")
    return found


def title(raw: Mapping[str, Any]) -> str:
    """What the member is called: a title on one line, such as "Focal point A"."""
    said = fields.text(raw, "title")
    if len(said) > TITLE_CHARACTERS or not said.isprintable():
        raise BadInput("title", f"must be one line of at most {TITLE_CHARACTERS} characters")
    return said


def leads(office: Office, device: str) -> bool:
    """Whether a device (hex) belongs to a lead of an office."""
    marked = any(member.lead for member in office.members)
    holder = holder_of(office, device)
    return holder is not None and (holder.lead or not marked)


def holder_of(office: Office, device: str) -> Member | None:
    """The member of an office who holds a device (hex)."""
    return next((each for each in office.members if device in {one.id for one in each.devices}), None)
