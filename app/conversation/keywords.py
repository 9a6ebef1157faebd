"""What a text is, before it is known what it answers: a command, a number, a code, a language, or words.

Capitals, accents, points and the script of digits do not matter. Every language's words are understood at any
moment, because people answer in the language they think in, not in the one that was chosen.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.content.hotline import Hotline
from app.content.locales import Locale

RECEIPT_DIGITS = 20
WITH_CODE = frozenset({"check", "add", "help"})
"""Commands that stand before a code."""

ALMOST = 6  # so many digits after such a command are meant as a code, even if they are not one

_CODE = re.compile(rf"\s*([^\d]+?)[\W_]*((?:\d[\s.\-]*){{{RECEIPT_DIGITS}}})(?!\d)[\W_]*(.*)", re.DOTALL)
_ALMOST = re.compile(rf"\s*([^\d]+?)[\W_]*(?:\d[\s.\-]*){{{ALMOST},}}.*", re.DOTALL)
_ALONE = re.compile(rf"[\W_]*((?:\d[\s.\-]*){{{RECEIPT_DIGITS}}})[\W_]*")
_UNSAID = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Heard:
    """A text, understood. `number` is None when it is none; `digits` are those of a list such as `1, 3`."""

    text: str = field(repr=False)
    plain: str = field(repr=False)
    keyword: str = ""
    language: str = ""
    number: int | None = None
    digits: str = ""
    command: str = ""  # with a code: check, add or help
    code: str = field(default="", repr=False)
    rest: str = field(default="", repr=False)  # what stands behind the code
    bad_code: bool = False

    @property
    def is_words(self) -> bool:
        """Whether it says something: a letter at least, and no command."""
        no_command = not (self.keyword or self.language or self.command or self.bad_code)
        return no_command and any(letter.isalpha() for letter in self.plain)


def hear(text: str, hotline: Hotline, locales: tuple[Locale, ...]) -> Heard:
    """Understand a text."""
    text = _UNSAID.sub(" ", text).strip()
    said = plain(text)
    keyword = _keywords(hotline).get(said, "")
    command, code, rest = _with_code(text, hotline)
    return Heard(
        text=text,
        plain=said,
        keyword=keyword,
        language="" if keyword else _language(said, hotline, locales),
        number=number(said),
        digits=_digits(said),
        command=command,
        code=code,
        rest=rest,
        bad_code=not code and _is_almost_code(text, hotline),
    )


def plain(text: str) -> str:
    """A text in one writing: small letters without accents, ASCII digits, words apart by one space."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    letters = ((letter if letter.isalnum() else " ") for letter in kept if letter != "ـ")
    return " ".join(ascii_digits(unicodedata.normalize("NFC", "".join(letters))).split())


def ascii_digits(text: str) -> str:
    """The same text with the digits of every script as ASCII; its length stays."""
    return "".join(
        letter if letter.isascii() or (digit := unicodedata.decimal(letter, None)) is None else str(digit)
        for letter in text
    )


def number(said: str) -> int | None:
    """The number that a text is, up to three digits; one letter that is a number counts too (`三`)."""
    if re.fullmatch(r"[0-9]{1,3}", said):
        return int(said)
    value = unicodedata.numeric(said, None) if len(said) == 1 else None
    return int(value) if value is not None and value.is_integer() and 0 <= value < 1000 else None


@lru_cache(maxsize=8)  # a table has some hundred words, and each text is looked up in it
def words_of(pairs: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    """Every word in one writing, to what it means."""
    return {plain(word): name for name, words in pairs for word in words}


def _keywords(hotline: Hotline) -> Mapping[str, str]:
    return words_of(_pairs(hotline.keywords))


def _pairs(words: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(words.items())


def _language(said: str, hotline: Hotline, locales: Iterable[Locale]) -> str:
    """The language that is named, alone or behind the word for language (`LANG FR`)."""
    known, offered = _named(_pairs(hotline.languages), tuple((each.name, each.id) for each in locales))
    if known.get(said) in offered:
        return known[said]
    first, _, rest = said.partition(" ")
    if _keywords(hotline).get(first) != "lang":
        return ""
    short = {locale.short: locale.id for locale in locales}
    found = short.get(rest) or known.get(rest, "")
    return found if found in offered else ""


@lru_cache(maxsize=8)
def _named(
    words: tuple[tuple[str, tuple[str, ...]], ...], locales: tuple[tuple[str, str], ...]
) -> tuple[Mapping[str, str], frozenset[str]]:
    """Every name of a language, and the languages that are offered."""
    names = {plain(name): locale for name, locale in locales}
    return {**words_of(words), **names}, frozenset(names.values())


def _digits(said: str) -> str:
    together = said.replace(" ", "")
    return together if together.isdecimal() and len(together) <= 10 else ""


def _with_code(text: str, hotline: Hotline) -> tuple[str, str, str]:
    """The command, the code and the rest of a text that has a code; three empty texts otherwise."""
    digital = ascii_digits(text)
    if alone := _ALONE.fullmatch(digital):
        return "check", _only_digits(alone[1]), ""
    found = _CODE.fullmatch(digital)
    command = _keywords(hotline).get(plain(found[1]), "") if found else ""
    if found is None or command not in WITH_CODE:
        return "", "", ""
    return command, _only_digits(found[2]), text[found.start(3) :].strip()


def _is_almost_code(text: str, hotline: Hotline) -> bool:
    found = _ALMOST.fullmatch(ascii_digits(text))
    return found is not None and _keywords(hotline).get(plain(found[1]), "") in WITH_CODE


def _only_digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
