"""/api/v1/content/counts: anonymous notes of what is read, and what the past months add up to."""

from apiflask import APIBlueprint
from flask import Response

from app.api.describe import answers, gives_json, takes_octets
from app.api.doors import services
from app.api.guards import public, reporter
from app.api.parsing import JSON, Wire, hex_bytes, octets
from app.domain.counting import NOTE_BYTES
from app.services.content_counts import Month

bp = APIBlueprint("content_counts", __name__, url_prefix="/content/counts", tag="Public")
ANSWER = '{"status":"taken"}'  # whatever became of the note


class Taken(Wire):
    """A note was taken; the same for every note."""

    status: str


class ItemCounted(Wire):
    """About how many notes are of people who read the item; null: withheld."""

    id: str
    estimate: int | None


class MonthCounted(Wire):
    """What a month adds up to; `reports` null: too few notes, everything is withheld."""

    month: str
    catalogue: hex_bytes(8)  # type: ignore[valid-type]  # built once, from the length
    reports: int | None
    items: list[ItemCounted]


class MonthsCounted(Wire):
    """The months that are over, the latest first."""

    months: list[MonthCounted]


@bp.post("")
@bp.doc(
    summary="Hand in a note of what was read",
    description=(
        "Version 1 (1 byte), 8 bytes of the catalogue's hash, 55 bytes of bits, lowest first: bit i is item "
        "i  of the catalogue, flipped with probability 1/4 by whoever sends it; bits behind the last "
        "item are random. At most once a visit, from memory, with nothing that ties two notes together."
    ),
    responses=answers(
        {
            202: gives_json("The same for every note", Taken),
            400: "Wrong length or version",
            411: "No length",
            413: "Too long",
            415: "Wrong media type",
        }
    ),
    extensions=takes_octets(NOTE_BYTES),
)
@reporter
def take() -> Response:
    """Add the note to the sums of the month."""
    services().content_counts.take(octets(NOTE_BYTES))
    return Response(ANSWER, 202, content_type=JSON)


@bp.get("")
@bp.doc(
    summary="Read what the past months add up to",
    description=(
        "Estimates out of randomised notes. Months with fewer than 200 notes, and estimates below three "
        "standard deviations of the noise, are withheld (null). The month that runs is not told."
    ),
)
@bp.output(MonthsCounted)
@public
def months() -> MonthsCounted:
    """Give the months that are over."""
    return MonthsCounted(months=list(map(counted, services().content_counts.months())))


def counted(month: Month) -> MonthCounted:
    """A month as it crosses the wire."""
    items = [ItemCounted(id=each.item, estimate=each.readers) for each in month.items]
    return MonthCounted(
        month=month.month.isoformat()[:7], catalogue=month.catalogue, reports=month.notes, items=items
    )
