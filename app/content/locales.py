"""The languages that are offered, as data, and which one a tag such as `zh-CN` or `pt_BR` means.

Source: `data/locales.yaml`. The client gets the same facts as `generated/locales.json` and decides by the
same rule; the server reads the tags beside the built packs, so that it loads neither YAML nor Babel.

Must never: hold a language in code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.content import yaml_files

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


def tags(locales: Iterable[Locale]) -> dict[str, str]:
    """Every tag that means one of the languages, to its id; the first keeps a tag that two claim."""
    found: dict[str, str] = {}
    for locale in locales:
        for tag in locale.tags:
            found.setdefault(tag, locale.id)
    return found


def meant(tag: str, known: Mapping[str, str]) -> str | None:
    """The language that a person's tag means, or None.

    The first two parts decide (`zh-Hant`), then the first alone (`ar` of `ar-EG`).
    """
    parts = folded(tag).split("-")
    return known.get("-".join(parts[:2])) or known.get(parts[0])


def negotiate(wanted: Iterable[str], known: Mapping[str, str]) -> str | None:
    """The language of the first of a person's tags that is offered, or None."""
    return next((found for tag in wanted if (found := meant(tag, known)) is not None), None)


def folded(tag: str) -> str:
    """A tag in one writing: `zh_Hans`, `zh-HANS` and `zh-Hans.UTF-8` begin alike."""
    for mark in "_@.":
        tag = tag.replace(mark, "-")
    return tag.lower()


def _locale(name: str, data: Mapping[str, Any]) -> Locale:
    plurals = Plurals(tuple(data["plurals"]["categories"]), data["plurals"]["formula"])
    rest = {key: value for key, value in data.items() if key not in ("plurals", "aliases")}
    return Locale(id=name, plurals=plurals, aliases=tuple(data.get("aliases", ())), **rest)
