"""What a reporter wrote can do nothing to the terminal or to the lines around it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk import screen

HOSTILE = {
    "clear the screen": "\x1b[2J",
    "set the title": "\x1b]0;hacked\x07",
    "eight-bit escape": "\x9b31m",
    "turn around": "\u202etxt.exe",
    "isolate": "\u2066abc\u2069",
    "back over": "abc\b\b\bxyz",
    "delete": "\x7f",
    "hidden tag": "\U000e0041",
    "zero width": "a\u200bb\ufeff",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_terminal_obeys_is_printed(text: str) -> None:
    shown = screen.clean(text)

    assert screen.SHOWN_INSTEAD in shown
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cn", "Co", "Cs"} for c in shown)


@given(st.text())
def test_every_line_of_a_text_stands_behind_the_bar(text: str) -> None:
    for row in screen.quoted(text):
        assert row.startswith(screen.BAR.rstrip())
        assert "\n" not in row
        assert screen.shown_width(row) <= screen.WIDTH


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    assert len(screen.line(text).splitlines()) <= 1


def test_scripts_stay_readable() -> None:
    text = "人居署 مرحبا می‌خواهم Ñandú 👩‍👧"

    assert screen.clean(text) == text


def test_columns_are_aligned_under_wide_characters() -> None:
    lines = screen.table(("NAME", "DAY"), [("人居", "1"), ("abcdef", "2")])

    assert [screen.shown_width(row.rsplit(" ", 1)[0]) for row in lines[1:]] == [7, 7]
