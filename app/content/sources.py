"""Finds every message of the product in its sources, with where it stands.

Sources: `t("…")` and `tn("…", "…", n)` in the client's TypeScript, `gettext` and `ngettext` in Python, the
texts of the form, of the content and of the hotline. English is the source: a message is its own text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from babel.messages.extract import extract_python

from app.content import forms, hotline, library, packs

PYTHON_CALLS = {"gettext": None, "ngettext": (1, 2)}
FORM = "app/content/data/form.yaml"
HOTLINE = hotline.FILE.as_posix()
FILES = {"topics": "faq", "faqs": "faq", "terms": "glossary", "quizzes": "quiz", "questions": "quiz"}
"""The files whose names are not those of the parts that stand in them."""

_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_CALL = re.compile(rf"(?<![\w.])(tn?)\(\s*({_LITERAL})(?:\s*,\s*({_LITERAL}))?")
_ID = re.compile(r"\bid: *(\w+)")


@dataclass(frozen=True)
class Found:
    """A message in a source: English text, its plural or None, file and line; `item` is the item it is of."""

    text: str
    plural: str | None
    file: str
    line: int
    item: str | None = None

    @property
    def is_content(self) -> bool:
        """Whether it travels in a content pack."""
        return self.item is not None


def extract(root: Path) -> list[Found]:
    """Every message of the sources, in the order of files and lines."""
    content = [*_from_form(root), *_from_content(root), *_from_hotline(root)]
    return [*content, *_from_typescript(root), *_from_python(root)]


def _from_form(root: Path) -> Iterator[Found]:
    for text in forms.texts(forms.raw(root / FORM)):
        yield Found(text, None, FORM, 1)


def _from_content(root: Path) -> Iterator[Found]:
    loaded = library.load(root)
    for part in fields(loaded):
        file = f"{library.DATA.as_posix()}/{FILES.get(part.name, part.name)}.yaml"
        lines = _lines_of_ids(root / file)
        for item in getattr(loaded, part.name):
            for text in packs.texts(item):
                yield Found(text, None, file, lines.get(item.id, 1), item.id)


def _from_hotline(root: Path) -> Iterator[Found]:
    for text in hotline.texts(hotline.raw(root / HOTLINE)):
        # An item, because no phone needs these words.
        yield Found(text, None, HOTLINE, 1, "hotline")


def _lines_of_ids(path: Path) -> dict[str, int]:
    """Where each id first stands in a file."""
    lines: dict[str, int] = {}
    if path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for found in _ID.finditer(line):
                lines.setdefault(found[1], number)
    return lines


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
