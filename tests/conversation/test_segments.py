"""A text is counted as the phone company counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.segments import measure

COUNTED = [  # measured by script for the policy's words
    ("May we text this number about it? 1 Yes 2 No, I will write first. "
     "Choose 2 if other people read this phone.", "GSM-7", 107),
    ("Is a person under 18 involved? 1 Yes 2 No 3 Do not know. Please send no names.", "GSM-7", 78),
    ("Is it still going on, or could it happen to someone else soon? 1 Yes 2 No 3 Do not know", "GSM-7", 87),
    ("您现在安全吗?1安全 2不安全 3不确定。可随时停止。回复SEND前不会提交。", "UCS-2", 39),
    ("是否涉及未满18岁的人?1是 2否 3不知道。请勿发送姓名。", "UCS-2", 30),
    ("有人需要帮助吗?1医疗 2安全住处 3倾诉 4法律 5食物住所 0不需要。帮助与投诉无关。", "UCS-2", 45),
]  # fmt: skip


@pytest.mark.parametrize(("text", "encoding", "units"), COUNTED)
def test_the_policys_words_are_as_long_as_the_policy_says(text: str, encoding: str, units: int) -> None:
    counted = measure(text)

    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, 1)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" + "€" * 152, 2),
        ("€" * 153, 3),  # a pair is not cut: 152 units fill a segment
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("я" * 134, 2),
        ("я" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_the_edges_of_a_segment(text: str, segments: int) -> None:
    assert measure(text).segments == segments


@pytest.mark.parametrize("letter", "çêíóúã’—")
def test_one_letter_outside_the_small_alphabet_makes_the_whole_text_long(letter: str) -> None:
    assert measure("a" * 100).segments == 1
    assert measure("a" * 99 + letter).segments == 2


@given(st.text(max_size=400), st.text(max_size=50))
def test_more_letters_never_take_fewer_segments(text: str, more: str) -> None:
    assert measure(text).segments <= measure(text + more).segments
