"""What one office passes on to another, with all that the reporter did not allow left behind and named.

The same as `refer/pack.ts` of the desk; both pass `tests/vectors/handing_over.json`. What is left out is
decided here and nowhere on a screen: who asks for too much gets an error, not a way round.

Must never: pass on a file, a safe contact or an answer that may name the reporter without their word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.answer_groups import MAY_GO
from app.domain.audience import Audience, Level, Purpose, level_of, may_learn
from app.domain.errors import BadInput
from app.domain.handover import HandedText, HandoverBody
from app.domain.identity import identity_in
from app.domain.passages import TakingOut, is_too_short

Answer = str | tuple[str, ...]

PROBLEMS = {
    "passages": "words to take out must have two characters at least",
    "reason": "say why files go although the reporter did not allow their name to",
    "checked": "read the texts and take out what tells who the reporter is; then say that you did",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """All that could be passed on of a case; files are numbered through all texts, from 1.

    `second_hand`: places of the texts, from 0, that did not come sealed from the reporter to this device.
    """

    reporter: str  # their key, empty when it is not known
    urgent: bool
    lang: str
    texts: tuple[HandedText, ...]  # in the order of time
    facts: Mapping[str, Answer]
    withheld: tuple[str, ...] = ()  # what an earlier office left out already
    second_hand: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the officer decided.

    `contact`: whether the reporter writes to the new office from now on. `reason`: why files go although the
    reporter did not allow their name to. `passages`: words that would tell who they are. `checked`: the
    officer read every text and took out what tells who the reporter is.
    """

    purpose: Purpose
    audience: Audience
    contact: str = "stays"
    files: tuple[int, ...] = ()
    reason: str = ""
    passages: tuple[str, ...] = ()
    checked: bool = False
    note: str = ""


@dataclass
class Rules:
    """How one case is packed, and the names of what was left out on the way."""

    choice: Choice
    level: Level
    named: bool
    taking: TakingOut
    left: set[str] = field(default_factory=set)

    def blank(self, text: str) -> str:
        """A text without the passages."""
        return self.taking.blank(text)

    def blanked(self, answer: Answer) -> Answer:
        """An answer without them."""
        return self.blank(answer) if isinstance(answer, str) else tuple(map(self.blank, answer))


def identity_goes(source: Source, audience: Audience) -> bool:
    """Whether the receiver may learn who the reporter of these texts is."""
    texts = source.texts
    identity = identity_in(texts, source.second_hand)
    if identity == "" and texts and all(text.kind == "assistance" for text in texts):
        # Who only asked for help left their safe contact for those who help, and said nothing else.
        return audience is Audience.HELPERS
    return may_learn(identity, audience)


def fault(source: Source, choice: Choice) -> str | None:
    """What stands in the way of passing on, by its field, or None."""
    if is_too_short(choice.passages):
        return "passages"
    whole = level_of(choice.purpose, choice.audience) is Level.WHOLE
    if not whole or identity_goes(source, choice.audience):
        return None
    if choice.purpose is Purpose.RECUSAL:
        return None  # who steps back must not be the one who edits what is passed on
    if choice.files and not choice.reason.strip():
        return "reason"
    return None if choice.checked else "checked"


def packed(source: Source, choice: Choice) -> HandoverBody:
    """The body that is sealed.

    Raises:
        BadInput: as `fault` says.
    """
    return packing(source, choice)[0]


def packing(source: Source, choice: Choice) -> tuple[HandoverBody, tuple[str, ...]]:
    """The same, and the passages that stand nowhere in it, as they were typed.

    Raises:
        BadInput: as `fault` says.
    """
    if wrong := fault(source, choice):
        raise BadInput(wrong, PROBLEMS[wrong])
    level = level_of(choice.purpose, choice.audience)
    rules = Rules(choice, level, identity_goes(source, choice.audience), TakingOut(choice.passages))
    texts = tuple(each for text, files in numbered(source.texts) for each in passed(text, files, rules))
    facts = {name: rules.blanked(value) for name, value in facts_of(source, level).items()}
    note = rules.blank(choice.note)
    if rules.taking.found:
        rules.left.add("passages")
    known = level is Level.WHOLE or (level is Level.NEEDS and choice.contact == "moves")
    body = HandoverBody(
        reporter=source.reporter if known else "",
        contact=choice.contact,
        urgent=source.urgent,
        lang=source.lang,
        texts=texts,
        facts=facts,
        note=note,
        withheld=tuple(sorted(rules.left | set(source.withheld))),
    )
    return body, rules.taking.missed


def numbered(texts: Sequence[HandedText]) -> Iterator[tuple[HandedText, range]]:
    """Each text with the numbers of its files."""
    first = 1
    for text in texts:
        yield text, range(first, first + len(text.attachments))
        first += len(text.attachments)


def passed(text: HandedText, files: range, rules: Rules) -> Iterator[HandedText]:
    """The text as it goes; nothing when it stays behind whole."""
    if text.kind == "assistance":
        yield from request_passed(text, rules)
    elif rules.level is not Level.WHOLE:
        rules.left.add("narrative")
    else:
        going = [
            entry
            for number, entry in zip(files, text.attachments, strict=True)
            if number in rules.choice.files
        ]
        if len(going) < len(files):
            rules.left.add("attachments")
        yield replace(
            text,
            answers=answers_passed(text.answers, rules),
            words=rules.blank(text.words),
            text=rules.blank(text.text),
            safe_contact="",
            attachments=tuple(renamed(entry, rules) for entry in going),
        )


def renamed(entry: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    """A file under its name, without the passages."""
    name = entry.get("name")
    return {**entry, "name": rules.blank(name)} if isinstance(name, str) else {**entry}


def request_passed(text: HandedText, rules: Rules) -> Iterator[HandedText]:
    """What help is wanted goes to those who help, and to who takes the whole case over."""
    helps = rules.choice.audience is Audience.HELPERS
    takes_over = rules.level is Level.WHOLE and (rules.choice.contact == "moves" or helps)
    if rules.level is not Level.NEEDS and not takes_over:
        rules.left.add("assistance")
        return
    reachable = rules.named and helps
    if not reachable and text.safe_contact:
        rules.left.add("safe_contact")
    yield HandedText(  # nothing but these: another office may have put a story into it
        kind=text.kind,
        ctx=text.ctx,
        day=text.day,
        lang=text.lang,
        help=tuple(map(rules.blank, text.help)),
        safe_contact=rules.blank(text.safe_contact) if reachable else "",
        country=text.country,
    )


def answers_passed(answers: Mapping[str, Answer], rules: Rules) -> dict[str, Answer]:
    """The answers that may go."""
    going = {question: answer for question, answer in answers.items() if rules.named or question in MAY_GO}
    rules.left.update(f"answers.{question}" for question in answers.keys() - going.keys())
    return {question: rules.blanked(answer) for question, answer in going.items()}


def facts_of(source: Source, level: Level) -> Mapping[str, Answer]:
    """What the office found out goes with the whole case; who only learns that there is one gets its kind."""
    if level is Level.WHOLE:
        return source.facts
    if level is Level.NEEDS:
        return {}
    said = (text.answers.get("category", ()) for text in source.texts)
    categories = {each for answer in said for each in ((answer,) if isinstance(answer, str) else answer)}
    received = source.texts[0].day if source.texts else None
    return {"category": tuple(sorted(categories)), **({"received": received} if received else {})}
