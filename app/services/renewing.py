"""Renewals at the ceremony: a further seal key of a device, looked at offline, then taken into the draft.

The device itself signed it, which `app/services/admissions.py` has checked before. Its old keys stay listed:
what was sealed to them opens, and who sealed with them is known.

Must never: list a key twice, one that was listed before, or one of a device that the draft has let go.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.domain.directory import Device, Office
from app.domain.directory import device as parse_device
from app.domain.errors import BadInput
from app.domain.membership import MOST_KEYS, Renewal, holder_of
from app.domain.renewing import end_of
from app.domain.strict_json import loads
from app.sealing import timestamps
from app.services.workspace import Json, Workspace

FIELD = "document"
TOLERANCE = timedelta(days=1)  # days change at another hour elsewhere
MOST_VALID = timedelta(days=400)  # a year, and the month that a wish may wait


def looked(workspace: Workspace, office: Office, wish: Renewal, now: datetime) -> Iterator[str]:
    """The lines that show a renewal by a device of an office, when it may be taken.

    Raises:
        BadInput: it may not; says why.
    """
    holder = holder_of(office, wish.device)
    if holder is None or holder.id != wish.member:
        raise BadInput(FIELD, "names another member than the one who holds this device")
    listed = parse_device(device_in(workspace.draft(), wish))
    check_key(workspace, wish)
    check_dates(listed, wish, now)
    yield f"RENEWAL in {office.name}: {holder.title}, device {wish.device}"
    yield f"its keys end on {end_of(listed):%Y-%m-%d}; the next one counts from {wish.seal.since:%Y-%m-%d}"
    yield f"until {wish.seal.until:%Y-%m-%d}. The old ones stay listed, so that what was sealed to them opens"


def device_in(draft: Json, wish: Renewal) -> Json:
    """The device in the draft.

    Raises:
        BadInput: its office lists it there no more.
    """
    devices = (
        device
        for office in draft["offices"]
        if office["id"] == wish.office
        for member in office["members"]
        for device in member["devices"]
    )
    found: Json | None = next((each for each in devices if each["id"] == wish.device), None)
    if found is None:
        raise BadInput(FIELD, "is for a device that the draft lists no more: it was removed")
    return found


def check_key(workspace: Workspace, wish: Renewal) -> None:
    """Refuse a key that any version or the draft lists, whatever for: each one is used once."""
    versions = [loads(workspace.document(number)) for number in range(1, workspace.newest() + 1)]
    for document in (*versions, workspace.draft()):
        if wish.seal.key in set(keys_in(document)):
            raise BadInput(FIELD, "brings a key that is or was listed")


def check_dates(listed: Device, wish: Renewal, now: datetime) -> None:
    """Refuse a key that would not be the newest, or that ends too early or too late."""
    if len(listed.seal) >= MOST_KEYS:
        raise BadInput(FIELD, f"brings one key too many: a device has {MOST_KEYS}; let it join anew")
    if wish.seal.since > now + TOLERANCE or wish.seal.since <= max(each.since for each in listed.seal):
        raise BadInput(FIELD, "brings a key that would not be the newest one from now on")
    if not max(now, end_of(listed)) < wish.seal.until <= now + MOST_VALID:
        raise BadInput(FIELD, f"brings a key that ends before the old one, or after {MOST_VALID.days} days")


def keys_in(document: Json) -> Iterator[str]:
    """Every key of every device that a version or the draft lists (hex)."""
    for office in document["offices"]:
        for member in office["members"]:
            for device in member["devices"]:
                yield device["sign"]
                yield from (dated["key"] for dated in device["seal"])


def take(workspace: Workspace, wish: Renewal) -> None:
    """List the key in the draft, after those that the device has.

    Raises:
        BadInput: the draft has changed meanwhile so that it does not fit.
    """
    check_key(workspace, wish)
    draft = workspace.draft()
    since, until = map(timestamps.write, (wish.seal.since, wish.seal.until))
    device_in(draft, wish)["seal"].append({"key": wish.seal.key, "from": since, "until": until})
    workspace.keep(draft)
