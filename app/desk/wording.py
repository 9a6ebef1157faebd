"""What answers and choices are called on paper, in English: by the form's own words, countries by CLDR's.

A value that nobody knows is shown as it was sent: it may come from a newer form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel import Locale

from app.content.forms import Form, Kind, Question, load
from app.desk.screen import clean
from app.domain.directory import Directory
from app.domain.handing_over import Answer

ENGLISH = Locale("en")
KINDS_OF_TEXT = {"report": "The report", "message": "The reporter wrote", "assistance": "Help wanted"}
CHANNELS = {
    "app": "App",
    "sms": "Text message (SMS)",
    "voice": "Phone call",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "terminal": "Terminal",
}
RULES = {
    "none": "You may not tell anyone who the reporter is.",
    "helpers": "You may tell who the reporter is only to those who help them, and to nobody else.",
    "investigators": "You may tell who the reporter is only to those who investigate, and to nobody else.",
    "helpers_and_investigators": "You may tell who the reporter is to those who help them and to those who "
    "investigate, and to nobody else.",
}
SILENT = "You may not tell anyone who the reporter is: they did not say that anyone may know."
WITHHELD = {
    "safe_contact": "A safe way to reach the reporter",
    "attachments": "Files",
    "attachments_lost": "Files that are gone or damaged",
    "passages": "Words that tell who the reporter is",
    "assistance": "What help the reporter asked for",
    "narrative": "What happened, in the reporter's words",
    "answers.own_entity": "Where the reporter works",
    "answers.contact_person": "With whom the reporter would rather talk",
}
OTHER_WITHHELD = "An answer that may tell who the reporter is"
WISHES = {
    "today": "Help is wanted today",
    "woman": "They would rather talk with a woman",
    "man": "They would rather talk with a man",
}


@dataclass(frozen=True)
class Answered:
    """A question with what was answered; `own`: in the reporter's own words, not by a choice."""

    question: str
    values: tuple[str, ...]
    own: bool


@dataclass(frozen=True)
class Wording:
    """The words of the form, and the names of the directory's entities."""

    form: Form
    entities: Mapping[str, str]

    def answered(self, answers: Mapping[str, Answer]) -> list[Answered]:
        """What was answered, in the order of the form; unknown questions last, under their id."""
        order = {name: place for place, name in enumerate(self.form.questions)}
        said = [(name, answer) for name, answer in answers.items() if answer]
        said.sort(key=lambda each: order.get(each[0], len(order)))
        return [self.one(name, each_of(answer)) for name, answer in said]

    def one(self, name: str, values: Iterable[str]) -> Answered:
        """One question."""
        question = self.form.questions.get(name)
        worded = tuple(clean(self.value(question, value)) for value in values)
        own = question is None or question.kind is Kind.TEXT
        return Answered(clean(question.text if question else name), worded, own)

    def value(self, question: Question | None, value: str) -> str:
        """What a choice means."""
        if question is None:
            return value
        if question.kind is Kind.ENTITY:
            return self.entities.get(value, value)
        if question.kind is Kind.COUNTRY:
            return country(value)
        return next((option.label for option in question.options if option.value == value), value)

    def help(self, kind: str) -> str:
        """A kind of help that was asked for."""
        question = self.form.questions.get("assistance")
        return clean(WISHES.get(kind) or self.value(question, kind))


def wording(directory: Directory) -> Wording:
    """The words to use under this directory."""
    return Wording(load(), {entity.id: entity.name for entity in directory.entities})


def each_of(answer: Answer) -> tuple[str, ...]:
    """The values of an answer."""
    return (answer,) if isinstance(answer, str) else answer


def country(code: str) -> str:
    """The name of a country by its two letters."""
    return str(ENGLISH.territories.get(code, code))


def language(tag: str) -> str:
    """The name of a language by its tag."""
    return str(ENGLISH.languages.get(tag.partition("-")[0], tag))


def withheld(names: Iterable[str]) -> list[str]:
    """What was left out, each thing once."""
    return list(dict.fromkeys(WITHHELD.get(name, OTHER_WITHHELD) for name in names))


def readable(value: str) -> str:
    """A value of a table, as a person writes it: `not_applicable` is “Not applicable”."""
    words = value.replace("_", " ")
    return words[:1].upper() + words[1:]
