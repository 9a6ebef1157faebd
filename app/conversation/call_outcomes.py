"""How an effect of a call went, said to the caller.

Whoever carried it out calls one of these. What could not be done leaves the call where it was.

Must never: say more of an answer than the office wrote.
"""

from collections.abc import Iterator, Sequence

from app.conversation.call import RECORDED, ask, nobody, take_step
from app.conversation.call_prompts import say_key
from app.conversation.call_values import Call, CallTurn, Gather, Line, Redirect
from app.conversation.call_words import Prompt, read_out
from app.conversation.outcomes import Answer
from app.conversation.render import REASON_LETTERS, shortened
from app.domain.templates import TEMPLATES

AT_ONCE = Redirect()
WAIT_SECONDS = 2  # until a recording is asked for again


def recorded(call: Call, line: Line) -> CallTurn:
    """The recording is here, sealed."""
    return take_step(call, RECORDED, line.world, line.duty)


def not_yet(call: Call) -> CallTurn:
    """The provider has not finished with the recording."""
    return CallTurn(call, (), Redirect(WAIT_SECONDS))


def not_recorded(call: Call, line: Line) -> CallTurn:
    """There is nothing in the recording, or nothing that could be kept."""
    back = call.at("answer" if call.code else "record")
    return take_step(back, "", line.world, line.duty)


def not_fetched(call: Call, line: Line) -> CallTurn:
    """The provider did not give the recording, or the server did not take it; 1 tries again."""
    return ask(call.at("fetch"), line)


def sealed(call: Call, line: Line, groups: str) -> CallTurn:
    """The report is sent; its receipt is said twice."""
    done = Call(lang=call.lang, step="sealed", code=groups)
    return ask(done, line, say_key(call, line, "voice_receipt"))


def failed(call: Call, line: Line) -> CallTurn:
    """It could not be done now; 1 tries again, as it does at each review."""
    return CallTurn(call, (say_key(call, line, "voice_not_sent"),), Gather())


def no_office(call: Call, line: Line) -> CallTurn:
    """Nobody can receive it."""
    return nobody(call, line)


def answered(call: Call, line: Line) -> CallTurn:
    """The spoken answer is sent."""
    return ask(call.fresh(), line, say_key(call, line, "voice_answered"))


def bad_code(call: Call, line: Line) -> CallTurn:
    """The digits are no code."""
    return ask(call.fresh("code"), line, say_key(call, line, "voice_code_bad"))


def too_many(call: Call, line: Line) -> CallTurn:
    """So many codes were tried that the next has to wait."""
    return ask(call.fresh(), line, say_key(call, line, "voice_slow_down"))


def unread(call: Call, line: Line) -> CallTurn:
    """The answers cannot be looked for now; 1 tries again."""
    return CallTurn(call.at("letters"), (say_key(call, line, "voice_not_sent"),), Gather())


def checked(call: Call, line: Line, answers: Sequence[Answer]) -> CallTurn:
    """What offices wrote under the code, oldest first."""
    if not answers:
        return ask(call.fresh(), line, say_key(call, line, "voice_nothing_new"))
    told = [prompt for each in answers for prompt in _said(each, call, line)]
    return ask(call.at("letters"), line, say_key(call, line, "voice_letters"), *told)


def _said(answer: Answer, call: Call, line: Line) -> Iterator[Prompt]:
    """A standard answer in the caller's language, then the office's own words."""
    if answer.template:
        known = answer.template if answer.template in TEMPLATES else "unknown_answer"
        reason = shortened(answer.reason, REASON_LETTERS)
        key = "closed_reason" if known == "closed" and reason else known
        yield say_key(call, line, f"voice_{key}", reason=reason)
    if answer.text:
        yield read_out("letter", call.lang, answer.text)
