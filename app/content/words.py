"""The words of the product in every language: found in the sources, kept in gettext, built for the client.

English is the source: a message is its own English text. One catalogue a language stands in
`translations/<locale>/LC_MESSAGES/messages.po`. Sources: `t("…")` and `tn("…", "…", n)` in the client's
TypeScript, `gettext` and `ngettext` in Python, and the texts of the form.

Must never: evaluate a plural formula of a catalogue; the rules are a table in the client
(`words/plurals.ts`), and a catalogue only has to have the right number of forms.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

from app.content import forms

ROOT = Path(__file__).resolve().parents[2]
GENERATED = Path("app/client/src/words/generated")
SOURCE = "en"
PLURALS = {
    "en": (2, "(n != 1)"),
    "zh_Hans": (1, "0"),
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    "fr": (2, "(n > 1)"),
    "es": (2, "(n != 1)"),
    "ru": (
        3,
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)",
    ),
}
"""How many plural forms a locale has and which one a number takes; the client has the same rules as code."""

STARTED = datetime(2026, 11, 21, tzinfo=UTC)
"""The date in every catalogue."""

LOCALES = ("en", "zh_Hans", "ar")
"""What is offered now; every other one of `PLURALS` can be added here and in the client's table."""

COMPLETE = ("app/client/src/speakup", "app/client/src/words", "app/content")
"""Where a missing translation is a fault. The desk and the command line may lag behind."""

PYTHON_CALLS = {"gettext": None, "ngettext": (1, 2)}
_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_CALL = re.compile(rf"(?<![\w.])(tn?)\(\s*({_LITERAL})(?:\s*,\s*({_LITERAL}))?")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Found:
    """A message in a source: English text, its plural or None, the file and line."""

    text: str
    plural: str | None
    file: str
    line: int


def extract(root: Path = ROOT) -> list[Found]:
    """Every message of the sources, in the order of files and lines."""
    return [*_from_form(root), *_from_typescript(root), *_from_python(root)]


def template(found: Iterable[Found]) -> Catalog:
    """A catalogue without translations."""
    catalog = Catalog(project="SpeakUp", charset="utf-8", fuzzy=False)
    for message in found:
        key = (message.text, message.plural) if message.plural else message.text
        catalog.add(key, locations=[(message.file, message.line)])
    return catalog


def path_of(locale: str, root: Path = ROOT) -> Path:
    """Where the catalogue of a locale lies."""
    return root / "translations" / locale / "LC_MESSAGES" / "messages.po"


def read(locale: str, root: Path = ROOT) -> Catalog:
    """The catalogue of a locale, empty when there is none yet."""
    path = path_of(locale, root)
    if not path.exists():
        return _empty(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _empty(locale: str) -> Catalog:
    catalog = Catalog(
        locale=locale,
        project="SpeakUp",
        version="1",
        msgid_bugs_address="see README.md",
        last_translator="needs a native reader's review",
        language_team=locale,
        charset="utf-8",
        fuzzy=False,
    )
    catalog.header_comment = (
        f"# SpeakUp in {locale}. English is the source: a message is its own English text."
    )
    count, formula = PLURALS[locale]
    catalog.mime_headers = [("Plural-Forms", f"nplurals={count}; plural={formula};")]
    return catalog


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
        write_po(file, catalog, width=0, omit_header=False, include_lineno=False, sort_by_file=True)
    return path


def build(root: Path = ROOT) -> list[Path]:
    """Write what the client loads: the form, and two files a language with English text as the key.

    `<locale>.json` is what a phone needs; `desk.<locale>.json` what the desk needs besides, so that
    a phone on a slow line never loads an officer's words.
    """
    folder = root / GENERATED
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write(folder / "form.json", forms.raw(root / "app/content/data/form.yaml"))]
    found = extract(root)
    phone = {message.text for message in found if message.file.startswith(COMPLETE)}
    desk = {message.text for message in found if message.file.startswith("app/client")} - phone
    for locale in LOCALES:
        if locale != SOURCE:
            catalog = read(locale, root)
            written.append(_write(folder / f"{locale}.json", _messages(catalog, phone)))
            written.append(_write(folder / f"desk.{locale}.json", _messages(catalog, desk)))
    return written


def faults(locale: str, found: Iterable[Found], root: Path = ROOT) -> Iterator[str]:
    """What is wrong with a catalogue, a line each."""
    catalog = read(locale, root)
    if catalog.num_plurals != PLURALS[locale][0]:
        yield f"{locale}: has {catalog.num_plurals} plural forms, needs {PLURALS[locale][0]}"
    for message in _unique(found):
        entry = catalog.get(message.text)
        if entry is None and message.file.startswith(COMPLETE):
            yield f"{locale}: not in the catalogue (run `speakup words update`): {message.text!r}"
        elif entry is not None and locale != SOURCE:
            yield from (
                f"{locale}: {fault}: {message.text!r}" for fault in _entry_faults(message, entry, locale)
            )


def missing(locale: str, found: Iterable[Found], root: Path = ROOT) -> int:
    """How many messages have no translation yet, wherever they are from."""
    catalog = read(locale, root)
    return sum(1 for message in _unique(found) if not any(_strings(catalog.get(message.text))))


def _entry_faults(message: Found, entry: Message, locale: str) -> Iterator[str]:
    strings = _strings(entry)
    if not all(strings):
        if message.file.startswith(COMPLETE) or any(strings):
            yield "not translated"
        return
    if entry.fuzzy:
        yield "marked as uncertain"
    wanted = set(_PLACE.findall(message.text + (message.plural or "")))
    if message.plural and len(strings) != PLURALS[locale][0]:
        yield f"has {len(strings)} plural forms, needs {PLURALS[locale][0]}"
    for string in strings:
        there = set(_PLACE.findall(string))
        # A plural form may leave the number out: Arabic has words for one and two.
        if there - wanted or (wanted - there) - ({"count"} if message.plural else set()):
            yield "its placeholders differ"
        if "<" in string or string != string.strip():
            yield "has markup or outer spaces"


def _strings(entry: Message | None) -> tuple[str, ...]:
    if entry is None:
        return ("",)
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))


def _unique(found: Iterable[Found]) -> list[Found]:
    """One of each text: the one that must be translated, if any."""
    chosen: dict[str, Found] = {}
    for message in found:
        if message.text not in chosen or message.file.startswith(COMPLETE):
            chosen[message.text] = message
    return list(chosen.values())


def _messages(catalog: Catalog, shown: set[str]) -> dict[str, str | list[str]]:
    built: dict[str, str | list[str]] = {}
    for text in sorted(shown):
        strings = _strings(catalog.get(text))
        if all(strings):
            built[text] = strings[0] if len(strings) == 1 and not _is_plural(catalog, text) else list(strings)
    return built


def _is_plural(catalog: Catalog, text: str) -> bool:
    entry = catalog.get(text)
    return entry is not None and isinstance(entry.id, tuple | list)


def _write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


def _from_form(root: Path) -> Iterator[Found]:
    path = root / "app/content/data/form.yaml"
    for text in forms.texts(forms.raw(path)):
        yield Found(text, None, "app/content/data/form.yaml", 1)


def _from_typescript(root: Path) -> Iterator[Found]:
    paths = [path for pattern in ("*.ts", "*.tsx") for path in (root / "app/client/src").rglob(pattern)]
    for path in sorted(paths):
        source = path.read_text(encoding="utf-8")
        for call in _CALL.finditer(source):
            plural = json.loads(call[3]) if call[1] == "tn" and call[3] else None
            line = source.count("\n", 0, call.start()) + 1
            yield Found(json.loads(call[2]), plural, path.relative_to(root).as_posix(), line)


def _from_python(root: Path) -> Iterator[Found]:
    paths = [path for top in ("app", "bots") for path in (root / top).rglob("*.py")]
    for path in sorted(paths):
        if "gettext(" not in path.read_text(encoding="utf-8"):
            continue
        with path.open("rb") as file:
            for line, _name, arguments, _comments in extract_python(file, PYTHON_CALLS, (), {}):
                text, plural = (arguments, None) if isinstance(arguments, str) else arguments[:2]
                if isinstance(text, str) and text:
                    yield Found(text, plural, path.relative_to(root).as_posix(), line)
