"""The relay files each deposit exactly once, drops what is none, and tells no order of arrival."""

import secrets
from collections import Counter
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import Unavailable
from app.sealing.envelope import EnvelopeClass, seal
from app.sealing.keys import BoxKeyPair
from app.sealing.outer import OUTER_BYTES, cover, leaf, seal_outer
from app.services.filing import Fate, FileBatch
from app.storage import relay_batches
from app.storage.database import Database
from app.storage.tables import envelopes, intake, office_counters, seen_leaves

RELAY, OLDER_RELAY = BoxKeyPair.generate(), BoxKeyPair.generate()
HERE, THERE, NOWHERE = (secrets.token_bytes(16) for _ in range(3))
OFFICES = frozenset({HERE, THERE})
DAY = date(2026, 3, 1)
READER = BoxKeyPair.generate()


def envelope() -> bytes:
    return seal(b'{"recipients":[]}', BoxKeyPair.generate(), [READER.public], EnvelopeClass.OFFICE).envelope


def deposit(database: Database, *outers: bytes) -> None:
    with database.begin() as tx:
        tx.execute(insert(intake), [{"leaf": leaf(outer), "outer": outer} for outer in outers])


def file_all(database: Database, chunk: int = 128) -> Counter[Fate]:
    return FileBatch(database, chunk).file_all([RELAY, OLDER_RELAY], OFFICES, DAY)


def stream(database: Database, office: bytes) -> list[tuple[int, bytes]]:
    """Position and envelope of an office, in order."""
    query = select(envelopes.c.position, envelopes.c.envelope).where(envelopes.c.office == office)
    with database.read() as view:
        return list(view.execute(query.order_by(envelopes.c.position)))


def count(database: Database, table: object) -> int:
    with database.read() as view:
        return view.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[call-overload]  # any table will do


def test_each_deposit_is_filed_with_its_office_under_the_day(database: Database) -> None:
    here, there = [envelope() for _ in range(5)], [envelope() for _ in range(3)]
    deposit(database, *(seal_outer(HERE, one, RELAY.public) for one in here))
    deposit(database, *(seal_outer(THERE, one, OLDER_RELAY.public) for one in there))

    fates = file_all(database, chunk=3)

    assert fates == {Fate.FILED: 8}
    assert [position for position, _ in stream(database, HERE)] == [1, 2, 3, 4, 5]
    assert {one for _, one in stream(database, HERE)} == set(here)
    assert {one for _, one in stream(database, THERE)} == set(there)
    with database.read() as view:
        assert set(view.execute(select(envelopes.c.day)).scalars()) == {DAY}
        assert dict(view.execute(select(office_counters)).all()) == {HERE: 5, THERE: 3}
    assert count(database, intake) == 0


def test_what_is_no_deposit_is_dropped_counted_and_remembered_like_the_rest(database: Database) -> None:
    one = envelope()
    deposit(
        database,
        cover(RELAY.public),
        seal_outer(NOWHERE, one, RELAY.public),
        seal_outer(HERE, b"SPK2" + one[4:], RELAY.public),
        seal_outer(HERE, one, BoxKeyPair.generate().public),
        bytes(OUTER_BYTES),
        seal_outer(HERE, one, RELAY.public),
    )

    fates = file_all(database)

    assert fates == {
        Fate.COVER: 1,
        Fate.UNKNOWN_OFFICE: 1,
        Fate.BAD_ENVELOPE: 1,
        Fate.UNOPENED: 2,
        Fate.FILED: 1,
    }
    assert count(database, intake) == 0
    assert count(database, seen_leaves) == 4, "cover must not show by being forgotten"


def test_a_replayed_deposit_does_not_make_an_office_grow(database: Database) -> None:
    outer = seal_outer(HERE, envelope(), RELAY.public)
    deposit(database, outer)
    file_all(database)
    deposit(database, outer)

    fates = file_all(database)

    assert fates == {Fate.REPLAYED: 1}
    assert len(stream(database, HERE)) == 1
    assert count(database, intake) == 0


def test_an_envelope_sealed_to_the_relay_twice_is_filed_once(database: Database) -> None:
    one = envelope()
    deposit(database, seal_outer(HERE, one, RELAY.public), seal_outer(HERE, one, RELAY.public))
    first = file_all(database)
    deposit(database, seal_outer(HERE, one, RELAY.public))

    assert first == {Fate.FILED: 1, Fate.REPEATED: 1}
    assert file_all(database) == {Fate.REPEATED: 1}
    assert [position for position, _ in stream(database, HERE)] == [1]


def test_neither_arrival_nor_leaf_tells_the_position(database: Database) -> None:
    sent = [envelope() for _ in range(24)]
    outers = [seal_outer(HERE, one, RELAY.public) for one in sent]
    for outer in outers:
        deposit(database, outer)
    by_leaf = [one for _, one in sorted(zip(map(leaf, outers), sent, strict=True))]

    file_all(database)

    filed = [one for _, one in stream(database, HERE)]
    assert filed not in (sent, by_leaf)  # by chance alone: once in 24!
    assert sorted(filed) == sorted(sent)


def test_a_failure_at_the_last_step_leaves_the_whole_chunk_waiting(database: Database) -> None:
    deposit(database, *(seal_outer(HERE, envelope(), RELAY.public) for _ in range(3)))
    in_the_way = {"office": HERE, "position": 2, "day": DAY, "envelope": b"", "hash": bytes(32)}
    with database.begin() as tx:
        tx.execute(insert(envelopes), in_the_way)

    with pytest.raises(IntegrityError):
        file_all(database)

    assert count(database, intake) == 3
    assert count(database, seen_leaves) == 0
    assert count(database, envelopes) == 1
    with database.begin() as tx:
        tx.execute(delete(envelopes))
    assert file_all(database) == {Fate.FILED: 3}


def test_two_relays_at_once_file_each_deposit_once(database: Database) -> None:
    sent = [envelope() for _ in range(60)]
    deposit(database, *(seal_outer(HERE, one, RELAY.public) for one in sent))
    start, found = Barrier(2), Counter[Fate]()

    def relay() -> None:
        start.wait()
        for _ in range(50):
            try:
                found.update(file_all(database, chunk=4))
                return
            except Unavailable:
                continue  # the store asked one of the two to come again

    both = [Thread(target=relay) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert found[Fate.FILED] == 60
    assert [position for position, _ in stream(database, HERE)] == list(range(1, 61))


def test_leaves_of_a_destroyed_key_are_forgotten_and_others_kept(database: Database) -> None:
    deposit(database, cover(RELAY.public), cover(OLDER_RELAY.public))
    file_all(database)

    with database.begin() as tx:
        forgotten = relay_batches.forget_leaves(tx, [RELAY.public])

    assert forgotten == 1
    assert count(database, seen_leaves) == 1
