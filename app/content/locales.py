"""The languages that are offered, as data.

Source: `data/locales.yaml`. The client gets the same facts as `generated/locales.json`; the server reads what
it needs beside the built packs, so that it loads neither YAML nor Babel. What a tag means: `tags.py`.

Must never: hold a language in code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.content import yaml_files
from app.content.tags import folded

FILE = Path("app/content/data/locales.yaml")
SOURCE = "en"
"""The language that the texts are written in."""


@dataclass(frozen=True)
class Plurals:
    """The order of a catalogue's plural forms, by CLDR category; `formula` says it in gettext's way."""

    categories: tuple[str, ...]
    formula: str


@dataclass(frozen=True)
class Locale:
    """One language; the fields are explained in `data/locales.yaml`."""

    id: str
    name: str
    direction: str
    tag: str
    short: str
    wordlist: str | None
    greeting: str
    help: str
    leave: str
    plurals: Plurals
    aliases: tuple[str, ...] = ()
    draft: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that means it, in lower case."""
        return tuple(dict.fromkeys(map(folded, (self.id, self.tag, *self.aliases))))


def load(root: Path) -> dict[str, Locale]:
    """The languages by their names, the source language first."""
    return {name: _locale(name, data) for name, data in yaml_files.read(root / FILE).items()}


def facts(locale: Locale) -> dict[str, Any]:
    """What the client is told of a language."""
    told = asdict(locale)
    del told["id"]
    return {**told, "aliases": list(locale.tags), "plurals": list(locale.plurals.categories)}


def tags_of(locales: Iterable[Locale]) -> dict[str, str]:
    """Every tag that means one of the languages, to its id; the first keeps a tag that two claim."""
    found: dict[str, str] = {}
    for locale in locales:
        for tag in locale.tags:
            found.setdefault(tag, locale.id)
    return found


def _locale(name: str, data: Mapping[str, Any]) -> Locale:
    plurals = Plurals(tuple(data["plurals"]["categories"]), data["plurals"]["formula"])
    rest = {key: value for key, value in data.items() if key not in ("plurals", "aliases")}
    return Locale(id=name, plurals=plurals, aliases=tuple(data.get("aliases", ())), **rest)
