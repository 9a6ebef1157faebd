"""Whether two members of an office have signed that something is destroyed, and whether it is still that.

The web process asks before it stores; the worker asks again before it destroys, by a directory that it
verifies itself, because the web process could have written anything into the store. Both ask here.
"""

from datetime import date

from sqlalchemy import Connection

from app.domain.directory import Directory, Member
from app.domain.disposal import (
    CONFIRM,
    MOST_POSITIONS,
    PROPOSE,
    PURPOSE,
    digest,
    in_time,
    signed,
    unpacked,
)
from app.domain.errors import NotFound
from app.domain.membership import holder_of
from app.sealing.envelope import ctx_of
from app.sealing.signatures import verify
from app.storage import disposals
from app.storage.disposals import Disposal

LAST_POSITION = 2**63 - 1  # what a column holds


def has_signed(directory: Directory, row: Disposal, device: bytes, step: str, signature: bytes) -> bool:
    """Whether a device that the directory lists in the row's office signed this step of it."""
    member = member_with(directory, row.office, device)
    if member is None:
        return False
    key = next(each.sign for each in member.devices if each.id == device.hex())
    message = signed(row.office, row.id, row.digest, step, row.proposed, row.bricks or b"")
    return verify(bytes.fromhex(key), PURPOSE, message, signature)


def are_two(directory: Directory, office: bytes, one: bytes, other: bytes) -> bool:
    """Whether two devices belong to two members of the office."""
    first, second = (member_with(directory, office, device) for device in (one, other))
    return first is not None and second is not None and first.id != second.id


def member_with(directory: Directory, office: bytes, device: bytes) -> Member | None:
    """The member of an office who holds a device; None when office or device is not listed."""
    try:
        return holder_of(directory.office(office.hex()), device.hex())
    except NotFound:
        return None


def is_what_stands_there(tx: Connection, row: Disposal) -> bool:
    """Whether the digest names the envelopes at the row's positions.

    Raises:
        NotFound: something is not there.
    """
    positions = unpacked(row.positions)
    if len(positions) > MOST_POSITIONS or max(positions, default=0) > LAST_POSITION:
        return False  # nothing that was proposed: no store could look for it
    there = disposals.held(tx, row.office, positions)
    if len(there) != len(positions):
        raise NotFound("envelope")
    named = ((position, ctx_of(envelope)) for position, envelope in there)
    return digest(row.office, row.id, named) == row.digest


def fault(directory: Directory, tx: Connection, row: Disposal, today: date) -> str | None:
    """Why a confirmed row must not be obeyed: signature, members, day or digest; None when it must.

    Signatures do not grow old: without their day, whoever holds a confirmation back could have it obeyed long
    after the members let the proposal go.
    """
    proposer, approver = (row.proposer, row.proposal), (row.approver or b"", row.confirmation or b"")
    for step, (device, signature) in {PROPOSE: proposer, CONFIRM: approver}.items():
        if not has_signed(directory, row, device, step, signature):
            return "signature"
    if not are_two(directory, row.office, row.proposer, row.approver or b""):
        return "members"
    if not in_time(row.proposed, today):
        return "day"
    try:
        return None if is_what_stands_there(tx, row) else "digest"
    except NotFound:
        return "digest"
