"""The language of a first text."""

import pytest

from app.conversation.tongue import tongue
from tests.conversation.worlds import WORLD


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("bonjour", "fr"),
        ("hola", "es"),
        ("Привет", "ru"),
        ("مرحبا", "ar"),
        ("你好", "zh_Hans"),
        ("hello", "en"),
        ("يطلب رئيس المكتب UN خدمات", "ar"),
        ("Начальник UN-Habitat просит", "ru"),
        ("主任在UN-Habitat", ""),  # more Latin letters than others: it does not show
        ("The head of our office", ""),
        ("1", ""),
        ("", ""),
        ("\N{PAPERCLIP}\ud800", ""),
        ("नमस्ते", ""),
    ],
)
def test_a_first_text_shows_its_language_or_not(text: str, lang: str) -> None:
    assert tongue(text, WORLD.hotline, WORLD.locales) == lang
