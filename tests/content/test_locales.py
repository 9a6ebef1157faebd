"""A person's tag finds the language that is meant, and every language counts as CLDR does."""

from gettext import c2py

import pytest

from app.content import adding, locales, tags, words
from app.content.words import ROOT

OFFERED = locales.load(ROOT)
KNOWN = locales.tags_of(OFFERED.values())
MEANT = [
    ("zh-CN", "zh_Hans"),
    ("zh_Hans", "zh_Hans"),
    ("zh-hans-sg", "zh_Hans"),
    ("ZH-HANT-TW", "zh_Hans"),
    ("zh", "zh_Hans"),
    ("cmn", "zh_Hans"),
    ("ar-EG", "ar"),
    ("arb", "ar"),
    ("fr_CA.UTF-8", "fr"),
    ("es-419", "es"),
    ("en@pseudo", "en"),
    ("RU", "ru"),
    ("pt-BR", None),
    ("", None),
    ("-", None),
    ("fry", None),
    ("../en", None),
]


@pytest.mark.parametrize(("tag", "locale"), MEANT)
def test_a_tag_finds_the_language_that_is_meant(tag: str, locale: str | None) -> None:
    assert tags.meant(tag, KNOWN) == locale


def test_the_first_language_of_a_person_that_is_offered_is_taken() -> None:
    assert tags.negotiate(["pt-BR", "es", "en"], KNOWN) == "es"
    assert tags.negotiate(["pt-BR"], KNOWN) is None
    assert tags.negotiate([], KNOWN) is None


def test_an_added_portuguese_takes_every_portuguese_until_there_is_another() -> None:
    brazil = adding.described(adding.known("pt-BR"), taken=KNOWN)
    with_brazil = locales.tags_of([*OFFERED.values(), brazil])
    portugal = adding.described(adding.known("pt_PT"), taken=with_brazil)
    with_both = locales.tags_of([*OFFERED.values(), brazil, portugal])

    assert [tags.meant(tag, with_brazil) for tag in ("pt", "pt-PT", "pt_BR")] == ["pt_BR"] * 3
    assert tags.meant("pt-PT", with_both) == "pt_PT"


def test_the_six_languages_of_the_united_nations_are_offered_and_none_is_a_draft() -> None:
    assert words.LOCALES[:6] == ("en", "fr", "es", "ar", "zh_Hans", "ru")
    assert not any(OFFERED[name].draft for name in words.LOCALES[:6])


@pytest.mark.parametrize("name", OFFERED)
def test_a_language_reads_and_counts_as_cldr_says(name: str) -> None:
    locale, cldr = OFFERED[name], adding.known(name)

    assert locale.direction == cldr.text_direction
    assert locale.plurals.categories == adding.plurals(cldr).categories
    assert adding.agrees(locale.plurals.formula, locale.plurals.categories, cldr)


@pytest.mark.parametrize("name", ["sw", "pt_BR", "am", "cy", "ga", "he", "my", "pl", "sl", "so"])
def test_the_plural_rule_of_an_added_language_is_the_one_of_cldr(name: str) -> None:
    cldr = adding.known(name)
    made = adding.plurals(cldr)

    form = c2py(made.formula)

    assert [made.categories[form(n)] for n in range(300)] == [cldr.plural_form(n) for n in range(300)]
