"""/api/v1/desk/notices and /waiting: how a device is told, and where something waits in other offices."""

from apiflask import APIBlueprint

from app.api.describe import takes_json
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import Wire, base64_bytes, hex_bytes, json_body
from app.domain.errors import NotFound
from app.domain.escalation import Step
from app.domain.notices import Way
from app.sealing.contacts import DESK_BYTES
from app.storage.sessions import Session

bp = APIBlueprint("desk_notices", __name__, url_prefix="/desk", tag="Desk")
WAYS = {way.value: way for way in Way}
REFUSED = {
    400: "Malformed",
    401: "Not allowed",
    404: "This server does not offer it, or the directory does not name its key",
    411: "No length",
    413: "Too long",
    415: "Wrong media type",
}


class NoticesGiven(Wire):
    """What this server offers, and by which ways this device is told.

    `key`: the worker's; a desk seals a contact to it only if the signed directory names it. `sender`: where
    mail comes from. `push_key`: base64url, for the browser. `hour`: of every day, in UTC.
    """

    key: hex_bytes(32) | None  # type: ignore[valid-type]  # built once, from the length
    sender: str | None
    push_key: str | None
    hour: int
    offered: list[Way]
    ways: list[Way]


class ContactWanted(Wire):
    """A contact, sealed to the worker's key."""

    contact: base64_bytes(DESK_BYTES)  # type: ignore[valid-type]  # built once, from the length


class WaitingGiven(Wire):
    """Something has waited too long in that office; nothing more is told."""

    office: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    step: Step


class Elsewhere(Wire):
    """The offices where something waits, and those that keep a device of theirs out."""

    offices: list[WaitingGiven]
    shut: list[hex_bytes(16)]  # type: ignore[valid-type]  # built once, from the length


@bp.get("/notices")
@bp.doc(summary="Read how this device is told", responses={401: "Not allowed"}, security="desk")
@bp.output(NoticesGiven)
@device
def notices(session: Session) -> NoticesGiven:
    """Give what is offered and what is set; never a contact."""
    service = services().notices
    offer = service.offer
    return NoticesGiven(
        key=offer.key,
        sender=offer.sender,
        push_key=offer.push_key,
        hour=offer.hour,
        offered=list(offer.ways),
        ways=[WAYS[way] for way in service.ways(session)],
    )


@bp.put("/notices/<way>")
@bp.doc(
    summary="Have this device told",
    description="A contact that was there is replaced. Only the worker can open it.",
    responses={204: "Kept", **REFUSED},
    security="desk",
    extensions=takes_json(ContactWanted),
)
@device
def put(session: Session, way: str) -> tuple[str, int]:
    """Keep a contact."""
    services().notices.put(session, known(way), json_body(ContactWanted).contact)
    return "", 204


@bp.delete("/notices/<way>")
@bp.doc(
    summary="Have this device told no more",
    responses={204: "Gone", 401: "Not allowed", 404: "No such way"},
    security="desk",
)
@device
def drop(session: Session, way: str) -> tuple[str, int]:
    """Delete a contact."""
    services().notices.drop(session, known(way))
    return "", 204


@bp.get("/waiting")
@bp.doc(
    summary="See where something waits in offices that this one stands in for",
    responses={401: "Not allowed"},
    security="desk",
)
@bp.output(Elsewhere)
@device
def waiting(session: Session) -> Elsewhere:
    """Give the offices, and nothing else of them."""
    found = services().notices.elsewhere(session)
    shut = [bytes.fromhex(each) for each in services().notices.shut(session)]
    waits = [WaitingGiven(office=bytes.fromhex(each), step=step) for each, step in found]
    return Elsewhere(offices=waits, shut=shut)


def known(way: str) -> Way:
    """The way that a path names.

    Raises:
        NotFound: there is none of this name.
    """
    if way not in WAYS:
        raise NotFound("way to be told")
    return WAYS[way]
