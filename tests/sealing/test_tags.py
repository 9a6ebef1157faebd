"""Reply tags: found by the reporter and the one office, linked by nobody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.sealing.tags import TAG_BYTES, TRAY_PLACES, reply_key, tag, tray_of

KEYS = st.binary(min_size=32, max_size=32)
OFFICES = st.binary(min_size=16, max_size=16)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(tag_key=KEYS, one=OFFICES, other=OFFICES, j=st.integers(0, 2**32 - 2))
def test_no_two_replies_share_a_tag(tag_key: bytes, one: bytes, other: bytes, j: int) -> None:
    here, there = reply_key(tag_key, one), reply_key(tag_key, other)

    assert len(tag(here, j)) == TAG_BYTES
    assert tag(here, j) == tag(reply_key(tag_key, one), j)
    assert tag(here, j) != tag(here, j + 1)
    assert (tag(here, j) == tag(there, j)) == (one == other)


@pytest.mark.parametrize("j", [-1, 2**32, 10**30, 0.5, "0", None, True])
def test_a_number_that_four_bytes_do_not_hold_is_refused(j: int) -> None:
    with pytest.raises(BadInput, match=r"^j:"):
        tag(bytes(32), j)


@pytest.mark.parametrize(
    ("tag_key", "office", "field"),
    [
        (bytes(31), bytes(16), "tag_key"),
        (bytes(33), bytes(16), "tag_key"),
        (bytes(32), bytes(15), "office"),
        (bytes(32), b"", "office"),
        (bytes(32), bytes(16).hex().encode(), "office"),
    ],
)
def test_keys_and_offices_of_another_length_are_refused(tag_key: bytes, office: bytes, field: str) -> None:
    with pytest.raises(BadInput, match=f"^{field}:"):
        reply_key(tag_key, office)


@QUICK
@given(position=st.integers(0, 2**48))
def test_every_reply_has_one_place_in_one_tray(position: int) -> None:
    tray, place = tray_of(position)

    assert 0 <= place < TRAY_PLACES
    assert tray * TRAY_PLACES + place == position


def test_there_is_no_place_before_the_first() -> None:
    with pytest.raises(BadInput, match="position"):
        tray_of(-1)
