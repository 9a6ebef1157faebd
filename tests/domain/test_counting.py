"""Randomised response: many notes tell how often something was read, a few tell nothing, one tells little."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

from app.domain import counting
from app.domain.counting import Note, estimates, noise, read_note, read_sums, readers
from app.domain.errors import BadInput

ITEMS = tuple(f"item_{number}" for number in range(130))
CATALOGUE = b"catalog!"
FLIPPED = Fraction(1, 4)


def note(read: set[int], dice: random.Random) -> bytes:
    """What a phone sends after a visit in which these items were read."""
    bits = bytearray(dice.randbytes(55))  # the unused ones stay as they are drawn
    for item in range(len(ITEMS)):
        flipped = dice.randrange(FLIPPED.denominator) < FLIPPED.numerator
        said = (item in read) != flipped
        bits[item // 8] = bits[item // 8] & ~(1 << item % 8) | said << item % 8
    return bytes([1]) + CATALOGUE + bytes(bits)


def summed(visits: Sequence[set[int]], dice: random.Random) -> tuple[int, ...]:
    """The sums of the notes of all these visits."""
    sums = counting.none_yet(len(ITEMS))
    for read in visits:
        sums = counting.add(sums, read_note(note(read, dice)).bits)
    return tuple(read_sums(sums))


def test_many_phones_together_tell_how_often_an_item_was_read() -> None:
    dice = random.Random(20261121)
    truth = {0: 1_900, 7: 1_000, 8: 400, 129: 250, 64: 20, 65: 0}  # of 2,000 visits
    visits = [{item for item, count in truth.items() if visit < count} for visit in range(2_000)]

    found = {each.item: each.readers for each in estimates(2_000, summed(visits, dice), ITEMS)}

    bound = counting.DEVIATIONS * noise(2_000)
    assert 110 < bound < 120, "the stated error of 2,000 notes"
    for item in (0, 7, 8, 129):
        estimate = found[ITEMS[item]]
        assert estimate is not None
        assert abs(estimate - truth[item]) <= bound
    assert found[ITEMS[64]] is None, "twenty readers drown in the noise, and are not told"
    assert found[ITEMS[65]] is None


def test_the_stated_error_holds_in_as_many_months_as_it_says() -> None:
    """369 of 370 estimates lie within three standard deviations; ten misses in 1,000 would be a fault."""
    dice, notes, true_readers = random.Random(7), 300, 120
    missed = 0
    for _ in range(1_000):
        ones = sum((visit < true_readers) != (dice.random() < 0.25) for visit in range(notes))
        missed += abs((2 * ones - notes / 2) - true_readers) > counting.DEVIATIONS * noise(notes)

    assert missed <= 10


def test_what_nobody_read_is_told_in_hardly_any_month() -> None:
    dice, notes = random.Random(11), 400
    told = sum(
        readers(notes, sum(dice.random() < 0.25 for _ in range(notes))) is not None for _ in range(1_000)
    )

    assert told <= 6, "about one month of 740"


def test_a_month_with_few_notes_tells_nothing_whatever_was_read() -> None:
    assert readers(199, 199) is None
    assert readers(200, 200) is not None
    assert readers(0, 0) is None


def test_a_set_bit_is_three_times_as_likely_from_a_reader_and_no_more() -> None:
    """The arithmetic of docs/threat-model.md, by counting the notes of a reader and of another."""
    dice, count = random.Random(5), 4_000
    of_reader = summed([{3}] * count, dice)[3] / count
    of_other = summed([set()] * count, dice)[3] / count

    assert of_reader / of_other == pytest.approx(3, rel=0.1)
    assert (1 - of_other) / (1 - of_reader) == pytest.approx(3, rel=0.1)


def test_bits_behind_the_last_item_are_not_looked_at() -> None:
    sums = counting.none_yet(3)

    assert tuple(read_sums(counting.add(sums, b"\xff" * 55))) == (1, 1, 1)
    assert tuple(read_sums(counting.add(sums, b"\xf8" + b"\xff" * 54))) == (0, 0, 0)


def test_a_catalogue_with_more_items_than_bits_counts_the_first() -> None:
    assert len(tuple(read_sums(counting.none_yet(1_000)))) == counting.MOST_ITEMS == 440


@pytest.mark.parametrize("body", [b"", bytes(63), bytes(65), b"\x00" * 64, b"\x02" + bytes(63)])
def test_what_is_no_note_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput, match="body"):
        read_note(body)


def test_a_note_is_read() -> None:
    assert read_note(b"\x01" + CATALOGUE + b"\xaa" * 55) == Note(CATALOGUE, b"\xaa" * 55)
