"""What the relay does in the store: see what waits, take a batch out of the intake, file it by office.

A deposit is in exactly one place at any moment: in `intake`, or remembered in `seen_leaves` and (if it was
one to keep) filed in `envelopes`. `take`, `remember` and `file` belong into one transaction, in this order;
a crash between them leaves everything as it was, and a second relay that takes at the same time gets other
leaves.

This module must never order by, or keep, anything that tells when a deposit came.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from sqlalchemy import Connection, delete, func, insert, select, update

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

    An envelope that the office has already, byte for byte, is passed over. Offices are taken in one fixed
    order, so that two who file into several never wait for each other.
    """
    by_office: dict[bytes, dict[bytes, bytes]] = defaultdict(dict)
    for filing in filings:
        by_office[filing.office][blake2b(filing.envelope, digest_size=32).digest()] = filing.envelope
    return sum(append(connection, office, by_office[office], day) for office in sorted(by_office))


def append(connection: Connection, office: bytes, by_hash: Mapping[bytes, bytes], day: date) -> int:
    """Append to the stream of one office what is not in it; the answer counts what was."""
    newest = locked_counter(connection, office)
    known = select(envelopes.c.hash).where(envelopes.c.office == office, envelopes.c.hash.in_(list(by_hash)))
    there = set(connection.execute(known).scalars())
    fresh = [(name, envelope) for name, envelope in by_hash.items() if name not in there]
    rows = [
        {"office": office, "position": position, "day": day, "envelope": envelope, "hash": name}
        for position, (name, envelope) in enumerate(fresh, newest + 1)
    ]
    if rows:
        connection.execute(insert(envelopes), rows)
        ours = office_counters.c.office == office
        connection.execute(update(office_counters).where(ours).values(newest=newest + len(rows)))
    return len(rows)


def locked_counter(connection: Connection, office: bytes) -> int:
    """The newest position of an office; nobody else files into its stream before this transaction ends."""
    connection.execute(insert_new(connection, office_counters), {"office": office, "newest": 0})
    ours = office_counters.c.office == office
    return connection.execute(select(office_counters.c.newest).where(ours).with_for_update()).scalar_one()


def forget_leaves(connection: Connection, kept: Sequence[bytes]) -> int:
    """Forget every leaf that was opened by another key than those `kept`; the answer counts them.

    A leaf is remembered as long as the relay can open it again, and not a day longer.
    """
    return connection.execute(delete(seen_leaves).where(seen_leaves.c.relay_key.not_in(kept))).rowcount
