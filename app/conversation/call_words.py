"""What is said in a call: a text in pieces, each of which is a recorded voice or is read out by a machine.

    "Your code is: {digits}."  ->  "Your code is:"  0, 1, 2 …

A text without a place to fill is one piece and has the name of its key; where something is filled in, the
words around it are pieces of their own (`voice_digits_1`), so that they too can be spoken by a person. Digits
are said one by one, in groups, with a pause after each group.

Must never: say anything that a reporter told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.conversation.render import say
from app.conversation.session import Session
from app.conversation.world import VOICE, World

GROUP_PAUSE = 1  # seconds: time to write five digits
DIGITS = "digits"
POINTS = " .,;:،؛。，；：、"  # nobody says them after what was filled in
WITH_NUMBERS = ("helpline",)
FEWEST_DIGITS = 3  # of a number that is dialled: fewer are a count, such as 24 hours

_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"\+?\d[\d ().-]*\d")
_SENTENCE = re.compile(r"(?<=[.!?。！？؟])\s*")


@dataclass(frozen=True)
class Piece:
    """Words to say, the name of their recording if they can have one, and seconds of silence after."""

    text: str = field(repr=False)
    audio: str = ""
    pause: int = 0


@dataclass(frozen=True)
class Prompt:
    """One text to say in a language (the id of a locale). `key` says which, for transcripts."""

    key: str
    lang: str
    pieces: tuple[Piece, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """All of it, as it is read aloud."""
        return " ".join(piece.text for piece in self.pieces)


def spoken(world: World, lang: str, key: str, **places: str) -> Prompt:
    """A text of the hotline, its places filled. `digits` are groups apart by spaces."""
    if "{helpline}" in world.hotline.texts[key] and not places.get("helpline"):
        key = f"{key}_alone"
    return Prompt(key, lang, tuple(_pieces(world, lang, key, places)))


def read_out(key: str, lang: str, *texts: str) -> Prompt:
    """Texts that nobody recorded, each in pieces that are no longer than a page of a call."""
    return Prompt(key, lang, tuple(Piece(page, pause=1) for text in texts for page in cut(text)))


def grouped(groups: str) -> Iterator[Piece]:
    """Digits, one by one; a group at a time."""
    for group in groups.split():
        yield from (Piece(digit, f"digit_{digit}") for digit in group[:-1])
        yield Piece(group[-1], f"digit_{group[-1]}", GROUP_PAUSE)


def spelled(text: str) -> str:
    """The same text with the numbers that one calls as single digits."""
    return _NUMBER.sub(lambda found: _digit_by_digit(found[0]), text)


def cut(text: str) -> list[str]:
    """A text in pages of whole sentences; a sentence that is longer than a page is cut at a word."""
    pages = [""]
    for sentence in _SENTENCE.split(text):
        for part in _parts(sentence):
            longer = f"{pages[-1]} {part}".strip()
            if pages[-1] and len(longer) > VOICE.letters:
                pages.append(part)
            else:
                pages[-1] = longer
    return [page for page in pages if page]


def office_name(world: World, session: Session, names: dict[str, str], otherwise: str) -> str:
    """An office's name in the language of the call."""
    return names.get(world.locale(session.lang).short, otherwise)


def _pieces(world: World, lang: str, key: str, places: dict[str, str]) -> Iterator[Piece]:
    template = say(world, lang, world.hotline.texts[key]).replace("{digit}", places.get("digit", "{digit}"))
    parts = _PLACE.split(template)
    for at, part in enumerate(parts):
        if at % 2:
            yield from _filled(part, places.get(part, ""))
        elif any(letter.isalpha() for letter in part):
            yield Piece(part.strip().lstrip(POINTS), key if len(parts) == 1 else f"{key}_{at // 2 + 1}")


def _filled(place: str, value: str) -> Iterator[Piece]:
    if place == DIGITS:
        yield from grouped(value)
    elif value:
        yield Piece(spelled(value) if place in WITH_NUMBERS else value)


def _digit_by_digit(number: str) -> str:
    if sum(letter.isdecimal() for letter in number) < FEWEST_DIGITS:
        return number
    groups = re.findall(r"\d+", number)
    return ("+ " if number.startswith("+") else "") + ", ".join(" ".join(group) for group in groups)


def _parts(sentence: str) -> Iterator[str]:
    while len(sentence) > VOICE.letters:
        at = sentence.rfind(" ", 0, VOICE.letters)
        at = at if at > 0 else VOICE.letters
        yield sentence[:at]
        sentence = sentence[at:].strip()
    yield sentence
