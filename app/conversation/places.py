"""Countries in which there is help: their names in the person's language, and the one that a text names."""

from babel import Locale as Cldr

from app.conversation.keywords import plain
from app.conversation.session import Session
from app.conversation.world import World


def countries(session: Session, world: World) -> tuple[tuple[str, str], ...]:
    """Countries with help of their own, code and name, in the order of their names."""
    codes = {each.country for each in world.services if each.country}
    return tuple(sorted(((code, name_of(code, session.lang)) for code in codes), key=lambda each: each[1]))


def name_of(code: str, lang: str) -> str:
    """The name of a country in a language; its code where CLDR has none."""
    return str(Cldr.parse(lang).territories.get(code, code))


def country_named(said: str, session: Session, world: World) -> str:
    """The code of the country with help that is named, in any of our languages; empty when none is."""
    names = {
        plain(name_of(code, locale.id)): code
        for code, _ in countries(session, world)
        for locale in world.locales
    }
    return names.get(said, "")
