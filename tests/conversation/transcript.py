"""Conversations as pages: `<` a reporter's text, `>` a reply, `!` an effect, `#` a note, `@` the world.

Only `#`, `@` and `<` lines are input; the rest is written by the engine. Effects are answered by a stand-in:
a report is sealed with one receipt, one code is known and has two answers. A reply is shown whole, with
the encoding, units and segments that it takes as an SMS.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.conversation import outcomes
from app.conversation.engine import take_turn
from app.conversation.outcomes import Answer
from app.conversation.segments import measure
from app.conversation.session import Session
from app.conversation.world import (
    SMS,
    TELEGRAM,
    WHATSAPP,
    Add,
    AskHelp,
    Check,
    Effect,
    Reply,
    Seal,
    Turn,
    World,
)
from tests.conversation import worlds

KNOWN = worlds.CODE.replace(" ", "")
ANSWERS = (Answer("read"), Answer("question", "On which day of the week does the truck come?"))
CHANNELS = {"sms": SMS, "telegram": TELEGRAM, "whatsapp": WHATSAPP}


def replay(page: str) -> str:
    """The same page, with what the engine answers now."""
    lines, session, world = [], Session(), worlds.WORLD
    for line in page.splitlines():
        if line.startswith(("#", "@")):
            lines.append(line)
            world = changed(world, line[2:]) if line.startswith("@") else world
        elif line.startswith("<"):
            turn = take_turn(session, line[2:].replace("\\n", "\n"), world)
            session, shown = settled(turn, world)
            lines += ["", line, *shown]
    return "\n".join(lines) + "\n"


def changed(world: World, setting: str) -> World:
    """The world with one thing changed: `channel`, `country` (a code or none), `offices none`, `notices`."""
    name, _, value = setting.partition(" ")
    if name == "channel":
        return replace(world, channel=CHANNELS[value])
    if name == "notices":
        return replace(world, channel=replace(world.channel, notices=True))
    if name == "country":
        return replace(world, country="" if value == "none" else value)
    assert name == "offices", "the world has no such setting"
    return replace(world, way=worlds.nobody)


def settled(turn: Turn, world: World) -> tuple[Session, list[str]]:
    """The conversation after the effects, and the lines to show."""
    lines = [*shown(turn.replies), *(f"! {told(each)}" for each in turn.effects)]
    session = turn.session
    for effect in turn.effects:
        after = outcome(effect, session, world)
        if after is not None:
            session = after.session
            lines += [*shown(after.replies), *(f"! {told(each)}" for each in after.effects)]
    return session, lines


def outcome(effect: Effect, session: Session, world: World) -> Turn | None:
    """What the stand-in does with an effect."""
    match effect:
        case Seal():
            return outcomes.sealed(session, world, worlds.CODE)
        case Check(receipt=code) | Add(receipt=code) | AskHelp(receipt=code) if code != KNOWN:
            return outcomes.unknown_code(session, world)
        case Check(page=page):
            return outcomes.checked(session, world, ANSWERS, page)
        case Add() | AskHelp():
            return outcomes.added(session, world)
        case _:
            return None


def told(effect: Effect) -> str:
    """An effect in one line."""
    match effect:
        case Seal(facts=facts, answers=answers, words=words, consent=consent):
            said = " ".join(f"{name}={listed(value)}" for name, value in answers.items())
            bodies = f"entity={facts.entity} contracting={facts.contracting}"
            where = f"{facts.accused} {bodies} {listed(facts.categories)}"
            agreed = f"contact={consent.get('contact', '?')} identity={consent['identity']}"
            marks = [name for name in ("danger", "assistance") if getattr(facts, name)]
            marks += [f"conflict={listed(facts.conflict)}"] if facts.conflict else []
            marks += [name for name in ("anyway", "notify") if getattr(effect, name)]
            lines = (
                f"seal {said} words={len(words)}",
                f"     facts {where} child={facts.child} country={facts.country} {' '.join(marks)}".rstrip(),
                f"     consent {agreed} help={listed(effect.help)}",
            )
            return "\n!".join(lines)
        case Check(page=page):
            return f"check page={page}"
        case Add(text=text):
            return f"add words={len(text)}"
        case AskHelp(help=wanted):
            return f"ask-help {listed(wanted)}"
        case _:
            return {"EraseState": "erase", "OptOut": "opt-out", "OptIn": "opt-in"}[type(effect).__name__]


def listed(value: str | Iterable[str]) -> str:
    """Several values in one word."""
    return value if isinstance(value, str) else "+".join(value) or "none"


def shown(replies: Iterable[Reply]) -> Iterator[str]:
    """Replies with their keys, their length and their buttons."""
    for reply in replies:
        size = measure(reply.text)
        buttons = f" [{' '.join(value for value, _ in reply.choices)}]" if reply.choices else ""
        yield f"> {reply.key}{buttons}  ({size.encoding} {size.units}, {size.segments})"
        yield from (f">   {line}" for line in reply.text.splitlines())
