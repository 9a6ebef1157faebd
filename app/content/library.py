"""Reads what there is to read from the YAML files of `data/`.

The shapes are drawn in `schema/content.schema.json`; tests hold the files to it and to the rules of
`soundness.py`, so that nothing is checked here. A file that is not there is an empty part of the library.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from app.content import yaml_files
from app.content.items import (
    Block,
    Choice,
    Conduct,
    Faq,
    Lesson,
    LessonScreen,
    Library,
    Option,
    Page,
    Paragraph,
    Quiz,
    QuizQuestion,
    Rule,
    Section,
    Setting,
    Table,
    Term,
    Text,
    Topic,
)

DATA = Path("app/content/data")
FILES = ("rules", "faq", "glossary", "conduct", "quiz", "lessons", "howto", "pages", "settings")

Data = Mapping[str, Any]
T = TypeVar("T")


def load(root: Path) -> Library:
    """The library of the tree at `root`."""
    return read({name: yaml_files.read(root / DATA / f"{name}.yaml") for name in FILES})


def read(files: Mapping[str, Data]) -> Library:
    """The library from the plain data of its files, by their names without the ending."""

    def group(file: str, key: str, of: Callable[[Data], T]) -> tuple[T, ...]:
        return tuple(map(of, files.get(file, {}).get(key, ())))

    conduct = files.get("conduct", {}).get("conduct")
    return Library(
        rules=group("rules", "rules", _rule),
        topics=group("faq", "topics", lambda data: Topic(data["id"], Text(data["title"]))),
        faqs=group("faq", "faqs", _faq),
        terms=group("glossary", "terms", _term),
        conduct=() if conduct is None else (_conduct(conduct),),
        quizzes=group("quiz", "quizzes", _quiz),
        questions=group("quiz", "questions", _question),
        lessons=group("lessons", "lessons", _lesson),
        howto=group("howto", "pages", _page),
        pages=group("pages", "pages", _page),
        settings=group("settings", "settings", lambda data: Setting(**data)),
    )


def _item(data: Data) -> dict[str, Any]:
    return {
        "id": data["id"],
        "audience": tuple(data["audience"]),
        "source": data["source"],
        "reviewed_on": data["reviewed_on"],
    }


def _text(data: Data, key: str) -> Text | None:
    return Text(data[key]) if key in data else None


def _texts(data: Sequence[str]) -> tuple[Text, ...]:
    return tuple(map(Text, data))


def _paragraphs(data: Sequence[str | Data]) -> tuple[Paragraph, ...]:
    return tuple(map(_paragraph, data))


def _paragraph(data: str | Data) -> Paragraph:
    if isinstance(data, str):
        return Paragraph(Text(data))
    return Paragraph(Text(data["text"]), tuple(data.get("needs", ())))


def _rule(data: Data) -> Rule:
    return Rule(
        **_item(data),
        title=Text(data["title"]),
        body=_paragraphs(data["body"]),
        example=_text(data, "example"),
        see=tuple(data.get("see", ())),
    )


def _faq(data: Data) -> Faq:
    return Faq(
        **_item(data),
        topic=data["topic"],
        question=Text(data["question"]),
        answer=_paragraphs(data["answer"]),
        keywords=_texts(data.get("keywords", ())),
        see=tuple(data.get("see", ())),
    )


def _term(data: Data) -> Term:
    return Term(
        **_item(data),
        term=Text(data["term"]),
        meaning=_paragraphs(data["meaning"]),
        official=dict(data.get("official", {})),
        unsure=tuple(data.get("unsure", ())),
    )


def _conduct(data: Data) -> Conduct:
    sections = (Section(d["id"], Text(d["heading"]), _paragraphs(d["body"])) for d in data["sections"])
    return Conduct(
        **_item(data),
        title=Text(data["title"]),
        about=_paragraphs(data["about"]),
        sections=tuple(sections),
    )


def _quiz(data: Data) -> Quiz:
    return Quiz(
        **_item(data),
        title=Text(data["title"]),
        about=Text(data["about"]),
        questions=tuple(data["questions"]),
        pass_mark=data["pass"],
    )


def _question(data: Data) -> QuizQuestion:
    options = (
        Option(d["id"], Text(d["text"]), Text(d["because"]), d.get("right", False)) for d in data["options"]
    )
    return QuizQuestion(
        **_item(data),
        scene=Text(data["scene"]),
        ask=Text(data["ask"]),
        options=tuple(options),
        rule=data["rule"],
    )


def _lesson(data: Data) -> Lesson:
    return Lesson(
        **_item(data),
        title=Text(data["title"]),
        about=Text(data["about"]),
        minutes=data["minutes"],
        start=data["start"],
        screens=tuple(map(_screen, data["screens"])),
    )


def _screen(data: Data) -> LessonScreen:
    return LessonScreen(
        id=data["id"],
        text=_paragraphs(data["text"]),
        choices=tuple(Choice(Text(choice["text"]), choice["to"]) for choice in data.get("choices", ())),
        remember=_texts(data.get("remember", ())),
        end=data.get("end", False),
    )


def _page(data: Data) -> Page:
    return Page(**_item(data), title=Text(data["title"]), blocks=tuple(map(_block, data["blocks"])))


def _block(data: Data) -> Block:
    table = data.get("table")
    return Block(
        audience=tuple(data.get("audience", ())),
        needs=tuple(data.get("needs", ())),
        heading=_text(data, "heading"),
        text=_text(data, "text"),
        entries=_texts(data.get("list", ())),
        table=table and Table(_texts(table["head"]), tuple(map(_texts, table["rows"]))),
    )
