"""Links between cases, seen from both ends; the same as the desk's `case/links.ts`.

Of what was said about a pair the last counts, by whichever end it was said.
Must never join two cases: each keeps its own reporter, permissions and answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.case import Case, named
from app.domain.payloads import Event

RELATIONS = ("duplicate", "same_person", "same_subject", "related")


@dataclass(frozen=True)
class Link:
    """Another case, how it belongs to this one, and which device said so when."""

    thread: str
    relation: str
    by: str
    at: str
    ctx: str

    @property
    def order(self) -> tuple[str, str]:
        return (self.at, self.ctx)


def links_of(case: Case, cases: Iterable[Case]) -> tuple[Link, ...]:
    """The links of a case, the oldest first; `cases` are all cases of the office."""
    said = [link for link in said_in(case) if link.thread != case.thread]
    for other in cases:
        if other.thread != case.thread:
            back = (link for link in said_in(other) if link.thread == case.thread)
            said += [Link(other.thread, link.relation, link.by, link.at, link.ctx) for link in back]
    last: dict[str, Link] = {}
    for link in sorted(said, key=lambda link: link.order):
        last[link.thread] = link
    return tuple(link for link in last.values() if link.relation in RELATIONS)


def said_in(case: Case) -> Iterator[Link]:
    """What was said in one case."""
    for done in named(case.events, Event.LINK):
        thread, relation = done.event.data.get("thread"), done.event.data.get("relation")
        if isinstance(thread, str) and isinstance(relation, str):
            yield Link(thread, relation, done.event.by, done.event.at, done.ctx)
