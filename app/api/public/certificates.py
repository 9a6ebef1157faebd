"""POST /api/v1/certificates: sign that a quiz was passed. Nothing is kept."""

from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from app.api.describe import takes_json
from app.api.doors import services
from app.api.guards import reporter
from app.api.parsing import Wire, hex_bytes, json_body

bp = APIBlueprint("certificates", __name__, tag="Public")
MOST_QUESTIONS = 1_000  # more than any quiz has
Number = Annotated[int, Field(strict=True, ge=0, le=MOST_QUESTIONS)]


class CertificateWanted(Wire):
    """A commitment to a name, and what the person says of their quiz."""

    v: Literal[1]
    commitment: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    quiz: Annotated[str, Field(max_length=80)]
    right: Number
    of: Number


class CertificateGiven(Wire):
    """The same with the month, signed by the intake key."""

    v: Literal[1]
    commitment: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    quiz: str
    right: int
    of: int
    month: str
    key: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length


@bp.post("/certificates")
@bp.doc(
    summary="Get a certificate for a quiz",
    description="Self-declared: the server cannot know who answered. It sees no name and keeps nothing.",
    responses={
        400: "Malformed",
        411: "No length",
        413: "Too long",
        415: "Wrong media type",
        422: "There is no such quiz, or this does not pass it",
    },
    extensions=takes_json(CertificateWanted),
)
@bp.output(CertificateGiven, status_code=201)
@reporter
def sign() -> CertificateGiven:
    """Sign it."""
    wanted = json_body(CertificateWanted)
    given = services().certificates.sign(wanted.commitment, wanted.quiz, wanted.right, wanted.of)
    said = given.statement
    return CertificateGiven(
        v=1,
        commitment=said.commitment,
        quiz=said.quiz,
        right=said.right,
        of=said.of,
        month=said.month,
        key=given.key,
        signature=given.signature,
    )
