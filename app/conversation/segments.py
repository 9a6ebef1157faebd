"""How many SMS segments a text takes: what the sender pays, and what a cheap phone can join again.

    GSM-7   160 units alone, 153 a segment when there are more; `^ { } \\ [ ~ ] | €` take two units
    UCS-2   70 units alone, 67 a segment: for the whole text as soon as one letter is not in GSM-7

Units of UCS-2 are UTF-16 units: an emoji takes two. A unit pair is never cut. Source: 3GPP TS 23.038.
"""

from dataclasses import dataclass

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_DOUBLE = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Measure:
    """Units of a text, the encoding that it forces, and the segments that it takes."""

    encoding: str
    units: int
    segments: int


def measure(text: str) -> Measure:
    """Count a text as a phone company does. The empty text takes one segment."""
    if all(letter in GSM_7 or letter in GSM_7_DOUBLE for letter in text):
        sizes = [2 if letter in GSM_7_DOUBLE else 1 for letter in text]
        return Measure("GSM-7", sum(sizes), _segments(sizes, 160, 153))
    sizes = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Measure("UCS-2", sum(sizes), _segments(sizes, 70, 67))


def _segments(sizes: list[int], alone: int, joined: int) -> int:
    """One, or as many as are needed when no pair of units may be cut."""
    if sum(sizes) <= alone:
        return 1
    segments, room = 1, joined
    for size in sizes:
        if size > room:
            segments, room = segments + 1, joined
        room -= size
    return segments
