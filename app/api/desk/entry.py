"""/api/v1/desk/challenges and /sessions: how a device proves itself."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.api.describe import takes_json
from app.api.doors import services
from app.api.guards import bearer, device, public
from app.api.parsing import Wire, hex_bytes, json_body
from app.storage.sessions import Session

bp = APIBlueprint("desk", __name__, url_prefix="/desk", tag="Desk")
REFUSED = {400: "Malformed", 411: "No length", 413: "Too long", 415: "Wrong media type"}
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class ChallengeWanted(Wire):
    """Which device wants to prove itself."""

    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length


class ChallengeGiven(Wire):
    """What it must sign, and until when."""

    challenge: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    expires: str


class SessionWanted(Wire):
    """The proof."""

    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    challenge: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length


class SessionGiven(Wire):
    """The token to send as `Authorization: Bearer`, and whose desk it opens."""

    token: str
    expires: str
    office: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length


@bp.post("/challenges")
@bp.doc(summary="Get a challenge", responses=REFUSED, extensions=takes_json(ChallengeWanted))
@bp.output(ChallengeGiven, status_code=201)
@public
def challenges() -> ChallengeGiven:
    """Give a challenge to any device, known or not."""
    given = services().sessions.challenge(json_body(ChallengeWanted).device)
    return ChallengeGiven(challenge=given.challenge, expires=moment(given.expires))


@bp.post("/sessions")
@bp.doc(
    summary="Open a session", responses={**REFUSED, 401: "Not allowed"}, extensions=takes_json(SessionWanted)
)
@bp.output(SessionGiven, status_code=201)
@public
def sessions() -> SessionGiven:
    """Open a session for a device that signed its challenge."""
    wanted = json_body(SessionWanted)
    opened = services().sessions.open(wanted.device, wanted.challenge, wanted.signature)
    session = opened.session
    return SessionGiven(
        token=opened.token, expires=moment(session.expires), office=session.office, device=session.device
    )


@bp.delete("/sessions")
@bp.doc(summary="End this session", responses={204: "Ended", 401: "Not allowed"}, security="desk")
@device
def ended(_: Session) -> tuple[str, int]:
    """End the session of the token."""
    services().sessions.end(bearer())
    return "", 204


def moment(seconds: int) -> str:
    """Seconds since 1970 as they cross the wire."""
    return datetime.fromtimestamp(seconds, UTC).strftime(MOMENT)
