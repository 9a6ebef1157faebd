"""Files sealed in bricks: they open whole or not at all, and their number of bricks says little."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CannotBeOpened
from app.sealing.attachment import BRICK_BYTES, BRICK_HOLDS, SealedFile, brick_count, seal_file
from app.sealing.attachment_opening import FileKeys, open_file
from app.sealing.primitives import blake2b

LETTER = b"a short letter"


def keys_of(sealed: SealedFile) -> FileKeys:
    """What the payload says of it."""
    return FileKeys(sealed.key, sealed.header, sealed.file_id, sealed.hash, sealed.length)


def bricks_of(sealed: SealedFile) -> list[bytes]:
    return [brick.sealed for brick in sealed.bricks]


@settings(max_examples=12, deadline=None)
@given(length=st.sampled_from([0, 1, 65_511, 65_512, BRICK_HOLDS - 8, BRICK_HOLDS - 7, 700_000]))
def test_a_file_of_any_length_opens_again_and_fills_whole_bricks(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    sealed = seal_file(data[:length])

    assert open_file(keys_of(sealed), bricks_of(sealed)) == data[:length]
    assert {len(brick) for brick in bricks_of(sealed)} == {BRICK_BYTES}
    assert len(sealed.bricks) == brick_count(length)


@pytest.mark.parametrize("at", [0, 1, 65_519, 65_536, BRICK_BYTES - 1])
def test_one_flipped_bit_is_refused_even_when_the_hash_is_made_to_fit(at: int) -> None:
    sealed = seal_file(LETTER)
    (brick,) = bricks_of(sealed)
    forged = brick[:at] + bytes([brick[at] ^ 1]) + brick[at + 1 :]

    with pytest.raises(CannotBeOpened, match="hash"):
        open_file(keys_of(sealed), [forged])
    with pytest.raises(CannotBeOpened, match="chunk"):
        open_file(replace(keys_of(sealed), hash=blake2b(forged)), [forged])


def test_a_brick_of_another_file_of_the_same_key_is_refused() -> None:
    one = seal_file(LETTER)
    other = replace(keys_of(one), file_id=bytes(16))

    with pytest.raises(CannotBeOpened, match="chunk"):
        open_file(other, bricks_of(one))


def test_a_file_without_its_last_brick_is_refused() -> None:
    sealed = seal_file(bytes(BRICK_HOLDS + 5))
    first = bricks_of(sealed)[0]

    with pytest.raises(CannotBeOpened, match="final"):
        open_file(replace(keys_of(sealed), hash=blake2b(first)), [first])
    with pytest.raises(CannotBeOpened, match="bricks"):
        open_file(keys_of(sealed), [])


def test_two_sealings_of_one_file_share_nothing() -> None:
    one, two = seal_file(LETTER), seal_file(LETTER)

    assert one.key != two.key
    assert one.bricks[0].id != two.bricks[0].id
    assert one.bricks[0].sealed != two.bricks[0].sealed


def test_keys_do_not_show_when_a_sealed_file_is_printed() -> None:
    sealed = seal_file(LETTER)

    assert repr(sealed.key) not in repr(sealed)
    assert repr(sealed.key) not in repr(keys_of(sealed))
