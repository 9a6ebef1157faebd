"""Content packs: everything there is to read, in one language, as one file that a phone keeps.

    {"v": 1, "lang": "fr", "items": 142, "catalogue_hash": "16 hex", "rules": […], "topics": […],
     "faqs": […], "terms": […], "conduct": {…}, "quizzes": […], "questions": […], "lessons": […],
     "howto": […], "pages": […], "settings": ["hotline", …]}

Items look as in the YAML files; what an item does not have is left out, but lists are always there in rules,
questions and answers. Texts are words, never markup. The same sources give the same bytes.

The catalogue is the list of all item ids in the order above; its hash tells two versions of it apart, and an
item's place in it is its bit in the anonymous counters.

Must never: hold a word that no source has, or a value of a setting.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from app.content.items import Block, LessonScreen, Library, Paragraph, Term, Text

VERSION = 1
CATALOGUE_HASH_BYTES = 8
PARTS = ("rules", "topics", "faqs", "terms", "conduct", "quizzes", "questions", "lessons", "howto", "pages")
RENAMED = {"pass_mark": "pass", "entries": "list"}
"""Names of the YAML files that Python keeps for itself."""

NOT_SENT: Mapping[type, frozenset[str]] = {Term: frozenset({"official", "unsure"})}
"""What translators need and readers do not."""

LEFT_OUT_WHEN_EMPTY: Mapping[type, frozenset[str]] = {
    Block: frozenset({"audience", "needs", "entries"}),
    LessonScreen: frozenset({"choices", "remember", "end"}),
}

Translations = Mapping[str, str]
"""English text to its translation; what is not in it stays English."""

Say = Callable[[Text], str]


def pack(library: Library, translations: Translations, lang: str) -> dict[str, Any]:
    """The pack of a language, as plain data; `lang` is its BCP 47 tag."""

    def say(text: Text) -> str:
        return translations.get(text) or str(text)

    parts: dict[str, Any] = {name: _plain(getattr(library, name), say) for name in PARTS}
    parts["conduct"] = next(iter(parts["conduct"]), None)
    head = {"v": VERSION, "lang": lang, "items": len(library.items())}
    return {
        **head,
        "catalogue_hash": catalogue_hash(catalogue(library)).hex(),
        **parts,
        "settings": [setting.id for setting in library.settings],
    }


def written(packed: Mapping[str, Any]) -> bytes:
    """A pack as the bytes that are hashed and sent."""
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode()


def catalogue(library: Library) -> tuple[str, ...]:
    """The ids of all items in the order of the counters."""
    return tuple(item.id for item in library.items())


def catalogue_hash(ids: tuple[str, ...]) -> bytes:
    """The name of a catalogue, 8 bytes."""
    return sha256("\n".join(ids).encode()).digest()[:CATALOGUE_HASH_BYTES]


def texts(value: object) -> Iterator[Text]:
    """Every text of an item, or of anything that items are made of, in the order of its fields."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def paragraphs(value: object) -> Iterator[Paragraph]:
    """Every paragraph of an item, those that stand as a block of a page too."""
    if isinstance(value, Paragraph):
        yield value
    elif isinstance(value, Block):
        yield from (Paragraph(text, value.needs) for text in texts(value))
    elif isinstance(value, tuple):
        for part in value:
            yield from paragraphs(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from paragraphs(getattr(value, field.name))


def _plain(value: object, say: Say) -> Any:
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, Paragraph) and not value.needs:
        return say(value.text)
    if isinstance(value, tuple):
        return [_plain(part, say) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return _fields(value, say) if dataclasses.is_dataclass(value) else value


def _fields(value: Any, say: Say) -> dict[str, Any]:
    kind = type(value)
    not_sent, optional = NOT_SENT.get(kind, frozenset()), LEFT_OUT_WHEN_EMPTY.get(kind, frozenset())
    return {
        RENAMED.get(field.name, field.name): _plain(part, say)
        for field in dataclasses.fields(value)
        if field.name not in not_sent
        and (part := getattr(value, field.name)) is not None
        and (part or field.name not in optional)
    }
