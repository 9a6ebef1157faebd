"""GET /api/v1/replies/…: tags and trays, the same for everyone who asks."""

from apiflask import APIBlueprint
from flask import Response

from app.api.describe import answers, gives_octets, takes_query
from app.api.doors import services
from app.api.guards import reporter
from app.api.parsing import MOST, OCTETS, whole

bp = APIBlueprint("replies", __name__, url_prefix="/replies", tag="Reporter")
FINAL = "public, max-age=31536000, immutable"  # a year: what it names never changes


@bp.get("/tags")
@bp.doc(
    summary="Read a page of tags",
    description="From `from`, rounded down to a multiple of 1,024. Ask on until a page is short.",
    responses=answers({200: gives_octets("At most 1,024 tags of 16 bytes"), 400: "Not a number"}),
    extensions={"parameters": [takes_query("from", 0)]},
)
@reporter
def tags() -> Response:
    """Give a page of tags; a full one may be kept by caches."""
    page = services().replies.tags(whole("from", 0))
    return Response(page.tags, content_type=OCTETS, headers={"Cache-Control": FINAL} if page.full else None)


@bp.get(f"/trays/<int(max={MOST // 16}):tray>")
@bp.doc(
    summary="Read a tray",
    responses=answers(
        {
            200: gives_octets("Sixteen replies of 4,096 bytes; empty ones are zeros"),
            404: "Behind the last",
        }
    ),
)
@reporter
def tray(tray: int) -> Response:
    """Give sixteen places."""
    return Response(services().replies.tray(tray), content_type=OCTETS)
