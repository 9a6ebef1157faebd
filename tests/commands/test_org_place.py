"""`speakup org confirm` and `service`: facts and help nearby, from the draft into the signed directory."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands.org import group
from app.domain.directory import parse_directory
from app.domain.errors import BadInput, NotFound
from app.sealing.keys import BoxKeyPair
from tests.installation import Installation, install

Org = Callable[..., Result]
TYPED = "secret-looking-input"
CLINIC = ("--kind", "medical", "--name", "Clinic", "--contact", "000 111")


@pytest.fixture
def founded(tmp_path: Path, migrated_file: Path) -> Installation:
    """An organisation with a published directory."""
    store = tmp_path / "store.db"
    store.write_bytes(migrated_file.read_bytes())
    return install(tmp_path, f"sqlite:///{store}")


@pytest.fixture
def org(founded: Installation) -> Org:
    """The command in its folder."""
    folder = str(founded.workspace.folder)
    return lambda *arguments: CliRunner().invoke(group, ["--folder", folder, *arguments])


def good(result: Result) -> str:
    """What a successful command printed."""
    assert result.exit_code == 0, result.output + repr(result.exception)
    return result.output


def in_directory(founded: Installation) -> dict[str, object]:
    """What the next version says of the organisation, as it is signed."""
    founded.publish()
    workspace = founded.workspace
    said: dict[str, object] = json.loads(workspace.document(workspace.newest()))["organisation"]
    return said


def test_a_confirmed_fact_stands_in_the_next_version(org: Org, founded: Installation) -> None:
    assert "NOT CONFIRMED" in good(org("confirm"))
    assert "Look it up" in good(org("confirm", "hotline"))

    said = good(org("confirm", "hotline", "000 222, day and night"))

    assert "prepare" in said
    assert "hotline: 000 222, day and night" in good(org("confirm"))
    assert in_directory(founded)["confirmed"] == {"hotline": "000 222, day and night"}


def test_a_withdrawn_fact_is_gone_from_the_next_version(org: Org, founded: Installation) -> None:
    good(org("confirm", "hotline", "000 222"))
    good(org("confirm", "sms_price", "free"))
    good(org("confirm", "hotline", "--withdraw"))

    assert in_directory(founded)["confirmed"] == {"sms_price": "free"}
    assert isinstance(org("confirm", "hotline", "--withdraw").exception, NotFound)


def test_a_fact_that_no_text_uses_is_refused_without_repeating_it(org: Org) -> None:
    refused = org("confirm", TYPED, TYPED)

    assert isinstance(refused.exception, BadInput)
    assert TYPED not in str(refused.exception)


@pytest.mark.parametrize("value", ["", "0" * 81, f"{TYPED}\n000", f"{TYPED}\x07"])
def test_a_value_that_does_not_fit_a_sentence_is_refused(org: Org, value: str) -> None:
    refused = org("confirm", "hotline", value)

    assert isinstance(refused.exception, BadInput)
    assert TYPED not in str(refused.exception)


def test_services_are_added_listed_and_removed_by_number(org: Org, founded: Installation) -> None:
    assert "None yet" in good(org("service", "list"))
    good(org("service", "add", *CLINIC, "--country", "KE", "--hours", "day and night", "--in", "fr=Clinique"))
    assert "number 2" in good(
        org("service", "add", "--kind", "police", "--name", "Desk", "--contact", "000 112")
    )
    assert good(org("service", "list")).splitlines() == [
        "1. KE, medical, Clinic, 000 111, day and night",
        "2. everywhere, police, Desk, 000 112",
    ]

    good(org("service", "remove", "2"))

    assert in_directory(founded)["help"] == [
        {
            "country": "KE",
            "kind": "medical",
            "name": "Clinic",
            "names": {"fr": "Clinique"},
            "contact": "000 111",
            "hours": "day and night",
        }
    ]


def test_a_number_that_is_not_in_the_list_is_not_found(org: Org) -> None:
    assert isinstance(org("service", "remove", "1").exception, NotFound)


@pytest.mark.parametrize(
    ("field", "more"),
    [("country", ("--country", "Kenya")), ("hours", ("--hours", "x" * 201)), ("name", ("--name", " \n"))],
)
def test_a_service_that_cannot_be_shown_is_refused_by_the_field(
    org: Org, field: str, more: tuple[str, ...]
) -> None:
    refused = org("service", "add", *CLINIC, *more)

    assert isinstance(refused.exception, BadInput)
    assert refused.exception.field == field


def test_the_key_of_notices_stands_in_the_next_version_until_it_is_withdrawn(
    org: Org, founded: Installation
) -> None:
    key = BoxKeyPair.generate().public.hex()
    assert "None is named" in good(org("notices"))

    assert key in good(org("notices", f" {key.upper()} "))

    assert key in good(org("notices"))
    assert named_key(founded) == key
    good(org("notices", "--withdraw"))
    assert named_key(founded) is None
    assert isinstance(org("notices", "--withdraw").exception, NotFound)


def named_key(founded: Installation) -> str | None:
    """The key of notices in the next version, as clients read it."""
    founded.publish()
    workspace = founded.workspace
    return parse_directory(json.loads(workspace.document(workspace.newest()))).notice_key


@pytest.mark.parametrize("key", ["", TYPED, "00" * 32, "11" * 31, "1" * 63])
def test_what_is_no_key_of_notices_is_refused_without_repeating_it(org: Org, key: str) -> None:
    refused = org("notices", key)

    assert isinstance(refused.exception, BadInput)
    assert not key or key not in str(refused.exception)


def test_the_page_that_people_leave_to_stands_in_the_next_version_until_it_is_withdrawn(
    org: Org, founded: Installation
) -> None:
    page = "https://weather.example/today?city=1"
    assert "None is named" in good(org("exit-page"))

    good(org("exit-page", page))

    assert page in good(org("exit-page"))
    assert in_directory(founded)["quick_exit"] == page
    good(org("exit-page", "--withdraw"))
    assert "quick_exit" not in in_directory(founded)
    assert isinstance(org("exit-page", "--withdraw").exception, NotFound)


@pytest.mark.parametrize(
    "page",
    [
        "",
        TYPED,
        "http://weather.example",
        "https://",
        "https:///path",
        "https://a b.example",
        "https://me:word@weather.example",
        "https://[weather.example",
        "https://weather.example/\u202ekcab",
        f"https://weather.example/{'x' * 200}",
    ],
)
def test_what_is_no_page_is_refused_without_repeating_it(org: Org, page: str) -> None:
    refused = org("exit-page", page)

    assert isinstance(refused.exception, BadInput)
    assert (
        str(refused.exception) == "page: must be an address that begins with https://, as a browser shows it"
    )
