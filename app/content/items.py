"""What there is to read: rules, questions and answers, terms, the code of conduct, quizzes, lessons, pages.

Every item has an id that never changes and is unique over all files, says for whom it is, what it rests on,
and when somebody last read it over. Words that a person reads are `Text`, so that whatever walks over an item
finds what is to be translated by its type and not by a list of names.

Must never: hold a telephone number, or a fact that an operator has to confirm outside of a `Paragraph` that
`needs` it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class Text(str):
    """Words that a person reads: English in the sources, translated in a pack."""

    __slots__ = ()


@dataclass(frozen=True)
class Paragraph:
    """Words that are shown only where the operator has confirmed every setting that they need."""

    text: Text
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """What every item has."""

    id: str
    audience: tuple[str, ...]
    source: str
    reviewed_on: date


@dataclass(frozen=True, kw_only=True)
class Rule(Item):
    """A rule; `see` names other items."""

    title: Text
    body: tuple[Paragraph, ...]
    example: Text | None
    see: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A group of questions and answers; not an item."""

    id: str
    title: Text


@dataclass(frozen=True, kw_only=True)
class Faq(Item):
    """A question that people ask; `keywords` are what they search for."""

    topic: str
    question: Text
    answer: tuple[Paragraph, ...]
    keywords: tuple[Text, ...]
    see: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Term(Item):
    """A word of the field. `official` has the word of the United Nations by short language name."""

    term: Text
    meaning: tuple[Paragraph, ...]
    official: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the code of conduct."""

    id: str
    heading: Text
    body: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class Conduct(Item):
    """The code of conduct for events."""

    title: Text
    about: tuple[Paragraph, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class Quiz(Item):
    """Questions in an order; `pass_mark` right answers give the certificate."""

    title: Text
    about: Text
    questions: tuple[str, ...]
    pass_mark: int


@dataclass(frozen=True)
class Option:
    """One answer of a quiz question, and why it is right or not."""

    id: str
    text: Text
    because: Text
    right: bool


@dataclass(frozen=True, kw_only=True)
class QuizQuestion(Item):
    """A scene and what is right in it; `rule` is the rule to read."""

    scene: Text
    ask: Text
    options: tuple[Option, ...]
    rule: str


@dataclass(frozen=True)
class Choice:
    """What a learner can do on a screen, and the screen it leads to."""

    text: Text
    to: str


@dataclass(frozen=True)
class LessonScreen:
    """One screen of a lesson; the last ones have `end`, no choices, and what to remember."""

    id: str
    text: tuple[Paragraph, ...]
    choices: tuple[Choice, ...]
    remember: tuple[Text, ...]
    end: bool


@dataclass(frozen=True, kw_only=True)
class Lesson(Item):
    """A story with choices; `minutes` is about how long it takes."""

    title: Text
    about: Text
    minutes: int
    start: str
    screens: tuple[LessonScreen, ...]


@dataclass(frozen=True)
class Table:
    """A table with one heading a column."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list or a table; shown to `audience`, or to everybody when that is empty."""

    audience: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    heading: Text | None = None
    text: Text | None = None
    entries: tuple[Text, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Page(Item):
    """A page made of blocks, shown in order."""

    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Setting:
    """A fact that only the operator can confirm, and where to look it up. Texts for operators, in English."""

    id: str
    title: str
    check: str
    example: str


@dataclass(frozen=True)
class Library:
    """All there is to read. The order of the fields is the order of the catalogue, and must not change."""

    rules: tuple[Rule, ...] = ()
    topics: tuple[Topic, ...] = ()
    faqs: tuple[Faq, ...] = ()
    terms: tuple[Term, ...] = ()
    conduct: tuple[Conduct, ...] = ()
    quizzes: tuple[Quiz, ...] = ()
    questions: tuple[QuizQuestion, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    howto: tuple[Page, ...] = ()
    pages: tuple[Page, ...] = ()
    settings: tuple[Setting, ...] = ()

    def items(self) -> tuple[Item, ...]:
        """Every item, in the order of the catalogue."""
        groups = (self.rules, self.faqs, self.terms, self.conduct, self.quizzes)
        more = (self.questions, self.lessons, self.howto, self.pages)
        return tuple(item for group in (*groups, *more) for item in group)
