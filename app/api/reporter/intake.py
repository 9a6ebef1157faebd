"""POST /api/v1/intake: a deposit comes in. The hottest path of the server, so it does nothing else."""

from apiflask import APIBlueprint
from flask import Response

from app.api.describe import answers, gives_json, takes_octets
from app.api.doors import services
from app.api.guards import reporter
from app.api.parsing import JSON, Wire, hex_bytes, octets
from app.sealing.outer import OUTER_BYTES

bp = APIBlueprint("intake", __name__, tag="Reporter")
ANSWER = '{"leaf":"%s","key":"%s","signature":"%s"}'  # always the same size


class Accepted(Wire):
    """The server's word that it holds the deposit."""

    leaf: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    key: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length


@bp.post("/intake")
@bp.doc(
    summary="Hand in a deposit",
    description="The same bytes get the same answer and are kept once.",
    responses=answers(
        {
            202: gives_json("Kept, and signed for", Accepted),
            400: "Wrong length",
            411: "No length",
            413: "Too long",
            415: "Wrong media type",
        }
    ),
    extensions=takes_octets(OUTER_BYTES),
)
@reporter
def deposit() -> Response:
    """Keep the deposit and sign for it."""
    taken = services().intake.deposit(octets(OUTER_BYTES))
    told = ANSWER % (taken.leaf.hex(), taken.key.hex(), taken.signature.hex())
    return Response(told, 202, content_type=JSON)
