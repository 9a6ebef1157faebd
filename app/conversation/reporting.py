"""The report, question by question: answers by number, lines, several texts, and what is told in between.

What a person writes is kept even where a number was asked for. Nothing is passed on before SEND.

Must never: repeat what was written, or lose it without saying so.
"""

from dataclasses import replace

from app.content.hotline import Step, StepKind
from app.conversation.facts import URGENT, report, sayable
from app.conversation.flow import FIRST, LAST, SHORT, backward, forward, is_story, jump, step_of, way_of
from app.conversation.keywords import Heard, plain
from app.conversation.render import question, reply, say
from app.conversation.session import START, Session
from app.conversation.world import EraseState, OptOut, Turn, World

SKIP = "0"
ADDING = "adding"


def ask(session: Session, world: World, *before: str) -> Turn:
    """The question that the person is at, after these texts."""
    said = (reply(session, world, key) for key in before)
    return Turn(session, (*said, question(session, world)))


def begin(session: Session, world: World) -> Turn:
    """Begin a report, or go on with the draft."""
    if session.drafted and session.resume:
        return ask(replace(session.at(session.resume), resume=""), world)
    return ask(session.at(LAST if session.words else FIRST), world)


def away(session: Session, world: World) -> Session:
    """The conversation with its draft laid aside."""
    return replace(session, resume=session.step) if session.step in world.hotline.steps else session


def home(session: Session, world: World) -> Turn:
    """What is being added to another report, the draft that was laid aside, or the menu."""
    if session.more and session.step != ADDING:
        return Turn(session.at(ADDING), (reply(session, world, ADDING),))
    left = replace(session.at(session.resume or START), resume="", code="", more=())
    return ask(left, world) if session.resume else Turn(left, (reply(left, world, START),))


def urgent(session: Session, world: World) -> Turn:
    """Take the short way from wherever the person is."""
    here = session.step if session.step in world.hotline.steps else session.resume or START
    return ask(jump(replace(session, step=here, resume=""), URGENT, SHORT), world)


def story(session: Session, heard: Heard, world: World) -> Turn:
    """Keep what was told before anything was asked: one text is enough for a report."""
    kept = replace(session, words=(*session.words, heard.text), resume="")
    return ask(kept.at(LAST), world, *(() if is_story(kept) else ("kept",)))


def answer(session: Session, heard: Heard, world: World) -> Turn:
    """What a text does at a question of the report."""
    step = step_of(session, world)
    if heard.keyword == "back":
        return back(session, world)
    if heard.keyword == "send":
        return send(session, world)
    if heard.keyword == "add" and step.id == LAST:
        return ask(jump(session, "", "more"), world)
    return ANSWERED[step.kind](session, step, heard, world)


def back(session: Session, world: World) -> Turn:
    """The question before; from the first, the menu."""
    before = backward(session)
    if before.step in world.hotline.steps:
        return ask(before, world)
    return Turn(before, (reply(before, world, "menu"),))


def send(session: Session, world: World) -> Turn:
    """Seal what is ready; from the middle, show first where it goes."""
    if not sayable(session, world):
        return home(session, world) if session.more else ask(session, world, "nothing_yet")
    if session.step != LAST:
        return ask(jump(session, "", LAST), world)
    if not way_of(session, world).office:
        return ask(session, world)
    return Turn(session, (), (report(session, world),))


def leave(session: Session, world: World) -> Turn:
    """Stop and erase."""
    return Turn(session.fresh(), (reply(session, world, "stopped"),), (EraseState(), OptOut()))


def _choice(session: Session, step: Step, heard: Heard, world: World) -> Turn:
    """One number or one label; 0 skips unless it is an answer."""
    key = _key(session, step, heard, world)
    option = step.option(key)
    if option is not None and option.leave:
        return leave(session, world)
    if option is not None or key == SKIP:
        return ask(forward(session, key if option else "", world), world)
    return _told(session, heard, world)


def _choices(session: Session, step: Step, heard: Heard, world: World) -> Turn:
    """Several numbers; 0 stands alone."""
    keys = dict.fromkeys(heard.digits or _key(session, step, heard, world))
    if keys and all(step.option(key) for key in keys):
        chosen = "".join(key for key in keys if key != SKIP or len(keys) == 1)
        return ask(forward(session, chosen, world), world)
    return _told(session, heard, world)


def _line(session: Session, _step: Step, heard: Heard, world: World) -> Turn:
    """One text; 0 or DONE skips."""
    if heard.number == 0 or heard.keyword == "done":
        return ask(forward(session, "", world), world)
    if not heard.text or heard.keyword:
        return ask(session, world, "unknown")
    return ask(forward(session, heard.text, world), world)


def _lines(session: Session, _step: Step, heard: Heard, world: World) -> Turn:
    """Texts until DONE; 0 goes on too. Every one of them is kept."""
    if heard.number == 0 or heard.keyword == "done":
        return ask(forward(session, "", world), world)
    if not heard.text or heard.keyword:
        return ask(session, world, "unknown")
    kept = replace(session, words=(*session.words, heard.text))
    return Turn(kept, (reply(kept, world, "kept_on"),))


def _confirm(session: Session, _step: Step, heard: Heard, world: World) -> Turn:
    """Whatever is no command is one more thing to say."""
    if heard.number == 1 and is_story(session):
        return ask(forward(session, "1", world), world)
    return _told(session, heard, world)


def _told(session: Session, heard: Heard, world: World) -> Turn:
    """Words where a number was asked for: kept, and asked again."""
    if not heard.is_words:
        return ask(session, world, "unknown")
    return ask(replace(session, words=(*session.words, heard.text)), world, "kept")


def _key(session: Session, step: Step, heard: Heard, world: World) -> str:
    """The number that was sent, or that of the label that was."""
    if heard.number is not None:
        return str(heard.number)
    labels = {
        plain(label): each.key
        for each in step.options
        for label in (each.label, say(world, session.lang, each.label))
    }
    return labels.get(heard.plain, "")


ANSWERED = {
    StepKind.CHOICE: _choice,
    StepKind.CHOICES: _choices,
    StepKind.LINE: _line,
    StepKind.LINES: _lines,
    StepKind.CONFIRM: _confirm,
}
