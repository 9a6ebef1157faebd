"""Positions, places and numbers are given in one order, without gaps, however many come at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from app.domain.errors import Taken
from app.storage import envelopes, grants, replies, sessions
from app.storage.database import Database
from app.storage.grants import Grant

DAY = date(2026, 3, 1)
OFFICE, DEVICE = b"o" * 16, b"d" * 16
MANY = 24


def name(number: int) -> bytes:
    return number.to_bytes(32, "big")


def test_replies_take_each_place_once(database: Database) -> None:
    def post(number: int) -> int:
        with database.begin() as tx:
            return replies.post(tx, name(number)[16:], b"sealed", name(number), DAY).position

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(post, range(MANY)))

    assert sorted(places) == list(range(MANY))


def test_of_many_replies_under_one_tag_one_is_kept(database: Database) -> None:
    start = threading.Barrier(8)

    def post(number: int) -> str:
        start.wait()
        try:
            with database.begin() as tx:
                replies.post(tx, bytes(16), b"sealed", name(number), DAY)
        except Taken:
            return "taken"
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(post, range(8)))

    assert outcomes == ["kept", *["taken"] * 7]
    with database.read() as view:
        assert replies.taken(view) == 1


def test_envelopes_take_each_position_once_in_each_office(database: Database) -> None:
    def append(number: int) -> tuple[bytes, int]:
        office = bytes([number % 2]) * 16
        with database.begin() as tx:
            return office, envelopes.append(tx, office, name(number), DAY).position

    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(append, range(MANY)))

    for office in (bytes(16), b"\x01" * 16):
        assert sorted(at for whose, at in placed if whose == office) == list(range(1, MANY // 2 + 1))


def test_the_same_envelope_stands_once_in_an_office_and_may_stand_in_another(database: Database) -> None:
    with database.begin() as tx:
        first = envelopes.append(tx, OFFICE, b"same", DAY)
        again = envelopes.append(tx, OFFICE, b"same", DAY)
        elsewhere = envelopes.append(tx, DEVICE, b"same", DAY)

    assert (first.position, again.position, elsewhere.position) == (1, 1, 1)
    assert (first.new, again.new, elsewhere.new) == (True, False, True)


def test_grants_appear_in_the_order_of_their_numbers(database: Database) -> None:
    with database.begin() as tx:
        envelopes.append(tx, OFFICE, b"envelope", DAY)

    def add(number: int) -> int:
        with database.begin() as tx:
            return grants.add(tx, Grant(OFFICE, 1, DEVICE, DEVICE, name(number)), DAY)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(add, range(MANY)))

    assert len(set(numbers)) == MANY
    with database.read() as view:
        assert [each.id for each in grants.after(view, OFFICE, DEVICE, 0, MANY)] == sorted(numbers)


@pytest.mark.parametrize("expires", [99, 100])
def test_a_challenge_has_expired_in_the_second_that_it_names(database: Database, expires: int) -> None:
    with database.begin() as tx:
        sessions.add_challenge(tx, bytes(32), DEVICE, expires)
        assert not sessions.take_challenge(tx, bytes(32), DEVICE, 100)


def test_of_many_who_use_a_challenge_one_succeeds(database: Database) -> None:
    with database.begin() as tx:
        sessions.add_challenge(tx, bytes(32), DEVICE, 200)

    def take(_: int) -> bool:
        with database.begin() as tx:
            return sessions.take_challenge(tx, bytes(32), DEVICE, 100)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [*[False] * 7, True]
