"""Whether what there is to read holds together: a fault is a line that names the item and what is wrong.

The shapes are the schema's business; this is what a schema cannot say: references lead somewhere, ids are
unique, every lesson can be finished, every question has one right answer, a setting that a text needs exists,
no text holds a telephone number, and English has only letters that an SMS can carry at full length.

Must never: repeat a text in a fault; names of items are enough.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from app.content.items import Conduct, Faq, Item, Lesson, Library, Quiz, QuizQuestion, Rule, Text
from app.content.packs import paragraphs, texts

PATH_SCREENS = range(5, 8)
"""How many different screens a way through a lesson has, the last one included."""

COUNTER_BITS = 440
"""So many items the anonymous counters can tell apart (55 bytes)."""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
"""3GPP TS 23.038: the default alphabet and its extension."""

_NUMBER = re.compile(r"\+?\(?\d(?:[ ().\-/]*\d){5,}")
"""Six digits or more with nothing but what people write between them."""

Ways = Mapping[str, tuple[str, ...]]
"""A screen to those that it leads to."""

_PLACE = re.compile(r"\{(\w+)\}")


def faults(library: Library) -> Iterator[str]:
    """Everything that is wrong with a library."""
    yield from _ids(library)
    yield from _references(library)
    for item in library.items():
        yield from (f"{item.id}: {fault}" for fault in _of_item(item, library))
    for topic in library.topics:
        yield from (f"{topic.id}: {fault}" for fault in _letters(topic.title))


def _ids(library: Library) -> Iterator[str]:
    items = Counter(item.id for item in library.items())
    yield from (f"{name}: two items have this id" for name, count in items.items() if count > 1)
    if len(items) > COUNTER_BITS:
        yield f"there are {len(items)} items, and the counters have {COUNTER_BITS} bits"


def _references(library: Library) -> Iterator[str]:
    items = {item.id for item in library.items()}
    rules, topics = {rule.id for rule in library.rules}, {topic.id for topic in library.topics}
    readable: Iterable[Rule | Faq] = (*library.rules, *library.faqs)
    for reader in readable:
        yield from (f"{reader.id}: see {name}: there is no such item" for name in set(reader.see) - items)
    for faq in library.faqs:
        if faq.topic not in topics:
            yield f"{faq.id}: topic {faq.topic}: there is no such topic"
    for question in library.questions:
        if question.rule not in rules:
            yield f"{question.id}: rule {question.rule}: there is no such rule"
    asked = Counter(name for quiz in library.quizzes for name in quiz.questions)
    there = {question.id for question in library.questions}
    yield from (f"{name}: a quiz asks it and it is not there" for name in asked.keys() - there)
    yield from (f"{name}: in {asked[name]} quizzes, not in one" for name in there if asked[name] != 1)


def _of_item(item: Item, library: Library) -> Iterator[str]:
    yield from _needs(item, {setting.id for setting in library.settings})
    for text in texts(item):
        yield from _letters(text)
    match item:
        case Quiz():
            if not 0 < item.pass_mark <= len(item.questions):
                yield "its pass mark cannot be reached"
        case QuizQuestion():
            yield from _question(item)
        case Lesson():
            yield from _lesson(item)
        case Conduct():
            if len({section.id for section in item.sections}) != len(item.sections):
                yield "two sections have one id"


def _needs(item: Item, settings: set[str]) -> Iterator[str]:
    fillable: set[Text] = set()
    for paragraph in paragraphs(item):
        yield from (f"needs {name}: no such setting" for name in set(paragraph.needs) - settings)
        if set(_PLACE.findall(paragraph.text)) <= set(paragraph.needs):
            fillable.add(paragraph.text)
    if any(_PLACE.search(text) and text not in fillable for text in texts(item)):
        yield "shows a setting that it does not say it needs"


def _letters(text: Text) -> Iterator[str]:
    odd = sorted(set(text) - GSM_7)
    if odd:
        yield "has letters that an SMS cannot carry: " + " ".join(f"U+{ord(letter):04X}" for letter in odd)
    if _NUMBER.search(text):
        yield "has what looks like a telephone number; numbers come from settings"


def _question(question: QuizQuestion) -> Iterator[str]:
    if sum(option.right for option in question.options) != 1:
        yield "does not have exactly one right answer"
    if len({option.id for option in question.options}) != len(question.options):
        yield "two options have one id"


def _lesson(lesson: Lesson) -> Iterator[str]:
    screens = {screen.id: screen for screen in lesson.screens}
    ways = {name: tuple(choice.to for choice in screen.choices) for name, screen in screens.items()}
    if len(screens) != len(lesson.screens):
        yield "two screens have one id"
    lost = sorted({name for to in (*ways.values(), (lesson.start,)) for name in to} - screens.keys())
    if lost:
        yield from (f"leads to {name}, which is not there" for name in lost)
        return
    for name, screen in screens.items():
        if screen.end == bool(screen.choices):
            yield f"{name}: either choices or the end"
        if screen.end != bool(screen.remember):
            yield f"{name}: what to remember stands at the end, and only there"
    yield from _paths(lesson, ways)


def _paths(lesson: Lesson, ways: Ways) -> Iterator[str]:
    ends = {screen.id for screen in lesson.screens if screen.end}
    back = {name: tuple(before for before, to in ways.items() if name in to) for name in ways}
    yield from (f"{name}: no way leads here" for name in sorted(ways.keys() - _reached({lesson.start}, ways)))
    yield from (f"{name}: no end can be reached" for name in sorted(ways.keys() - _reached(ends, back)))
    lengths = {len(walk) for walk in _walks((lesson.start,), ways) if walk[-1] in ends}
    for length in sorted(lengths - set(PATH_SCREENS)):
        yield f"a way has {length} screens, not {PATH_SCREENS[0]} to {PATH_SCREENS[-1]}"


def _reached(start: set[str], ways: Ways) -> set[str]:
    reached, fresh = set(start), set(start)
    while fresh:
        fresh = {to for name in fresh for to in ways[name]} - reached
        reached |= fresh
    return reached


def _walks(so_far: tuple[str, ...], ways: Ways) -> Iterator[tuple[str, ...]]:
    """Every way from here that meets no screen twice, as far as each screen of it."""
    yield so_far
    for name in ways[so_far[-1]]:
        if name not in so_far:
            yield from _walks((*so_far, name), ways)
