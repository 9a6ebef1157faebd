"""What is asked at each step of a call.

Must never: name a key that the step does not take, or leave out the one that ends the call.
"""

from collections.abc import Callable, Mapping

from app.content.locales import Locale
from app.conversation.call_values import Call, Line
from app.conversation.call_words import Prompt, office_name, read_out, spelled, spoken
from app.conversation.flow import way_of
from app.conversation.render import helpline_of, paragraphs, say, services_near

KEYS_OF_LANGUAGES = "12345678"  # 9 hangs up and 0 is for the person on duty, everywhere

Prompts = tuple[Prompt, ...]


def say_key(call: Call, line: Line, key: str, **places: str) -> Prompt:
    """A text in the language of the call; before one is chosen, in the first."""
    world = line.world
    helpline = helpline_of(call.session, world)
    return spoken(world, world.locale(call.lang).id, key, **({"helpline": helpline} | places))


def offered(line: Line) -> Mapping[str, Locale]:
    """The languages by their keys."""
    return dict(zip(KEYS_OF_LANGUAGES, line.world.locales, strict=False))


def asked(call: Call, line: Line) -> Prompts:
    """What is asked at the step of the call."""
    return ASKED[call.step](call, line)


def services(call: Call, line: Line) -> Prompts:
    """The help near the line, each with its number digit by digit."""
    near = services_near(call.session, line.world)
    if not near:
        return (say_key(call, line, "voice_no_services"),)
    short = line.world.locale(call.lang).short
    told = (
        f"{each.name_in(short)}: {spelled(each.contact)}." + (f" {each.hours}." if each.hours else "")
        for each in near
    )
    return say_key(call, line, "voice_services"), read_out("services", call.lang, *told)


def _languages(_call: Call, line: Line) -> Prompts:
    return tuple(
        spoken(line.world, locale.id, "voice_language", digit=key) for key, locale in offered(line).items()
    )


def _menu(call: Call, line: Line) -> Prompts:
    duty = (say_key(call, line, "voice_menu_duty"),) if line.duty else ()
    return (*duty, say_key(call, line, "voice_menu"))


def _office(key: str) -> Callable[[Call, Line], Prompts]:
    """A text that names the office that it would go to."""

    def said(call: Call, line: Line) -> Prompts:
        way = way_of(call.session, line.world)
        office = office_name(line.world, call.session, dict(way.names), way.office)
        return (say_key(call, line, key, office=office),)

    return said


def _sealed(call: Call, line: Line) -> Prompts:
    return (
        say_key(call, line, "voice_digits", digits=call.code),
        say_key(call, line, "voice_digits_again", digits=call.code),
        say_key(call, line, "voice_after_receipt"),
    )


def _rules(call: Call, line: Line) -> Prompts:
    return (say_key(call, line, "voice_rules", count=str(len(line.world.library.rules))),)


def _rule(call: Call, line: Line) -> Prompts:
    world, lang = line.world, call.lang
    rule = world.library.rules[call.rule - 1]
    example = (say(world, lang, rule.example),) if rule.example else ()
    whole = (say(world, lang, rule.title), *paragraphs(world, lang, rule.body), *example)
    return read_out("rule", lang, *whole), say_key(call, line, "voice_after_rule")


def _text(key: str) -> Callable[[Call, Line], Prompts]:
    return lambda call, line: (say_key(call, line, key),)


ASKED: Mapping[str, Callable[[Call, Line], Prompts]] = {
    "language": _languages,
    "menu": _menu,
    "duty": _text("voice_duty"),
    "safe": _text("voice_safe"),
    "unsafe": _text("voice_unsafe"),
    "what": _text("voice_what"),
    "who": _text("voice_who"),
    "outside": _text("voice_outside"),
    "child": _text("voice_child"),
    "contact": _text("voice_contact"),
    "conflict": _office("voice_conflict"),
    "record": _text("voice_record"),
    "fetch": _text("voice_not_sent"),
    "review": _office("voice_review"),
    "sealed": _sealed,
    "code": _text("voice_code"),
    "letters": _text("voice_after_letters"),
    "answer": _text("voice_answer"),
    "answer_review": _text("voice_answer_review"),
    "rules": _rules,
    "rule": _rule,
}
"""By step."""
