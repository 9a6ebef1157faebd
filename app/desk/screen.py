"""Plain text for a terminal: what reporters wrote is made harmless, marked, and wrapped.

A terminal obeys escape sequences, and text can turn around what stands beside it. Every character that
could do so is shown as `�`. Each line of a reporter's text stands behind a bar, so that nothing in it can
pass for a line of ours.

Must never: print a text that did not go through `clean`.
"""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

WIDTH = 88
BAR = "  | "
SHOWN_INSTEAD = "\N{REPLACEMENT CHARACTER}"
# Controls, formats (bidi overrides, tags, zero width), private use, halves of pairs, unassigned.
HARMFUL = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Joiners that Persian, Indic scripts and family emoji cannot do without; they turn nothing around.
NEEDED = frozenset("\u200c\u200d")
NEW_LINES = str.maketrans(
    {"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\t": " "}
)


def clean(text: str) -> str:
    """`text` with everything harmless kept, line breaks included."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(NEW_LINES)
    return "".join(c if is_harmless(c) else SHOWN_INSTEAD for c in lines)


def is_harmless(character: str) -> bool:
    """Whether a terminal only shows it."""
    return character in NEEDED or character == "\n" or unicodedata.category(character) not in HARMFUL


def line(text: str) -> str:
    """`text`, clean, on one line."""
    return " ".join(clean(text).split())


def quoted(text: str) -> list[str]:
    """What somebody else wrote: clean, wrapped, each line behind a bar."""
    wrapped: list[str] = []
    for paragraph in clean(text).split("\n"):
        wrapped += textwrap.wrap(paragraph, WIDTH - len(BAR), break_on_hyphens=False) or [""]
    return [(BAR + row).rstrip() for row in wrapped]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows under a head, in columns as wide as their widest cell."""
    cells = [list(head), *([line(cell) for cell in row] for row in rows)]
    widths = [max(map(shown_width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(padded, row, widths)).rstrip() for row in cells]


def padded(cell: str, width: int) -> str:
    """A cell filled up to `width` places."""
    return cell + " " * (width - shown_width(cell))


def shown_width(text: str) -> int:
    """Places that a terminal uses: two for a wide character, none for a mark above another."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
