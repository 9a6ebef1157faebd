"""/api/v1/desk/envelopes, /events, /replies: an office's stream, and what its devices add to it."""

from collections.abc import Sequence
from datetime import date

from apiflask import APIBlueprint
from flask import Response

from app.api.describe import Described, answers, gives_octets, takes_octets, takes_query
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import OCTETS, Wire, octets, of_class, whole
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.primitives import ID_BYTES
from app.storage.envelopes import Filed, Place
from app.storage.sessions import Session

bp = APIBlueprint("stream", __name__, url_prefix="/desk", tag="Desk")
EPOCH = date(1970, 1, 1)
MOST_ENVELOPES = 256  # in one answer: 4 MiB, some seconds on a slow line
MOST_POSITIONS = 8_192  # in one answer: 64 KiB
EVENT_BYTES = ENVELOPE_BYTES[EnvelopeClass.OFFICE]
REPLY_BYTES = ID_BYTES + ENVELOPE_BYTES[EnvelopeClass.REPORTER]
REFUSED = {
    200: "It was there already",
    400: "Malformed",
    401: "Not allowed",
    411: "No length",
    413: "Too long",
    415: "Wrong media type",
}
STREAM: dict[int, str | Described] = {
    200: gives_octets("Records: LE64(position) LE32(day since 1970) LE32(length) envelope"),
    400: "Not a number",
    401: "Not allowed",
}
POSITIONS: dict[int, str | Described] = {
    200: gives_octets("Positions in order: LE64, again and again"),
    400: "Not a number",
    401: "Not allowed",
}


class Placed(Wire):
    """Where it stands."""

    position: int


@bp.get("/envelopes")
@bp.doc(
    summary="Read the office's envelopes",
    responses=answers(STREAM),
    security="desk",
    extensions={
        "parameters": [takes_query("after", 0), takes_query("limit", MOST_ENVELOPES, 1, MOST_ENVELOPES)]
    },
)
@device
def envelopes(session: Session) -> Response:
    """Give envelopes in order; `SpeakUp-Newest` says how far the stream goes."""
    limit = whole("limit", MOST_ENVELOPES, 1, MOST_ENVELOPES)
    stream = services().desk.envelopes(session, whole("after", 0), limit)
    return Response(
        records(stream.filed), content_type=OCTETS, headers={"SpeakUp-Newest": str(stream.newest)}
    )


@bp.get("/envelopes/positions")
@bp.doc(
    summary="Read which envelopes there are",
    description="A desk that keeps a sealed copy drops what was destroyed here.",
    responses=answers(POSITIONS),
    security="desk",
    extensions={"parameters": [takes_query("after", 0)]},
)
@device
def positions(session: Session) -> Response:
    """Give the positions behind a number, at most 8,192 of them, in order."""
    found = services().desk.positions(session, whole("after", 0), MOST_POSITIONS)
    body = b"".join(each.to_bytes(8, "little") for each in found.positions)
    return Response(body, content_type=OCTETS, headers={"SpeakUp-Newest": str(found.newest)})


@bp.post("/events")
@bp.doc(summary="File an event", responses=REFUSED, security="desk", extensions=takes_octets(EVENT_BYTES))
@bp.output(Placed, status_code=201)
@device
def events(session: Session) -> tuple[Placed, int]:
    """File a class-1 envelope into the office's own stream."""
    envelope = of_class(octets(EVENT_BYTES), EnvelopeClass.OFFICE)
    return answer(services().desk.file_event(session, envelope))


@bp.post("/replies")
@bp.doc(
    summary="Post a reply",
    responses={**REFUSED, 409: "The tag holds other bytes"},
    security="desk",
    extensions=takes_octets(REPLY_BYTES),
)
@bp.output(Placed, status_code=201)
@device
def replies(_: Session) -> tuple[Placed, int]:
    """Post a tag and a class-2 envelope."""
    body = octets(REPLY_BYTES)
    envelope = of_class(body[ID_BYTES:], EnvelopeClass.REPORTER)
    return answer(services().desk.post_reply(body[:ID_BYTES], envelope))


def answer(place: Place) -> tuple[Placed, int]:
    """201 for what is new, 200 for what was there."""
    return Placed(position=place.position), 201 if place.new else 200


def records(filed: Sequence[Filed]) -> bytes:
    """The envelopes as one run of bytes."""
    return b"".join(part for each in filed for part in (head(each), each.envelope))


def head(filed: Filed) -> bytes:
    """LE64(position) || LE32(days since 1970-01-01) || LE32(length)."""
    days = (filed.day - EPOCH).days
    return b"".join(
        (
            filed.position.to_bytes(8, "little"),
            days.to_bytes(4, "little"),
            len(filed.envelope).to_bytes(4, "little"),
        )
    )
