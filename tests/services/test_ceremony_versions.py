"""Changing an organisation, offline: each version names the one before, and what is signed stays."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.directory import device, parse_directory
from app.domain.errors import BadInput, CannotBeTrusted, NotFound
from app.domain.membership import Reason, Removal
from app.sealing.directory import verify
from app.sealing.primitives import blake2b
from app.services import admissions, ceremony
from app.services.workspace import Json, Workspace, read
from tests.services.founding import ENTITY, NOW, VALID, add_device, founded, published, refusal, sign, staffed


def test_each_version_names_the_one_before(tmp_path: Path) -> None:
    workspace, office = published(tmp_path)
    for title in ("Focal point C", "Focal point D"):
        ceremony.add_member(workspace, office, title)
        ceremony.prepare(workspace, NOW, 365)
        sign(workspace, 2, 3)

    documents = [json.loads(workspace.document(number)) for number in (1, 2, 3)]

    assert [each["version"] for each in documents] == [1, 2, 3]
    assert documents[0]["previous"] == "0" * 64
    assert documents[1]["previous"] == blake2b(workspace.document(1)).hex()
    assert documents[2]["previous"] == blake2b(workspace.document(2)).hex()
    assert ceremony.check(workspace, NOW).version == 3


def test_a_chain_with_a_changed_link_is_refused(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)
    first = workspace.document(1)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1, 2)
    replaced = json.loads(first)
    replaced["organisation"]["name"] = "Another name"
    workspace.keep_document(1, json.dumps(replaced).encode())

    assert refusal(workspace) == "signatures"


def test_a_second_version_that_does_not_follow_the_first_is_refused(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)
    stranger = json.loads(workspace.document(1)) | {"version": 2, "previous": "1" * 64}
    workspace.keep_document(2, json.dumps(stranger).encode())
    sign(workspace, 1, 2)

    assert refusal(workspace) == "previous"


def test_a_version_that_nobody_signed_is_made_anew(tmp_path: Path) -> None:
    workspace, office = staffed(tmp_path)
    assert ceremony.prepare(workspace, NOW, 365) == 1
    ceremony.add_member(workspace, office, "Focal point C")

    assert ceremony.prepare(workspace, NOW, 365) == 1
    assert b"Focal point C" in workspace.document(1)


def test_a_version_that_somebody_signed_is_not_made_anew(tmp_path: Path) -> None:
    workspace, office = staffed(tmp_path)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1)
    signed = workspace.document(1)
    ceremony.add_member(workspace, office, "Focal point C")

    with pytest.raises(BadInput):
        ceremony.prepare(workspace, NOW, 365)

    assert (workspace.newest(), workspace.document(1)) == (1, signed)
    assert len(workspace.signatures(1)) == 1


def test_a_version_that_is_discarded_loses_its_signatures(tmp_path: Path) -> None:
    workspace, office = staffed(tmp_path)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1)
    ceremony.add_member(workspace, office, "Focal point C")

    assert ceremony.prepare(workspace, NOW, 365, discard=True) == 1
    assert b"Focal point C" in workspace.document(1)
    assert workspace.signatures(1) == []


def test_a_version_that_enough_have_signed_is_never_made_anew(tmp_path: Path) -> None:
    workspace, office = published(tmp_path)
    signed = workspace.document(1)
    ceremony.add_member(workspace, office, "Focal point C")

    assert ceremony.prepare(workspace, NOW, 365, discard=True) == 2
    assert workspace.document(1) == signed
    assert b"Focal point C" in workspace.document(2)


def test_a_lapsed_version_is_refused(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path)
    ceremony.prepare(workspace, NOW, 30)
    sign(workspace, 1, 2)

    assert ceremony.check(workspace, NOW + timedelta(days=30, seconds=-1)).version == 1
    assert refusal(workspace, NOW + timedelta(days=30)) == "expired"


def test_nothing_can_be_signed_before_it_is_prepared(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path)

    with pytest.raises(NotFound, match="prepare"):
        sign(workspace, 1)


def test_another_folder_is_named_as_what_is_wrong(tmp_path: Path) -> None:
    elsewhere = Workspace(tmp_path / "elsewhere")

    with pytest.raises(NotFound, match="--folder"):
        ceremony.sign(elsewhere, tmp_path / "root-1.json", "")
    with pytest.raises(NotFound, match="--folder"):
        ceremony.check(elsewhere, NOW)
    with pytest.raises(NotFound, match="--folder"):
        elsewhere.pins()


def test_a_draft_in_which_parts_are_empty_is_told_all_of_them_and_the_commands(tmp_path: Path) -> None:
    workspace = founded(tmp_path)

    with pytest.raises(BadInput) as refused:
        ceremony.prepare(workspace, NOW, 90)
    commands = ("entity add", "office add", "routing", "relay-key", "intake-key")
    assert all(f"(`{each}`)" in refused.value.problem for each in commands)

    ceremony.add_relay_key(workspace, VALID)
    with pytest.raises(BadInput) as refused:
        ceremony.prepare(workspace, NOW, 90)
    assert "relay" not in refused.value.problem


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("entities/0/kind", {"entities": [ENTITY | {"kind": "typed-kind"}]}),
        ("entities/0/id", {"entities": [ENTITY | {"id": "Typed Id"}]}),
        ("policy/min_devices", {"policy": dict(ceremony.POLICY) | {"min_devices": 9}}),
        (
            "routing/0/to/0/role",
            {
                "routing": [
                    {"id": "R1", "reason": "r", "when": [{}], "to": [{"role": "typed-role", "of": "any"}]}
                ]
            },
        ),
    ],
)
def test_what_the_schema_refuses_is_named_by_its_place_and_not_prepared(
    tmp_path: Path, place: str, changes: Json
) -> None:
    workspace, _ = staffed(tmp_path)
    workspace.keep(workspace.draft() | changes)

    with pytest.raises(BadInput) as refused:
        ceremony.prepare(workspace, NOW, 365)

    assert refused.value.field == place
    assert "yped" not in str(refused.value)
    assert workspace.newest() == 0


def test_a_revoked_device_is_gone_from_the_next_version_only(tmp_path: Path) -> None:
    workspace, office = published(tmp_path)
    spare = read(add_device(workspace, office, "m1"))["device"]
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1, 2)

    ceremony.revoke_device(workspace, spare)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1, 2)

    listed = [spare.encode() in workspace.document(number) for number in (1, 2, 3)]
    assert listed == [False, True, False]
    assert ceremony.check(workspace, NOW).version == 3


def test_whoever_comes_next_gets_no_id_that_somebody_had(tmp_path: Path) -> None:
    workspace, office = published(tmp_path)
    holder = ceremony.office_in(workspace.draft(), office)["members"][1]
    gone = tuple(each["id"] for each in holder["devices"])
    admissions.remove(workspace, Removal("", office, "m2", gone, Reason.LEFT, "", NOW.date()))

    assert ceremony.add_member(workspace, office, "Focal point C") == "m3"
    admitted = device(holder["devices"][0] | {"id": "ab" * 16})
    admissions.admit(workspace, office, "", "Focal point D", False, admitted)

    members = ceremony.office_in(workspace.draft(), office)["members"]
    assert [each["id"] for each in members] == ["m1", "m3", "m4"]


def test_an_office_left_with_too_few_devices_is_not_prepared(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)
    ceremony.revoke_device(workspace, read(next((tmp_path / "devices").iterdir()))["device"])

    with pytest.raises(BadInput):
        ceremony.prepare(workspace, NOW, 365)

    assert workspace.newest() == 1


def test_a_vacant_office_needs_no_devices(tmp_path: Path) -> None:
    workspace, office = published(tmp_path)
    device = read(next((tmp_path / "devices").iterdir()))["device"]
    ceremony.revoke_device(workspace, device)
    ceremony.vacate_office(workspace, office)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1, 2)

    assert ceremony.check(workspace, NOW).version == 2
    assert parse_directory(json.loads(workspace.document(2))).office(office).vacant


def test_the_exact_bytes_are_what_is_signed(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)
    document = workspace.document(1)

    with pytest.raises(CannotBeTrusted):
        verify(document + b" ", workspace.signatures(1), workspace.pins(), NOW, None)
