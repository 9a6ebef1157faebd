"""Finding words in opened cases, on this device: as people type them, without marks and capitals."""

import unicodedata
from collections.abc import Iterator, Sequence

from app.domain.case import Case
from app.domain.payloads import Assistance, Message, Report

STRETCH = "\u0640"  # lengthens Arabic words for the eye only


def found(cases: Sequence[Case], words: str) -> list[Case]:
    """The cases that hold every one of the words somewhere; all of them when none is given."""
    wanted = plain(words).split()
    return [case for case in cases if holds(case, wanted)]


def holds(case: Case, wanted: Sequence[str]) -> bool:
    """Whether all words stand in a case."""
    text = plain(" ".join(texts_of(case)))
    return all(word in text for word in wanted)


def plain(text: str) -> str:
    """A text as it is compared: no capitals, accents, Arabic marks or stretches, one form of each letter."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(each for each in apart if unicodedata.category(each) != "Mn" and each != STRETCH)


def texts_of(case: Case) -> Iterator[str]:
    """Everything in a case that somebody wrote or chose."""
    yield case.thread
    yield str(case.status)
    for text in (*case.texts, *(text for claim in case.claims for text in claim.texts)):
        payload = text.payload
        if isinstance(payload, Report):
            yield payload.words
            yield from (value for answer in payload.answers.values() for value in words_in(answer))
        elif isinstance(payload, Message):
            yield payload.text
        elif isinstance(payload, Assistance):
            yield payload.safe_contact
            yield from payload.help
    for handover in case.handovers:
        for handed in handover.body.texts if handover.body else ():
            yield from (handed.words, handed.text, handed.safe_contact)
            yield from (value for answer in handed.answers.values() for value in words_in(answer))
    for done in case.events:
        yield done.event.text
        yield from (value for answer in done.event.data.values() for value in words_in(answer))


def words_in(answer: str | tuple[str, ...]) -> tuple[str, ...]:
    """An answer as words."""
    return (answer,) if isinstance(answer, str) else answer
