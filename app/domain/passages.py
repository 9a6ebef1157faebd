"""Taking words out of texts, however they are written there; the same as `refer/passages.ts` of the desk.

Compared are letters and not their bytes: composed or not (NFKC), in capitals or not, with any white space,
and whatever invisible marks stand between.

Must never: leave half of a letter, or of a name that was asked for in full.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

TAKEN_OUT = "[…]"  # stands for words that were taken out
LEAST_PASSAGE = 2  # characters; a shorter one would take letters out of everything
# The property White_Space of Unicode; `\s` has four more.
SPACES = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
INVISIBLE = "Cf"


class TakingOut:
    """Takes passages out of texts, and remembers which of them were there."""

    def __init__(self, passages: Sequence[str]) -> None:
        wanted = {keyed(passage): passage.strip() for passage in passages}
        self.wanted = {key: passage for key, passage in wanted.items() if key}
        self.found: set[str] = set()
        # The longest first: a name in full must not leave half of itself behind.
        keys = sorted(self.wanted, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, keys))) if keys else None

    def blank(self, text: str) -> str:
        """A text without the passages."""
        if self.pattern is None:
            return text
        key, units = read(text)
        kept, at = [], 0
        for match in self.pattern.finditer(key):
            self.found.update(each for each in self.wanted if each in match[0])
            first, last = units[match.start()], units[match.end() - 1]
            if first[0] >= at:
                kept += [text[at : first[0]], TAKEN_OUT]
            at = max(at, last[1])
        return "".join(kept) + text[at:]

    @property
    def missed(self) -> tuple[str, ...]:
        """The passages, as typed, that stood in no text so far."""
        return tuple(passage for key, passage in self.wanted.items() if key not in self.found)


def is_too_short(passages: Sequence[str]) -> bool:
    """Whether one of them would take letters out of everything."""
    keys = (unicodedata.normalize("NFKC", keyed(passage)) for passage in passages)
    return any(0 < len(key) < LEAST_PASSAGE for key in keys)


def read(text: str) -> tuple[str, list[tuple[int, int]]]:
    """What is compared, and for each place of it where in the text its letter begins and ends."""
    key: list[str] = []
    units: list[tuple[int, int]] = []
    for start, end in letters(text):
        more = folded(text[start:end])
        if key and key[-1] == " ":
            more = more.removeprefix(" ")
        key += more
        units += [(start, end)] * len(more)
    return "".join(key), units


def keyed(passage: str) -> str:
    """A passage as it is compared."""
    return read(passage)[0].removeprefix(" ").removesuffix(" ")


def letters(text: str) -> Iterator[tuple[int, int]]:
    """Where each letter begins and ends, with all its marks."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not is_mark(text[at]):
            yield start, at
            start = at


def is_mark(character: str) -> bool:
    """Whether it belongs to the letter before it, or is not seen."""
    category = unicodedata.category(character)
    return category.startswith("M") or category == INVISIBLE


def folded(letter: str) -> str:
    """A letter as it is compared. Small, then capital, then small: so all spellings of one letter meet."""
    if letter.isascii() and letter.isprintable():
        return letter.lower()
    small = unicodedata.normalize("NFKD", letter).lower().upper().lower()
    small = unicodedata.normalize("NFKD", small)
    seen = "".join(each for each in small if unicodedata.category(each) != INVISIBLE)
    return SPACES.sub(" ", seen)
