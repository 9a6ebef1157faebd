"""Disposal by two: what is destroyed, why it may be, what proof remains; the same as `case/disposal.ts`.

One member proposes, another confirms, each with a signature of their device; then the server closes the
envelopes at `positions` to everybody, and its worker, which verifies both itself, deletes them. What stays:

    server   id, digest, positions, both devices and signatures, both days, the hash of the bricks' ids
             (nothing of the content)
    office   two sealed events: who proposed and why, who confirmed (no content either)

`digest` = H(LP("SPK1/disposal") || LP(office) || LP(id) || for each, by position: LE64(position) || ctx).
A `ctx` names an envelope's content (protocol §3), so whoever finds a copy later can be shown whether it was
among what was destroyed, and nobody can say that something else was meant.

signature = purpose "dispose" over LP(office) || LP(id) || LP(digest) || LP("propose") || LP(day), and over
            LP(office) || LP(id) || LP(digest) || LP("confirm") || LP(day) || LP(H(brick ids, in order)):
            whoever has them on the way, or in the store, can have no other files let go. `day`, YYYY-MM-DD,
            is the proposal's in both: a confirmation that is held back is worth nothing once that has lapsed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from types import MappingProxyType

from app.domain.case import Case, Done, named
from app.domain.errors import BadInput
from app.domain.payloads import Event
from app.domain.status import Status

LABEL = b"SPK1/disposal"
PURPOSE = "dispose"  # of the two signatures
PROPOSE, CONFIRM = "propose", "confirm"  # what a signature says; one never counts as the other
MOST_POSITIONS = 1_024  # of one case: more than anyone writes, and some seconds of deleting
MOST_BRICKS = 2_048  # of one confirmation, 512 MiB: several reports full of files
POSITION_BYTES = 8
OPEN_DAYS = 30  # a proposal that nobody confirms by then is gone
TOLERANCE_DAYS = 1  # days change at another hour elsewhere, and the worker comes a minute later

# Why an office may destroy a case, and whether it must name what allows it (an order, a schedule).
REASONS: Mapping[str, bool] = MappingProxyType(
    {
        "retention_over": True,  # the time for which it must be kept has passed
        "order": True,  # a decision that somebody else took: data protection, a court, the controller
        "kept_elsewhere": True,  # another office confirmed that it holds the record
        "duplicate": False,  # the same report is kept in another case
        "not_a_report": False,  # a test, an advertisement, something sent by mistake
    }
)
PROPOSED, REFUSED, DONE = "proposed", "refused", "done"
# What another device may have added to a case since it was proposed without making the proposal void.
HARMLESS = frozenset({Event.OPENED, Event.DISPOSAL})


@dataclass(frozen=True)
class Disposal:
    """A proposal as the office's own record has it. `step` is proposed, refused or done."""

    id: str
    step: str
    reason: str
    reference: str
    digest: str
    count: int
    proposed_by: str
    proposed_at: str
    ended_by: str | None = None
    ended_at: str | None = None


def digest(office: bytes, disposal: bytes, named_envelopes: Iterable[tuple[int, bytes]]) -> bytes:
    """32 bytes that name what is to be destroyed: `(position, ctx)` of each envelope, in any order."""
    body = b"".join(
        position.to_bytes(POSITION_BYTES, "little") + ctx for position, ctx in sorted(named_envelopes)
    )
    return blake2b(lp(LABEL) + lp(office) + lp(disposal) + body, digest_size=32).digest()


def signed(
    office: bytes, disposal: bytes, named: bytes, step: str, proposed: date, bricks: bytes = b""
) -> bytes:
    """What a device signs to propose, or to confirm, that what `named`, the digest, names is destroyed.

    `proposed`: the day of the proposal. A confirmation names files too: `bricks` are the ids of their bricks,
    one behind another.
    """
    message = lp(office) + lp(disposal) + lp(named) + lp(step.encode()) + lp(proposed.isoformat().encode())
    return message + lp(hash_of(bricks)) if step == CONFIRM else message


def in_time(proposed: date, today: date) -> bool:
    """Whether a proposal of that day can still be confirmed and obeyed."""
    return -TOLERANCE_DAYS <= (today - proposed).days <= OPEN_DAYS + TOLERANCE_DAYS


def hash_of(bricks: bytes) -> bytes:
    """32 bytes for the ids of bricks, by which a confirmation can be checked when they are forgotten."""
    return blake2b(bricks, digest_size=32).digest()


def lp(value: bytes) -> bytes:
    """The value behind its length (protocol §2)."""
    return len(value).to_bytes(4, "little") + value


def packed(positions: Iterable[int]) -> bytes:
    """LE64 each, in order."""
    return b"".join(position.to_bytes(POSITION_BYTES, "little") for position in sorted(positions))


def unpacked(raw: bytes) -> tuple[int, ...]:
    """The positions that `packed` wrote."""
    return tuple(
        int.from_bytes(raw[at : at + POSITION_BYTES], "little") for at in range(0, len(raw), POSITION_BYTES)
    )


def disposals(case: Case) -> tuple[Disposal, ...]:
    """What was proposed for a case, in order, and how each ended; nobody confirms their own."""
    found: dict[str, Disposal] = {}
    for done in named(case.events, Event.DISPOSAL):
        take(found, done)
    return tuple(found.values())


def take(found: dict[str, Disposal], done: Done) -> None:
    """Add what one event says to what is known."""
    said = said_by(done)
    known = found.get(said.id)
    if said.step == PROPOSED and known is None:
        found[said.id] = said
    elif known is not None and known.step == PROPOSED and ends(known, said):
        ended = {**vars(known), "step": said.step, "ended_by": done.event.by, "ended_at": done.event.at}
        found[said.id] = Disposal(**ended)


def ends(known: Disposal, said: Disposal) -> bool:
    """Whether what was said ends the proposal: anybody may refuse it, only somebody else may confirm it."""
    other = said.proposed_by != known.proposed_by
    return said.step == REFUSED or (said.step == DONE and other and said.digest == known.digest)


def said_by(done: Done) -> Disposal:
    """What one event says of a disposal."""
    data = done.event.data

    def word(name: str) -> str:
        value = data.get(name, "")
        return value if isinstance(value, str) else ""

    count = int(word("count")) if word("count").isascii() and word("count").isdigit() else 0
    return Disposal(
        id=word("id"),
        step=word("step"),
        reason=word("reason"),
        reference=done.event.text,
        digest=word("digest"),
        count=count,
        proposed_by=done.event.by,
        proposed_at=done.event.at,
    )


def check_reason(reason: str, reference: str) -> None:
    """Whether a case may be destroyed for this reason.

    Raises:
        BadInput: there is no such reason, or it needs a reference.
    """
    if reason not in REASONS:
        raise BadInput("reason", "is none of: " + ", ".join(REASONS))
    if REASONS[reason] and not reference.strip():
        raise BadInput(
            "reference", "is missing: name the decision, the schedule or the record that allows it"
        )


def may_propose(case: Case) -> bool:
    """Only a closed case: what is open is still owed something."""
    return case.status is Status.CLOSED


def doomed(case: Case) -> tuple[str, ...]:
    """The `ctx` of all that is destroyed with a case, sorted: everything but the events on its disposal."""
    stays = {done.ctx for done in named(case.events, Event.DISPOSAL)}
    gone = {ctx for text in case.texts for ctx in text.ctxs} | {done.ctx for done in case.events}
    return tuple(sorted((gone | set(case.unproven) | set(case.unknown) | set(case.ctxs)) - stays))


def changed_since(case: Case, proposed: Sequence[str]) -> bool:
    """Whether something came that the one who proposed had not seen; a mere opening does not count."""
    harmless = {done.ctx for done in case.events if done.event.event in HARMLESS}
    return bool(set(doomed(case)) - set(proposed) - harmless)
