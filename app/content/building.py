"""Writes what the client and the server load: the form, the languages, the content packs.

    app/client/src/words/generated/   form.json, locales.json, content.json {locale: {hash, bytes}},
                                      and of each language <locale>.json, desk.<locale>.json and
                                      simulator.<locale>.json
    app/client/public/content/        <locale>.json, a pack a language, and index.json that lists them

`<locale>.json` is what a phone needs to show its screens; `desk.<locale>.json` what the desk needs besides,
so that a phone on a slow line never loads an officer's words; `simulator.<locale>.json` is all that the
hotline's simulator needs. Texts of the content are in none of them: they travel in the packs. Everything here
is made anew from the sources and is not kept in the repository.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.content import forms, library, locales, packs, pseudo, sources, words
from app.content.items import Library
from app.content.locales import SOURCE, Locale
from app.content.sources import FORM, Found
from app.content.words import Strings

GENERATED = Path("app/client/src/words/generated")
PACKS = Path("app/client/public/content")
INDEX = "index.json"


@dataclass(frozen=True)
class Speech:
    """A language and everything that is said in it."""

    locale: Locale
    strings: Strings

    def only(self, texts: Iterable[str]) -> Strings:
        """What is said for these texts, in their order."""
        return {text: self.strings[text] for text in texts if text in self.strings}

    def single(self) -> dict[str, str]:
        """What has no plural, as packs need it."""
        return {text: said for text, said in self.strings.items() if isinstance(said, str)}


def build(root: Path, with_pseudo: bool = False) -> list[Path]:
    """Write everything anew and say what was written; pseudo-locales only when they are asked for."""
    for folder in (GENERATED, PACKS):
        (root / folder).mkdir(parents=True, exist_ok=True)
    found = sources.extract(root)
    said = list(speeches(root, found, with_pseudo))
    told = {speech.locale.id: locales.facts(speech.locale) for speech in said}
    written = [
        _write(root / GENERATED / "form.json", forms.raw(root / FORM)),
        _write(root / GENERATED / "locales.json", told),
        *_bundles(root, found, said),
        *_packs(root, library.load(root), said),
    ]
    for folder in (GENERATED, PACKS):
        for old in {*(root / folder).glob("*.json")}.difference(written):
            old.unlink()
    return written


def speeches(root: Path, found: Sequence[Found], with_pseudo: bool) -> Iterator[Speech]:
    """Every language with its translations."""
    offered = locales.load(root)
    for locale in offered.values():
        yield Speech(locale, words.translations(locale.id, root))
    for made in pseudo.LOCALES if with_pseudo else ():
        facts = pseudo.locale(made, offered[made.of])
        yield Speech(facts, pseudo.strings(found, made, len(facts.plurals.categories)))


def _bundles(root: Path, found: Iterable[Found], said: Iterable[Speech]) -> Iterator[Path]:
    shown = [message for message in found if not message.is_content]
    phone = sorted({message.text for message in shown if words.is_for_everybody(message)})
    desk = {message.text for message in shown if message.file.startswith(words.DESK)}.difference(phone)
    simulator = {message.text for message in shown if message.file.startswith(words.SIMULATOR)}
    for speech in said:
        if speech.locale.id != SOURCE:
            yield _write(root / GENERATED / f"{speech.locale.id}.json", speech.only(phone))
            yield _write(root / GENERATED / f"desk.{speech.locale.id}.json", speech.only(sorted(desk)))
            yield _write(
                root / GENERATED / f"simulator.{speech.locale.id}.json", speech.only(sorted(simulator))
            )


def _packs(root: Path, loaded: Library, said: Iterable[Speech]) -> Iterator[Path]:
    listed: list[dict[str, Any]] = []
    for speech in said:
        data = packs.written(packs.pack(loaded, speech.single(), speech.locale.tag))
        path = root / PACKS / f"{speech.locale.id}.json"
        path.write_bytes(data)
        listed.append(_entry(speech.locale, data))
        yield path
    yield _write(root / PACKS / INDEX, {"v": packs.VERSION, "languages": listed})
    briefly = {entry["locale"]: {"hash": entry["hash"], "bytes": entry["bytes"]} for entry in listed}
    yield _write(root / GENERATED / "content.json", briefly)


def _entry(locale: Locale, data: bytes) -> dict[str, Any]:
    """A language in the index: what it is, which tags mean it, and the name and length of its pack."""
    what = {"lang": locale.tag, "locale": locale.id, "name": locale.name, "direction": locale.direction}
    return {**what, "tags": list(locale.tags), "hash": sha256(data).hexdigest(), "bytes": len(data)}


def _write(path: Path, data: Mapping[str, Any] | Strings) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path
