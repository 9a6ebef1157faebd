"""What can be read on the hotline: rules, questions and answers, quizzes, help near the person.

Lists are numbered, long texts come in pages (`MORE`), 0 is the menu, BACK the list. Where one is, is all that
is remembered; what is shown is worked out anew.

Must never: count who read what, or show a fact that nobody confirmed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from app.content.items import Faq, Option, Quiz, QuizQuestion
from app.conversation.keywords import Heard, plain
from app.conversation.places import countries, country_named
from app.conversation.render import (
    numbered,
    page,
    paragraphs,
    public_pages,
    reply,
    say,
    services_near,
    text_of,
)
from app.conversation.reporting import home
from app.conversation.session import START, Session
from app.conversation.world import Turn, World

QUESTION_WEIGHT, KEYWORD_WEIGHT, ANSWER_WEIGHT = 3, 4, 1
FOUND_MOST = 9
PARENT = {"rule": "rules", "answer": "faq", "found": "faq", "quiz": "quizzes", "explained": "quizzes"}
"""Where BACK leads; from everywhere else to the menu."""


def show(session: Session, world: World) -> Turn:
    """The page that the person is on."""
    text = VIEWS[session.step](session, world)
    shown = page(session, world, session.step, text)
    choices = (*_answers(session, world), *shown.choices, *_ways_out(session, world))
    return Turn(session, (replace(shown, choices=choices),))


def enter(session: Session, step: str, world: World) -> Turn:
    """Something to read, from its beginning."""
    placed = session.country or world.country
    if step == "services" and not placed and countries(session, world):
        step = "countries"
    return show(replace(session.at(step), item="", found=(), index=0, score=0, picked=0), world)


def read_on(session: Session, heard: Heard, world: World) -> Turn:
    """What a text does where something is read."""
    if heard.keyword == "more":
        return _more(session, world)
    if heard.keyword == "back":
        return back(session, world)
    if heard.number == 0:
        return menu(session, world)
    return PICKED[session.step](session, heard, world)


def menu(session: Session, world: World) -> Turn:
    """The menu; the draft stays."""
    return Turn(session.at(START), (reply(session, world, START),))


def back(session: Session, world: World) -> Turn:
    """The list that this was chosen from; from a list the draft, or the menu."""
    parent = PARENT.get(session.step, START)
    return home(session, world) if parent == START else enter(session, parent, world)


def search(session: Session, heard: Heard, world: World) -> tuple[str, ...]:
    """Questions that have the words, the best first."""
    wanted = [word for word in heard.plain.split() if len(word) > 2 or not word.isascii()]
    scored = [(_score(each, wanted, session, world), each.id) for each in world.library.faqs]
    best = sorted((each for each in scored if each[0]), key=lambda each: -each[0])
    return tuple(name for _, name in best[:FOUND_MOST])


def _score(faq: Faq, wanted: list[str], session: Session, world: World) -> int:
    def said(texts: Iterable[str]) -> str:
        return " ".join(_written(say(world, session.lang, text)) for text in texts)

    where = (
        (said((faq.question,)), QUESTION_WEIGHT),
        (said(faq.keywords), KEYWORD_WEIGHT),
        (said(each.text for each in faq.answer), ANSWER_WEIGHT),
    )
    return sum(weight for text, weight in where for word in wanted if _has(text, word))


@lru_cache(maxsize=4096)
def _written(text: str) -> str:
    """A text of the library in one writing. What a person typed never comes here."""
    return plain(text)


def _has(text: str, word: str) -> bool:
    return word in text.split() if word.isascii() else word in text


def _more(session: Session, world: World) -> Turn:
    """The next page; past the last one the next question of a quiz, or that there is none."""
    last = len(public_pages(VIEWS[session.step](session, world), world.channel)) - 1
    if session.page < last:
        return show(replace(session, page=session.page + 1), world)
    if session.step == "explained":
        return _next_question(session, world)
    if session.step == "quiz":
        return show(replace(session, page=0), world)
    return Turn(session, (reply(session, world, "no_more"),))


def _unknown(session: Session, _heard: Heard, world: World) -> Turn:
    return Turn(session, (reply(session, world, "unknown"),))


def _pick_rule(session: Session, heard: Heard, world: World) -> Turn:
    rules = world.library.rules
    if heard.number is None or heard.number > len(rules):
        return _unknown(session, heard, world)
    return show(replace(session.at("rule"), item=rules[heard.number - 1].id), world)


def _pick_faq(session: Session, heard: Heard, world: World) -> Turn:
    """By number, in the whole list or among those found, else by word."""
    names = session.found or tuple(each.id for each in world.library.faqs)
    if heard.number is not None and heard.number <= len(names):
        return show(replace(session.at("answer"), item=names[heard.number - 1]), world)
    if heard.number is not None:
        return _unknown(session, heard, world)
    found = search(session, heard, world)
    if not found:
        return Turn(session, (reply(session, world, "not_found"),))
    return show(replace(session.at("found"), found=found), world)


def _pick_quiz(session: Session, heard: Heard, world: World) -> Turn:
    quizzes = world.library.quizzes
    if heard.number is None or heard.number > len(quizzes):
        return _unknown(session, heard, world)
    return show(replace(session.at("quiz"), item=quizzes[heard.number - 1].id, index=0, score=0), world)


def _answer_question(session: Session, heard: Heard, world: World) -> Turn:
    asked = _question(session, world)
    if heard.number is None or heard.number > len(asked.options):
        return _unknown(session, heard, world)
    right = asked.options[heard.number - 1].right
    return show(replace(session.at("explained"), picked=heard.number, score=session.score + right), world)


def _go_on(session: Session, heard: Heard, world: World) -> Turn:
    return _next_question(session, world) if heard.number == 1 else _unknown(session, heard, world)


def _next_question(session: Session, world: World) -> Turn:
    quiz = _quiz(session, world)
    if session.index + 1 < len(quiz.questions):
        return show(replace(session.at("quiz"), index=session.index + 1, picked=0), world)
    places = {"right": str(session.score), "total": str(len(quiz.questions))}
    listed = enter(session, "quizzes", world)
    return replace(listed, replies=(reply(session, world, "score", **places), *listed.replies))


def _pick_country(session: Session, heard: Heard, world: World) -> Turn:
    """By number or by name; help near the person may be looked for in another place too."""
    there = countries(session, world)
    if session.step == "countries" and heard.number is not None and heard.number <= len(there):
        return enter(replace(session, country=there[heard.number - 1][0]), "services", world)
    found = country_named(heard.plain, session, world)
    return (
        enter(replace(session, country=found), "services", world)
        if found
        else _unknown(session, heard, world)
    )


def _rules(session: Session, world: World) -> str:
    return _listed(session, world, "rules", (each.title for each in world.library.rules))


def _faqs(session: Session, world: World) -> str:
    return _listed(session, world, "faq", (each.question for each in world.library.faqs))


def _found(session: Session, world: World) -> str:
    by_id = {each.id: each for each in world.library.faqs}
    return _listed(session, world, "found", (by_id[name].question for name in session.found if name in by_id))


def _quizzes(session: Session, world: World) -> str:
    return _listed(session, world, "quizzes", (each.title for each in world.library.quizzes))


def _rule(session: Session, world: World) -> str:
    rule = next(each for each in world.library.rules if each.id == session.item)
    example = (say(world, session.lang, rule.example),) if rule.example else ()
    body = paragraphs(world, session.lang, rule.body)
    return "\n".join((say(world, session.lang, rule.title), *body, *example))


def _answer(session: Session, world: World) -> str:
    faq = next(each for each in world.library.faqs if each.id == session.item)
    body = paragraphs(world, session.lang, faq.answer)
    return "\n".join((say(world, session.lang, faq.question), *body))


def _quiz_view(session: Session, world: World) -> str:
    asked = _question(session, world)
    options = numbered(say(world, session.lang, each.text) for each in asked.options)
    scene, ask = (say(world, session.lang, each) for each in (asked.scene, asked.ask))
    return f"{session.index + 1}/{len(_quiz(session, world).questions)} {scene}\n{ask}\n{options}"


def _explained(session: Session, world: World) -> str:
    asked = _question(session, world)
    picked = asked.options[session.picked - 1]
    lang = session.lang
    because, go_on = say(world, lang, picked.because), text_of(world, lang, "go_on")
    if picked.right:  # its explanation begins with a yes
        return f"{because}\n{go_on}"
    better = next(each for each in asked.options if each.right)
    right = text_of(world, lang, "better", answer=_with_reason(better, world, lang))
    return f"{text_of(world, lang, 'wrong')} {because}\n{right}\n{go_on}"


def _with_reason(option: Option, world: World, lang: str) -> str:
    return f"{say(world, lang, option.text)} {say(world, lang, option.because)}"


def _services(session: Session, world: World) -> str:
    near = services_near(session, world)
    if not near:
        return text_of(world, session.lang, "no_services")
    short = world.locale(session.lang).short
    lines = (
        f"{each.name_in(short)}: {each.contact}" + (f" ({each.hours})" if each.hours else "") for each in near
    )
    return "\n".join((text_of(world, session.lang, "services"), *lines))


def _countries(session: Session, world: World) -> str:
    there = numbered(name for _, name in countries(session, world))
    return f"{text_of(world, session.lang, 'countries')}\n{there}"


def _listed(session: Session, world: World, key: str, titles: Iterable[str]) -> str:
    lines = numbered(say(world, session.lang, each) for each in titles)
    return f"{text_of(world, session.lang, key)}\n{lines}"


def _quiz(session: Session, world: World) -> Quiz:
    return next(each for each in world.library.quizzes if each.id == session.item)


def _question(session: Session, world: World) -> QuizQuestion:
    name = _quiz(session, world).questions[session.index]
    return next(each for each in world.library.questions if each.id == name)


def _ways_out(session: Session, world: World) -> tuple[tuple[str, str], ...]:
    """Buttons that lead to the list and to the menu."""
    back = (("BACK", "BACK"),) if session.step in PARENT else ()
    return (*back, ("0", text_of(world, session.lang, "command_menu")))


def _answers(session: Session, world: World) -> tuple[tuple[str, str], ...]:
    """Buttons for what has few and short answers."""
    if session.step == "quiz":
        return tuple((str(n), str(n)) for n in range(1, len(_question(session, world).options) + 1))
    return ()


View = Callable[[Session, World], str]
VIEWS: Mapping[str, View] = {
    "rules": _rules,
    "rule": _rule,
    "faq": _faqs,
    "found": _found,
    "answer": _answer,
    "quizzes": _quizzes,
    "quiz": _quiz_view,
    "explained": _explained,
    "services": _services,
    "countries": _countries,
}
"""What is shown at each step."""

Pick = Callable[[Session, Heard, World], Turn]
PICKED: Mapping[str, Pick] = {
    "rules": _pick_rule,
    "rule": _pick_rule,
    "faq": _pick_faq,
    "found": _pick_faq,
    "answer": _pick_faq,
    "quizzes": _pick_quiz,
    "quiz": _answer_question,
    "explained": _go_on,
    "services": _pick_country,
    "countries": _pick_country,
}
"""What a number or a word does at each step."""
