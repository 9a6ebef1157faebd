"""The relay: deposits a second, beside PyNaCl alone opening the same outer layers on one core.

Three figures: opening and sorting without a store; and the whole way out of the intake into the streams,
committed, on each engine. The whole way writes and deletes 16 KiB a deposit, durably, which the yardstick
does not; the note says what the engine itself takes for that, without any cryptography.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence

import nacl.bindings as sodium
from sqlalchemy import insert

from app.sealing.keys import BoxKeyPair
from app.sealing.outer import leaf, seal_outer
from app.services.filing import FileBatch, sort_out
from app.storage import relay_batches
from app.storage.database import Database, open_database
from app.storage.tables import intake
from tests.bench.figures import Figure, Line, Options
from tests.bench.stores import ENGINES, store
from tests.installation import looks_sealed, now

AT_LEAST = 0.5
RELAY = BoxKeyPair.generate()
OFFICES = [bytes([number]) * 16 for number in range(20)]


def measure(options: Options) -> Iterator[Line]:
    """Open and sort; then the whole way on each engine."""
    count = 2_000 if options.quick else 6_000
    outers = [seal_outer(OFFICES[at % 20], looks_sealed(), RELAY.public) for at in range(count)]
    bare = best(
        options, count, lambda: [sodium.crypto_box_seal_open(o, RELAY.public, RELAY.secret) for o in outers]
    )
    offices = frozenset(OFFICES)
    sort = best(options, count, lambda: [sort_out(b"", outer, [RELAY], offices) for outer in outers])
    yield Figure("relay, open and sort", sort, "/s", yardstick=bare, at_least=AT_LEAST)
    for engine in ENGINES:
        with store(engine) as made:
            database = open_database(made.installed.database_url)
            whole = [filed(database, outers) for _ in range(options.repeats)]
            moved = statistics.median(only_moved(database, outers) for _ in range(options.repeats))
            database.close()
        yield Figure(
            f"relay, whole way, {engine}",
            statistics.median(whole),
            "/s",
            yardstick=bare,
            at_least=AT_LEAST,
            note=f"the store alone, nothing opened: {moved:,.0f}/s",
        )


def best(options: Options, count: int, work: Callable[[], object]) -> float:
    """Things a second of the fastest of some runs: what the core can do when it is left alone."""
    return count / min(seconds(work) for _ in range(options.repeats + 1))


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def fresh(outers: Sequence[bytes]) -> list[bytes]:
    """The same deposits under other names and with other envelopes, so that none is a replay."""
    return [seal_outer(OFFICES[at % 20], looks_sealed(), RELAY.public) for at in range(len(outers))]


def filed(database: Database, outers: Sequence[bytes]) -> float:
    """Deposits a second from the intake into the streams."""
    deposit(database, fresh(outers))
    batch = FileBatch(database)
    return len(outers) / seconds(lambda: batch.file_all([RELAY], frozenset(OFFICES), now().date()))


def only_moved(database: Database, outers: Sequence[bytes]) -> float:
    """The same with ready-made results in the place of opening: what the store alone takes."""
    new = fresh(outers)
    ready = {leaf(o): sort_out(leaf(o), o, [RELAY], frozenset(OFFICES)) for o in new}
    deposit(database, new)
    batch = FileBatch(database)

    def move() -> None:
        for leaves in batch.shuffled_chunks():
            with database.read() as view:
                found = relay_batches.outers(view, leaves)
            batch.file_chunk([ready[name] for name, _ in found], now().date())

    return len(outers) / seconds(move)


def deposit(database: Database, outers: Sequence[bytes]) -> None:
    """Put deposits into the intake, as the web does, but many at once."""
    with database.begin() as tx:
        tx.execute(insert(intake), [{"leaf": leaf(outer), "outer": outer} for outer in outers])
