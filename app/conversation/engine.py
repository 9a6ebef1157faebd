"""One conversation for every channel: a text in, what to send and what to do out.

    take_turn(session, text, world) -> Turn(session, replies, effects)

Pure: no clock, no chance, no network, so that a conversation is a page that can be replayed.
The order of what a text may be: a stop word, a command with a code, a command, a language, an answer.

Must never: raise on any text, put into a reply what was typed, or forget what was told without saying so.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.conversation import codes, learning, reporting
from app.conversation.flow import FIRST, LAST
from app.conversation.keywords import Heard, hear
from app.conversation.places import country_named
from app.conversation.render import reply
from app.conversation.session import SESSION_BYTES, START, Session
from app.conversation.world import EraseState, OptIn, OptOut, Reply, Turn, World

MENU = {1: "report", 2: "rules", 3: "faq", 4: "quizzes", 5: "services", 6: "check"}
LANGUAGE = "language"

STORY_LETTERS = 25
"""So many letters, where nothing like it was asked for, are somebody's story and not a slip."""

DENSE = 2.5  # a letter of a script without spaces says about as much as so many others


def take_turn(session: Session, text: str, world: World) -> Turn:
    """What comes of a text.

    A text that would make the session larger than it may be is not kept, and the person is told.
    """
    turn = _first_words(session, _answered(session, hear(text, world.hotline, world.locales), world), world)
    if turn.session.size() > SESSION_BYTES:
        return Turn(session, (reply(session, world, "full"),))
    return turn


def _first_words(session: Session, turn: Turn, world: World) -> Turn:
    """Who can read this channel comes before everything else."""
    if session.told or any(isinstance(each, EraseState) for each in turn.effects):
        return turn
    honest = reply(turn.session, world, f"honesty_{world.channel.name}")
    return replace(turn, session=replace(turn.session, told=True), replies=(honest, *turn.replies))


def _answered(session: Session, heard: Heard, world: World) -> Turn:
    if heard.keyword == "stop":
        return _stop(session, heard, world)
    if heard.command:
        return codes.command(session, heard, world)
    if heard.keyword in COMMANDS:
        return COMMANDS[heard.keyword](session, heard, world)
    if heard.language:
        return _speak(session, heard.language, world)
    if heard.bad_code:
        return Turn(session, (reply(session, world, "code_bad"),))
    return _at_step(session, heard, world)


def _at_step(session: Session, heard: Heard, world: World) -> Turn:
    """What a text does where the person is."""
    if session.step in world.hotline.steps:
        return reporting.answer(session, heard, world)
    if heard.keyword == "send" and session.more and session.step != reporting.ADDING:
        return reporting.home(session, world)
    if heard.keyword == "send" and session.drafted and session.step != reporting.ADDING:
        return _send_draft(session, heard, world)
    if session.step == LANGUAGE:
        return _pick_language(session, heard, world)
    if session.step == START:
        return _pick_from_menu(session, heard, world)
    if session.step == reporting.ADDING:
        return codes.adding(session, heard, world)
    return _elsewhere(session, heard, world)


def _elsewhere(session: Session, heard: Heard, world: World) -> Turn:
    """Where something is read or looked up, a long text that does nothing is a story: it must not be lost."""
    turn = codes.AT.get(session.step, learning.read_on)(session, heard, world)
    if turn.session == session and is_long(heard) and not country_named(heard.plain, session, world):
        return reporting.story(session, heard, world)
    return turn


def is_long(heard: Heard) -> bool:
    """Whether a text is so long that somebody tells something with it."""
    letters = [each for each in heard.plain if each.isalpha()]
    return heard.is_words and sum(DENSE if ord(each) > 0x2E7F else 1 for each in letters) >= STORY_LETTERS


def _pick_from_menu(session: Session, heard: Heard, world: World) -> Turn:
    step = MENU.get(heard.number) if heard.number is not None else None
    if step == "report":
        return reporting.begin(session, world)
    if step == "check":
        return Turn(session.at("check"), (reply(session, world, "check"),))
    if step:
        return learning.enter(session, step, world)
    if heard.is_words:
        return reporting.story(session, heard, world)
    if heard.number == 0:
        return reporting.leave(session, world)
    return reporting.home(session, world) if heard.keyword == "back" else learning.menu(session, world)


def _send_draft(session: Session, heard: Heard, world: World) -> Turn:
    """From elsewhere, show first where the draft goes."""
    base = replace(session.at(session.resume or FIRST), resume="")
    return reporting.ask(base, world) if base.step == LAST else reporting.answer(base, heard, world)


def _stop(session: Session, _heard: Heard, world: World) -> Turn:
    """Honoured and erased; where the provider lets nothing through, nothing is said."""
    said = () if world.channel.silenced else (reply(session, world, "stopped"),)
    return Turn(session.fresh(), said, (EraseState(), OptOut()))


def _start(session: Session, heard: Heard, world: World) -> Turn:
    return replace(_menu(session, heard, world), effects=(OptIn(),))


def _menu(session: Session, _heard: Heard, world: World) -> Turn:
    return learning.menu(reporting.away(session, world), world)


def _clear(session: Session, _heard: Heard, world: World) -> Turn:
    fresh = session.fresh()
    return Turn(fresh, (reply(fresh, world, "cleared"),), (EraseState(),))


def _help(session: Session, _heard: Heard, world: World) -> Turn:
    return learning.enter(reporting.away(session, world), "services", world)


def _check(session: Session, _heard: Heard, world: World) -> Turn:
    return Turn(reporting.away(session, world).at("check"), (reply(session, world, "check"),))


def _mute(session: Session, _heard: Heard, world: World) -> Turn:
    """No more notices; the conversation goes on."""
    return Turn(session, (reply(session, world, "muted"),), (OptOut(),))


def _urgent(session: Session, _heard: Heard, world: World) -> Turn:
    return reporting.urgent(session, world)


def _languages(session: Session, _heard: Heard, world: World) -> Turn:
    named = tuple((str(number), each.name) for number, each in enumerate(world.locales, 1))
    text = " ".join(f"{number} {name}" for number, name in named)
    here = reporting.away(_from_language(session), world)
    return Turn(
        replace(here, step=LANGUAGE, before=_from_language(session).step), (Reply(LANGUAGE, text, named),)
    )


def _pick_language(session: Session, heard: Heard, world: World) -> Turn:
    back = _from_language(session)
    if heard.number is not None and 1 <= heard.number <= len(world.locales):
        return _speak(back, world.locales[heard.number - 1].id, world)
    if heard.number is None and is_long(heard):
        return reporting.story(session, heard, world)
    return again(back, world)


def _speak(session: Session, lang: str, world: World) -> Turn:
    """The same place in another language."""
    return again(replace(_from_language(session), lang=lang), world)


def _from_language(session: Session) -> Session:
    """Where the person was before languages were listed."""
    return replace(session, step=session.before or START, before="") if session.step == LANGUAGE else session


def again(session: Session, world: World) -> Turn:
    """What was last asked or shown, once more."""
    if session.step in world.hotline.steps:
        return reporting.ask(replace(session, resume=""), world)
    if session.step in learning.VIEWS:
        return learning.show(session, world)
    key = session.step if session.step in world.hotline.texts else START
    return Turn(session, (reply(session, world, key),))


Command = Callable[[Session, Heard, World], Turn]
COMMANDS: Mapping[str, Command] = {
    "start": _start,
    "menu": _menu,
    "lang": _languages,
    "clear": _clear,
    "help": _help,
    "check": _check,
    "urgent": _urgent,
    "mute": _mute,
}
"""Words that mean the same wherever the person is; the others are read at the step."""
