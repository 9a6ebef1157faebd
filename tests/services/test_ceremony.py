"""Founding an organisation, offline: m of n roots, locked key files, what is missing or taken."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.directory import parse_directory, parse_policy
from app.domain.errors import BadInput, CannotBeOpened, NotFound, Taken
from app.sealing.devicekeys import unwrap
from app.sealing.directory import fingerprint_words
from app.sealing.primitives import blake2b
from app.services import ceremony
from app.services.workspace import Workspace, read
from tests.services.founding import (
    ENTITY,
    LEAST,
    NOW,
    OFFICE,
    PASSPHRASES,
    VALID,
    add_device,
    founded,
    published,
    refusal,
    sign,
    staffed,
)


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


def test_a_second_relay_key_stands_beside_the_first(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path)
    ceremony.add_relay_key(workspace, (NOW, NOW + timedelta(days=700)))

    held = json.loads((tmp_path / "server" / "relay.json").read_bytes())

    assert len(held) == len(workspace.draft()["relays"]) == 2
    assert len({each["secret"] for each in held}) == 2


def test_a_relay_secret_that_nobody_needs_any_more_leaves_the_file(tmp_path: Path) -> None:
    workspace, _ = staffed(tmp_path)
    file = tmp_path / "server" / "relay.json"
    first = json.loads(file.read_bytes())[0]["secret"]
    needed_until = VALID[1] + parse_policy(workspace.draft()["policy"]).spare

    ceremony.add_relay_key(workspace, (needed_until - timedelta(seconds=1), NOW + timedelta(days=700)))
    assert first in file.read_text()
    ceremony.add_relay_key(workspace, (needed_until, NOW + timedelta(days=700)))

    assert first not in file.read_text()
    assert len(json.loads(file.read_bytes())) == 2
    assert len(workspace.draft()["relays"]) == 3
