"""Every language says everything the app says, with the same placeholders and its own number of plurals."""

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from click.testing import CliRunner

from app.commands.words import group
from app.content import words


@pytest.mark.parametrize("locale", words.LOCALES)
def test_the_catalogue_has_no_fault(locale: str) -> None:
    assert list(words.faults(locale, words.extract())) == []


def test_the_form_and_the_screens_are_found() -> None:
    found = {message.text: message for message in words.extract()}

    assert "Are you safe right now?" in found
    assert found["Check for an answer"].file.endswith(".tsx")
    plural = found["Not sent yet: one sealed letter waits on this phone."].plural
    assert plural is not None
    assert "{count}" in plural


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small tree with three messages, one of them in the command line, and an Arabic catalogue."""
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
    return tmp_path


def translated(root: Path, **strings: str | tuple[str, ...]) -> list[str]:
    words.update("ar", words.template(words.extract(root)), root)
    catalog: Catalog = words.read("ar", root)
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            message.string = strings.get(key.split()[0], message.string)
    with words.path_of("ar", root).open("wb") as file:
        write_po(file, catalog)
    return list(words.faults("ar", words.extract(root), root))


SIX = ("لا رسائل", "رسالة", "رسالتان", "{count} رسائل", "{count} رسالة", "{count} رسالة")


def test_a_full_catalogue_is_without_fault_though_the_command_line_is_not_translated(root: Path) -> None:
    assert translated(root, Hello="أهلا {name}", one=SIX) == []
    assert words.missing("ar", words.extract(root), root) == 1


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
    faults = list(words.faults("ar", words.extract(root), root))

    assert len(faults) == 2, "the command line may lag behind"
    assert all("words update" in fault for fault in faults)


def test_the_client_gets_plural_forms_as_lists_and_nothing_of_the_command_line(root: Path) -> None:
    translated(root, Hello="أهلا {name}", one=SIX, Later="لاحقا")

    words.build(root)

    built = json.loads((root / words.GENERATED / "ar.json").read_text())
    assert built == {"Hello {name}": "أهلا {name}", "one letter": list(SIX)}


def test_a_phone_does_not_load_the_words_of_the_desk(root: Path) -> None:
    (root / "app/client/src/desk").mkdir()
    (root / "app/client/src/desk/list.tsx").write_text('t("Cases"); t("Hello {name}")')
    translated(root, Hello="أهلا {name}", one=SIX, Cases="القضايا")

    words.build(root)

    built = {
        name: json.loads((root / words.GENERATED / name).read_text()) for name in ("ar.json", "desk.ar.json")
    }
    assert set(built["ar.json"]) == {"Hello {name}", "one letter"}
    assert built["desk.ar.json"] == {"Cases": "القضايا"}


def test_updating_twice_changes_nothing(root: Path) -> None:
    fresh = words.template(words.extract(root))
    first = words.update("ar", fresh, root).read_bytes()

    assert words.update("ar", fresh, root).read_bytes() == first


def test_the_command_checks_all_languages_and_says_how_much_is_missing() -> None:
    result = CliRunner().invoke(group, ["check"])

    assert result.exit_code == 0
    assert "not translated" in result.output
