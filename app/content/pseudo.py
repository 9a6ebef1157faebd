"""Two languages that nobody speaks, to see what a translation would break: built on request, never offered.

    en@pseudo   accents on every letter, a third longer, in brackets: what is not translated has none, and
                what does not fit is cut where the closing bracket should be
    ar@pseudo   as long as English, but every word runs from right to left: what is not mirrored stands out

Placeholders stay as they are. Tags are those that CLDR keeps for this: `en-XA`, `ar-XB`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.content.locales import Locale
from app.content.sources import Found

LONGER = 0.35
"""How much longer, of the length of the text: German and Russian are about so much longer than English."""

_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ",
)
_PLACE = re.compile(r"(\{\w+\})")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PADDING = "one two three four five six seven eight nine ten eleven twelve "
_MIRROR, _END = "\u202e", "\u202c"  # right-to-left override, and its end


@dataclass(frozen=True)
class Made:
    """A pseudo-locale, the language whose plural forms and direction it takes, and what it does to a text."""

    id: str
    of: str
    tag: str
    name: str
    says: Callable[[str], str]


def lengthened(text: str) -> str:
    """The text with accents, longer by `LONGER`, between brackets."""
    more = max(1, round(len(text) * LONGER))
    padding = (_PADDING * (more // len(_PADDING) + 1))[:more].strip()
    return f"[{_outside_places(text, lambda part: part.translate(_ACCENTS))} {padding.translate(_ACCENTS)}]"


def mirrored(text: str) -> str:
    """The text with every word from right to left."""
    return _outside_places(text, lambda part: _WORD.sub(rf"{_MIRROR}\g<0>{_END}", part))


LOCALES = (
    Made("en@pseudo", "en", "en-XA", "[Þšéûđö]", lengthened),
    Made("ar@pseudo", "ar", "ar-XB", "[Pseudo]", mirrored),
)


def locale(made: Made, of: Locale) -> Locale:
    """The facts of a pseudo-locale: its own name and tag, otherwise those of the language it stands for."""
    return replace(of, id=made.id, tag=made.tag, name=made.name, wordlist=None, aliases=(), draft=False)


def strings(found: Iterable[Found], made: Made, forms: int) -> dict[str, str | list[str]]:
    """Every message in a pseudo-locale; of its plural forms the first is made from the singular."""
    said: dict[str, str | list[str]] = {}
    for message in found:
        if message.plural:
            said[message.text] = [made.says(message.text)] + [made.says(message.plural)] * (forms - 1)
        else:
            said.setdefault(message.text, made.says(message.text))
    return said


def _outside_places(text: str, change: Callable[[str], str]) -> str:
    parts = _PLACE.split(text)
    return "".join(part if _PLACE.fullmatch(part) else change(part) for part in parts)
