"""Founding an organisation and changing it: keys, entities, offices, devices, and the signed directory.

Everything happens in a folder (`app/services/workspace.py`), offline. A change goes into the draft;
`prepare` makes the next version of it, `sign` adds one root holder's signature, `check` says whether clients
will believe it.

Must never: sign what the schema refuses, or change a version that somebody signed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Any

from app.domain import consistency
from app.domain.directory import parse_directory, parse_policy
from app.domain.errors import BadInput, NotFound, Taken
from app.domain.strict_json import dumps, loads
from app.sealing import rootkeys, timestamps
from app.sealing.devicekeys import Cost, DatedSealKey, Device, wrap
from app.sealing.directory import PURPOSE, Pins, RootSignature, Seen, VerifiedDirectory, signers, verify
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.primitives import ID_BYTES, blake2b
from app.sealing.signatures import sign as sign_bytes
from app.services import relay_keys
from app.services.directory_schema import check_schema
from app.services.relay_keys import RelayKey
from app.services.workspace import NO_ORGANISATION, SECRET_MODE, Json, Workspace, read, write

POLICY: Mapping[str, Any] = {
    "min_devices": 2,
    # once five wait and six hours are over; a day at most
    "batch": {"min": 5, "timeout": 21_600, "deadline": 86_400},
    "grace": 259_200,  # three days, so that a revocation bites before a weekend ends
    "reply_days": 30,
    "envelope_days": 3_650,
    "acknowledge_hours_urgent": 24,
    "acknowledge_working_days": 3,
}
NOBODY = "0" * 64  # what version 1 names as its predecessor
MEMBER = re.compile(r"m([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the roots that must sign a version have done so."""

    version: int
    signed: int
    needed: int


def found(
    workspace: Workspace, name: str, threshold: int, passphrases: Sequence[str], cost: Cost | None = None
) -> list[Path]:
    """Make the organisation and one root key file a passphrase; the answer names the files.

    Raises:
        Taken: an organisation was founded in this folder before.
        BadInput: the threshold is not between one and the number of roots.
    """
    if workspace.exists:
        raise Taken("the folder")
    if not 1 <= threshold <= len(passphrases):
        raise BadInput("threshold", "must be between one and the number of roots")
    roots = [SignKeyPair.generate() for _ in passphrases]
    paths = []
    for number, (root, passphrase) in enumerate(zip(roots, passphrases, strict=True), 1):
        paths.append(workspace.folder / "roots" / f"root-{number}.json")
        write(paths[-1], dumps(rootkeys.wrap(root, f"Root {number}", passphrase, cost)), SECRET_MODE)
    keys = sorted(root.public.hex() for root in roots)
    workspace.keep_pins(threshold, keys)
    workspace.keep(
        {
            "organisation": {"id": token_bytes(ID_BYTES).hex(), "name": name},
            "roots": {"threshold": threshold, "keys": keys},
            **{listed: [] for listed in ("entities", "offices", "routing", "relays", "intake")},
            "policy": dict(POLICY),
        }
    )
    return paths


def add_entity(workspace: Workspace, entity: Json) -> None:
    """Add an entity to the draft.

    Raises:
        Taken: there is one with this id.
    """
    draft = workspace.draft()
    if any(each["id"] == entity["id"] for each in draft["entities"]):
        raise Taken("the entity's id")
    workspace.keep(draft | {"entities": [*draft["entities"], entity]})


def add_office(workspace: Workspace, office: Json) -> str:
    """Add an office to the draft; the answer is its id (hex).

    Raises:
        NotFound: its entity, or an office that is to stand in for it, is not in the draft.
    """
    draft = workspace.draft()
    if not any(each["id"] == office["entity"] for each in draft["entities"]):
        raise NotFound("entity")
    for alternate in office.get("alternate", []):
        office_in(draft, alternate)
    made = {"id": token_bytes(ID_BYTES).hex(), "alternate": [], "members": []} | office
    workspace.keep(draft | {"offices": [*draft["offices"], made]})
    return str(made["id"])


def add_member(workspace: Workspace, office: str, title: str) -> str:
    """Add a focal point, by title, never by name; the answer is the member's id."""
    draft = workspace.draft()
    members = office_in(draft, office)["members"]
    member = {"id": next_member(workspace, office), "title": title, "devices": []}
    members.append(member)
    workspace.keep(draft)
    return str(member["id"])


def mark_lead(workspace: Workspace, office: str, member: str, lead: bool) -> None:
    """Say whether a member of an office admits others.

    Raises:
        NotFound: no such office or member.
    """
    draft = workspace.draft()
    holder = next((each for each in office_in(draft, office)["members"] if each["id"] == member), None)
    if holder is None:
        raise NotFound("member")
    holder.pop("lead", None)
    holder |= {"lead": True} if lead else {}
    workspace.keep(draft)


def add_device(
    workspace: Workspace,
    office: str,
    member: str,
    passphrase: str,
    valid: tuple[datetime, datetime],
    cost: Cost | None = None,
) -> Path:
    """Make a device's keys, lock them into a file, and add the public halves to the draft.

    Raises:
        NotFound: no such office or member.
        BadInput: the office has as many devices as an envelope has slots.
    """
    draft = workspace.draft()
    listed = office_in(draft, office)
    if sum(len(each["devices"]) for each in listed["members"]) >= 8:
        raise BadInput("device", "is one too many: an envelope has eight slots")
    holder = next((each for each in listed["members"] if each["id"] == member), None)
    if holder is None:
        raise NotFound("member")
    since, until = map(timestamps.write, valid)
    label = f"{holder['title']} — {listed['name']}"
    pair = BoxKeyPair.generate()
    keys = (DatedSealKey(pair, until, since),)
    device = Device(
        draft["organisation"]["id"], office, token_bytes(ID_BYTES).hex(), label, SignKeyPair.generate(), keys
    )
    path = workspace.folder / "devices" / f"{device.device}.json"
    write(path, dumps(wrap(device, passphrase, cost)), SECRET_MODE)
    seal = [{"key": pair.public.hex(), "from": since, "until": until}]
    holder["devices"].append({"id": device.device, "sign": device.sign.public.hex(), "seal": seal})
    workspace.keep(draft)
    return path


def revoke_device(workspace: Workspace, device: str) -> None:
    """Take a device out of the draft. It bites when the next version is published.

    Raises:
        NotFound: no office lists it.
    """
    draft = workspace.draft()
    for office in draft["offices"]:
        for member in office["members"]:
            kept = [each for each in member["devices"] if each["id"] != device]
            if len(kept) < len(member["devices"]):
                member["devices"] = kept
                workspace.keep(draft)
                return
    raise NotFound("device")


def vacate_office(workspace: Workspace, office: str) -> None:
    """Mark an office vacant: its reports go to its alternates until somebody holds it again."""
    draft = workspace.draft()
    office_in(draft, office)["vacant"] = True
    workspace.keep(draft)


def fill_office(workspace: Workspace, office: str) -> None:
    """Mark an office held again, once its focal points have devices.

    Raises:
        NotFound: no such office.
        BadInput: nobody there has a device, so it stays vacant whatever the mark says.
    """
    draft = workspace.draft()
    listed = office_in(draft, office)
    if not any(each["devices"] for each in listed["members"]):
        raise BadInput("office", "has no device yet; `invite` its officers or add devices first")
    listed.pop("vacant", None)
    workspace.keep(draft)


def set_alternates(workspace: Workspace, office: str, alternates: Sequence[str]) -> None:
    """Replace the offices that stand in for an office, in order.

    Raises:
        NotFound: no such office, or no such alternate.
        BadInput: an office would stand in for itself.
    """
    draft = workspace.draft()
    listed = office_in(draft, office)
    if office in alternates:
        raise BadInput("alternate", "is the office itself")
    listed["alternate"] = [str(office_in(draft, each)["id"]) for each in alternates]
    workspace.keep(draft)


def add_relay_key(workspace: Workspace, valid: tuple[datetime, datetime]) -> Path:
    """Make a relay key: the secret for the relay's file, the public half for the draft.

    Secrets that ended and that no deposit can need any more leave the file: the relay has destroyed its own,
    and must not be given them again.

    Raises:
        Misconfigured: the file of the secrets made before cannot be read.
    """
    draft, pair = workspace.draft(), BoxKeyPair.generate()
    since, until = map(timestamps.write, valid)
    path = workspace.folder / "server" / "relay.json"
    held = relay_keys.load(path) if path.is_file() else ()
    needed = relay_keys.still_needed(held, parse_policy(draft["policy"]).spare, valid[0])
    write(path, relay_keys.text_of([*needed, RelayKey(pair, *valid)]), SECRET_MODE)
    draft["relays"].append({"key": pair.public.hex(), "from": since, "until": until})
    workspace.keep(draft)
    return path


def add_intake_key(workspace: Workspace, valid: tuple[datetime, datetime]) -> Path:
    """Make the web's intake signing key; a new one replaces the old file."""
    draft, pair = workspace.draft(), SignKeyPair.generate()
    since, until = map(timestamps.write, valid)
    path = workspace.folder / "server" / "intake.key"
    write(path, pair.seed.hex().encode(), SECRET_MODE)
    draft["intake"].append({"key": pair.public.hex(), "from": since, "until": until})
    workspace.keep(draft)
    return path


def import_routing(workspace: Workspace, rows: Sequence[Json]) -> None:
    """Replace the routing table of the draft."""
    workspace.keep(workspace.draft() | {"routing": list(rows)})


def prepare(workspace: Workspace, issued: datetime, days: int, discard: bool = False) -> int:
    """Make the next version out of the draft; the answer is its number.

    A version that nobody has signed is made anew. One that some have signed, but too few, stands in the way:
    the next one would name it as its predecessor, and no client follows a chain through it. With `discard` it
    is made anew and its signatures are dropped.

    Raises:
        BadInput: a version waits for signatures, the schema refuses the draft, or its parts do not fit
            together; names the place, not the value.
    """
    number = next_number(workspace, discard)
    previous = hash_of(workspace, number - 1) if number > 1 else NOBODY
    dates = {"issued": timestamps.write(issued), "expires": timestamps.write(issued + timedelta(days=days))}
    document = {"v": 1, "version": number, "previous": previous} | dates | workspace.draft()
    consistency.check_filled(document)
    check_schema(document)
    consistency.check(parse_directory(document))
    workspace.keep_signatures(number, [])
    workspace.keep_document(number, dumps(document))
    return number


def next_number(workspace: Workspace, discard: bool) -> int:
    """The number of the version to make.

    Raises:
        BadInput: the newest version waits for signatures and is not to be discarded.
    """
    newest = workspace.newest()
    if newest == 0:
        return 1
    progress = progress_of(workspace, newest)
    if progress.signed >= progress.needed:
        return newest + 1
    if progress.signed and not discard:
        problem = "waits for further signatures; `sign` it, or drop it with `prepare --discard`"
        raise BadInput("the newest version", problem)
    return newest


def sign(workspace: Workspace, root_file: Path, passphrase: str) -> Progress:
    """Add a root holder's signature to the newest version; the same root again changes nothing.

    Raises:
        BadInput, CannotBeOpened: of the root key file; BadInput too when it is none of those that must sign.
        NotFound: there is no version to sign; prepare one first.
    """
    number = last(workspace)
    document = workspace.document(number)
    key = rootkeys.unwrap(read(root_file), passphrase)
    if key.public not in trusted(workspace, number).roots:
        raise BadInput("root key file", "is not one of those that must sign this version")
    others = [each for each in workspace.signatures(number) if each.root != key.public]
    signatures = [*others, RootSignature(key.public, sign_bytes(key, PURPOSE, document))]
    workspace.keep_signatures(number, signatures)
    return progress_of(workspace, number)


def hash_of(workspace: Workspace, number: int) -> str:
    """The hash (hex) of a version: root holders compare it, the next version names it."""
    return blake2b(workspace.document(number)).hex()


def progress_of(workspace: Workspace, number: int) -> Progress:
    """How far the signing of a version is."""
    pins = trusted(workspace, number)
    signed = signers(workspace.document(number), workspace.signatures(number), pins)
    return Progress(number, len(signed), pins.threshold)


def trusted(workspace: Workspace, number: int) -> Pins:
    """The roots that must sign a version: those that the one before it lists; for the first, the pins."""
    if number <= 1:
        return workspace.pins()
    roots = parse_directory(loads(workspace.document(number - 1))).roots
    return Pins(tuple(map(bytes.fromhex, roots.keys)), roots.threshold) if roots else workspace.pins()


def check(workspace: Workspace, now: datetime) -> VerifiedDirectory:
    """Verify the newest version as every client will, from version 1 on.

    Raises:
        CannotBeTrusted: names the check that failed.
        NotFound: there is no version yet.
    """
    newest, seen, verified = last(workspace), None, None
    for number in range(1, newest + 1):
        document, signatures = workspace.document(number), workspace.signatures(number)
        pins = trusted(workspace, number)
        verified = verify(document, signatures, pins, now, seen, newest=number == newest)
        seen = Seen(verified.version, verified.hash)
    assert verified is not None  # there is at least one version
    return verified


def last(workspace: Workspace) -> int:
    """The number of the newest version.

    Raises:
        NotFound: there is none; says whether this is the wrong folder.
    """
    if number := workspace.newest():
        return number
    if workspace.exists:
        raise NotFound("version of the directory in this folder (run `speakup org prepare` first)")
    raise NotFound(NO_ORGANISATION)


def next_member(workspace: Workspace, office: str) -> str:
    """An id that nobody of the office has or ever had.

    Members leave, and what they wrote or stepped back from stands under their ids for ever: whoever came next
    under such an id would be taken for them.
    """
    documents = [loads(workspace.document(number)) for number in range(1, workspace.newest() + 1)]
    offices = [each for document in (*documents, workspace.draft()) for each in document["offices"]]
    ids = [member["id"] for each in offices if each["id"] == office for member in each["members"]]
    numbers = [int(found[1]) for found in map(MEMBER.fullmatch, ids) if found]
    return f"m{max(numbers, default=0) + 1}"


def office_in(draft: Json, office: str) -> Json:
    """An office of the draft.

    Raises:
        NotFound: there is none with this id.
    """
    wanted: Json | None = next((each for each in draft["offices"] if each["id"] == office), None)
    if wanted is None:
        raise NotFound("office")
    return wanted
