"""Which question comes next: a walk over the table, and back again.

Must never: know a question by its name that the table could decide about.
"""

from dataclasses import replace

from app.content.hotline import Exit, Step
from app.conversation.facts import anyway, chosen, facts_of, is_short
from app.conversation.session import START, Session
from app.conversation.world import Way, World

FIRST = "privacy"
SHORT = "org"  # where the short way begins
LAST = "confirm"
ADDING = (LAST, "more")


def step_of(session: Session, world: World) -> Step:
    """The question that the person is at.

    Raises:
        KeyError: the person is not in the report.
    """
    return world.hotline.steps[session.step]


def forward(session: Session, value: str, world: World) -> Session:
    """The conversation at the next question, after this answer; an empty value skips."""
    answered = session.heard(value)
    return answered.at(_after(answered, step_of(session, world), world))


def jump(session: Session, value: str, step: str) -> Session:
    """The conversation at another question, from which BACK returns."""
    return session.heard(value).at(step)


def backward(session: Session) -> Session:
    """The conversation at the question before, its answer taken away; at the first one, in the menu."""
    if not session.said:
        return replace(session.at(START), resume="")
    before = session.said[-1].step
    return replace(session, said=session.said[:-1]).at(before)


def way_of(session: Session, world: World) -> Way:
    """Where the report goes by the answers so far."""
    return world.way(facts_of(session, world), anyway(session))


def is_story(session: Session) -> bool:
    """Whether the person began with the whole story, and nothing was asked yet."""
    asked = any(each.step not in ADDING or each.value for each in session.said)
    return bool(session.words) and not asked


def _after(session: Session, step: Step, world: World) -> str:
    return next(each.to for each in step.exits if _holds(each, session, world))


def _holds(way_out: Exit, session: Session, world: World) -> bool:
    return all(set(values) & set(_seen(name, session, world)) for name, values in way_out.when.items())


def _seen(name: str, session: Session, world: World) -> tuple[str, ...]:
    """What holds now, of one name of a condition."""
    if name == "path":
        return ("short",) if is_short(session) else ("story",) if chosen(session, LAST) == "1" else ()
    if name == "channel":
        return ("notices",) if world.channel.notices else ()
    if name == "way":
        way = way_of(session, world)
        return ("outside",) if way.outside else () if way.office else ("none",)
    return (chosen(session, name),)
