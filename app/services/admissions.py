"""Admissions, removals and renewals at the ceremony: looked at offline, then taken into the draft.

What a lead or a colleague signed comes in as a file. It is judged by the newest signed version in the folder,
and shown in words; it counts when the next version is signed and published.

Must never: admit what nobody entitled signed, or list a device again that was listed once and removed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.counted import counted
from app.domain.directory import Device, Directory, Office, parse_directory
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.membership import MOST_DEVICES, Admission, Reason, Removal, Renewal, Wish, holder_of, leads
from app.domain.strict_json import loads
from app.sealing.joinrequest import compared_words
from app.sealing.membership import Signed, believed, listed
from app.services import renewing
from app.services.ceremony import next_member, office_in, progress_of
from app.services.workspace import Json, Workspace

FIELD = "document"
FRESH = timedelta(days=30)  # an older wish is forgotten, by the server too
TOLERANCE = timedelta(days=1)  # days change at another hour elsewhere
MOST_VALID = timedelta(days=3_650)


@dataclass(frozen=True)
class Looked:
    """A wish that may be taken, and the lines that show it."""

    wish: Wish
    lines: tuple[str, ...]


def look(workspace: Workspace, signed: Signed, now: datetime) -> Looked:
    """Judge what a device of an office signed.

    Raises:
        BadInput: it may not be taken; says why.
        NotFound: no version is published yet.
    """
    directory = newest(workspace)
    try:
        office, device = directory.device(signed.by)
    except NotFound:
        raise BadInput(FIELD, "is signed by a device that the newest directory does not list") from None
    try:
        wish = believed(signed, bytes.fromhex(device.sign))
    except CannotBeOpened as refused:
        raise BadInput(FIELD, f"is not what that device signed ({refused.check})") from None
    if wish.organisation != directory.organisation.id or wish.office != office.id:
        raise BadInput(FIELD, "is for another office than the signer's")
    age = now.date() - wish.day
    if not -TOLERANCE <= age <= FRESH:
        raise BadInput(FIELD, "is too old, or dated in the future; have it signed anew")
    signer = holder_of(office, signed.by)
    by = f"signed by {signer.title if signer else 'nobody'} (device {signed.by}) on {wish.day}"
    if isinstance(wish, Admission):
        if not leads(office, signed.by):
            raise BadInput(FIELD, "is not signed by a lead of the office")
        return looked_admission(workspace, wish, now, by)
    if isinstance(wish, Renewal):
        return Looked(wish, (*renewing.looked(workspace, office, wish, now), by))
    check_removal(office, wish)
    return Looked(wish, (*removal_lines(office, wish), by))


def newest(workspace: Workspace) -> Directory:
    """The newest version that enough root holders have signed: wishes are judged by no draft.

    Raises:
        NotFound: there is none.
    """
    for number in range(workspace.newest(), 0, -1):
        progress = progress_of(workspace, number)
        if progress.signed >= progress.needed:
            return parse_directory(loads(workspace.document(number)))
    raise NotFound("signed version of the directory (run `speakup org prepare` and `sign` first)")


def looked_admission(workspace: Workspace, wish: Admission, now: datetime, by: str) -> Looked:
    """An admission that fits into the draft, and its lines."""
    draft = workspace.draft()
    office = office_in(draft, wish.office)
    check_new(workspace, wish.device)
    check_keys(draft, wish.device, now)
    if sum(len(each["devices"]) for each in office["members"]) >= MOST_DEVICES:
        raise BadInput(FIELD, "brings one device too many: an envelope has eight slots")
    holder = member_in(office, wish.member)
    who = f"a further device of {holder['title']}" if holder else f"a new member, “{wish.title}”"
    lead = "; admits others (lead)" if wish.lead else ""
    words = " ".join(compared_words(wish.office, wish.device, workspace.pins()))
    until = max(each.until for each in wish.device.seal)
    lines = (
        f"ADMISSION to {office['name']}: {who}{lead}",
        f"device {wish.device.id}, valid until {until:%Y-%m-%d}",
        f"words that the two compared: {words}",
        by,
    )
    return Looked(wish, lines)


def check_new(workspace: Workspace, device: Device) -> None:
    """Refuse a device that any version or the draft lists or listed: one that was removed stays removed.

    Raises:
        BadInput: says whether it is there already, with the same key, or is there no more.
    """
    if any((each["id"], each["sign"]) == (device.id, device.sign) for each in devices_of(workspace.draft())):
        raise BadInput(FIELD, "was taken before: the draft lists this device")
    documents = [loads(workspace.document(number)) for number in range(1, workspace.newest() + 1)]
    for document in (*documents, workspace.draft()):
        if device.id in {each["id"] for each in devices_of(document)}:
            raise BadInput(FIELD, "names a device that is or was listed; it needs new keys")


def check_keys(draft: Json, device: Device, now: datetime) -> None:
    """Refuse keys that another device has, and seal keys that are not valid now or never end."""
    used = {each["sign"] for each in devices_of(draft)}
    used |= {key["key"] for each in devices_of(draft) for key in each["seal"]}
    if used & {device.sign, *(each.key for each in device.seal)}:
        raise BadInput(FIELD, "brings a key that another device has")
    if device.seal_key(now) is None or any(each.until > now + MOST_VALID for each in device.seal):
        raise BadInput(FIELD, "brings no key that is valid now, or one that does not end within ten years")


def check_removal(office: Office, wish: Removal) -> None:
    """Refuse a removal by who may not sign it, or of devices that are not there."""
    holder = next((each for each in office.members if each.id == wish.member), None)
    if holder is None or not set(wish.devices) <= {each.id for each in holder.devices}:
        raise BadInput(FIELD, "removes devices that this member does not have")
    if wish.by in wish.devices:
        raise BadInput(FIELD, "is signed by a device that it removes")
    if wish.reason is Reason.LEFT and wish.by in {each.id for each in holder.devices}:
        raise BadInput(FIELD, "says that its own signer left; a colleague must sign it")


def removal_lines(office: Office, wish: Removal) -> Iterator[str]:
    """A removal in words, and what becomes of the office."""
    holder = next(each for each in office.members if each.id == wish.member)
    why = {Reason.LOST: "lost", Reason.LEFT: "their holder left", Reason.REPLACED: "others replace them"}
    yield f"REMOVAL from {office.name}: devices of {holder.title}, because: {why[wish.reason]}"
    yield from (f"device {each}" for each in wish.devices)
    left = len(office.devices) - len(wish.devices)
    then = "" if left >= 2 else "; mark it vacant unless others join"
    yield f"the office keeps {counted(left, 'device')}{then}"


def take(workspace: Workspace, wish: Wish) -> None:
    """Take a wish that was looked at into the draft.

    Raises:
        BadInput: the draft has changed meanwhile so that it does not fit.
    """
    if isinstance(wish, Admission):
        admit(workspace, wish.office, wish.member, wish.title, wish.lead, wish.device)
    elif isinstance(wish, Renewal):
        renewing.take(workspace, wish)
    else:
        remove(workspace, wish)


def admit(workspace: Workspace, office_id: str, member: str, title: str, lead: bool, device: Device) -> None:
    """List a device in the draft, for a member whom it has or for a new one."""
    draft = workspace.draft()
    office = office_in(draft, office_id)
    holder = member_in(office, member)
    if holder is None:
        holder = {"id": next_member(workspace, office_id), "title": title, "devices": []}
        office["members"].append(holder)
    if lead:
        holder["lead"] = True
    holder["devices"].append(listed(device))
    workspace.keep(draft)


def remove(workspace: Workspace, wish: Removal) -> None:
    """Take devices out of the draft; a member who left and has none goes as well."""
    draft = workspace.draft()
    office = office_in(draft, wish.office)
    gone = set(wish.devices)
    for holder in office["members"]:
        holder["devices"] = [each for each in holder["devices"] if each["id"] not in gone]
    if wish.reason is Reason.LEFT:
        office["members"] = [
            each for each in office["members"] if each["id"] != wish.member or each["devices"]
        ]
    workspace.keep(draft)


def member_in(office: Json, member: str) -> Json | None:
    """A member of an office of the draft; None for a new one, whose id is empty.

    Raises:
        BadInput: there is none with this id.
    """
    if not member:
        return None
    found: Json | None = next((each for each in office["members"] if each["id"] == member), None)
    if found is None:
        raise BadInput(FIELD, "names a member that the office does not have")
    return found


def devices_of(document: Json) -> Iterator[Json]:
    """Every device that a version or the draft lists."""
    for office in document["offices"]:
        for member in office["members"]:
            yield from member["devices"]
