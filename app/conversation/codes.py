"""What is done with a code: look for an answer, add to a report, ask for help.

A draft that is being written stays as it is meanwhile.

Must never: say whether a code exists before the process that asked for it knows, or repeat one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.conversation.keywords import Heard
from app.conversation.render import reply
from app.conversation.reporting import ADDING, SKIP, away, home
from app.conversation.session import Session
from app.conversation.world import Add, AskHelp, Check, Turn, World


def command(session: Session, heard: Heard, world: World) -> Turn:
    """A word with a code; a text that is not passed on yet comes first."""
    if session.more and session.code and heard.code != session.code:
        return Turn(session.at(ADDING), (reply(session, world, "adding_first"),))
    return COMMANDS[heard.command](away(session, world), heard, world)


def asked_for(session: Session, heard: Heard, world: World) -> Turn:
    """What a text does where a code was asked for."""
    if heard.number == 0 or heard.keyword == "back":
        return home(session, world)
    return Turn(session, (reply(session, world, "code_bad" if heard.digits else "check"),))


def adding(session: Session, heard: Heard, world: World) -> Turn:
    """One more text to add, until DONE or SEND."""
    if heard.number == 0 or heard.keyword == "back":
        return home(session, world)
    if heard.keyword in ("done", "send") and session.more and not session.code:
        return Turn(session, (reply(session, world, "code_bad"),))
    if heard.keyword in ("done", "send"):
        return Turn(session, (), (_add(session, world),)) if session.more else home(session, world)
    if heard.keyword or not heard.text:
        return Turn(session, (reply(session, world, "adding"),))
    more = replace(session, more=(*session.more, heard.text))
    return Turn(more, (reply(more, world, "kept_on"),))


def helping(session: Session, heard: Heard, world: World) -> Turn:
    """Which help is wished for."""
    options = world.hotline.steps["help"]
    if heard.number == 0 or heard.keyword == "back":
        return home(session, world)
    keys = dict.fromkeys(heard.digits)
    wanted = [
        option.answers["assistance"][0] for key in keys if key != SKIP and (option := options.option(key))
    ]
    if not wanted or len(wanted) != len(keys):
        return Turn(session, (reply(session, world, "helping"),))
    return Turn(session, (), (AskHelp(session.code, tuple(wanted), world.locale(session.lang).tag),))


def letters(session: Session, heard: Heard, world: World) -> Turn:
    """The next page of what the office wrote."""
    if heard.keyword == "more":
        return Turn(session, (), (Check(session.code, session.page + 1),))
    if heard.number == 0 or heard.keyword == "back":
        return home(session, world)
    return Turn(session, (reply(session, world, "no_more"),))


def _check(session: Session, heard: Heard, _world: World) -> Turn:
    return Turn(replace(session.at("letters"), code=heard.code), (), (Check(heard.code),))


def _add_to(session: Session, heard: Heard, world: World) -> Turn:
    """With its text at once, or text by text."""
    begun = replace(
        session.at(ADDING), code=heard.code, more=(*session.more, heard.rest) if heard.rest else session.more
    )
    if heard.rest:
        return Turn(begun, (), (_add(begun, world),))
    return Turn(begun, (reply(begun, world, "adding"),))


def _help_with(session: Session, heard: Heard, world: World) -> Turn:
    begun = replace(session.at("helping"), code=heard.code)
    return Turn(begun, (reply(begun, world, "helping"),))


def _add(session: Session, world: World) -> Add:
    return Add(session.code, "\n\n".join(session.more), world.locale(session.lang).tag)


Handle = Callable[[Session, Heard, World], Turn]
COMMANDS: Mapping[str, Handle] = {"check": _check, "add": _add_to, "help": _help_with}
AT: Mapping[str, Handle] = {"check": asked_for, "helping": helping, "letters": letters}
"""What a text does at each further step of this module."""
