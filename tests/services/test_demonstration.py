"""The demonstration: founded like a real organisation, trusted by its pins, named in six languages."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.directory import Directory, can_receive, parse_directory
from app.domain.errors import CannotBeOpened, CannotBeTrusted
from app.domain.local_help import HelpKind
from app.sealing.devicekeys import unwrap
from app.sealing.directory import Pins, verify
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.services import demonstration
from app.services.demonstration import DATA, DemonstrationOrganisation

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
PASSPHRASE = "try"
LEAST = 8_192  # bytes of memory: these locks protect nothing
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemonstrationOrganisation:
    """The demonstration, founded."""
    return demonstration.found(tmp_path_factory.mktemp("demonstration"), NOW, PASSPHRASE, LEAST)


@pytest.fixture(scope="module")
def directory(made: DemonstrationOrganisation) -> Directory:
    """Its directory."""
    return parse_directory(json.loads(made.workspace.document(1)))


def data() -> dict[str, Any]:
    """What it is made of."""
    loaded: dict[str, Any] = yaml.safe_load((DATA / "demonstration.yaml").read_text())
    return loaded


def test_it_verifies_with_its_pins(made: DemonstrationOrganisation) -> None:
    raw = json.loads(made.pins.read_bytes())
    pins = Pins(tuple(bytes.fromhex(key) for key in raw["keys"]), raw["threshold"])

    verified = verify(made.workspace.document(1), made.workspace.signatures(1), pins, NOW, None)

    assert (verified.version, pins.threshold, len(pins.roots)) == (1, 2, 3)
    assert list(made.versions()) == [1]


DEMONSTRATION = {
    "en": "demonstration",
    "fr": "démonstration",
    "es": "demostración",
    "ar": "للعرض التوضيحي",
    "zh": "演示",
    "ru": "демонстрацион",
}


def test_every_fact_and_every_number_in_it_says_that_it_is_made_up(directory: Directory) -> None:
    organisation = directory.organisation

    assert len(organisation.help) > 5
    assert {service.country for service in organisation.help} == {None, "KE"}
    assert {service.kind for service in organisation.help} == set(HelpKind)
    for service in organisation.help:
        assert service.contact.startswith("000")
        for lang, word in DEMONSTRATION.items():
            assert word in service.name_in(lang).lower(), (service.contact, lang)
    assert "hotline" in organisation.confirmed
    for value in organisation.confirmed.values():
        assert value.startswith("000")
        assert "demonstration" in value


def test_what_it_confirms_are_settings_that_texts_use(directory: Directory) -> None:
    from app.content import library
    from app.wiring.content import ROOT

    used = {setting.id for setting in library.load(ROOT).settings}

    assert set(directory.organisation.confirmed) <= used


def test_it_does_not_verify_with_the_pins_of_another(made: DemonstrationOrganisation) -> None:
    with pytest.raises(CannotBeTrusted) as refused:
        verify(made.workspace.document(1), made.workspace.signatures(1), Pins((bytes(32),), 1), NOW, None)

    assert refused.value.check == "signatures"


def test_it_says_that_it_is_a_demonstration(directory: Directory) -> None:
    assert directory.organisation.demonstration
    assert "not a United Nations channel" in directory.organisation.name


def test_every_office_that_is_not_vacant_has_two_devices_and_can_receive(directory: Directory) -> None:
    held = [office for office in directory.offices if not office.vacant]

    assert len(held) == 14
    assert all(len(office.devices) == 2 and can_receive(directory, office, NOW) for office in held)


def test_one_office_is_vacant_so_that_its_chain_can_be_seen(directory: Directory) -> None:
    vacant = [office for office in directory.offices if office.vacant]

    assert [(office.entity, office.role) for office in vacant] == [("un-habitat", "ethics_adviser")]


def test_every_chain_leads_to_the_offices_that_the_file_names(directory: Directory) -> None:
    ids = {office.name: office.id for office in directory.offices}
    names = {each["key"]: each["name"] for each in data()["offices"]}

    for each in data()["offices"]:
        chain = directory.office(ids[each["name"]]).alternate
        assert chain == tuple(ids[names[key]] for key in each["alternate"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("office", data()["offices"], ids=lambda each: each["key"])
def test_every_office_has_a_name_in_every_language(office: dict[str, Any], lang: str) -> None:
    assert office["names"].get(lang) or lang == "en"
    assert lang == "en" or office["names"][lang] != office["name"]


@pytest.mark.parametrize("entity", data()["entities"], ids=lambda each: each["id"])
def test_every_entity_has_a_name_in_every_language(entity: dict[str, Any]) -> None:
    assert {*entity["names"], "en"} == set(LANGUAGES)


def test_every_device_file_is_of_a_listed_device_and_opens_with_the_passphrase_only(
    made: DemonstrationOrganisation, directory: Directory
) -> None:
    assert len(made.devices) == 28
    for path in made.devices:
        file = json.loads(path.read_bytes())
        opened = unwrap(file, PASSPHRASE)
        office, listed = directory.device(opened.device)
        assert (opened.office, opened.sign.public.hex()) == (office.id, listed.sign)
        assert [pair.public.hex() for pair in opened.seal_pairs] == [key.key for key in listed.seal]
    with pytest.raises(CannotBeOpened):
        unwrap(json.loads(made.devices[0].read_bytes()), PASSPHRASE + "!")


def test_nobody_else_on_the_machine_reads_its_secrets(made: DemonstrationOrganisation) -> None:
    roots = sorted((made.folder / "roots").glob("*.json"))
    secrets = [*made.devices, *roots, made.relay_keys, made.intake_key]

    assert len(roots) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}


def test_the_servers_secrets_belong_to_the_directory(
    made: DemonstrationOrganisation, directory: Directory
) -> None:
    relay = json.loads(made.relay_keys.read_bytes())[0]["secret"]
    assert BoxKeyPair.from_secret(bytes.fromhex(relay)).public.hex() == directory.relays[0].key
    seed = bytes.fromhex(made.intake_key.read_text())
    assert SignKeyPair.from_seed(seed).public.hex() == directory.intake[0].key


def test_founding_it_again_keeps_what_stands_there(made: DemonstrationOrganisation) -> None:
    def all_bytes() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}

    before = all_bytes()

    demonstration.found(made.folder, NOW + timedelta(days=3), "another passphrase", LEAST)

    assert all_bytes() == before
