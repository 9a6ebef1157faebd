"""Founding an organisation and changing it, offline: m of n roots, a chain of versions, locked key files."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.directory import parse_directory
from app.domain.errors import BadInput, CannotBeOpened, CannotBeTrusted, NotFound, Taken
from app.sealing.devicekeys import Cost, unwrap
from app.sealing.directory import fingerprint_words, verify
from app.sealing.primitives import blake2b
from app.services import ceremony
from app.services.demonstration import routing_rows
from app.services.workspace import Json, Workspace, read

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
VALID = (NOW - timedelta(hours=1), NOW + timedelta(days=365))
LEAST = Cost(ops=1, bytes=8_192)  # these locks protect nothing
PASSPHRASES = ("first root", "second root", "third root")
ENTITY: Json = {"id": "example", "name": "Example agency", "kind": "secretariat"}
OFFICE: Json = {"entity": "example", "role": "psea", "name": "Example PSEA"}


def founded(folder: Path, threshold: int = 2) -> Workspace:
    """A founded folder, nothing in it yet."""
    workspace = Workspace(folder)
    ceremony.found(workspace, "Example organisation", threshold, PASSPHRASES, LEAST)
    return workspace


def staffed(folder: Path) -> tuple[Workspace, str]:
    """A folder ready for its first version, and the id of its office."""
    workspace = founded(folder)
    ceremony.add_entity(workspace, ENTITY)
    office = ceremony.add_office(workspace, OFFICE)
    for title in ("Focal point A", "Focal point B"):
        add_device(workspace, office, ceremony.add_member(workspace, office, title))
    ceremony.add_relay_key(workspace, VALID)
    ceremony.add_intake_key(workspace, VALID)
    ceremony.import_routing(workspace, routing_rows())
    return workspace, office


def add_device(workspace: Workspace, office: str, member: str) -> Path:
    """One more device of a member."""
    return ceremony.add_device(workspace, office, member, "at the desk", VALID, LEAST)


def sign(workspace: Workspace, *roots: int) -> int:
    """Sign the newest version as these roots; how many have signed."""
    count = 0
    for root in roots:
        path = workspace.folder / "roots" / f"root-{root}.json"
        count = ceremony.sign(workspace, path, PASSPHRASES[root - 1]).signed
    return count


def published(folder: Path) -> tuple[Workspace, str]:
    """A folder whose version 1 two roots have signed."""
    workspace, office = staffed(folder)
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1, 2)
    return workspace, office


def refusal(workspace: Workspace, at: datetime = NOW) -> str:
    """The check that refuses the newest version."""
    with pytest.raises(CannotBeTrusted) as refused:
        ceremony.check(workspace, at)
    return refused.value.check


def test_clients_believe_what_enough_roots_have_signed(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)

    verified = ceremony.check(workspace, NOW)

    assert verified.version == 1
    assert verified.hash == blake2b(workspace.document(1))


@pytest.mark.parametrize("roots", [(1, 2), (1, 3), (3, 2), (1, 2, 3)])
def test_any_two_of_three_roots_are_enough(tmp_path: Path, roots: tuple[int, ...]) -> None:
    workspace, _ = staffed(tmp_path)
    ceremony.prepare(workspace, NOW, 365)

    assert sign(workspace, *roots) == len(roots)
    assert ceremony.check(workspace, NOW).version == 1


@pytest.mark.parametrize("roots", [(), (1,), (2, 2)])
def test_fewer_roots_are_not_enough_even_when_one_signs_twice(tmp_path: Path, roots: tuple[int, ...]) -> None:
    workspace, _ = staffed(tmp_path)
    ceremony.prepare(workspace, NOW, 365)

    assert sign(workspace, *roots) == len(set(roots))
    assert refusal(workspace) == "signatures"


def test_a_root_of_another_organisation_does_not_sign(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path / "ours")
    founded(tmp_path / "theirs")
    ceremony.prepare(workspace, NOW, 365)
    sign(workspace, 1)

    with pytest.raises(BadInput) as refused:
        ceremony.sign(workspace, tmp_path / "theirs" / "roots" / "root-2.json", PASSPHRASES[1])

    assert refused.value.field == "root key file"
    assert refusal(workspace) == "signatures"


def test_a_root_signs_with_its_own_passphrase_only(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path)
    ceremony.prepare(workspace, NOW, 365)

    with pytest.raises(CannotBeOpened) as refused:
        ceremony.sign(workspace, tmp_path / "roots" / "root-1.json", PASSPHRASES[1])

    assert refused.value.check == "passphrase"
    assert workspace.signatures(1) == []


@pytest.mark.parametrize("threshold", [0, 4, -1])
def test_the_threshold_lies_between_one_and_the_number_of_roots(tmp_path: Path, threshold: int) -> None:
    with pytest.raises(BadInput) as refused:
        founded(tmp_path, threshold)

    assert refused.value.field == "threshold"
    assert not list(tmp_path.iterdir())


def test_the_pins_are_the_roots(tmp_path: Path) -> None:
    workspace = founded(tmp_path)
    roots = {bytes.fromhex(read(path)["root"]) for path in (tmp_path / "roots").iterdir()}
    pins = workspace.pins()

    assert set(pins.roots) == roots
    assert pins.threshold == 2
    assert len(fingerprint_words(pins)) == 12


def test_a_folder_is_founded_once(tmp_path: Path) -> None:
    workspace = founded(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}

    with pytest.raises(Taken):
        ceremony.found(workspace, "Another", 1, ["other"], LEAST)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before


def test_nothing_can_be_changed_before_an_organisation_is_founded(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        ceremony.add_entity(Workspace(tmp_path), ENTITY)
    with pytest.raises(NotFound):
        ceremony.check(Workspace(tmp_path), NOW)


def test_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    staffed(tmp_path)
    secrets = [path for name in ("roots", "devices", "server") for path in (tmp_path / name).iterdir()]

    assert len(secrets) == 3 + 2 + 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}


def test_no_secret_stands_in_what_is_published(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)
    public = workspace.document(1).decode() + (tmp_path / "pins.json").read_text()
    devices = [unwrap(read(path), "at the desk") for path in (tmp_path / "devices").iterdir()]
    secrets = [device.sign.seed.hex() for device in devices]
    secrets += [pair.secret.hex() for device in devices for pair in device.seal_pairs]
    secrets += [json.loads((tmp_path / "server" / "relay.json").read_bytes())[0]["secret"]]
    secrets += [(tmp_path / "server" / "intake.key").read_text()]

    assert len(secrets) == 6
    assert not any(secret in public for secret in secrets)


def test_a_device_file_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    workspace, office = staffed(tmp_path)
    path = next((tmp_path / "devices").iterdir())
    opened = unwrap(read(path), "at the desk")
    _, listed = parse_directory(json.loads(workspace.document(ceremony.prepare(workspace, NOW, 9)))).device(
        opened.device
    )

    assert opened.office == office
    assert opened.sign.public.hex() == listed.sign
    assert [pair.public.hex() for pair in opened.seal_pairs] == [key.key for key in listed.seal]
    for wrong in ("", "at the desk ", "At the desk", PASSPHRASES[0]):
        with pytest.raises(CannotBeOpened):
            unwrap(read(path), wrong)


def test_a_device_file_does_not_open_under_the_name_of_another(tmp_path: Path) -> None:
    staffed(tmp_path)
    first, second = (read(path) for path in (tmp_path / "devices").iterdir())

    with pytest.raises(CannotBeOpened):
        unwrap(first | {"device": second["device"]}, "at the desk")


def test_an_office_has_at_most_as_many_devices_as_an_envelope_has_slots(tmp_path: Path) -> None:
    workspace, office = staffed(tmp_path)
    for _ in range(6):
        add_device(workspace, office, "m1")

    with pytest.raises(BadInput) as refused:
        add_device(workspace, office, "m2")

    assert refused.value.field == "device"
    assert len(list((tmp_path / "devices").iterdir())) == 8


def test_what_is_missing_or_taken_is_said(tmp_path: Path) -> None:
    workspace, office = staffed(tmp_path)

    with pytest.raises(Taken):
        ceremony.add_entity(workspace, ENTITY)
    with pytest.raises(NotFound):
        ceremony.add_office(workspace, OFFICE | {"entity": "nobody"})
    with pytest.raises(NotFound):
        ceremony.add_member(workspace, "0" * 32, "Focal point C")
    with pytest.raises(NotFound):
        add_device(workspace, office, "m9")
    with pytest.raises(NotFound):
        ceremony.revoke_device(workspace, "0" * 32)
    with pytest.raises(NotFound):
        ceremony.vacate_office(workspace, "0" * 32)


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

    with pytest.raises(NotFound):
        sign(workspace, 1)


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("entities", {"entities": []}),
        ("routing", {"routing": []}),
        ("relays", {"relays": []}),
        ("intake", {"intake": []}),
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


def test_a_second_relay_key_stands_beside_the_first(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path)
    ceremony.add_relay_key(workspace, (NOW, NOW + timedelta(days=700)))

    held = json.loads((tmp_path / "server" / "relay.json").read_bytes())

    assert len(held) == len(workspace.draft()["relays"]) == 2
    assert len({each["secret"] for each in held}) == 2


def test_the_exact_bytes_are_what_is_signed(tmp_path: Path) -> None:
    workspace, _ = published(tmp_path)
    document = workspace.document(1)

    with pytest.raises(CannotBeTrusted):
        verify(document + b" ", workspace.signatures(1), workspace.pins(), NOW, None)
