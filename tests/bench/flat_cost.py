"""The cost of a deposit, a batch and a page of the desk's sync, from a thousand stored envelopes to 10⁶.

What is stored before has the real number of rows; above ten thousand their bodies are 64 bytes instead of
16,384, since a million of those would take 16 GB. What is measured has real bodies. In one process, without a
server: what is wanted is how the cost grows, and only the store's can.
"""

import hashlib
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import func, insert, select, update

from app.sealing.keys import BoxKeyPair
from app.sealing.outer import leaf, seal_outer
from app.services.filing import FileBatch
from app.storage import envelopes as streams
from app.storage import relay_batches
from app.storage.database import Database, open_database
from app.storage.tables import envelopes, intake, office_counters, seen_leaves
from tests.bench.figures import Figure, Line, Options
from tests.bench.stores import ENGINES, store
from tests.installation import looks_sealed

AT_MOST = 1.5  # of the cost at a thousand; a tree of a million rows is one level deeper
OFFICE, RELAY = bytes(range(16)), BoxKeyPair.generate()
DAY, SHORT_BODY, PIECE, PAGE = date(2026, 3, 1), 64, 10_000, 256
TIMES = 60


def measure(options: Options) -> Iterator[Line]:
    """Each engine at growing sizes."""
    sizes = [1_000, 10_000, 100_000] if options.quick else [1_000, 10_000, 100_000, 1_000_000]
    for engine in ENGINES:
        with store(engine) as made:
            database = open_database(made.installed.database_url)
            costs = {size: at_size(database, size) for size in sizes}
            database.close()
        yield from lines(engine, costs)


def lines(engine: str, costs: dict[int, dict[str, float]]) -> Iterator[Line]:
    """The cost at the largest size beside that at the smallest."""
    least, most = min(costs), max(costs)
    for name in costs[least]:
        between = ", ".join(f"{costs[size][name]:.2f}" for size in costs)
        yield Figure(
            f"{name}, {engine}, {most:,} stored",
            costs[most][name],
            "ms",
            yardstick=costs[least][name],
            at_most=AT_MOST,
            note=f"at {', '.join(f'{size:,}' for size in costs)}: {between} ms",
        )


def at_size(database: Database, size: int) -> dict[str, float]:
    """Fill the store to that size and measure, in milliseconds."""
    fill(database, size)
    return {
        "deposit": median(lambda: deposit(database, 1)),
        "batch of 32": median(lambda: batch(database)),
        "sync page": median(lambda: page(database)),
    }


def fill(database: Database, size: int) -> None:
    """Bring envelopes and remembered leaves to `size` rows."""
    with database.read() as view:
        stored = view.execute(select(func.count()).select_from(envelopes)).scalar_one()
    for start in range(stored + 1, size + 1, PIECE):
        piece = range(start, min(start + PIECE, size + 1))
        names = [hashlib.blake2b(str(at).encode(), digest_size=32).digest() for at in piece]
        body = looks_sealed() if size <= PIECE else bytes(SHORT_BODY)
        rows = [
            {"office": OFFICE, "position": at, "day": DAY, "envelope": body, "hash": name}
            for at, name in zip(piece, names, strict=True)
        ]
        with database.begin() as tx:
            relay_batches.locked_counters(tx, [OFFICE])
            tx.execute(insert(envelopes), rows)
            tx.execute(insert(seen_leaves), [{"leaf": name, "relay_key": RELAY.public} for name in names])
            tx.execute(update(office_counters).values(newest=piece[-1]))


def deposit(database: Database, count: int) -> None:
    """Commit deposits as the web does."""
    for _ in range(count):
        outer = seal_outer(OFFICE, looks_sealed(), RELAY.public)
        with database.begin() as tx:
            tx.execute(insert(intake), {"leaf": leaf(outer), "outer": outer})


def batch(database: Database) -> None:
    """Let the relay file what waits."""
    deposit(database, 32)
    FileBatch(database).file_all([RELAY], frozenset({OFFICE}), DAY)


def page(database: Database) -> None:
    """Read the newest page of the office's stream."""
    with database.read() as view:
        streams.after(view, OFFICE, streams.newest(view, OFFICE) - PAGE, PAGE)


def median(work: Callable[[], None]) -> float:
    """Milliseconds of the median of some runs."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
