"""/api/v1/desk/disposals: two members of an office destroy a case together; the proof stays."""

from datetime import date
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from app.api.describe import takes_json
from app.api.doors import services
from app.api.guards import device
from app.api.parsing import Position, Wire, hex_bytes, json_body
from app.domain.disposal import MOST_BRICKS, MOST_POSITIONS, unpacked
from app.services.disposals import Proposal
from app.storage.disposals import Disposal
from app.storage.sessions import Session

bp = APIBlueprint("disposals", __name__, url_prefix="/desk/disposals", tag="Desk")
PROPOSAL_JSON = 32_768  # bytes: so many positions with commas between them
CONFIRMATION_JSON = 98_304  # bytes: so many ids in hex
REFUSED = {
    400: "Malformed, or not what stands there",
    401: "Not allowed",
    404: "No such thing",
    411: "No length",
    413: "Too long",
    415: "Wrong media type",
}


class DisposalWanted(Wire):
    """Envelopes, the digest that names them, today, and the device's signature that says "propose"."""

    id: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    digest: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    positions: Annotated[list[Position], Field(min_length=1, max_length=MOST_POSITIONS)]
    day: date
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length


class Confirmation(Wire):
    """The digest of what the second member looked at, the files' bricks, a signature that says "confirm".

    It covers both, and the day of the proposal.
    """

    digest: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    bricks: Annotated[list[hex_bytes(16)], Field(max_length=MOST_BRICKS)]  # type: ignore[valid-type]  # as above
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length


class DisposalGiven(Wire):
    """A proposal, or what was done. Days are `YYYY-MM-DD`.

    `approver` null: it waits for a second member. `done` null: it is closed to everybody, but still there.
    """

    id: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    digest: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    positions: list[int]
    proposer: hex_bytes(16)  # type: ignore[valid-type]  # built once, from the length
    proposed: str
    approver: hex_bytes(16) | None  # type: ignore[valid-type]  # built once, from the length
    done: str | None


class DisposalsGiven(Wire):
    """All of the office."""

    disposals: list[DisposalGiven]


@bp.post("")
@bp.doc(
    summary="Propose to destroy envelopes",
    responses={204: "Proposed", 409: "The id is used", **REFUSED},
    security="desk",
    extensions=takes_json(DisposalWanted),
)
@device
def propose(session: Session) -> tuple[str, int]:
    """Nothing is destroyed before another member confirms it."""
    wanted = json_body(DisposalWanted, PROPOSAL_JSON)
    proposal = Proposal(wanted.id, wanted.digest, wanted.positions, wanted.day)
    services().disposals.propose(session, proposal, wanted.signature)
    return "", 204


@bp.get("")
@bp.doc(summary="Read the disposals of the office", responses={401: "Not allowed"}, security="desk")
@bp.output(DisposalsGiven)
@device
def given(session: Session) -> DisposalsGiven:
    """What waits, and what was done."""
    return DisposalsGiven(disposals=[as_given(each) for each in services().disposals.of_office(session)])


def as_given(row: Disposal) -> DisposalGiven:
    """A disposal as it crosses the wire."""
    return DisposalGiven(
        id=row.id,
        digest=row.digest,
        positions=list(unpacked(row.positions)),
        proposer=row.proposer,
        proposed=row.proposed.isoformat(),
        approver=row.approver,
        done=None if row.done is None else row.done.isoformat(),
    )


@bp.post("/<id:disposal>/confirmation")
@bp.doc(
    summary="Confirm a disposal",
    responses={204: "Closed to everybody; destroyed within a minute", **REFUSED},
    security="desk",
    extensions=takes_json(Confirmation),
)
@device
def confirm(session: Session, disposal: bytes) -> tuple[str, int]:
    """Close the envelopes to everybody. Only another member than the one who proposed it can."""
    wanted = json_body(Confirmation, CONFIRMATION_JSON)
    services().disposals.confirm(session, disposal, wanted.digest, wanted.bricks, wanted.signature)
    return "", 204


@bp.delete("/<id:disposal>")
@bp.doc(
    summary="Withdraw or refuse a proposal",
    responses={204: "Gone", 401: "Not allowed", 404: "No such thing", 409: "It is confirmed already"},
    security="desk",
)
@device
def withdraw(session: Session, disposal: bytes) -> tuple[str, int]:
    """Let a proposal go; nothing is destroyed. What is confirmed cannot be taken back."""
    services().disposals.withdraw(session, disposal)
    return "", 204
