"""The first officers of an office: invited by the root holders, as no lead can admit anybody yet.

    organisation/invitations/<id>.json    {"office","id","secret","member","title","lead","until"}, mode 0600
    organisation/taken.json               {"invitations": [id]}, those whose requests were taken

The invitation's secret opens the request that comes back; then its file goes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from secrets import token_bytes
from urllib.parse import urlsplit

from app.domain.directory import Device
from app.domain.errors import BadInput, CannotBeOpened
from app.domain.membership import MOST_DEVICES
from app.domain.membership import title as checked_title
from app.domain.strict_json import dumps
from app.sealing.invitation import Invitation, link
from app.sealing.joinrequest import compared_words, open_request
from app.sealing.primitives import ID_BYTES, KEY_BYTES
from app.services.admissions import admit, check_keys, check_new, member_in
from app.services.ceremony import office_in
from app.services.workspace import SECRET_MODE, Json, Workspace, read, write

HERE = ("localhost", "127.0.0.1", "::1")  # browsers make keys without TLS here only
TAKEN = "was taken before; end it on the server's machine with `speakup joins close`"
NOT_OURS = "answers no invitation of this folder. If a lead made the invitation, the lead must approve first"


@dataclass(frozen=True)
class Asked:
    """Somebody who was invited by the root holders asks to join."""

    kept: Json
    device: Device
    lines: tuple[str, ...]


def invite(
    workspace: Workspace, office: str, title: str, member: str, lead: bool, origin: str, until: date
) -> tuple[str, str]:
    """Invite somebody into an office; the invitation's id (hex) and the link to hand over.

    Raises:
        NotFound: no such office.
        BadInput: no such member, or the title is none, or the address is not one that desks are opened at.
    """
    if not is_origin(origin):
        raise BadInput("origin", "must be the server's own address, such as https://speakup.example.org")
    draft = workspace.draft()
    listed = office_in(draft, office)
    member_in(listed, member)
    checked_title({"title": title})
    made, secret = token_bytes(ID_BYTES).hex(), token_bytes(KEY_BYTES)
    organisation = draft["organisation"]["id"]
    invitation = Invitation(organisation, office, made, secret, member, title, until, workspace.pins())
    kept: Json = {"office": office, "id": made, "secret": secret.hex(), "member": member, "title": title}
    kept |= {"lead": lead, "until": until.isoformat()}
    write(place(workspace, made), dumps(kept), SECRET_MODE)
    return made, link(invitation, origin)


def look(workspace: Workspace, invitation: str, request: bytes, now: datetime) -> Asked:
    """Open a request and judge it.

    Raises:
        BadInput: it may not be taken; says why.
    """
    path = place(workspace, invitation)
    if not path.is_file():
        raise BadInput("request", TAKEN if invitation in taken(workspace) else NOT_OURS)
    kept = read(path)
    try:
        opened = open_request(request, invitation, bytes.fromhex(kept["secret"]), kept["office"])
    except CannotBeOpened as refused:
        raise BadInput("request", f"is not one of this invitation ({refused.check})") from None
    draft = workspace.draft()
    office = office_in(draft, kept["office"])
    check_new(workspace, opened.device)
    check_keys(draft, opened.device, now)
    if sum(len(each["devices"]) for each in office["members"]) >= MOST_DEVICES:
        raise BadInput("request", "brings one device too many: an envelope has eight slots")
    words = " ".join(compared_words(kept["office"], opened.device, workspace.pins()))
    lines = (
        f"REQUEST to join {office['name']} as “{kept['title']}”"
        + ("; admits others" if kept["lead"] else ""),
        f"device {opened.device.id}",
        "call the person, or meet them; they must read out these words to you:",
        f"  {words}",
    )
    return Asked(kept, opened.device, lines)


def take(workspace: Workspace, asked: Asked) -> None:
    """Take it into the draft, and forget the invitation but for its id."""
    kept = asked.kept
    admit(workspace, kept["office"], kept["member"], kept["title"], kept["lead"], asked.device)
    ids = [*taken(workspace), kept["id"]]
    write(workspace.folder / "taken.json", dumps({"invitations": ids}))
    place(workspace, kept["id"]).unlink()


def taken(workspace: Workspace) -> list[str]:
    """The invitations whose requests were taken here before."""
    path = workspace.folder / "taken.json"
    return [str(each) for each in read(path)["invitations"]] if path.is_file() else []


def is_origin(address: str) -> bool:
    """Whether desks can be opened at an address: https://host[:port]; without TLS on this machine only.

    A slash at the end does no harm: the link is made without it.
    """
    try:
        parts = urlsplit(address.removesuffix("/"))
        named = parts.hostname is not None and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    here = parts.scheme == "http" and parts.hostname in HERE
    return named and plain and (parts.scheme == "https" or here) and address == address.strip()


def place(workspace: Workspace, invitation: str) -> Path:
    """Where an invitation is kept."""
    return workspace.folder / "invitations" / f"{invitation}.json"
