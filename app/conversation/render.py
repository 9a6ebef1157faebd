"""From a text's key to what is sent: the language, the placeholders, the pages.

Must never: put into a reply what a person typed. No placeholder takes it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from app.content.items import Paragraph
from app.conversation.flow import LAST, is_story, way_of
from app.conversation.segments import measure
from app.conversation.session import Session
from app.conversation.world import Channel, Reply, World
from app.domain.local_help import HelpKind, HelpService

OFFICE_LETTERS, HELPLINE_LETTERS, REASON_LETTERS = 22, 18, 45
"""The longest that stand in a sentence; with them every text has at most two segments."""

AT_ONCE = (HelpKind.EMERGENCY, HelpKind.SAFE_PLACE, HelpKind.MEDICAL, HelpKind.PSYCHOSOCIAL)
"""The help that is named in the middle of a report, by urgency."""

_PLACE = re.compile(r"\{(\w+)\}")
_PIECES = re.compile(r"\S+\s*|\s+")

Pages = tuple[str, ...]
Choices = tuple[tuple[str, str], ...]


def words(*names: str) -> Callable[[str], Choices]:
    """Buttons for words that a text asks for; they say what they send."""
    buttons = tuple((name, name) for name in names)
    return lambda _text: buttons


def numbers(text: str) -> Choices:
    """Buttons for the numbers that a text lists: what stands between one and the next."""
    return tuple((number, label.strip(" .。")) for number, label in _LISTED.findall(text))


_LISTED = re.compile(r"([1-9]) (.+?)(?= [1-9] |$)")
_NAMED: Mapping[str, Callable[[str], Choices]] = {
    "menu": numbers,
    "confirm": words("SEND", "ADD", "CLEAR"),
    "story": words("SEND", "ADD", "CLEAR"),
    "no_office": words("BACK", "ADD", "HELP", "CLEAR"),
    "full": words("SEND"),
    **dict.fromkeys(("text", "more", "kept_on", "adding", "adding_first", "file_added"), words("DONE")),
}
"""What a person may send after a text, where a channel has buttons for it."""


def say(world: World, lang: str, text: str) -> str:
    """An English text of ours in a language."""
    return world.translations.get(lang, {}).get(text) or text


def text_of(world: World, lang: str, key: str, **places: str) -> str:
    """A text of the hotline in a language, its placeholders filled."""
    said = say(world, lang, world.hotline.texts[key])
    return _PLACE.sub(lambda place: places.get(place[1], place[0]), said)


def reply(session: Session, world: World, key: str, **places: str) -> Reply:
    """A text of the hotline, in the words for the place that the person is in."""
    helpline = helpline_of(session, world)
    if "{helpline}" in world.hotline.texts[key] and not helpline:
        key = f"{key}_alone"
    filled = {"helpline": helpline, "app": world.app} | places
    text = text_of(world, session.lang, key, **filled)
    return Reply(key, text, _NAMED[key](text) if key in _NAMED else ())


def question(session: Session, world: World) -> Reply:
    """The question of the report that the person is at."""
    step = world.hotline.steps[session.step]
    key, office = session.step, ""
    if key in (LAST, "conflict"):
        way = way_of(session, world)
        office = way.names.get(world.locale(session.lang).short, way.office)
        key = "no_office" if not office else "story" if key == LAST and is_story(session) else key
    asked = reply(session, world, key, office=office)
    if not fits(asked.text, world.channel):
        asked = reply(session, world, key, office=shortened(office, OFFICE_LETTERS))
    shown = step.options if step.id != LAST or key == "story" else ()
    options = tuple((each.key, say(world, session.lang, each.label)) for each in shown)
    return replace(asked, choices=asked.choices + options)


def helpline_of(session: Session, world: World) -> str:
    """The number to name in a sentence where the person is; empty when there is none that fits."""
    near = services_near(session, world)
    fitting = [each for each in near if each.kind in AT_ONCE and len(each.contact) <= HELPLINE_LETTERS]
    return min(fitting, key=lambda each: AT_ONCE.index(each.kind)).contact if fitting else ""


def services_near(session: Session, world: World) -> tuple[HelpService, ...]:
    """The help where the person is, and what is everywhere."""
    country = session.country or world.country or None
    return tuple(each for each in world.services if each.country in (None, country))


def shortened(name: str, letters: int) -> str:
    """A name cut at a word, so that a text keeps its length."""
    if len(name) <= letters:
        return name
    cut = name[: letters + 1].rsplit(" ", 1)[0]
    return (cut if 0 < len(cut) <= letters else name[:letters]).rstrip(" ,-")


def numbered(titles: Iterable[str]) -> str:
    """Titles under each other, with the numbers to reply."""
    return "\n".join(f"{number} {title}" for number, title in enumerate(titles, 1))


def paragraphs(world: World, lang: str, shown: Iterable[Paragraph]) -> tuple[str, ...]:
    """Paragraphs in a language; one that needs a fact which nobody confirmed is left out."""
    return tuple(
        _PLACE.sub(lambda place: world.confirmed.get(place[1], place[0]), say(world, lang, each.text))
        for each in shown
        if all(need in world.confirmed for need in each.needs)
    )


def page(session: Session, world: World, key: str, text: str) -> Reply:
    """The page of a public text that the person is on; MORE is named while there is another."""
    cut = public_pages(text, world.channel)
    shown = min(session.page, len(cut) - 1)
    return Reply(key, cut[shown], words("MORE")("") if shown + 1 < len(cut) else ())


@lru_cache(maxsize=4096)  # each rule and list in each language; cutting one takes milliseconds
def public_pages(text: str, channel: Channel) -> Pages:
    """The pages of a text that everybody may read. What was written to a person is never held: `pages`."""
    return pages(text, channel)


def pages(text: str, channel: Channel) -> Pages:
    """A text in pages that the channel carries, with their numbers when there are several."""
    if fits(text, channel):
        return (text,)
    marked = len(text) // 40 + 2  # room for the number of pages, which is not known yet
    bodies = _cut(text, lambda body: fits(f"{body} ({marked}/{marked}) MORE", channel))
    total = len(bodies)
    return tuple(
        f"{body} ({number}/{total})" + (" MORE" if number < total else "")
        for number, body in enumerate(bodies, 1)
    )


def fits(text: str, channel: Channel) -> bool:
    """Whether a text is at most one page."""
    if channel.segments is not None:
        return measure(text).segments <= channel.segments
    return len(text) <= channel.letters


def _cut(text: str, fits_page: Callable[[str], bool]) -> list[str]:
    """Pieces at lines where that leaves no page half empty, else at words, else at letters."""
    bodies, body = [], ""
    for piece in _pieces(text, fits_page):
        if body.strip() and not fits_page((body + piece).rstrip()):
            whole, line = _at_line(body, fits_page)
            bodies.append(whole.strip())
            body = line
        body += piece
    return [*bodies, body.strip()] if body.strip() else bodies


def _pieces(text: str, fits_page: Callable[[str], bool]) -> Iterator[str]:
    """Words, or letters where a word is longer than a page or a script has no spaces."""
    for word in _PIECES.findall(text):
        yield from (word,) if word.isascii() and fits_page(word.strip()) else word


def _at_line(body: str, fits_page: Callable[[str], bool]) -> tuple[str, str]:
    """A page cut before its last line, and that line; the page as it is when it would be half empty."""
    whole, _, line = body.rpartition("\n")
    return (whole, line) if whole and not fits_page(whole * 2) else (body, "")
