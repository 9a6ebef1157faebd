"""What the relay does in the store: see what waits, take a batch out of the intake, file it by office.

A deposit is in exactly one place at any moment: in `intake`, or remembered in `seen_leaves` and (if it was
one to keep) filed in `envelopes`. `take`, `remember` and `file` belong into one transaction, in this order;
a crash between them leaves everything as it was, and a second relay that takes at the same time gets other
leaves.

This module must never order by, or keep, anything that tells when a deposit came.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from app.storage.database import insert_new
from app.storage.tables import envelopes, intake, office_counters, seen_leaves


@dataclass(frozen=True)
class Filing:
    """An envelope on its way into the stream of an office (16 bytes)."""

    office: bytes
    envelope: bytes


def waiting(connection: Connection) -> int:
    """How many deposits lie in the intake."""
    return connection.execute(select(func.count()).select_from(intake)).scalar_one()


def leaves(connection: Connection) -> list[bytes]:
    """The names of all deposits in the intake, 32 bytes each; their order means nothing."""
    return list(connection.execute(select(intake.c.leaf)).scalars())


def outers(connection: Connection, wanted: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """`(leaf, outer)` of those `wanted` that still wait, in the order of `wanted`.

    The store's own order must not reach the streams: in PostgreSQL it is that of arrival.
    """
    rows = connection.execute(select(intake.c.leaf, intake.c.outer).where(intake.c.leaf.in_(wanted)))
    found = dict(rows.all())
    return [(leaf, found[leaf]) for leaf in wanted if leaf in found]


def take(connection: Connection, wanted: Sequence[bytes]) -> frozenset[bytes]:
    """Delete `wanted` from the intake; the answer names those that this call has deleted."""
    gone = connection.execute(delete(intake).where(intake.c.leaf.in_(wanted)).returning(intake.c.leaf))
    return frozenset(gone.scalars())


def remember(connection: Connection, seen: Sequence[tuple[bytes, bytes]]) -> frozenset[bytes]:
    """Note each `(leaf, relay key)`; the answer names the leaves that were not known before.

    Nobody else can note the same leaf meanwhile: who took it from the intake owns it.
    """
    wanted = [leaf for leaf, _ in seen]
    known = set(
        connection.execute(select(seen_leaves.c.leaf).where(seen_leaves.c.leaf.in_(wanted))).scalars()
    )
    fresh = [{"leaf": leaf, "relay_key": key} for leaf, key in seen if leaf not in known]
    if fresh:
        connection.execute(insert(seen_leaves), fresh)
    return frozenset(row["leaf"] for row in fresh)


def file(connection: Connection, filings: Sequence[Filing], day: date) -> int:
    """Give each envelope the next position of its office, in the order given; the answer counts them.

    An envelope that its office has already, byte for byte, is passed over.
    """
    if not filings:
        return 0
    named = {(filing.office, name_of(filing.envelope)): filing.envelope for filing in filings}
    newest = locked_counters(connection, sorted({office for office, _ in named}))
    for there in already_filed(connection, named):
        del named[there]
    rows = []
    for (office, name), envelope in named.items():
        newest[office] += 1
        row = {"office": office, "position": newest[office], "day": day, "envelope": envelope, "hash": name}
        rows.append(row)
    if rows:
        connection.execute(insert(envelopes), rows)
        move_counters(connection, newest)
    return len(rows)


def name_of(envelope: bytes) -> bytes:
    """What tells one envelope from another within an office: its BLAKE2b-256."""
    return blake2b(envelope, digest_size=32).digest()


def locked_counters(connection: Connection, offices: Sequence[bytes]) -> dict[bytes, int]:
    """The newest position of each office; nobody else files into these streams before this transaction ends.

    `offices` are sorted: who locks several in one fixed order never waits for one who waits for them.
    """
    connection.execute(
        insert_new(connection, office_counters), [{"office": office, "newest": 0} for office in offices]
    )
    ours = select(office_counters).where(office_counters.c.office.in_(offices))
    rows = connection.execute(ours.order_by(office_counters.c.office).with_for_update())
    return {row.office: row.newest for row in rows}


def already_filed(connection: Connection, named: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Those of the `(office, hash)` that are in the stream already.

    One question an office: SQLite answers a question for pairs by reading every row.
    """
    by_office: dict[bytes, list[bytes]] = defaultdict(list)
    for office, name in named:
        by_office[office].append(name)
    return [
        (office, name)
        for office, names in by_office.items()
        for name in connection.execute(
            select(envelopes.c.hash).where(envelopes.c.office == office, envelopes.c.hash.in_(names))
        ).scalars()
    ]


def move_counters(connection: Connection, newest: Mapping[bytes, int]) -> None:
    """Write the counters back."""
    moved = update(office_counters).where(office_counters.c.office == bindparam("of"))
    connection.execute(
        moved.values(newest=bindparam("to")), [{"of": office, "to": last} for office, last in newest.items()]
    )


def forget_leaves(connection: Connection, kept: Sequence[bytes]) -> int:
    """Forget every leaf that was opened by another key than those `kept`; the answer counts them.

    A leaf is remembered as long as the relay can open it again, and not a day longer.
    """
    return connection.execute(delete(seen_leaves).where(seen_leaves.c.relay_key.not_in(kept))).rowcount
