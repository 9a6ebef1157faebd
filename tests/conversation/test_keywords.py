"""A text is understood in every script and language, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.keywords import Heard, ascii_digits, hear, plain
from tests.conversation.worlds import CODE, WORLD

DIGITS = CODE.replace(" ", "")


def heard(text: str) -> Heard:
    return hear(text, WORLD.hotline, WORLD.locales)


@pytest.mark.parametrize(
    "text", ["3", " 3. ", "(3)", "3)", "٣", "۳", "३", "৩", "３", "③", "三", "3️⃣", "03", "๓"]
)
def test_a_number_is_a_number_in_every_script(text: str) -> None:
    assert heard(text).number == 3


@pytest.mark.parametrize("text", ["", "-", "three", "3 or 4", "½", "1234", "3a"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert heard(text).number is None


@pytest.mark.parametrize("text", ["13", "1,3", "1 3", "1.3", "١٣", "１、３"])
def test_several_numbers_can_be_written_in_many_ways(text: str) -> None:
    assert heard(text).digits == "13"


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("stop", "stop"),
        ("S T O P", ""),
        ("Stop!", "stop"),
        ("  STOP ALL. ", "stop"),
        ("Arrêt", "stop"),
        ("ARRET", "stop"),
        ("إيقاف", "stop"),
        ("ايقاف", "stop"),
        ("退订。", "stop"),
        ("СТОП", "stop"),
        ("ещё", "more"),
        ("еще", "more"),
        ("MÁS", "more"),
        ("mas", "more"),
        ("/start", "start"),
        ("stop it please", ""),
    ],
)
def test_a_command_is_a_whole_text_whatever_its_accents(text: str, keyword: str) -> None:
    assert heard(text).keyword == keyword


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Français", "fr"),
        ("FRANCAIS", "fr"),
        ("lang fr", "fr"),
        ("LANG zh", "zh_Hans"),
        ("idioma español", "es"),
        ("العربية", "ar"),
        ("язык русский", "ru"),
        ("中文", "zh_Hans"),
        ("lang klingon", ""),
        ("he speaks french", ""),
    ],
)
def test_a_language_is_known_by_its_name_and_behind_the_word_for_language(text: str, lang: str) -> None:
    assert heard(text).language == lang


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        (f"CHECK {CODE}", "check", ""),
        (f"check:{DIGITS}", "check", ""),
        (f"Read {CODE}.", "check", ""),
        (DIGITS, "check", ""),
        (CODE.replace(" ", "-"), "check", ""),
        (f"add {CODE} 3 men came", "add", "3 men came"),
        (f"ADD {CODE}\nOn Monday", "add", "On Monday"),
        (f"HELP {CODE}", "help", ""),
        ("查询٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩", "check", ""),
        (f"добавить {CODE} Он вернулся", "add", "Он вернулся"),
    ],
)
def test_a_code_is_read_with_its_command_and_what_stands_behind_it(
    text: str, command: str, rest: str
) -> None:
    found = heard(text)

    assert (found.command, found.rest) == (command, rest or found.rest)
    assert len(found.code) == 20


@pytest.mark.parametrize("text", ["check 0123456789", f"CHECK {CODE}1", "add 01234 56789 01234 5678"])
def test_a_code_of_another_length_is_said_to_be_wrong(text: str) -> None:
    assert (heard(text).command, heard(text).bad_code) == ("", True)


@pytest.mark.parametrize("text", ["he hit me on 12 03 2026", f"my card is {CODE}", "check the store on 12"])
def test_numbers_in_a_story_are_no_code(text: str) -> None:
    assert heard(text).is_words


@given(st.text())
def test_any_text_is_understood_as_something(text: str) -> None:
    found = heard(text)

    assert plain(plain(text)) == plain(text)
    assert len(ascii_digits(text)) == len(text)
    assert "\x00" not in found.text


def test_what_was_heard_shows_nothing_of_itself() -> None:
    shown = repr(heard(f"ADD {CODE} qqzxmarker"))

    assert "qqzxmarker" not in shown
    assert "01234" not in shown
