"""Receipts: what is shown can be typed back in every language, and mistakes are found."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import BadInput, ReceiptUnreadable
from app.sealing import receipt
from app.sealing.receipt import LISTS, Receipt, derive, new_receipt, parse

ENTROPY = st.integers(0, 2**60 - 1)
ORGANISATION = bytes(range(16))


@settings(max_examples=40, deadline=None)
@given(entropy=ENTROPY, lang=st.sampled_from(sorted(LISTS)))
def test_words_of_every_list_are_read_back(entropy: int, lang: str) -> None:
    made = Receipt(entropy)

    assert made in parse(" ".join(made.words(lang)), lang)


@pytest.mark.parametrize("lang", sorted(LISTS))
def test_every_word_of_a_list_can_be_typed_in_any_case_and_under_another_language(lang: str) -> None:
    words = receipt.wordlist(lang)
    draw = random.Random(lang)

    assert [receipt.place_of(receipt.plain_word(word.upper()), lang) for word in words] == list(range(2048))
    made = Receipt(draw.getrandbits(60))
    typed = "\u3000".join(word.upper() for word in made.words(lang))
    assert made in parse(typed, "ar")


@pytest.mark.parametrize("lang", ["en", "es", "it", "pt", "fr", "cs"])
def test_four_letters_are_enough_and_three_are_not(lang: str) -> None:
    words = [receipt.plain_word(word) for word in receipt.wordlist(lang)]
    for place, word in list(enumerate(words))[::8]:
        if word[:4] not in words:
            assert receipt.place_of(word[:4], lang) == place
        if word[:3] not in words:
            assert receipt.place_of(word[:3], lang) is None


def test_a_beginning_that_several_words_share_names_none_of_them() -> None:
    lang = "ko"  # spelled out in its letters, the only list of ours with such beginnings
    words = [receipt.plain_word(word) for word in receipt.wordlist(lang)]
    shared = {one[:4] for one, other in pairwise(words) if one[:4] == other[:4]}
    ambiguous = [start for start in sorted(shared) if len(start) == 4 and start not in words]

    assert ambiguous
    assert [receipt.place_of(start, lang) for start in ambiguous] == [None] * len(ambiguous)


@pytest.mark.parametrize("lang", ["zh", "zh-Hant"])
def test_simplified_and_traditional_words_are_read_by_both_lists(lang: str) -> None:
    draw = random.Random(lang)
    for _ in range(50):
        made = Receipt(draw.getrandbits(60))
        assert made in parse("".join(made.words(lang)), "zh-Hant")
        assert made in parse(" ".join(made.words(lang)), "zh")


@settings(max_examples=100, deadline=None)
@given(entropy=ENTROPY, zero=st.sampled_from("0٠۰०０"))
def test_digits_of_every_script_are_read_back(entropy: int, zero: str) -> None:
    made = Receipt(entropy)
    typed = "".join(chr(ord(zero) + int(digit)) for digit in made.digits)

    assert parse(typed) == [made]
    assert parse(made.groups) == [made]


@settings(max_examples=60, deadline=None)
@given(entropy=ENTROPY, place=st.integers(0, 19), other=st.integers(1, 9))
def test_a_mistyped_digit_is_found_or_gives_another_receipt(entropy: int, place: int, other: int) -> None:
    digits = list(Receipt(entropy).digits)
    digits[place] = str((int(digits[place]) + other) % 10)

    assert read_or_refused("".join(digits)) != [Receipt(entropy)]


def read_or_refused(typed: str) -> list[Receipt]:
    """What is read; nothing when the checksum finds the mistake."""
    try:
        return parse(typed)
    except ReceiptUnreadable:
        return []


def test_chinese_words_need_no_spaces_between_them() -> None:
    made = new_receipt()

    assert made in parse("".join(made.words("zh")), "zh")


def test_two_lists_that_pass_give_two_receipts_the_shown_one_first() -> None:
    shared = [word for word in receipt.wordlist("en") if word in set(receipt.wordlist("fr"))]
    draw = random.Random(1)  # one in 4,096 passes both checksums
    found = next(words for _ in range(100_000) if passes_both(words := draw.sample(shared, 6)))

    first, second = parse(" ".join(found), "fr", lists=("fr", "en"))

    assert [*first.words("fr")] == found
    assert [*second.words("en")] == found


def passes_both(words: list[str]) -> bool:
    """Whether six words are a receipt in both lists."""
    numbers = [receipt.number_in(words, lang) for lang in ("en", "fr")]
    return all(number is not None and receipt.checked(number) for number in numbers)


def test_a_language_without_a_list_shows_digits() -> None:
    with pytest.raises(BadInput, match="use digits"):
        new_receipt().words("ar")


def test_no_error_and_no_representation_shows_the_receipt() -> None:
    made = new_receipt()
    typed = " ".join([*made.words("en")[:5], "zzzz"])

    with pytest.raises(ReceiptUnreadable) as refused:
        parse(typed)

    assert not set(typed.split()) & set(str(refused.value).split())
    assert str(made.entropy) not in repr(made)


def test_another_organisation_gets_other_keys_of_the_same_receipt() -> None:
    made = new_receipt()

    here, there = derive(made, ORGANISATION), derive(made, bytes(16))

    assert here == derive(made, ORGANISATION)
    assert here.box.public != there.box.public
    assert here.thread != there.thread
