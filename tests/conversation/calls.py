"""Calls as pages: `<` keys, `>` what is said, `=` what the line does, `!` effects, `#` notes, `@` the world.

Only `#`, `@` and `<` lines are input. `< (silence)` is no key; `< recording` says that the provider has one,
which the stand-in seals at once; one code is known, and has two answers. Words in `«»` have a recorded voice
where an administrator made one; the others are always read out.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace

from app.conversation import call_outcomes as outcomes
from app.conversation.call import AGAIN, take_step
from app.conversation.call_values import Action, Call, CallEffect, CallTurn, Fetch, Line
from app.conversation.call_words import Prompt
from app.conversation.world import VOICE, Add, Check, Seal
from tests.conversation import transcript, worlds
from tests.conversation.transcript import ANSWERS, KNOWN

SILENCE = "(silence)"
BEGUN = Line(worlds.world(VOICE))


def replay(page: str) -> str:
    """The same page, with what the engine answers now."""
    lines: list[str] = []
    line, call = BEGUN, Call()
    for text in page.splitlines():
        if text.startswith(("#", "@")):
            lines.append(text)
            line = changed(line, text[2:]) if text.startswith("@") else line
        elif text.startswith("<"):
            key = text[2:]
            turn = take_step(
                call, AGAIN if key == "(rings)" else key.replace(SILENCE, ""), line.world, line.duty
            )
            call, shown = settled(turn, line)
            lines += ["", text, *shown]
    return "\n".join(lines) + "\n"


def changed(line: Line, setting: str) -> Line:
    """The world with one thing changed: `duty`, `country` (a code or none), `offices none`."""
    if setting == "duty":
        return replace(line, duty=True)
    return replace(line, world=transcript.changed(line.world, setting))


def settled(turn: CallTurn, line: Line) -> tuple[Call, list[str]]:
    """The call after the effects, and the lines to show."""
    lines = shown(turn)
    for effect in turn.effects:
        after = outcome(effect, turn.call, line)
        if after is not None:
            lines = [each for each in lines if each != "= Redirect"] + shown(after)
            turn = after
    return turn.call, lines


def outcome(effect: CallEffect, call: Call, line: Line) -> CallTurn | None:
    """What the stand-in does with an effect."""
    match effect:
        case Fetch():
            return outcomes.recorded(call, line)
        case Seal():
            return outcomes.sealed(call, line, worlds.CODE)
        case Check(receipt=code):
            return outcomes.checked(call, line, ANSWERS if code == KNOWN else ())
        case Add():
            return outcomes.answered(call, line)
        case _:
            return None


def shown(turn: CallTurn) -> list[str]:
    """Prompts, the action, the effects."""
    said = [each for prompt in turn.prompts for each in prompt_lines(prompt)]
    return [*said, f"= {doing(turn.action)}", *(f"! {told(each)}" for each in turn.effects)]


def prompt_lines(prompt: Prompt) -> Iterator[str]:
    """A prompt: its key, its language, its words."""
    yield f"> {prompt.key} ({prompt.lang})"
    pieces = (f"«{each.text}»" if each.audio else each.text for each in prompt.pieces)
    pauses = (" …" if each.pause else "" for each in prompt.pieces)
    yield ">   " + " ".join(text + pause for text, pause in zip(pieces, pauses, strict=True))


def doing(action: Action) -> str:
    """An action in one line."""
    return " ".join(
        [type(action).__name__, *(f"{name}={value}" for name, value in asdict(action).items() if value)]
    )


def told(effect: CallEffect) -> str:
    """An effect in one line."""
    return "fetch" if isinstance(effect, Fetch) else transcript.told(effect)
