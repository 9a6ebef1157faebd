"""Destroying a case by two: one proposes, another confirms, both sign (`domain/disposal.py`).

Both look at the same envelopes: the digest that the second one sends is of what their own device opened.
Must never: confirm what this device has not read, or propose to destroy an open case.
"""

from collections.abc import Iterator
from contextlib import suppress
from secrets import token_hex

from app.desk.desk import LATER, Desk
from app.desk.files import bricks_of, files_of
from app.domain import fields
from app.domain.case import Case
from app.domain.disposal import (
    DONE,
    MOST_BRICKS,
    MOST_POSITIONS,
    PROPOSED,
    REFUSED,
    Disposal,
    check_reason,
    digest,
    disposals,
    doomed,
    may_propose,
)
from app.domain.disposal import changed_since as changed
from app.domain.errors import BadInput, NotFound
from app.domain.payloads import Event

ID_BYTES = 16


def propose(desk: Desk, case: Case, reason: str, reference: str) -> Disposal:
    """Propose to destroy a closed case.

    Raises:
        BadInput: it is open, or the reason is none, or needs a reference.
    """
    check_reason(reason, reference)
    if not may_propose(case):
        raise BadInput("case", "is open; only a closed case can be destroyed")
    if pending(case):
        raise BadInput("case", "is proposed already; a colleague can confirm or refuse it")
    ours, named = token_hex(ID_BYTES), list(places(desk, doomed(case)))
    if len(named) > MOST_POSITIONS:
        raise BadInput("case", "is too large to destroy at once")
    sum_ = digest(bytes.fromhex(desk.device.office), bytes.fromhex(ours), named).hex()
    today = desk.now().date()
    desk.online.propose_disposal(ours, sum_, [position for position, _ in named], today)
    data = {
        "step": PROPOSED,
        "id": ours,
        "reason": reason,
        "digest": sum_,
        "count": str(len(named)),
        "day": today.isoformat(),
    }
    desk.record(desk.outgoing.event(case, Event.DISPOSAL, data=data, text=reference))
    return waiting(desk.case(case.thread))


def confirm(desk: Desk, case: Case) -> int:
    """Have destroyed what a colleague proposed; how many envelopes.

    They are closed to everybody at once; the server destroys them within a minute.

    Raises:
        BadInput: it is one's own proposal, or something came since, or it is not what this device sees.
        NotFound: nothing is proposed.
    """
    proposed = waiting(case)
    if proposed.proposed_by == desk.device.device:
        raise BadInput("case", "was proposed by this device; another member must confirm it")
    row = next((each for each in desk.online.disposals() if each["id"] == proposed.id), None)
    if row is None:
        raise NotFound("this proposal at the server")
    positions = {int(position) for position in row["positions"]}
    if row["approver"] is None:
        check_held(desk, case, proposed, positions)
    bricks = list(dict.fromkeys(brick for file in files_of(case) for brick in bricks_of(file)))
    data = ended(proposed, DONE, desk) | {"digest": proposed.digest, "count": str(proposed.count)}
    # Sealed before the case goes from here: the event names what it was built on.
    event = desk.outgoing.event(case, Event.DISPOSAL, data=data)
    day = fields.day(row, "proposed")
    desk.online.confirm_disposal(proposed.id, proposed.digest, day, bricks[:MOST_BRICKS])
    desk.record(event)
    return len(positions)


def check_held(desk: Desk, case: Case, proposed: Disposal, positions: set[int]) -> None:
    """See that what the server would destroy is what was proposed, all of it of this case and read here.

    Raises:
        BadInput: it is something else, or something came since.
    """
    named = [place for place in places(desk, doomed(case)) if place[0] in positions]
    sum_ = digest(bytes.fromhex(desk.device.office), bytes.fromhex(proposed.id), named).hex()
    if sum_ != proposed.digest or len(named) != len(positions):
        raise BadInput("case", "is not what was proposed, as this device reads it; nothing was destroyed")
    if changed(case, [ctx.hex() for _, ctx in named]):
        raise BadInput("case", "something came since it was proposed; read it, and propose it again")


def refuse(desk: Desk, case: Case, why: str) -> bool:
    """Let a proposal go; whether the colleagues know already."""
    proposed = waiting(case)
    with suppress(NotFound):  # it lapsed, or this was broken off after the server knew
        desk.online.refuse_disposal(proposed.id)
    data = ended(proposed, REFUSED, desk)
    return desk.record(desk.outgoing.event(case, Event.DISPOSAL, data=data, text=why))


def unshown(desk: Desk, case: Case) -> frozenset[str]:
    """The ids of disposals that are done, by what two members sealed, and that the server lists no more.

    Whoever runs the server can lose its rows; what both sealed to their office stays the proof. Without a
    connection nothing is said.
    """
    done = {each.id for each in disposals(case) if each.step == DONE}
    if not done or desk.session is None:
        return frozenset()
    try:
        return frozenset(done - {str(row["id"]) for row in desk.session.disposals()})
    except LATER:
        return frozenset()


def ended(proposed: Disposal, step: str, desk: Desk) -> dict[str, str]:
    """What is written down of the end of a proposal."""
    return {
        "step": step,
        "id": proposed.id,
        "day": desk.now().date().isoformat(),
    }


def pending(case: Case) -> list[Disposal]:
    """Proposals that nobody has ended."""
    return [each for each in disposals(case) if each.step == PROPOSED]


def waiting(case: Case) -> Disposal:
    """The proposal that waits.

    Raises:
        NotFound: there is none.
    """
    found = pending(case)
    if not found:
        raise NotFound("a proposal to destroy this case")
    return found[-1]


def places(desk: Desk, ctxs: tuple[str, ...]) -> Iterator[tuple[int, bytes]]:
    """Position and ctx of envelopes, as far as they are on this disk."""
    wanted = set(ctxs)
    for one in desk.reading.readable:
        if one.entry.ctx in wanted and one.position > 0:
            yield one.position, bytes.fromhex(one.entry.ctx)
