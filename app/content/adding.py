"""Adds a language: its line in `data/locales.yaml`, with what CLDR knows of it.

Name, direction and plural rule come from CLDR by way of Babel, so that a volunteer only has to know the
language. A new language is a draft: what is not translated yet is shown in English and is no fault.

Must never: change the line of a language that is there.
"""

import json
from collections.abc import Container
from gettext import c2py
from pathlib import Path

from babel import Locale as Cldr
from babel import UnknownLocaleError
from babel.messages.plurals import get_plural
from babel.plural import PluralRule, to_gettext

from app.content import locales
from app.content.locales import Locale, Plurals
from app.domain.errors import BadInput, Taken

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's, in CLDR's order."""

COUNTS = range(1000)
"""What our plurals count: letters, days, answers. A category that only a million takes has no form."""


def add(name: str, root: Path) -> Locale:
    """Write the line of a new language and return what it says. `name` is such as `sw`, `pt_BR`, `zh_Hant`.

    Raises:
        BadInput: CLDR knows no such language.
        Taken: it is there already.
    """
    cldr = known(name)
    offered = locales.load(root)
    if str(cldr) in offered:
        raise Taken("this language")
    new = described(cldr, taken=locales.tags_of(offered.values()).keys())
    with (root / locales.FILE).open("a", encoding="utf-8") as file:
        file.write(_line(new))
    return new


def known(name: str) -> Cldr:
    """What CLDR knows of a language.

    Raises:
        BadInput: nothing.
    """
    try:
        return Cldr.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        raise BadInput("language", "is none that CLDR knows; write it like sw, pt_BR or zh_Hant") from None


def described(cldr: Cldr, taken: Container[str] = ()) -> Locale:
    """The facts of a language; the words of the first screen stay English until somebody translates them."""
    own = cldr.get_display_name(cldr) or cldr.english_name or str(cldr)
    name = str(cldr)
    aliases = () if cldr.language == name or cldr.language in taken else (cldr.language,)
    return Locale(
        id=name,
        name=own[:1].upper() + own[1:],
        direction=cldr.text_direction,
        tag=name.replace("_", "-"),
        short=cldr.language,
        wordlist=None,
        greeting="Language",
        help="Help now",
        leave="Leave",
        plurals=plurals(cldr),
        aliases=aliases,
        draft=True,
    )


def plurals(cldr: Cldr) -> Plurals:
    """The categories that our counts take, and gettext's formula for the same order.

    The formula that translators know is used where it means the same as CLDR; otherwise it is made from CLDR.
    """
    taken = {cldr.plural_form(count) for count in COUNTS}
    categories = tuple(category for category in CATEGORIES if category in taken)
    customary = get_plural(str(cldr))
    if customary.num_plurals == len(categories) and agrees(customary.plural_expr, categories, cldr):
        return Plurals(categories, customary.plural_expr)
    # The last category is what the formula gives when no other one holds.
    rules = {tag: rule for tag, rule in cldr.plural_form.rules.items() if tag in categories[:-1]}
    return Plurals(categories, to_gettext(PluralRule(rules)).split("plural=")[1].rstrip(";"))


def agrees(formula: str, categories: tuple[str, ...], cldr: Cldr) -> bool:
    """Whether a formula gives each count the place of its category."""
    form = c2py(formula)
    return all(form(count) == categories.index(cldr.plural_form(count)) for count in COUNTS)


def _line(new: Locale) -> str:
    facts = {
        "name": new.name,
        "direction": new.direction,
        "tag": new.tag,
        "short": new.short,
        "wordlist": new.wordlist,
        "aliases": list(new.aliases),
        "greeting": new.greeting,
        "help": new.help,
        "leave": new.leave,
        "draft": new.draft,
        "plurals": {"categories": list(new.plurals.categories), "formula": new.plurals.formula},
    }
    return f"{new.id}: {json.dumps(facts, ensure_ascii=False)}\n"
