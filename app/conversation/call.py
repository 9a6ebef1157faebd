"""The hotline as a call: a key in, what to say and what the line does then out.

    take_step(call, key, world) -> CallTurn(call, prompts, action, effects)

Pure, as the conversation by text is, and with the same answers: a report by voice looks like any other at the
desk. What is told is a recording, which this never sees. 9 ends the call at every step; nothing is passed on
before 1 was pressed at the review; whoever is silent twice is said goodbye to, and all of it is erased.

Must never: raise on any key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.conversation.call_prompts import asked, offered, say_key, services
from app.conversation.call_values import (
    MENU,
    START,
    Action,
    Call,
    CallTurn,
    Dial,
    Fetch,
    Gather,
    Hangup,
    Line,
    Record,
    Redirect,
)
from app.conversation.call_words import Prompt
from app.conversation.facts import report
from app.conversation.flow import way_of
from app.conversation.session import Said
from app.conversation.world import Add, Check, EraseState, World

HANG_UP, HOME = "9", "*"
SILENCE = ""
AGAIN = "again"  # what was asked is asked once more, as if nothing had happened
RECORDING, RECORDED = "recording", "recorded"  # it lies at the provider; it is fetched and sealed
ANSWERED = "answered"  # the person on duty spoke with the caller
NOT_A_TRY = 1  # a page beyond the first: reading the same again counts as no further code
DIGITS_OF_CODE = 20

ONE_KEY = Gather()
UNTIL_HASH = Gather(digits=None, finish="#", timeout=10)


def take_step(call: Call, key: str, world: World, duty: bool = False) -> CallTurn:
    """What comes of a key, or of keys, or of one of the words above."""
    line = Line(world, duty)
    if key == AGAIN:
        return ask(call, line)
    if key == HANG_UP:
        return CallTurn(call.fresh(), (), Hangup(), (EraseState(),))
    if key == SILENCE and call.step != "duty":
        return _silence(call, line)
    return STEPS[call.step].hear(replace(call, silences=0), key, line)


def ask(call: Call, line: Line, *before: Prompt) -> CallTurn:
    """What is asked at the step of the call, after these words."""
    return CallTurn(call, (*before, *asked(call, line)), STEPS[call.step].action)


def goodbye(call: Call, line: Line) -> CallTurn:
    """End the call; if something was told, say that it is erased."""
    erased = (say_key(call, line, "voice_erased"),) if call.said or call.step in HOLDING else ()
    bye = (*erased, say_key(call, line, "voice_bye"))
    return CallTurn(call.fresh(), bye, Hangup(), (EraseState(),))


def _silence(call: Call, line: Line) -> CallTurn:
    """Once more; the second time it is enough."""
    if call.silences:
        return goodbye(call, line)
    said = () if call.step == START else (say_key(call, line, STEPS[call.step].nothing),)
    return ask(replace(call, silences=1), line, *said)


def _unknown(call: Call, line: Line) -> CallTurn:
    said = (say_key(call, line, "voice_unknown"),) if call.lang else ()
    return ask(call, line, *said)


def _language(call: Call, key: str, line: Line) -> CallTurn:
    chosen = offered(line).get(key)
    if chosen is None:
        return _unknown(call, line)
    known = Call(lang=chosen.id, step=MENU)
    return ask(known, line, say_key(known, line, "honesty_voice"))


def _menu(call: Call, key: str, line: Line) -> CallTurn:
    if key == "3":
        return ask(call, line, *services(call, line))
    if key == "8":
        return ask(call.at(START), line)
    if key == "0" and line.duty:
        return ask(call.at("duty"), line)
    step = FROM_MENU.get(key)
    return ask(call.fresh(step), line) if step else _unknown(call, line)


def _duty(call: Call, key: str, line: Line) -> CallTurn:
    """Whoever was not answered can leave a report."""
    if key == ANSWERED:
        return goodbye(call, line)
    return ask(call.fresh("safe"), line, say_key(call, line, "voice_duty_none"))


def _choice(call: Call, key: str, line: Line) -> CallTurn:
    """One of the keys of a question of the report."""
    if len(key) != 1 or key not in KEYS[call.step]:
        return _unknown(call, line)
    answered = replace(call, said=(*call.said, Said(call.step, key)))
    return _onward(answered.at(_after(answered, line)), line)


def _after(call: Call, line: Line) -> str:
    """The next question."""
    key = call.said[-1].value
    if call.step == "safe":
        return "what" if key == "1" else "unsafe"
    if call.step == "who" and way_of(call.session, line.world).outside:
        return "outside"
    return NEXT[call.step]


def _onward(call: Call, line: Line) -> CallTurn:
    """Ask the next question; before anything is told, say so when nobody could receive it."""
    if call.step in ("conflict", "record") and not way_of(call.session, line.world).office:
        return nobody(call, line)
    return ask(call, line)


def nobody(call: Call, line: Line) -> CallTurn:
    """No office can receive it."""
    return ask(call.fresh(), line, say_key(call, line, "voice_no_office"))


def _record(call: Call, key: str, line: Line) -> CallTurn:
    if key != RECORDING:
        return _silence(call, line)
    return CallTurn(call.at("fetch"), (), Redirect(), (Fetch(),))


def _fetch(call: Call, key: str, line: Line) -> CallTurn:
    if key == RECORDED:
        return ask(call.at("answer_review" if call.code else "review"), line)
    return CallTurn(call, (), Redirect(), (Fetch(),)) if key == "1" else _unknown(call, line)


def _review(call: Call, key: str, line: Line) -> CallTurn:
    if key == "1":
        return CallTurn(call, (), Redirect(), (report(call.session, line.world),))
    return _again_or_erase(call, key, line, "record")


def _answer_review(call: Call, key: str, line: Line) -> CallTurn:
    if key == "1":
        return CallTurn(call, (), Redirect(), (Add(call.code, "", line.world.locale(call.lang).tag),))
    return _again_or_erase(call, key, line, "answer")


def _again_or_erase(call: Call, key: str, line: Line, step: str) -> CallTurn:
    if key == "2":
        return ask(call.at(step), line)
    if key == "3":
        return ask(call.fresh(), line, say_key(call, line, "voice_erased"))
    return _unknown(call, line)


def _sealed(call: Call, key: str, line: Line) -> CallTurn:
    if key == HOME:
        return ask(call.fresh(), line)
    return ask(call, line) if key == "1" else _unknown(call, line)


def _code(call: Call, key: str, line: Line) -> CallTurn:
    if HOME in key:
        return ask(call.fresh(), line)
    if len(key) != DIGITS_OF_CODE or not key.isdecimal():
        return ask(call, line, say_key(call, line, "voice_code_bad"))
    return CallTurn(replace(call, code=key), (), Redirect(), (Check(key),))


def _letters(call: Call, key: str, line: Line) -> CallTurn:
    if key == "1":
        return CallTurn(call, (), Redirect(), (Check(call.code, NOT_A_TRY),))
    if key == "2":
        return ask(call.at("answer"), line)
    return ask(call.fresh(), line) if key == HOME else _unknown(call, line)


def _rules(call: Call, key: str, line: Line) -> CallTurn:
    if HOME in key:
        return ask(call.fresh(), line)
    number = int(key) if key.isdecimal() and len(key) <= 4 else 0
    if not 1 <= number <= len(line.world.library.rules):
        return _unknown(call, line)
    return ask(replace(call.at("rule"), rule=number), line)


def _rule(call: Call, key: str, line: Line) -> CallTurn:
    """The next, the same again, or the menu; after the last one the list."""
    if key == HOME:
        return ask(call.fresh(), line)
    if key not in ("1", "2"):
        return _unknown(call, line)
    number = call.rule + (key == "1")
    if number > len(line.world.library.rules):
        return ask(call.fresh("rules"), line)
    return ask(replace(call, rule=number), line)


Hear = Callable[[Call, str, Line], CallTurn]


@dataclass(frozen=True)
class Step:
    """What a key does at a step, how the line waits for it, and what is said when there was none."""

    hear: Hear
    action: Action = ONE_KEY
    nothing: str = "voice_silence"


STEPS: Mapping[str, Step] = {
    START: Step(_language),
    MENU: Step(_menu),
    "duty": Step(_duty, Dial()),
    "safe": Step(_choice),
    "unsafe": Step(_choice),
    "what": Step(_choice),
    "who": Step(_choice),
    "outside": Step(_choice),
    "child": Step(_choice),
    "contact": Step(_choice),
    "conflict": Step(_choice),
    "record": Step(_record, Record(), "voice_not_recorded"),
    "fetch": Step(_fetch),
    "review": Step(_review),
    "sealed": Step(_sealed),
    "code": Step(_code, UNTIL_HASH),
    "letters": Step(_letters),
    "answer": Step(_record, Record(), "voice_not_recorded"),
    "answer_review": Step(_answer_review),
    "rules": Step(_rules, UNTIL_HASH),
    "rule": Step(_rule),
}
FROM_MENU: Mapping[str, str] = {"1": "safe", "2": "rules", "4": "code"}
KEYS: Mapping[str, str] = {
    "safe": "123",
    "unsafe": "1",
    "what": "12345",
    "who": "123456",
    "outside": "1",
    "child": "123",
    "contact": "12",
    "conflict": "123",
}
"""The keys of the questions that are those of the conversation by text (`hotline.yaml`)."""
NEXT: Mapping[str, str] = {
    "unsafe": "what",
    "what": "who",
    "who": "child",
    "outside": "child",
    "child": "contact",
    "contact": "conflict",
    "conflict": "record",
}
HOLDING = frozenset({"fetch", "review", "answer_review"})
"""Steps at which a recording is there that was not passed on."""
