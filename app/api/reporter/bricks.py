"""PUT /api/v1/bricks/{brick}: a piece of a sealed attachment comes in (protocol §10)."""

from apiflask import APIBlueprint
from flask import Response

from app.api.describe import answers, gives_json, takes_octets
from app.api.doors import services
from app.api.guards import reporter
from app.api.parsing import JSON, Wire, hex_bytes, octets
from app.services.bricks import BRICK_BYTES

bp = APIBlueprint("bricks", __name__, url_prefix="/bricks", tag="Reporter")
ANSWER = '{"brick":"%s"}'


class Kept(Wire):
    """The id under which it is kept."""

    brick: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length


@bp.put("/<id:brick>")
@bp.doc(
    summary="Hand in a brick",
    description=(
        "Under a random id, before the report that names it. The same bytes again are told so. A brick that "
        "no office claims within 14 days is deleted. A full store is a 503 with a long Retry-After."
    ),
    responses=answers(
        {
            200: gives_json("It was there already", Kept),
            201: gives_json("Kept", Kept),
            400: "Wrong length",
            404: "The id is not 16 bytes in lower-case hex",
            409: "The id holds other bytes",
            411: "No length",
            413: "Too long",
            415: "Wrong media type",
        }
    ),
    extensions=takes_octets(BRICK_BYTES),
)
@reporter
def put(brick: bytes) -> Response:
    """Keep the brick."""
    new = services().bricks.put(brick, octets(BRICK_BYTES))
    return Response(ANSWER % brick.hex(), 201 if new else 200, content_type=JSON)
