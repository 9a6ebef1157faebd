"""The language of a first text, as far as it shows: by a word of ours, or by its letters.

Who writes Arabic is answered in Arabic before anything is chosen. Latin letters say nothing, so a word must:
a greeting or a command that only one language has.
"""

import unicodedata
from collections import Counter

from app.content.hotline import Hotline
from app.content.locales import Locale

SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "ru", "CJK": "zh_Hans"}
"""Of the scripts that one of our languages has to itself, the beginning of their letters' names."""


def tongue(text: str, hotline: Hotline, locales: tuple[Locale, ...]) -> str:
    """The id of the locale that a text seems to be in; empty when it does not show."""
    offered = {each.id for each in locales}
    known = hotline.tongues.get(text.strip().casefold(), "") or _by_letters(text)
    return known if known in offered else ""


def _by_letters(text: str) -> str:
    """By the script that most of its letters are of."""
    named = (unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    [(script, _)] = Counter(named).most_common(1) or [("", 0)]
    return SCRIPTS.get(script, "")
