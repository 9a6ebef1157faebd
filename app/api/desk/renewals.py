"""/api/v1/desk/renewals: asking for a device's next key."""

from apiflask import APIBlueprint

from app.api.describe import takes_json
from app.api.desk.joins import SignedDocument, as_document, as_signed
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import Wire, hex_bytes, json_body
from app.storage.renewals import Renewal
from app.storage.sessions import Session

bp = APIBlueprint("renewals", __name__, url_prefix="/desk/renewals", tag="Desk")
REFUSED = {
    400: "Malformed, or not a renewal of this device that may be taken",
    401: "Not allowed",
    411: "No length",
    413: "Too long",
    415: "Wrong media type",
}


class RenewalGiven(Wire):
    """A device that asked for its next key, on which day, and what it signed."""

    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    day: str
    renewal: SignedDocument


class RenewalsGiven(Wire):
    """All of the office, the oldest first."""

    renewals: list[RenewalGiven]


@bp.put("")
@bp.doc(
    summary="Ask for this device's next key",
    responses={204: "Kept", **REFUSED},
    security="desk",
    extensions=takes_json(SignedDocument),
)
@device
def ask(session: Session) -> tuple[str, int]:
    """Keep what the device signed, for the root holders; the newest counts."""
    services().renewals.ask(session, as_signed(json_body(SignedDocument)))
    return "", 204


@bp.get("")
@bp.doc(summary="Read which devices renew their keys", responses={401: "Not allowed"}, security="desk")
@bp.output(RenewalsGiven)
@device
def given(session: Session) -> RenewalsGiven:
    """Give those of the office that the directory has not yet."""
    found = services().renewals.of_office(session)
    return RenewalsGiven(renewals=[as_given(each) for each in found])


def as_given(renewal: Renewal) -> RenewalGiven:
    """A renewal as it crosses the wire."""
    return RenewalGiven(
        device=renewal.device, day=renewal.day.isoformat(), renewal=as_document(renewal.renewal)
    )
