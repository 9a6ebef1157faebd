"""Disposals: what two members of an office want destroyed, or have; of the content only its digest.

    proposed ─► confirmed: closed to every reader at once (`hidden`) ─► done: the worker has deleted it

The web process may not delete an envelope; `destroy` is for the worker alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from app.domain.disposal import unpacked
from app.storage.tables import brick_claims, bricks, disposals, envelopes

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Disposal:
    """A row: ids and devices are 16 bytes, `digest` 32, `positions` LE64 each, in order.

    `proposal` and `confirmation` are signatures of 64 bytes; `bricks` ids of 16 bytes, one behind another,
    and their hash, 32 bytes, when it is done.
    """

    id: bytes
    office: bytes
    digest: bytes
    positions: bytes
    proposer: bytes
    proposed: date
    proposal: bytes
    approver: bytes | None = None
    confirmation: bytes | None = None
    bricks: bytes | None = None
    done: date | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for a second member."""
        return self.confirmation is None and self.done is None


WAITS_FOR_WORKER = disposals.c.confirmation.is_not(None), disposals.c.done.is_(None)
COLUMNS = tuple(disposals.c[name] for name in Disposal.__dataclass_fields__)


def add(connection: Connection, disposal: Disposal) -> None:
    """Store a proposal."""
    row = {name: getattr(disposal, name) for name in Disposal.__dataclass_fields__}
    connection.execute(insert(disposals), row)


def find(connection: Connection, disposal: bytes) -> Disposal | None:
    """The row of that id, locked until this transaction ends."""
    wanted = select(*COLUMNS).where(disposals.c.id == disposal).with_for_update()
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Disposal(*row)


def of_office(connection: Connection, office: bytes) -> Sequence[Disposal]:
    """All of an office, by day and id."""
    wanted = select(*COLUMNS).where(disposals.c.office == office)
    return [
        Disposal(*row) for row in connection.execute(wanted.order_by(disposals.c.proposed, disposals.c.id))
    ]


def open_ones(connection: Connection, office: bytes) -> int:
    """How many disposals of an office are not done."""
    wanted = select(func.count()).where(disposals.c.office == office, disposals.c.done.is_(None))
    return connection.execute(wanted).scalar_one()


def confirm(connection: Connection, disposal: bytes, approver: bytes, signature: bytes, ids: bytes) -> None:
    """Write down who confirmed it, and which bricks go with it; from now on `hidden` names its positions."""
    confirmed = update(disposals).where(disposals.c.id == disposal)
    connection.execute(confirmed.values(approver=approver, confirmation=signature, bricks=ids))


def close(connection: Connection, disposal: bytes, day: date, bricks: bytes) -> None:
    """Write down that it was destroyed, and forget its bricks but for the hash of their ids."""
    connection.execute(update(disposals).where(disposals.c.id == disposal).values(done=day, bricks=bricks))


def confirmed(connection: Connection) -> Sequence[bytes]:
    """The ids of all that is confirmed and not done, in order."""
    wanted = select(disposals.c.id).where(*WAITS_FOR_WORKER).order_by(disposals.c.id)
    return connection.execute(wanted).scalars().all()


def hidden(connection: Connection, office: bytes) -> frozenset[int]:
    """The positions of an office that are closed to every reader until they are destroyed."""
    wanted = select(disposals.c.positions).where(disposals.c.office == office, *WAITS_FOR_WORKER)
    return frozenset(at for packed in connection.execute(wanted).scalars() for at in unpacked(packed))


def hidden_anywhere(connection: Connection) -> frozenset[tuple[bytes, int]]:
    """The same of all offices: `(office, position)`."""
    wanted = select(disposals.c.office, disposals.c.positions).where(*WAITS_FOR_WORKER)
    return frozenset((office, at) for office, packed in connection.execute(wanted) for at in unpacked(packed))


def withdraw(connection: Connection, disposal: bytes) -> None:
    """Forget a proposal."""
    connection.execute(delete(disposals).where(disposals.c.id == disposal, disposals.c.done.is_(None)))


def delete_old_proposals(connection: Connection, before: date) -> int:
    """Forget what was proposed before that day and never confirmed."""
    unconfirmed = disposals.c.confirmation.is_(None), disposals.c.done.is_(None)
    old = delete(disposals).where(*unconfirmed, disposals.c.proposed < before)
    return connection.execute(old).rowcount


def held(connection: Connection, office: bytes, positions: Sequence[int]) -> list[tuple[int, bytes]]:
    """`(position, envelope)` of those that the office still has."""
    columns = envelopes.c.position, envelopes.c.envelope
    wanted = select(*columns).where(envelopes.c.office == office, envelopes.c.position.in_(positions))
    return [(position, envelope) for position, envelope in connection.execute(wanted)]


def destroy(connection: Connection, office: bytes, positions: Sequence[int]) -> int:
    """Delete envelopes with their grants and marks; counters stay, so no position is used again."""
    gone = delete(envelopes).where(envelopes.c.office == office, envelopes.c.position.in_(positions))
    return connection.execute(gone).rowcount


def release(connection: Connection, ids: Sequence[bytes], day: date) -> None:
    """Take the claim off bricks: from `day` on they wait for another office's claim, like new ones."""
    wanted = sorted(ids)
    claimed = select(brick_claims.c.id).where(brick_claims.c.id.in_(wanted))
    connection.execute(update(bricks).where(bricks.c.id.in_(claimed)).values(day=day))
    connection.execute(delete(brick_claims).where(brick_claims.c.id.in_(wanted)))


def split(ids: bytes) -> list[bytes]:
    """Brick ids that stand one behind another."""
    return [ids[at : at + ID_BYTES] for at in range(0, len(ids), ID_BYTES)]
