"""What the web process needs of the content: the item ids, and the sizes of the quizzes.

The files are read when they are first asked for, once: a worker that is never asked does without.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.counting import Catalogue
from app.services.certificates import QuizSize

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Content:
    """What there is to read, as far as the server looks at it."""

    catalogue: Catalogue
    quizzes: Mapping[str, QuizSize]


def reader(root: Path = ROOT) -> Callable[[], Content]:
    """Reads the content of the tree at `root` at the first call, and keeps it."""

    @cache
    def content() -> Content:
        from app.content import library, packs  # YAML, which a worker that is never asked does without

        found = library.load(root)
        sizes = {each.id: QuizSize(len(each.questions), each.pass_mark) for each in found.quizzes}
        items = packs.catalogue(found)
        return Content(Catalogue(packs.catalogue_hash(items), items), sizes)

    return content
