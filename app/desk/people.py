"""The people of an office at a terminal: who asks to join, who is kept out, and what is signed about it.

What is signed here is a wish. It counts when the root holders have published a directory that says the same
(`speakup joins export`, `speakup org requests`).

Must never: sign what nobody looked at. The command shows the six words and asks first.
"""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

from app.desk.desk import Desk
from app.domain.directory import Office
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.membership import Reason, holder_of, leads
from app.sealing.invitation import Invitation, link, secret_of
from app.sealing.joinrequest import JoinRequest, compared_words, open_request
from app.sealing.membership import listed, sign_document, written
from app.sealing.primitives import ID_BYTES

OPEN_DAYS = 30  # the server forgets an invitation after so many
Json = dict[str, Any]


@dataclass(frozen=True)
class Invited:
    """An invitation of the office; `request` when this device made it and somebody asked."""

    id: str
    state: str
    request: JoinRequest | None


@dataclass(frozen=True)
class Asked:
    """A request that this device may approve, and the words that the other person must read out."""

    id: str
    request: JoinRequest
    words: tuple[str, ...]


def office_of(desk: Desk) -> Office:
    """The desk's office, as the newest directory says."""
    return desk.following.newest.directory.office(desk.device.office)


def invite(desk: Desk, title: str, member: str) -> str:
    """Make an invitation; the link to hand over.

    Raises:
        BadInput: this device is no lead's, or the office has no such member.
    """
    office = as_lead(desk)
    if member and member not in {each.id for each in office.members}:
        raise BadInput("member", "is none of this office; `people list` shows their ids")
    made, until = token_hex(ID_BYTES), desk.now().date() + timedelta(days=OPEN_DAYS)
    desk.online.call("POST", "/joins", json={"id": made})
    secret, pins = secret_of(desk.device.sign, made), desk.following.pins
    organisation = desk.device.organisation
    invitation = Invitation(organisation, office.id, made, secret, member, title, until, pins)
    return link(invitation, desk.online.origin)


def invited(desk: Desk) -> Iterator[Invited]:
    """The office's invitations; those of other devices are listed without what was asked."""
    for raw in desk.online.call("GET", "/joins").json()["joins"]:
        yield Invited(raw["id"], raw["state"], opened(desk, raw))


def opened(desk: Desk, raw: Json) -> JoinRequest | None:
    """What was asked, if this device made the invitation and the request is one."""
    if raw["request"] is None:
        return None
    try:
        secret = secret_of(desk.device.sign, raw["id"])
        return open_request(b64decode(raw["request"]), raw["id"], secret, desk.device.office)
    except CannotBeOpened:
        return None


def waiting(desk: Desk, beginning: str) -> Asked:
    """The request that waits under an id, of which the beginning is enough.

    Raises:
        NotFound: there is none that this device can open.
    """
    pins = desk.following.pins
    found = [
        Asked(each.id, each.request, compared_words(desk.device.office, each.request.device, pins))
        for each in invited(desk)
        if each.id.startswith(beginning) and each.state == "requested" and each.request is not None
    ]
    if len(found) != 1:
        raise NotFound("one request for an invitation of this device with that id (see `people list`)")
    return found[0]


def approve(desk: Desk, one: Asked, lead: bool) -> None:
    """Sign the admission of who asked, and leave it for the root holders.

    Raises:
        BadInput: this device is no lead's.
    """
    wish = said(desk, as_lead(desk), "admission", one.request.member)
    wish |= {"title": one.request.title, "lead": lead, "device": listed(one.request.device)}
    wish |= {"asked": one.request.signature}
    paper = written(sign_document(wish, desk.device.sign))
    desk.online.call("PUT", f"/joins/{one.id}/approval", json=paper)


def suspend(desk: Desk, beginning: str, reason: Reason) -> str:
    """Keep a device of the office out, and sign its removal; the device's id.

    Raises:
        NotFound: the office has no such device.
        BadInput: it is this very device, or its holder's own leaving.
    """
    office = office_of(desk)
    device = device_in(office, beginning)
    holder, own = holder_of(office, device), holder_of(office, desk.device.device)
    if device == desk.device.device or (reason is Reason.LEFT and holder == own):
        raise BadInput("device", "is your own: a colleague must sign this")
    wish = said(desk, office, "removal", holder.id if holder else "")
    wish |= {"devices": [device], "reason": reason}
    paper = written(sign_document(wish, desk.device.sign))
    desk.online.call("POST", "/suspensions", json={"device": device, "removal": paper})
    return device


def lift(desk: Desk, beginning: str) -> str:
    """Let a device in again; its id.

    Raises:
        NotFound: it is not kept out, or there is no such device.
        BadInput: it is of the same member: a colleague must do it.
    """
    office = office_of(desk)
    device = device_in(office, beginning)
    if holder_of(office, device) == holder_of(office, desk.device.device):
        raise BadInput("device", "is your own: a colleague must let it in again")
    desk.online.call("DELETE", f"/suspensions/{device}")
    return device


def kept_out(desk: Desk) -> dict[str, date]:
    """The devices of the office that are kept out, and since when."""
    found = desk.online.call("GET", "/suspensions").json()["suspensions"]
    return {each["device"]: date.fromisoformat(each["day"]) for each in found}


def said(desk: Desk, office: Office, kind: str, member: str) -> Json:
    """What every wish says."""
    who = {"organisation": desk.device.organisation, "office": office.id, "member": member}
    return {"v": 1, "kind": kind, **who, "by": desk.device.device, "day": desk.now().date().isoformat()}


def as_lead(desk: Desk) -> Office:
    """The office, for a device that may admit others.

    Raises:
        BadInput: it may not.
    """
    office = office_of(desk)
    if not leads(office, desk.device.device):
        raise BadInput("device", "is not that of a lead of this office; a lead can do this")
    return office


def device_in(office: Office, beginning: str) -> str:
    """A device of the office, by the beginning of its id.

    Raises:
        NotFound: there is none, or more than one.
    """
    found = [each.id for each in office.devices if beginning and each.id.startswith(beginning)]
    if len(found) != 1:
        raise NotFound("one device of this office with that id (`people list` shows them)")
    return found[0]
