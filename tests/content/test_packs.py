"""A pack holds everything to read in one language, always the same bytes, as few as a slow line carries."""

import gzip
import json
from hashlib import sha256

import pytest

from app.content import library, locales, packs, words
from app.content.words import ROOT
from tests.content.samples import files

SAMPLE = library.read(files())
LOCALES = locales.load(ROOT)
MOST_GZIPPED = 60 * 1024
FRENCH = {
    "Speak up": "Parlez",
    "The hotline is {hotline}.": "La ligne est {hotline}.",
    "Ways": "",
    "abuse": "no",
}


def test_a_pack_looks_as_the_files_do() -> None:
    pack = packs.pack(SAMPLE, {}, "en")

    assert pack["rules"][0] == {
        "id": "speak",
        "audience": ["staff"],
        "source": "001 ¶17",
        "reviewed_on": "2026-11-21",
        "title": "Speak up",
        "body": ["Tell someone.", {"text": "The hotline is {hotline}.", "needs": ["hotline"]}],
        "example": "You saw it.",
        "see": ["who_can"],
    }
    assert pack["quizzes"][0]["pass"] == 1
    assert [option["right"] for option in pack["questions"][0]["options"]] == [False, True, False]
    assert pack["howto"][0]["blocks"][2] == {"audience": ["community"], "list": ["This one.", "That one."]}
    assert pack["howto"][0]["blocks"][4] == {"needs": ["hotline"], "text": "Call {hotline}."}
    assert pack["lessons"][0]["screens"][-1] == files()["lessons"]["lessons"][0]["screens"][-1]
    assert pack["conduct"]["sections"] == [{"id": "all", "heading": "All", "body": ["Everybody."]}]
    assert (pack["v"], pack["lang"], pack["settings"]) == (1, "en", ["hotline"])


def test_what_translators_need_is_not_sent() -> None:
    assert set(packs.pack(SAMPLE, {}, "fr")["terms"][0]) == {
        "id",
        "audience",
        "source",
        "reviewed_on",
        "term",
        "meaning",
    }


def test_texts_are_translated_and_names_are_not() -> None:
    pack = packs.pack(SAMPLE, FRENCH, "fr")

    assert pack["rules"][0]["title"] == "Parlez"
    assert pack["rules"][0]["body"][1] == {"text": "La ligne est {hotline}.", "needs": ["hotline"]}
    assert pack["terms"][0]["id"] == "abuse"


def test_what_is_not_translated_stays_english() -> None:
    pack = packs.pack(SAMPLE, FRENCH, "fr")

    assert pack["howto"][0]["title"] == "Ways", "an empty translation is none"
    assert pack["rules"][0]["example"] == "You saw it."


def test_the_catalogue_is_every_item_in_the_order_of_the_pack() -> None:
    ids = packs.catalogue(SAMPLE)
    pack = packs.pack(SAMPLE, {}, "en")

    assert ids == ("speak", "who_can", "abuse", "event_code", "basics", "q_a", "line", "ways", "help")
    assert pack["items"] == 9
    assert pack["catalogue_hash"] == sha256("\n".join(ids).encode()).hexdigest()[:16]


def test_the_same_words_give_the_same_bytes() -> None:
    once, again = (packs.written(packs.pack(library.read(files()), FRENCH, "fr")) for _ in range(2))

    assert once == again
    assert json.loads(once)["lang"] == "fr"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_pack_is_no_longer_than_a_slow_line_carries(locale: str) -> None:
    said = {text: s for text, s in words.translations(locale).items() if isinstance(s, str)}

    data = packs.written(packs.pack(library.load(ROOT), said, LOCALES[locale].tag))

    assert len(gzip.compress(data, 9)) <= MOST_GZIPPED
