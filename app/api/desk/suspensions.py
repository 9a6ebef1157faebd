"""/api/v1/desk/suspensions: keeping a lost device out, at once."""

from apiflask import APIBlueprint

from app.api.describe import takes_json
from app.api.desk.joins import SignedDocument, as_document, as_signed
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import Wire, hex_bytes, json_body
from app.storage.sessions import Session
from app.storage.suspensions import Suspension

bp = APIBlueprint("suspensions", __name__, url_prefix="/desk/suspensions", tag="Desk")
REFUSED = {
    400: "Malformed, or not a device of this office, or its last one",
    401: "Not allowed",
    411: "No length",
    413: "Too long",
    415: "Wrong media type",
}


class SuspensionWanted(Wire):
    """A device of the office, and what its colleague signed for the root holders."""

    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    removal: SignedDocument


class SuspensionGiven(Wire):
    """A device that is kept out, since which day, and who asked for it."""

    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    by: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    day: str
    removal: SignedDocument


class SuspensionsGiven(Wire):
    """All of the office, the oldest first."""

    suspensions: list[SuspensionGiven]


@bp.post("")
@bp.doc(
    summary="Keep a device out",
    responses={204: "Kept out", **REFUSED},
    security="desk",
    extensions=takes_json(SuspensionWanted),
)
@device
def suspend(session: Session) -> tuple[str, int]:
    """End its sessions and give it no other, until the directory no longer lists it."""
    wanted = json_body(SuspensionWanted)
    services().suspensions.suspend(session, wanted.device, as_signed(wanted.removal))
    return "", 204


@bp.get("")
@bp.doc(summary="Read which devices are kept out", responses={401: "Not allowed"}, security="desk")
@bp.output(SuspensionsGiven)
@device
def given(session: Session) -> SuspensionsGiven:
    """Give those of the office."""
    found = services().suspensions.of_office(session)
    return SuspensionsGiven(suspensions=[as_given(each) for each in found])


@bp.delete("/<id:device>")
@bp.doc(
    summary="Let a device in again",
    responses={204: "Let in", 400: "Your own", 401: "Not allowed", 404: "Not kept out"},
    security="desk",
)
@device
def lift(session: Session, device: bytes) -> tuple[str, int]:
    """Only another member than the device's holder can."""
    services().suspensions.lift(session, device)
    return "", 204


def as_given(suspension: Suspension) -> SuspensionGiven:
    """A suspension as it crosses the wire."""
    return SuspensionGiven(
        device=suspension.device,
        by=suspension.by,
        day=suspension.day.isoformat(),
        removal=as_document(suspension.removal),
    )
