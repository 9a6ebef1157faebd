"""What is kept of a conversation between two texts: where it is, files that came, pieces of a long text.

Must never: be kept but sealed (`keeping.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.conversation.reporting import ADDING
from app.conversation.session import Session
from app.domain.errors import BadInput
from app.services.evidence import Evidence
from app.services.hotline.incoming import Part

PARTS_SECONDS = 60  # pieces of one text come within a minute, or were lost on the way
FILES_MOST = 20  # of one report: the server's room for files is everybody's
PARTS_MOST = 32  # pieces that are held; a provider joins up to ten
MARKS_MOST = 400


@dataclass(frozen=True)
class Pieces:
    """Pieces of a text that is not whole yet: under a reference, since a moment (seconds since 1970)."""

    reference: str
    total: int
    since: float
    texts: Mapping[int, str] = field(repr=False)

    @property
    def text(self) -> str:
        """What there is of it, in its order."""
        return "".join(self.texts[number] for number in sorted(self.texts))

    @property
    def whole(self) -> bool:
        """Whether every piece is there."""
        return len(self.texts) >= self.total


@dataclass(frozen=True)
class Draft:
    """One conversation. `files`: entries of what was handed in for the report, `added` for an earlier one.

    `marks`: what the channel can delete.
    """

    session: Session
    files: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    added: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    marks: tuple[str, ...] = field(default=(), repr=False)
    pieces: Pieces | None = field(default=None, repr=False)

    @property
    def is_adding(self) -> bool:
        """Whether what comes now belongs to a report that was sent before."""
        return self.session.step == ADDING

    @property
    def evidence(self) -> Evidence:
        """The files of the report."""
        return Evidence(tuple(dict(each) for each in self.files))

    @property
    def added_evidence(self) -> Evidence:
        """The files of what is added."""
        return Evidence(tuple(dict(each) for each in self.added))

    def now_at(self, session: Session) -> "Draft":
        """The same at another place; what was added goes when nothing is being added any more."""
        adding = session.step == ADDING or bool(session.more)
        return replace(self, session=session, added=self.added if adding else ())

    def with_files(self, entries: Sequence[Mapping[str, Any]]) -> "Draft":
        """The same with files, where they belong."""
        if self.is_adding:
            return replace(self, added=(*self.added, *entries))
        return replace(self, files=(*self.files, *entries))

    def with_marks(self, marks: Sequence[str]) -> "Draft":
        """The same, with more that can be deleted."""
        return replace(self, marks=(*self.marks, *marks)[-MARKS_MOST:])

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        kept: dict[str, Any] = {"session": self.session.to_json()}
        if self.files:
            kept["files"] = [dict(each) for each in self.files]
        if self.added:
            kept["added"] = [dict(each) for each in self.added]
        if self.marks:
            kept["marks"] = list(self.marks)
        if self.pieces:
            texts = [[number, text] for number, text in self.pieces.texts.items()]
            kept["pieces"] = [self.pieces.reference, self.pieces.total, self.pieces.since, texts]
        return kept


def read(state: Mapping[str, Any] | None, lang: str) -> Draft:
    """What was kept; a new conversation in `lang` when nothing was, or by another version of this program."""
    try:
        if state is not None:
            return Draft(
                Session.from_json(state["session"]),
                tuple(state.get("files", ())),
                tuple(state.get("added", ())),
                tuple(state.get("marks", ())),
                pieces_of(state.get("pieces")),
            )
    except (BadInput, KeyError, TypeError, ValueError):
        pass
    return Draft(Session(lang=lang))


def pieces_of(kept: Any) -> Pieces | None:
    """The pieces as they were kept."""
    if not kept:
        return None
    reference, total, since, texts = kept
    return Pieces(reference, total, since, dict(texts))


def gathered(pieces: Pieces | None, part: Part, text: str, now: float) -> Pieces:
    """The pieces with one more; pieces of another text, or too old, are not of it."""
    same = pieces is not None and pieces.reference == part.reference and not late(pieces, now)
    held = pieces if same and pieces else Pieces(part.reference, part.total, now, {})
    return replace(held, texts={**held.texts, part.number: text})


def late(pieces: Pieces, now: float) -> bool:
    """Whether nothing more is waited for."""
    return now - pieces.since > PARTS_SECONDS or len(pieces.texts) >= PARTS_MOST
