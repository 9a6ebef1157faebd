"""/api/v1/desk/joins: inviting somebody into an office, asking to join, and approving."""

from apiflask import APIBlueprint

from app.api.describe import answers, takes_json, takes_octets
from app.api.doors import services
from app.api.guards import device, public
from app.api.parsing import Wire, base64_bytes, hex_bytes, json_body, octets
from app.domain.strict_json import loads
from app.sealing.membership import Signed, read
from app.services.joining import state_of
from app.storage.joins import Join
from app.storage.sessions import Session

bp = APIBlueprint("joins", __name__, url_prefix="/desk/joins", tag="Desk")
REQUEST_BYTES = 2_048  # protocol: the request of a new device, padded and sealed
REFUSED = {400: "Malformed", 411: "No length", 413: "Too long", 415: "Wrong media type"}
GONE = {404: "No such invitation, or no longer"}
OTHERS = {409: "The place holds something else"}


class Invitation(Wire):
    """A random id; what else belongs to an invitation the server never learns."""

    id: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length


class SignedDocument(Wire):
    """An admission, a removal or a renewal: its exact bytes, the signature, the device that signed."""

    document: base64_bytes(None)  # type: ignore[valid-type]  # built once
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length
    by: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length


class JoinGiven(Wire):
    """An invitation of the office: `state` is invited, requested or approved."""

    id: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    state: str
    day: str
    request: base64_bytes(REQUEST_BYTES) | None  # type: ignore[valid-type]  # built once, from the length
    approval: SignedDocument | None


class JoinsGiven(Wire):
    """All invitations of the office, the oldest first."""

    joins: list[JoinGiven]


class State(Wire):
    """How far an invitation is: invited, requested or approved."""

    state: str


@bp.post("")
@bp.doc(
    summary="Invite somebody",
    responses={204: "Invited", 401: "Not allowed", **REFUSED, **OTHERS},
    security="desk",
    extensions=takes_json(Invitation),
)
@device
def invite(session: Session) -> tuple[str, int]:
    """Expect a request under this id for 30 days; a lead's device only, 20 open ones an office."""
    services().joining.invite(session, json_body(Invitation).id)
    return "", 204


@bp.get("")
@bp.doc(summary="Read the office's invitations", responses={401: "Not allowed"}, security="desk")
@bp.output(JoinsGiven)
@device
def given(session: Session) -> JoinsGiven:
    """Give them with what was asked and what was approved."""
    return JoinsGiven(joins=[as_given(each) for each in services().joining.of_office(session)])


@bp.put("/<id:join>/request")
@bp.doc(
    summary="Ask to join",
    responses=answers({204: "Kept", **REFUSED, **GONE, **OTHERS}),
    extensions=takes_octets(REQUEST_BYTES),
)
@public
def ask(join: bytes) -> tuple[str, int]:
    """Keep the sealed request of a new device: once; the same bytes again are the same."""
    services().joining.put_request(join, octets(REQUEST_BYTES))
    return "", 204


@bp.get("/<id:join>")
@bp.doc(summary="See how far an invitation is", responses=GONE)
@bp.output(State)
@public
def state(join: bytes) -> State:
    """Tell the one who waits; whether they are admitted the directory says."""
    return State(state=services().joining.state(join))


@bp.put("/<id:join>/approval")
@bp.doc(
    summary="Approve a request",
    responses={204: "Kept", 401: "Not allowed", **REFUSED, **GONE, **OTHERS},
    security="desk",
    extensions=takes_json(SignedDocument),
)
@device
def approve(session: Session, join: bytes) -> tuple[str, int]:
    """Keep the admission that a lead signed, for the root holders."""
    services().joining.approve(session, join, as_signed(json_body(SignedDocument)))
    return "", 204


@bp.delete("/<id:join>")
@bp.doc(
    summary="Take an invitation back",
    responses={204: "Gone", 401: "Not allowed", **GONE},
    security="desk",
)
@device
def withdraw(session: Session, join: bytes) -> tuple[str, int]:
    """Forget it, and what was asked and approved."""
    services().joining.withdraw(session, join)
    return "", 204


def as_signed(wire: SignedDocument) -> Signed:
    """What came over the wire, to be verified."""
    return Signed(wire.document, wire.signature, wire.by.hex())


def as_document(kept: bytes) -> SignedDocument:
    """What was stored, for the wire."""
    signed = read(loads(kept))
    return SignedDocument(document=signed.document, signature=signed.signature, by=bytes.fromhex(signed.by))


def as_given(join: Join) -> JoinGiven:
    """An invitation as it crosses the wire."""
    return JoinGiven(
        id=join.id,
        state=state_of(join),
        day=join.day.isoformat(),
        request=join.request,
        approval=None if join.approval is None else as_document(join.approval),
    )
