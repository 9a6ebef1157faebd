"""The words of the notices to officers. They say nothing: the same words come every day.

Must never: name an office, a case, a number, or a kind of report. Mail and pushes are read on the way.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from app.content import locales
from app.content.words import ROOT, translations
from app.domain.notices import NoticeKind, NoticeWords

Translate = Callable[[str], str]


def daily(gettext: Translate) -> NoticeWords:
    """What everybody gets every day."""
    return NoticeWords(
        gettext("Please look at your desk"),
        gettext("This notice comes every day at the same hour, whether or not something waits for you."),
    )


def elsewhere(gettext: Translate) -> NoticeWords:
    """What those get who stand in for an office where nobody opens what waits."""
    return NoticeWords(
        gettext("Please look at your desk"),
        gettext("Something waits unopened in an office that you stand in for. Your desk says which office."),
    )


WORDS: Mapping[NoticeKind, Callable[[Translate], NoticeWords]] = {
    NoticeKind.DAILY: daily,
    NoticeKind.ELSEWHERE: elsewhere,
}


def in_every_language(root: Path = ROOT) -> Mapping[NoticeKind, Mapping[str, NoticeWords]]:
    """The words by kind and locale, English first; what is not translated is left in English."""
    return {
        kind: {each: words(translator(each, root)) for each in names(root)} for kind, words in WORDS.items()
    }


def names(root: Path) -> tuple[str, ...]:
    """The locales that are ready, English first."""
    return tuple(each.id for each in locales.load(root).values() if not each.draft)


@cache
def translator(locale: str, root: Path) -> Translate:
    """Gives the translation of a message, or the message."""
    translated = translations(locale, root)

    def gettext(message: str) -> str:
        found = translated.get(message)
        return found if isinstance(found, str) else message

    return gettext
