"""Locks of conversations: by a secret and an address, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sealing.conversations import PADDED_TO, Lock, new_secret, of_address, of_receipt
from app.sealing.receipt import derive, new_receipt

SECRET = bytes(range(32))
ADDRESS = "+15005550006"
LOCK = of_address(SECRET, "sms", ADDRESS)


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert LOCK.open("state", LOCK.seal("state", plain)) == plain


@pytest.mark.parametrize(
    "other",
    [
        of_address(bytes(32), "sms", ADDRESS),
        of_address(SECRET, "whatsapp", ADDRESS),
        of_address(SECRET, "sms", "+15005550007"),
        of_address(SECRET, "sm", "s" + ADDRESS),
    ],
)
def test_another_secret_channel_or_address_opens_nothing(other: Lock) -> None:
    assert other.open("state", LOCK.seal("state", b"text")) is None
    assert other.name != LOCK.name


def test_a_state_is_no_answer() -> None:
    assert LOCK.open("answer", LOCK.seal("state", b"text")) is None


@pytest.mark.parametrize("sealed", [b"", b"x" * 24, b"x" * 400, LOCK.seal("state", b"text")[:-1]])
def test_bytes_that_were_never_sealed_open_as_nothing(sealed: bytes) -> None:
    assert LOCK.open("state", sealed) is None


def test_the_length_tells_little_of_what_was_said() -> None:
    lengths = {len(LOCK.seal("state", b"x" * size)) for size in range(200)}
    assert len(lengths) == 1
    assert len(LOCK.seal("state", b"x" * PADDED_TO)) > lengths.pop()


def test_two_seals_of_one_thing_look_different() -> None:
    assert LOCK.seal("state", b"text") != LOCK.seal("state", b"text")


def test_the_same_message_has_one_name_for_one_address() -> None:
    assert LOCK.name_of("SM1") == LOCK.name_of("SM1")
    assert LOCK.name_of("SM1") != LOCK.name_of("SM2")
    assert LOCK.name_of("SM1") != of_address(SECRET, "sms", "+15005550007").name_of("SM1")


def test_a_name_and_a_sealed_state_do_not_hold_the_address() -> None:
    lying = LOCK.name + LOCK.seal("state", b"") + LOCK.name_of("SM1")
    assert ADDRESS.encode() not in lying
    assert ADDRESS not in repr(LOCK)


def test_what_is_kept_for_a_receipt_opens_with_that_receipt_only() -> None:
    organisation = bytes(16)
    receipt = new_receipt()
    mine, others = (of_receipt(derive(each, organisation)) for each in (receipt, new_receipt()))
    sealed = mine.seal("memo", b"where it went")

    assert of_receipt(derive(receipt, organisation)).open("memo", sealed) == b"where it went"
    assert others.open("memo", sealed) is None


def test_odd_addresses_have_locks_too() -> None:
    odd = ["", "\ud800", "whatsapp:CC.abc", "x" * 10_000]
    assert len({of_address(new_secret(), "sms", each).name for each in odd}) == len(odd)
