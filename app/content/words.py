"""The words of the product in every language: one gettext catalogue each, under `translations/`.

English is the source: a message is its own English text. What there is to translate comes from `sources.py`,
which languages there are from `data/locales.yaml`, and what the client loads is written by `building.py`.

Must never: evaluate a plural formula of a catalogue; a catalogue only has to have the right number of forms.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from app.content import locales
from app.content.items import Library
from app.content.locales import SOURCE, Locale
from app.content.sources import Found

ROOT = Path(__file__).resolve().parents[2]
LOCALES = tuple(locales.load(ROOT))
"""The languages of this tree."""

STARTED = datetime(2026, 11, 21, tzinfo=UTC)
"""The date in every catalogue."""

COMPLETE = ("app/client/src", "app/content")
DESK = "app/client/src/desk"
SIMULATOR = "app/client/src/simulator"
WAITING = (DESK, SIMULATOR)
"""A missing translation is a fault in `COMPLETE`, but for `WAITING`: officers and the command line may wait,
and so may the simulator of a demonstration."""

Strings = dict[str, str | list[str]]
"""English text to its translation, or to its plural forms."""

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Share:
    """How much of something is translated."""

    done: int
    of: int


def template(found: Iterable[Found]) -> Catalog:
    """A catalogue without translations, what most people see first.

    A comment names the item that a text of the content is of.
    """
    catalog = Catalog(project="SpeakUp", charset="utf-8", fuzzy=False)
    for message in sorted(found, key=_late):  # a stable sort: within a file the order stays
        key = (message.text, message.plural) if message.plural else message.text
        comments = [message.item] if message.item else []
        catalog.add(key, locations=[(message.file, message.line)], auto_comments=comments)
    return catalog


def path_of(locale: str, root: Path = ROOT) -> Path:
    """Where the catalogue of a locale lies."""
    return root / "translations" / locale / "LC_MESSAGES" / "messages.po"


def read(locale: str, root: Path = ROOT) -> Catalog:
    """The catalogue of a locale, empty when there is none yet."""
    path = path_of(locale, root)
    if not path.exists():
        return _empty(locales.load(root)[locale])
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(locale: str, fresh: Catalog, root: Path = ROOT) -> Path:
    """Bring a catalogue up to date: new messages come in empty, gone ones leave."""
    catalog = read(locale, root)
    catalog.update(fresh, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    # A date of each run would change the file when no word has changed.
    catalog.creation_date = catalog.revision_date = STARTED
    path = path_of(locale, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, omit_header=False, include_lineno=False)
    return path


def translations(locale: str, root: Path = ROOT) -> Strings:
    """Every message that is translated; a message with a plural has a list, in the order of the forms."""
    translated: Strings = {}
    for message in () if locale == SOURCE else read(locale, root):
        strings = _strings(message)
        if message.id and all(strings):
            plural = isinstance(message.id, tuple | list)
            translated[_key(message)] = list(strings) if plural else strings[0]
    return translated


def faults(locale: str, found: Iterable[Found], root: Path = ROOT) -> Iterator[str]:
    """What is wrong with a catalogue, a line each. What a draft does not have yet is no fault."""
    catalog, facts, messages = read(locale, root), locales.load(root)[locale], unique(found)
    forms = len(facts.plurals.categories)
    if catalog.num_plurals != forms:
        yield f"{locale}: has {catalog.num_plurals} plural forms, needs {forms}"
    for message in messages:
        entry = catalog.get(message.text)
        if entry is None and is_for_everybody(message) and not facts.draft:
            yield f"{locale}: not in the catalogue (run `speakup words update`): {message.text!r}"
        elif entry is not None and locale != SOURCE:
            yield from (
                f"{locale}: {fault}: {message.text!r}" for fault in _entry_faults(message, entry, facts)
            )
    known = {message.text for message in messages}
    for entry in catalog:
        if entry.id and _key(entry) not in known:
            yield f"{locale}: outdated, no source has it (run `speakup words update`): {_key(entry)!r}"


def term_faults(locale: str, library: Library, root: Path = ROOT) -> Iterator[str]:
    """Where a catalogue has another word for a term than the United Nations have, a line each.

    A glossary names one or more official words, apart by ` / `; a capital at the beginning does not matter.
    Words that the glossary itself is unsure of bind nobody.
    """
    short, catalog = locales.load(root)[locale].short, read(locale, root)
    for term in library.terms:
        official = term.official.get(short)
        said = "".join(_strings(catalog.get(term.term)))
        if not official or short in term.unsure or not said:
            continue
        if said.casefold() not in {official.casefold(), *official.casefold().split(" / ")}:
            yield f"{locale}: {term.id}: the official word is {official!r}, the catalogue has {said!r}"


def missing(locale: str, found: Iterable[Found], root: Path = ROOT) -> int:
    """How many messages have no translation yet, wherever they are from."""
    share = share_of(locale, found, root)
    return share.of - share.done


def share_of(locale: str, found: Iterable[Found], root: Path = ROOT) -> Share:
    """How many of these messages are translated."""
    catalog, messages = read(locale, root), unique(found)
    return Share(sum(1 for message in messages if all(_strings(catalog.get(message.text)))), len(messages))


def unique(found: Iterable[Found]) -> list[Found]:
    """One of each text: the one that must be translated, if any."""
    chosen: dict[str, Found] = {}
    for message in found:
        if message.text not in chosen or is_for_everybody(message):
            chosen[message.text] = message
    return list(chosen.values())


def is_for_everybody(message: Found) -> bool:
    """Whether people who report may see it, so that it must not be missing."""
    return message.file.startswith(COMPLETE) and not message.file.startswith(WAITING)


def _late(message: Found) -> int:
    """How late in a catalogue: screens of the phone, the form, what there is to read, all others."""
    if not is_for_everybody(message):
        return 3
    return 2 if message.is_content else int(not message.file.startswith("app/client"))


def _empty(locale: Locale) -> Catalog:
    catalog = Catalog(
        locale=locale.id,
        project="SpeakUp",
        version="1",
        msgid_bugs_address="see README.md",
        last_translator="needs a native reader's review",
        language_team=locale.id,
        charset="utf-8",
        fuzzy=False,
    )
    catalog.header_comment = (
        f"# SpeakUp in {locale.id}. English is the source: a message is its own English text."
    )
    forms = len(locale.plurals.categories)
    catalog.mime_headers = [("Plural-Forms", f"nplurals={forms}; plural={locale.plurals.formula};")]
    return catalog


def _entry_faults(message: Found, entry: Message, locale: Locale) -> Iterator[str]:
    strings = _strings(entry)
    if not all(strings):
        if any(strings) or (is_for_everybody(message) and not locale.draft):
            yield "not translated"
        return
    if entry.fuzzy:
        yield "marked as uncertain"
    wanted = set(_PLACE.findall(message.text + (message.plural or "")))
    forms = len(locale.plurals.categories)
    if message.plural and len(strings) != forms:
        yield f"has {len(strings)} plural forms, needs {forms}"
    for string in strings:
        there = set(_PLACE.findall(string))
        # A plural form may leave the number out: Arabic has words for one and two.
        if there - wanted or (wanted - there) - ({"count"} if message.plural else set()):
            yield "its placeholders differ"
        if "<" in string or string != string.strip():
            yield "has markup or outer spaces"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(entry: Message | None) -> tuple[str, ...]:
    if entry is None:
        return ("",)
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))
