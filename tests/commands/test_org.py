"""`speakup org` as an administrator types it: from nothing to a published directory; refusals in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands.org import group
from app.domain.directory import EntityKind, Role
from app.domain.errors import BadInput, NotFound, SpeakUpError, Taken
from app.domain.strict_json import dumps
from app.sealing import rootkeys
from app.sealing.devicekeys import Cost
from app.sealing.keys import SignKeyPair
from app.services.workspace import Workspace
from app.storage.database import open_database
from app.storage.migrations import migrate

Org = Callable[..., Result]
CHEAP = ("--kdf-mib", "8")
TYPED = "secret-looking-input"
PASSPHRASE = "a passphrase for tests"


@pytest.fixture
def org(tmp_path: Path) -> Org:
    """The command, in a folder of its own; every passphrase is the same."""

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(
            group, ["--folder", str(tmp_path / "org"), *arguments], env={"SPEAKUP_PASSPHRASE": PASSPHRASE}
        )

    return call


def founded(org: Org, devices: int = 2) -> str:
    """An organisation with one office; the answer is the office's id."""
    good(org("init", "--name", "Example organisation", *CHEAP))
    good(
        org(
            "entity",
            "add",
            "example",
            "--name",
            "Example agency",
            "--kind",
            "secretariat",
            "--in",
            "fr=Exemple",
        )
    )
    office = good(
        org("office", "add", "--entity", "example", "--role", "psea", "--name", "Example PSEA")
    ).output.strip()
    for number in range(devices):
        member = good(org("member", "add", office, "--title", f"Focal point {number}")).output.strip()
        good(org("device", "add", office, member, *CHEAP))
    good(org("relay-key"))
    good(org("intake-key"))
    good(org("routing"))
    return office


def good(result: Result) -> Result:
    """The result, which must be a success."""
    assert result.exit_code == 0, result.output + repr(result.exception)
    return result


def signed(org: Org, tmp_path: Path, *roots: int) -> None:
    """Prepare a version and have these roots sign it."""
    good(org("prepare"))
    for number in roots:
        good(org("sign", "--root", str(tmp_path / "org" / "roots" / f"root-{number}.json")))


def signatures(tmp_path: Path) -> list[object]:
    """Who has signed version 1."""
    return [*Workspace(tmp_path / "org").signatures(1)]


def test_from_nothing_to_a_published_directory(org: Org, tmp_path: Path) -> None:
    founded(org)
    signed(org, tmp_path, 1, 3)
    url = f"sqlite:///{tmp_path}/speakup.db"
    migrate(open_database(url))

    assert "is good" in good(org("verify")).output
    assert "Newest version: 1" in good(org("publish", "--database", url)).output
    signed(org, tmp_path, 2, 3)
    assert "Newest version: 2" in good(org("publish", "--database", url)).output
    assert "Nothing to publish: the server has version 2" in good(org("publish", "--database", url)).output


def test_whoever_signs_sees_the_hash_that_was_prepared_and_is_verified(org: Org, tmp_path: Path) -> None:
    founded(org)
    prepared = good(org("prepare")).output.split()[-1]
    signing = [
        good(org("sign", "--root", str(tmp_path / "org" / "roots" / f"root-{number}.json"))).output
        for number in (1, 2)
    ]

    assert len(prepared) == 64
    assert all(prepared in said for said in signing)
    assert good(org("verify")).output.split()[-1] == prepared


def test_one_signature_of_two_is_not_enough_and_the_sentence_says_so(org: Org, tmp_path: Path) -> None:
    founded(org)
    signed(org, tmp_path, 1)

    refused = org("verify")

    assert isinstance(refused.exception, BadInput)
    assert "too few root holders" in str(refused.exception)


def test_the_same_root_twice_is_one_signature(org: Org, tmp_path: Path) -> None:
    founded(org)
    signed(org, tmp_path, 1, 1)

    assert "too few root holders" in str(org("verify").exception)


def test_an_office_with_one_device_is_shown_and_refused_before_anybody_signs(
    org: Org, tmp_path: Path
) -> None:
    founded(org, devices=1)

    refused = org("prepare")

    assert "TOO FEW" in good(org("show")).output
    assert "too few devices" in str(refused.exception)
    assert not (tmp_path / "org" / "directory-1.json").exists()


def test_a_vacant_office_needs_no_device(org: Org, tmp_path: Path) -> None:
    office = founded(org, devices=1)
    good(org("office", "vacate", office))
    signed(org, tmp_path, 1, 2)

    assert "is good" in good(org("verify")).output


def test_a_version_that_waits_for_signatures_is_not_made_anew_by_mistake(org: Org, tmp_path: Path) -> None:
    founded(org)
    signed(org, tmp_path, 1)
    before = (tmp_path / "org" / "directory-1.json").read_bytes()

    refused = org("prepare")

    assert "waits for further signatures" in str(refused.exception)
    assert (tmp_path / "org" / "directory-1.json").read_bytes() == before


def test_a_version_that_too_few_signed_can_be_dropped_with_its_signatures(org: Org, tmp_path: Path) -> None:
    founded(org)
    signed(org, tmp_path, 1)

    assert "Prepared version 1" in good(org("prepare", "--discard")).output
    good(org("sign", "--root", str(tmp_path / "org" / "roots" / "root-2.json")))
    assert "too few root holders" in str(org("verify").exception)
    good(org("sign", "--root", str(tmp_path / "org" / "roots" / "root-3.json")))
    assert "is good" in good(org("verify")).output


def test_a_version_that_enough_signed_is_never_made_anew(org: Org, tmp_path: Path) -> None:
    founded(org)
    signed(org, tmp_path, 1, 2)
    before = (tmp_path / "org" / "directory-1.json").read_bytes()

    assert "Prepared version 2" in good(org("prepare", "--discard")).output
    assert (tmp_path / "org" / "directory-1.json").read_bytes() == before


def test_the_root_of_another_organisation_signs_nothing(org: Org, tmp_path: Path) -> None:
    founded(org)
    good(org("prepare"))
    stranger = tmp_path / "stranger.json"
    locked = rootkeys.wrap(SignKeyPair.generate(), "Root 1", PASSPHRASE, Cost(bytes=8_192))
    stranger.write_bytes(dumps(locked))

    refused = org("sign", "--root", str(stranger))

    assert "not one of those that must sign" in str(refused.exception)
    assert signatures(tmp_path) == []


def test_an_office_that_was_vacated_can_be_filled_again(org: Org) -> None:
    office = founded(org)
    good(org("office", "vacate", office))
    assert "vacant" in good(org("show")).output

    good(org("office", "fill", office))
    good(org("office", "fill", office))

    assert "2 devices ready" in good(org("show")).output


def test_the_offices_that_stand_in_are_set_in_order(org: Org, tmp_path: Path) -> None:
    first = founded(org)
    added = [
        good(org("office", "add", "--entity", "example", "--role", "psea", "--name", name, "--vacant"))
        for name in ("second", "third")
    ]
    second, third = (each.output.strip() for each in added)

    good(org("office", "alternates", first, third, second))

    assert Workspace(tmp_path / "org").draft()["offices"][0]["alternate"] == [third, second]
    assert isinstance(org("office", "alternates", first, first).exception, BadInput)
    assert isinstance(org("office", "alternates", first, TYPED).exception, NotFound)


def test_preparing_and_showing_say_which_reports_would_reach_nobody(org: Org) -> None:
    founded(org)

    prepared, shown = good(org("prepare")).stderr, good(org("show")).stdout

    assert "NOBODY would get" in prepared
    assert "about people of no named entity:\n      everything" in prepared
    assert prepared.strip() in shown


def test_the_beginning_of_an_id_is_enough(org: Org, tmp_path: Path) -> None:
    office = founded(org)
    device = next((tmp_path / "org" / "devices").glob("*.json")).stem

    good(org("office", "vacate", office[:6]))
    good(org("office", "fill", office[:4].upper()))
    good(org("device", "revoke", device[:8]))

    assert "1 device ready" in good(org("show")).output
    assert isinstance(org("office", "vacate", office[:3]).exception, NotFound)
    assert isinstance(org("device", "revoke", office).exception, NotFound)


def test_a_beginning_that_two_offices_share_is_refused(org: Org, tmp_path: Path) -> None:
    office = founded(org)
    workspace = Workspace(tmp_path / "org")
    draft = workspace.draft()
    twin = draft["offices"][0] | {"id": office[:8] + "0" * 24, "members": []}
    workspace.keep(draft | {"offices": [*draft["offices"], twin]})

    assert isinstance(org("office", "vacate", office[:8]).exception, BadInput)
    good(org("office", "vacate", office))


def test_help_explains_every_kind_of_entity_and_every_role(org: Org) -> None:
    entity, office = good(org("entity", "add", "--help")).output, good(org("office", "add", "--help")).output

    assert all(f"  {each.value} " in entity for each in EntityKind)
    assert all(f"  {each.value} " in office for each in Role)


def test_a_revoked_device_is_gone_from_the_next_version(org: Org, tmp_path: Path) -> None:
    founded(org, devices=3)
    device = next((tmp_path / "org" / "devices").glob("*.json")).stem

    good(org("device", "revoke", device))

    assert device not in good(org("show")).output


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("init", "--name", "Again", *CHEAP), Taken),
        (("entity", "add", "example", "--name", "Again", "--kind", "partner"), Taken),
        (("office", "add", "--entity", "nobody", "--role", "psea", "--name", "x"), NotFound),
        (
            ("office", "add", "--entity", "example", "--role", "psea", "--name", "x", "--alternate", TYPED),
            NotFound,
        ),
        (("member", "add", "00", "--title", "x"), NotFound),
        (("device", "revoke", TYPED), NotFound),
        (
            ("entity", "add", "other", "--name", "x", "--kind", "partner", "--in", "secret-looking-input"),
            BadInput,
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence_that_does_not_repeat_the_input(
    org: Org, arguments: tuple[str, ...], error: type[SpeakUpError]
) -> None:
    founded(org)

    refused = org(*arguments)

    assert isinstance(refused.exception, error)
    assert TYPED not in str(refused.exception)


def test_a_wrong_passphrase_signs_nothing(org: Org, tmp_path: Path) -> None:
    founded(org)
    good(org("prepare"))
    wrong = tmp_path / "wrong"
    wrong.write_text("not it\n")
    root = str(tmp_path / "org" / "roots" / "root-1.json")

    refused = org("sign", "--root", root, "--passphrase-file", str(wrong))

    assert str(refused.exception) == "passphrase: is wrong, or the root key file was changed"
    assert signatures(tmp_path) == []


def test_signing_in_another_folder_says_so(org: Org, tmp_path: Path) -> None:
    root = tmp_path / "root-1.json"
    root.write_text("{}")

    assert "--folder" in str(org("sign", "--root", str(root)).exception)


def test_secrets_lie_in_files_that_nobody_else_reads(org: Org, tmp_path: Path) -> None:
    founded(org)
    secrets = [
        each for folder in ("roots", "devices", "server") for each in (tmp_path / "org" / folder).iterdir()
    ]

    assert len(secrets) == 3 + 2 + 2
    assert {each.stat().st_mode & 0o777 for each in secrets} == {0o600}
