"""Standard answers say the same in the terminal and on the phone."""

import re
from pathlib import Path

from app.domain.templates import TEMPLATES, text_of

PHONE = Path(__file__).resolve().parents[2] / "app/client/src/speakup/templates.ts"


def test_the_phone_has_the_same_words_for_every_standard_answer() -> None:
    text = PHONE.read_text(encoding="utf-8")
    table = text[text.index("const templates") : text.index("};")]

    assert dict(re.findall(r'^ {4}(\w+): t\("([^"]+)"\),$', table, re.M)) == TEMPLATES


def test_words_of_a_later_version_are_named_as_such() -> None:
    assert "does not know" in text_of("later")
