"""The first officers of an office: invited by the root holders, as no lead can admit anybody yet.

    organisation/invitations/<id>.json    {"office","id","secret","member","title","lead","until"}, mode 0600

The invitation's secret opens the request that comes back; then its file goes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from secrets import token_bytes

from app.domain.directory import Device
from app.domain.errors import BadInput, CannotBeOpened, NotFound
from app.domain.membership import MOST_DEVICES
from app.domain.membership import title as checked_title
from app.domain.strict_json import dumps
from app.sealing.invitation import Invitation, link
from app.sealing.joinrequest import compared_words, open_request
from app.sealing.primitives import ID_BYTES, KEY_BYTES
from app.services.admissions import admit, check_keys, check_new, member_in
from app.services.ceremony import office_in
from app.services.workspace import SECRET_MODE, Json, Workspace, read, write


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
        BadInput: no such member, or the title is none.
    """
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
        NotFound: the root holders made no such invitation: the lead who did must approve it.
        BadInput: it may not be taken; says why.
    """
    path = place(workspace, invitation)
    if not path.is_file():
        raise NotFound("the invitation in this folder (if a lead made it, the lead must approve first)")
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
    """Take it into the draft, and forget the invitation."""
    kept = asked.kept
    admit(workspace, kept["office"], kept["member"], kept["title"], kept["lead"], asked.device)
    place(workspace, kept["id"]).unlink()


def place(workspace: Workspace, invitation: str) -> Path:
    """Where an invitation is kept."""
    return workspace.folder / "invitations" / f"{invitation}.json"
