"""Content packs on the disk: which languages there are, and the file of the one that a person's tag means.

`speakup words build` writes the packs and their index, and the client's build puts them on the shelf with
their compressed twins (app/content/building.py). A pack that is not as long as the index says is not given
out: half a pack would be kept by phones.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content import tags
from app.domain.errors import NotBuilt, NotFound
from app.services.shelf import Shelf

FOLDER = "content"
INDEX = f"{FOLDER}/index.json"
THING = "the content"


@dataclass(frozen=True, slots=True)
class Pack:
    """A language's pack: `lang` is its BCP 47 tag, `tags` all that mean it, `hash` SHA-256 in hex."""

    lang: str
    locale: str
    name: str
    direction: str
    tags: tuple[str, ...]
    hash: str
    bytes: int

    @property
    def file(self) -> str:
        """Its name on the shelf."""
        return f"{FOLDER}/{self.locale}.json"


@dataclass(frozen=True)
class ContentPacks:
    """Finds packs. The index is read each time: it is short, and a new build needs no restart."""

    shelf: Shelf

    def packs(self) -> tuple[Pack, ...]:
        """Every language, in the order of the index.

        Raises:
            NotBuilt: there is no index, or it cannot be read.
        """
        index = self.shelf.find(INDEX)
        if index is None:
            raise NotBuilt(THING)
        try:
            return tuple(map(_pack, json.loads(index.read_bytes())["languages"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise NotBuilt(THING) from None

    def find(self, tag: str) -> tuple[Pack, Path]:
        """The pack that a tag means, and its file.

        Raises:
            NotFound: no language of ours is meant.
            NotBuilt: its file is not there, or not whole.
        """
        packs = self.packs()
        meant = tags.meant(tag, {name: pack.locale for pack in reversed(packs) for name in pack.tags})
        pack = next((pack for pack in packs if pack.locale == meant), None)
        if pack is None:
            raise NotFound("language")
        path = self.shelf.find(pack.file)
        if path is None or not path.is_file() or path.stat().st_size != pack.bytes:
            raise NotBuilt(THING)
        return pack, path


def _pack(entry: Mapping[str, object]) -> Pack:
    known, length = entry["tags"], entry["bytes"]
    if not isinstance(known, list) or not isinstance(length, int):
        raise TypeError
    return Pack(
        lang=str(entry["lang"]),
        locale=str(entry["locale"]),
        name=str(entry["name"]),
        direction=str(entry["direction"]),
        tags=tuple(map(str, known)),
        hash=str(entry["hash"]),
        bytes=length,
    )
