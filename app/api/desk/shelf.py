"""/api/v1/desk/grants and /marks: who else may read an envelope, and what was opened."""

from enum import StrEnum
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from app.api.describe import takes_json, takes_query
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import Position, Wire, base64_bytes, hex_bytes, json_body, whole
from app.storage.grants import Numbered
from app.storage.sessions import Session

bp = APIBlueprint("shelf", __name__, url_prefix="/desk", tag="Desk")
GRANT_BYTES = 160
MOST_GRANTS = 256  # in one request: as many as a page of envelopes
BATCH_JSON = 98_304  # bytes: so many grants in base64, with spaces between them
REFUSED = {
    400: "Malformed",
    401: "Not allowed",
    404: "No such envelope",
    411: "No length",
    413: "Too long",
    415: "Wrong media type",
}


class GrantWanted(Wire):
    """An envelope, and the device that shall read it."""

    position: Position
    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    grant: base64_bytes(GRANT_BYTES)  # type: ignore[valid-type]  # built once, from the length


class OneGrant(Wire):
    """An envelope, and what opens it."""

    position: Position
    grant: base64_bytes(GRANT_BYTES)  # type: ignore[valid-type]  # built once, from the length


class GrantsWanted(Wire):
    """Envelopes that one device shall read."""

    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    grants: Annotated[list[OneGrant], Field(max_length=MOST_GRANTS)]


class GrantsStored(Wire):
    """How many envelopes the device can read by this; one that is gone by now does not count."""

    stored: int


class GrantStored(Wire):
    """Its number."""

    id: int


class GrantGiven(Wire):
    """A grant for this device."""

    id: int
    position: int
    device: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    grantor: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    grant: base64_bytes(GRANT_BYTES)  # type: ignore[valid-type]  # built once, from the length


class GrantsGiven(Wire):
    """Grants in order of their numbers."""

    grants: list[GrantGiven]


class MarkName(StrEnum):
    """What may be marked."""

    OPENED = "opened"


class MarkWanted(Wire):
    """A mark on an envelope."""

    position: Position
    mark: MarkName


class MarkGiven(Wire):
    """A mark and its day."""

    position: int
    mark: str
    day: str


class MarksGiven(Wire):
    """All marks of the office."""

    marks: list[MarkGiven]


@bp.post("/grants")
@bp.doc(summary="Grant an envelope", responses=REFUSED, security="desk", extensions=takes_json(GrantWanted))
@bp.output(GrantStored, status_code=201)
@device
def grant(session: Session) -> GrantStored:
    """Make an envelope readable to another device of the office."""
    wanted = json_body(GrantWanted)
    return GrantStored(id=services().desk.grant(session, wanted.position, wanted.device, wanted.grant))


@bp.post("/grants/batch")
@bp.doc(
    summary="Grant many envelopes to a device",
    responses={200: "Stored", **REFUSED},
    security="desk",
    extensions=takes_json(GrantsWanted),
)
@bp.output(GrantsStored)
@device
def grant_many(session: Session) -> GrantsStored:
    """Make up to 256 envelopes readable to another device of the office; the same again counts once."""
    wanted = json_body(GrantsWanted, BATCH_JSON)
    pairs = [(each.position, each.grant) for each in wanted.grants]
    return GrantsStored(stored=services().desk.grant_many(session, wanted.device, pairs))


@bp.get("/grants")
@bp.doc(
    summary="Read the grants for this device",
    responses={400: "Not a number", 401: "Not allowed"},
    security="desk",
    extensions={"parameters": [takes_query("after", 0)]},
)
@bp.output(GrantsGiven)
@device
def grants(session: Session) -> GrantsGiven:
    """Give the grants behind a number, at most 1,024."""
    return GrantsGiven(grants=list(map(given, services().desk.grants(session, whole("after", 0)))))


def given(numbered: Numbered) -> GrantGiven:
    """A grant as it crosses the wire."""
    held = numbered.grant
    return GrantGiven(
        id=numbered.id, position=held.position, device=held.device, grantor=held.grantor, grant=held.grant
    )


@bp.post("/marks")
@bp.doc(
    summary="Mark an envelope",
    responses={204: "Marked", **REFUSED},
    security="desk",
    extensions=takes_json(MarkWanted),
)
@device
def mark(session: Session) -> tuple[str, int]:
    """Mark an envelope as opened; the first day counts."""
    wanted = json_body(MarkWanted)
    services().desk.mark(session, wanted.position, wanted.mark)
    return "", 204


@bp.get("/marks")
@bp.doc(summary="Read the marks of the office", responses={401: "Not allowed"}, security="desk")
@bp.output(MarksGiven)
@device
def marks(session: Session) -> MarksGiven:
    """Give all marks."""
    found = services().desk.marks(session)
    return MarksGiven(
        marks=[MarkGiven(position=each.position, mark=each.mark, day=each.day.isoformat()) for each in found]
    )
