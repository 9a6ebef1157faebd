"""How an effect went, said to the person: the second half of a turn that did something.

The process that carried out an effect calls one of these and sends what comes. When it could not, the
conversation stays where it was, and nothing is lost.

Must never: say more of an answer than the office wrote, or keep a code longer than it is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.conversation.render import REASON_LETTERS, pages, reply, shortened
from app.conversation.reporting import ADDING, home
from app.conversation.session import Session
from app.conversation.world import EraseState, Turn, World
from app.domain.templates import TEMPLATES


@dataclass(frozen=True)
class Answer:
    """What an office wrote: a template of `app/domain/templates.py`, words of its own, or both."""

    template: str = ""
    text: str = field(default="", repr=False)
    reason: str = ""


def sealed(session: Session, world: World, groups: str) -> Turn:
    """The report is sent. `groups`: its receipt, twenty digits in groups. The draft is gone.

    What was being added to another report meanwhile is asked about: it must not be lost with the draft.
    """
    receipt = reply(session, world, "receipt", code=groups)
    fresh = replace(session.fresh(), told=True)
    if not session.more:
        return Turn(fresh, (receipt,), (EraseState(),))
    after = home(replace(fresh, code=session.code, more=session.more), world)
    return replace(after, replies=(receipt, *after.replies))


def failed(session: Session, world: World) -> Turn:
    """It could not be done now; the same word tries again."""
    return Turn(session, (reply(session, world, "not_sent"),))


def added(session: Session, world: World) -> Turn:
    """The further text, or the wish for help, is sent."""
    after = home(session, world)
    return replace(after, replies=(reply(session, world, "added"), *after.replies))


def unknown_code(session: Session, world: World) -> Turn:
    """Nothing is found under the code, or it is not one. What was to be added stays, for the right code."""
    if session.step == ADDING and session.more:
        return Turn(replace(session, code=""), (reply(session, world, "code_unknown"),))
    after = home(session, world)
    return replace(after, replies=(reply(session, world, "code_unknown"), *after.replies))


def too_many(session: Session, world: World) -> Turn:
    """So many codes were tried that the next has to wait; what was to be added waits too."""
    if session.step == ADDING and session.more:
        return Turn(session, (reply(session, world, "slow_down"),))
    after = home(session, world)
    return replace(after, replies=(reply(session, world, "slow_down"), *after.replies))


def checked(session: Session, world: World, answers: Sequence[Answer], at: int = 0) -> Turn:
    """What offices wrote under the code, oldest first, from a page on."""
    if not answers:
        after = home(session, world)
        return replace(after, replies=(reply(session, world, "nothing_new"), *after.replies))
    lines = [reply(session, world, "letters").text, *(_said(each, session, world) for each in answers)]
    cut = pages("\n".join(lines), world.channel)
    at = min(at, len(cut) - 1)
    shown = replace(reply(session, world, "letters"), text=cut[at])
    if at + 1 == len(cut):
        done = home(session, world)
        return replace(done, replies=(shown, *done.replies))
    return Turn(replace(session, page=at), (shown,))


def timed_out(session: Session, world: World, hours: int) -> Turn:
    """The draft of this person was erased before this text came."""
    return Turn(session, (reply(session, world, "timeout", hours=str(hours)),))


def _said(answer: Answer, session: Session, world: World) -> str:
    """A standard answer in the person's language, then the office's own words."""
    if not answer.template:
        return answer.text
    key = answer.template if answer.template in TEMPLATES else "unknown_answer"
    reason = shortened(answer.reason, REASON_LETTERS)
    said = reply(session, world, "closed_reason" if key == "closed" and reason else key, reason=reason).text
    return f"{said}\n{answer.text}" if answer.text else said
