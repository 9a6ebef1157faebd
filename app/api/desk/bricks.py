"""/api/v1/desk/bricks: a desk fetches the pieces of attachments, and says which ones are to be kept."""

from typing import Annotated

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from app.api.describe import answers, gives_octets, takes_json
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import OCTETS, Wire, hex_bytes, json_body
from app.storage.sessions import Session

bp = APIBlueprint("desk_bricks", __name__, url_prefix="/desk/bricks", tag="Desk")
MOST_CLAIMS = 512  # in one request; a file of 100 MiB has as many
CLAIMS_JSON = 32_768  # bytes: so many ids in hex, with spaces between them


class Claims(Wire):
    """Bricks that a report of this office names."""

    bricks: Annotated[list[hex_bytes(16)], Field(max_length=MOST_CLAIMS)]  # type: ignore[valid-type]  # as elsewhere


@bp.get("/<id:brick>")
@bp.doc(
    summary="Read a brick",
    responses=answers(
        {200: gives_octets("262,144 sealed bytes"), 401: "Not allowed", 404: "None, or no longer"}
    ),
    security="desk",
)
@device
def brick(_: Session, brick: bytes) -> Response:
    """Give the bytes; the id is known to who opened the report that names it."""
    return Response(services().bricks.get(brick), content_type=OCTETS)


@bp.post("/claims")
@bp.doc(
    summary="Claim bricks",
    description="Claimed bricks are kept as long as envelopes. Ids that are unknown change nothing.",
    responses={
        204: "Claimed",
        400: "Malformed",
        401: "Not allowed",
        411: "No length",
        413: "Too long",
        415: "Wrong media type",
    },
    security="desk",
    extensions=takes_json(Claims),
)
@device
def claims(_: Session) -> tuple[str, int]:
    """Keep these bricks."""
    services().bricks.claim(json_body(Claims, CLAIMS_JSON).bricks)
    return "", 204
