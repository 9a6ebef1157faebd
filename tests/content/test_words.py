"""Every language says everything the app says, with the same placeholders and its own number of plurals."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app.commands.words import group
from app.content import adding, building, library, locales, pseudo, sources, words
from app.content.items import Library, Term, Text
from app.content.words import ROOT
from app.domain.errors import BadInput, Taken


@pytest.mark.parametrize("locale", words.LOCALES)
def test_the_catalogue_has_no_fault(locale: str) -> None:
    assert list(words.faults(locale, sources.extract(ROOT))) == []


@pytest.mark.parametrize("locale", words.LOCALES)
def test_the_words_of_the_field_are_those_of_the_united_nations(locale: str) -> None:
    assert list(words.term_faults(locale, library.load(ROOT))) == []


def test_the_form_and_the_screens_are_found() -> None:
    found = {message.text: message for message in sources.extract(ROOT)}

    assert "Are you safe right now?" in found
    assert found["Check for an answer"].file.endswith(".tsx")
    plural = found["Not sent yet: one sealed letter waits on this phone."].plural
    assert plural is not None
    assert "{count}" in plural


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small tree with three messages, one of them in the command line, no content and no catalogue."""
    source = tmp_path / "app/client/src/speakup"
    source.mkdir(parents=True)
    (source / "home.tsx").write_text(
        't("Hello {name}"); tn("one letter", "{count} letters", n); format("no")'
    )
    (tmp_path / "app/content/data").mkdir(parents=True)
    (tmp_path / "app/content/data/form.yaml").write_text(
        "version: 1\nsections: []\nflows: []\nquestions: []\n"
    )
    (tmp_path / "app/later.py").write_text('gettext("Later")\n')
    shutil.copy(ROOT / locales.FILE, tmp_path / locales.FILE)
    return tmp_path


def translated(root: Path, **strings: str | tuple[str, ...]) -> list[str]:
    words.update("ar", words.template(sources.extract(root)), root)
    catalog: Catalog = words.read("ar", root)
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            message.string = strings.get(key.split()[0], message.string)
    with words.path_of("ar", root).open("wb") as file:
        write_po(file, catalog)
    return list(words.faults("ar", sources.extract(root), root))


SIX = ("لا رسائل", "رسالة", "رسالتان", "{count} رسائل", "{count} رسالة", "{count} رسالة")


def test_a_full_catalogue_is_without_fault_though_the_command_line_is_not_translated(root: Path) -> None:
    assert translated(root, Hello="أهلا {name}", one=SIX) == []
    assert words.missing("ar", sources.extract(root), root) == 1


def test_a_missing_translation_is_a_fault(root: Path) -> None:
    assert translated(root, one=SIX) == ["ar: not translated: 'Hello {name}'"]


def test_a_lost_or_foreign_placeholder_is_a_fault(root: Path) -> None:
    assert translated(root, Hello="أهلا", one=SIX) == ["ar: its placeholders differ: 'Hello {name}'"]
    assert translated(root, Hello="{name} {other}", one=SIX) == [
        "ar: its placeholders differ: 'Hello {name}'"
    ]


def test_markup_in_a_translation_is_a_fault(root: Path) -> None:
    assert translated(root, Hello="<b>{name}</b>", one=SIX) == [
        "ar: has markup or outer spaces: 'Hello {name}'"
    ]


def test_a_message_that_is_not_in_the_catalogue_is_a_fault(root: Path) -> None:
    faults = list(words.faults("ar", sources.extract(root), root))

    assert len(faults) == 2, "the command line may lag behind"
    assert all("words update" in fault for fault in faults)


def test_the_client_gets_plural_forms_as_lists_and_nothing_of_the_command_line(root: Path) -> None:
    translated(root, Hello="أهلا {name}", one=SIX, Later="لاحقا")

    building.build(root)

    built = json.loads((root / building.GENERATED / "ar.json").read_text())
    assert built == {"Hello {name}": "أهلا {name}", "one letter": list(SIX)}


def test_a_phone_does_not_load_the_words_of_the_desk(root: Path) -> None:
    (root / "app/client/src/desk").mkdir()
    (root / "app/client/src/desk/list.tsx").write_text('t("Cases"); t("Hello {name}")')
    translated(root, Hello="أهلا {name}", one=SIX, Cases="القضايا")

    building.build(root)

    built = {
        name: json.loads((root / building.GENERATED / name).read_text())
        for name in ("ar.json", "desk.ar.json")
    }
    assert set(built["ar.json"]) == {"Hello {name}", "one letter"}
    assert built["desk.ar.json"] == {"Cases": "القضايا"}


def test_updating_twice_changes_nothing(root: Path) -> None:
    fresh = words.template(sources.extract(root))
    first = words.update("ar", fresh, root).read_bytes()

    assert words.update("ar", fresh, root).read_bytes() == first


RULES = """
rules:
  - {id: free, audience: [staff], source: "001", reviewed_on: 2026-11-21, title: Aid is free,
     body: [Always free., {text: "{hotline}", needs: [hotline]}]}
"""


@pytest.fixture
def read_root(root: Path) -> Path:
    """The same tree with a rule to read."""
    (root / "app/content/data/rules.yaml").write_text(RULES)
    return root


def test_a_text_of_the_content_says_which_item_it_is_of(read_root: Path) -> None:
    found = [message for message in sources.extract(read_root) if message.is_content]

    assert [(message.text, message.item, message.line) for message in found] == [
        ("Aid is free", "free", 3),
        ("Always free.", "free", 3),
        ("{hotline}", "free", 3),
    ]
    written = words.update("ar", words.template(found), read_root).read_text()
    assert '#. free\n#: app/content/data/rules.yaml\nmsgid "Aid is free"' in written


def test_a_catalogue_begins_with_what_most_people_see(read_root: Path) -> None:
    (read_root / "app/client/src/desk").mkdir()
    (read_root / "app/client/src/desk/list.tsx").write_text('t("Cases")')

    written = words.update("ar", words.template(sources.extract(read_root)), read_root).read_text()

    order = ["Hello {name}", "one letter", "Aid is free", "Always free.", "{hotline}", "Cases", "Later"]
    assert re.findall(r'^msgid "(.+)"', written, re.MULTILINE) == order


def test_content_travels_in_packs_and_not_with_the_screens(read_root: Path) -> None:
    faults = translated(read_root, Hello="أهلا {name}", one=SIX, Aid="المعونة مجانية")

    building.build(read_root)

    screens = json.loads((read_root / building.GENERATED / "ar.json").read_text())
    pack = json.loads((read_root / building.PACKS / "ar.json").read_text())
    assert "Aid is free" not in screens
    assert [pack["rules"][0]["title"], pack["rules"][0]["body"][0]] == ["المعونة مجانية", "Always free."]
    assert "ar: not translated: 'Always free.'" in faults, "a language must have all of the content"


def test_packs_are_listed_with_their_hashes_for_the_server_and_the_phone(read_root: Path) -> None:
    building.build(read_root)

    listed = json.loads((read_root / building.PACKS / building.INDEX).read_text())["languages"]
    briefly = json.loads((read_root / building.GENERATED / "content.json").read_text())
    assert [entry["locale"] for entry in listed] == list(words.LOCALES)
    for entry in listed:
        data = (read_root / building.PACKS / f"{entry['locale']}.json").read_bytes()
        assert entry["hash"] == sha256(data).hexdigest() == briefly[entry["locale"]]["hash"]
        assert entry["bytes"] == len(data) == briefly[entry["locale"]]["bytes"]


def test_an_entry_that_no_source_has_any_more_is_a_fault(root: Path) -> None:
    translated(root, Hello="أهلا {name}", one=SIX)
    (root / "app/later.py").unlink()

    faults = list(words.faults("ar", sources.extract(root), root))

    assert faults == ["ar: outdated, no source has it (run `speakup words update`): 'Later'"]


TERM = Term(
    id="harassment",
    audience=("staff",),
    source="001",
    reviewed_on=date(2026, 11, 21),
    term=Text("Hello {name}"),
    meaning=(),
    official={"ar": "التحرش / المضايقة"},
)


@pytest.mark.parametrize(
    ("said", "unsure", "right"),
    [
        ("التحرش", (), True),
        ("المضايقة", (), True),
        ("التحرش / المضايقة", (), True),
        ("تحرش", (), False),
        ("تحرش", ("ar",), True),
        ("", (), True),
    ],
)
def test_a_term_is_said_with_an_official_word(
    root: Path, said: str, unsure: tuple[str, ...], right: bool
) -> None:
    translated(root, Hello=said)
    loaded = Library(terms=(replace(TERM, unsure=unsure),))

    assert (not list(words.term_faults("ar", loaded, root))) is right


def test_one_command_adds_swahili_and_the_app_can_load_it(read_root: Path) -> None:
    new = adding.add("sw", read_root)
    words.update("sw", words.template(sources.extract(read_root)), read_root)
    building.build(read_root)

    assert (new.name, new.direction, new.plurals.categories) == ("Kiswahili", "ltr", ("one", "other"))
    assert locales.load(read_root)["sw"] == new
    assert "nplurals=2; plural=(n != 1);" in words.path_of("sw", read_root).read_text()
    assert list(words.faults("sw", sources.extract(read_root), read_root)) == [], "a draft may lack words"
    told = json.loads((read_root / building.GENERATED / "locales.json").read_text())["sw"]
    assert (told["tag"], told["plurals"], told["draft"]) == ("sw", ["one", "other"], True)
    assert json.loads((read_root / building.GENERATED / "sw.json").read_text()) == {}
    assert json.loads((read_root / building.PACKS / "sw.json").read_text())["lang"] == "sw"


def test_a_wrong_translation_is_a_fault_even_in_a_draft(root: Path) -> None:
    adding.add("sw", root)
    words.update("sw", words.template(sources.extract(root)), root)
    path = words.path_of("sw", root)
    path.write_text(path.read_text().replace('"Hello {name}"\nmsgstr ""', '"Hello {name}"\nmsgstr "Jambo"'))

    assert list(words.faults("sw", sources.extract(root), root)) == [
        "sw: its placeholders differ: 'Hello {name}'"
    ]


@pytest.mark.parametrize("name", ["xx", "", "../../etc", "sw\n", "en_", "klingon!"])
def test_a_language_that_nobody_knows_is_refused_without_repeating_it(root: Path, name: str) -> None:
    before = (root / locales.FILE).read_text()

    with pytest.raises(BadInput) as refused:
        adding.add(name, root)

    assert not name or name not in str(refused.value)
    assert (root / locales.FILE).read_text() == before


@pytest.mark.parametrize("name", ["fr", "zh-Hans", "FR"])
def test_a_language_is_not_added_twice(root: Path, name: str) -> None:
    with pytest.raises(Taken):
        adding.add(name, root)


def test_pseudo_languages_are_built_on_request_and_gone_with_the_next_build(read_root: Path) -> None:
    building.build(read_root, with_pseudo=True)
    there = {path.name for path in (read_root / building.GENERATED).iterdir()}
    lengthened = json.loads((read_root / building.GENERATED / "en@pseudo.json").read_text())
    mirrored = json.loads((read_root / building.GENERATED / "ar@pseudo.json").read_text())
    facts = json.loads((read_root / building.GENERATED / "locales.json").read_text())
    pack = json.loads((read_root / building.PACKS / "en@pseudo.json").read_text())
    building.build(read_root)

    assert {"en@pseudo.json", "ar@pseudo.json", "desk.en@pseudo.json"} <= there
    assert lengthened["Hello {name}"].startswith("[Ĥéļļö {name} ")
    assert [len(lengthened["one letter"]), len(mirrored["one letter"])] == [2, 6]
    assert (facts["ar@pseudo"]["direction"], facts["ar@pseudo"]["tag"]) == ("rtl", "ar-XB")
    assert pack["rules"][0]["id"] == "free"
    assert not list((read_root / building.GENERATED).glob("*@*")) + list(
        (read_root / building.PACKS).glob("*@*")
    )


@given(st.text(alphabet=st.sampled_from("abc XY’{}name_1.,"), min_size=1, max_size=60))
def test_a_pseudo_text_keeps_every_placeholder_and_grows(text: str) -> None:
    places = re.findall(r"\{\w+\}", text)

    assert re.findall(r"\{\w+\}", pseudo.lengthened(text)) == places
    assert re.findall(r"\{\w+\}", pseudo.mirrored(text)) == places
    assert len(pseudo.lengthened(text)) >= len(text) * 1.3


def test_the_commands_say_what_is_there_and_how_much_is_missing() -> None:
    status = CliRunner().invoke(group, ["status"])
    check = CliRunner().invoke(group, ["check"])
    listed = CliRunner().invoke(group, ["extract"])

    assert status.exit_code == 0
    assert all(locale in status.output for locale in words.LOCALES[1:])
    assert "not translated" in check.output
    assert check.exit_code == 0, check.stderr[:2000]
    assert "howto.yaml" in listed.output
