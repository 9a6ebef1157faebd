"""`speakup verify`: genuine certificates and proofs are called so, anything else is not, in plain words."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.commands.verify import command
from app.domain.errors import BadInput
from app.domain.payloads import Acknowledgement
from app.sealing.certificates import Statement, commitment
from app.sealing.devicekeys import unwrap
from app.sealing.keys import SignKeyPair
from app.sealing.signatures import sign
from app.services import ceremony
from app.services.answers import ack_message
from tests.installation import PASSPHRASE, Installation, install, now
from tests.processes import Server, free_port, start_web

NAME, SALT, TYPED = "Learner of the example", bytes(range(16)), "secret-looking-input"
TODAY = now().date().isoformat()


@dataclass
class Office:
    """A founded organisation, and what its server and its devices would sign."""

    installed: Installation

    @property
    def folder(self) -> str:
        return str(self.installed.workspace.folder)

    def certificate(self, **changes: Any) -> dict[str, Any]:
        """A certificate as the phone shows it, signed and then changed."""
        workspace = self.installed.workspace
        key = SignKeyPair.from_seed(bytes.fromhex((workspace.folder / "server" / "intake.key").read_text()))
        said = Statement(commitment(NAME, SALT), "basics", 9, 10, TODAY[:7])
        made = {"v": 1, "name": NAME, "salt": SALT.hex(), "quiz": "basics", "right": 9, "of": 10}
        signed = {"month": said.month, "key": key.public.hex(), "signature": said.signed(key).hex()}
        return made | signed | changes

    def proof(self, day: str = TODAY, version: int = 1, **changes: Any) -> dict[str, Any]:
        """A proof of an acknowledgement, signed by the first device of the first office, then changed."""
        workspace, office = self.installed.workspace, self.installed.offices[0]
        id_ = json.loads(workspace.document(version))["offices"][0]["members"][0]["devices"][0]["id"]
        device = unwrap(json.loads((workspace.folder / "devices" / f"{id_}.json").read_bytes()), PASSPHRASE)
        ack = Acknowledgement(
            device=id_, office=office, ctx="ab" * 32, thread="cd" * 16, day=day, signature="00" * 64
        )
        named = {"version": version, "hash": ceremony.hash_of(workspace, version)}
        made = {"v": 1, "kind": "speakup-acknowledgement", "organisation": device.organisation}
        signed = {"signature": sign(device.sign, "ack", ack_message(ack)).hex(), "directory": named}
        fields = {"office": office, "device": id_, "ctx": ack.ctx, "thread": ack.thread, "day": day}
        return made | fields | signed | changes


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Office:
    """An organisation with one published version."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "store.db").write_bytes(migrated_file.read_bytes())
    return Office(install(folder, f"sqlite:///{folder}/store.db"))


def verify(what: object, directory: str, *more: str, typed: str | None = None) -> Result:
    """Run the command; what is no text is written as JSON."""
    text = what if isinstance(what, str) else json.dumps(what)
    return CliRunner().invoke(command, [text, "--directory", directory, *more], input=typed)


def packed(certificate: dict[str, Any]) -> str:
    """What stands behind `#c=`."""
    return urlsafe_b64encode(json.dumps(certificate).encode()).rstrip(b"=").decode()


def test_a_genuine_certificate_is_called_so_and_said_to_be_self_declared(office: Office) -> None:
    result = verify(office.certificate(), office.folder)

    assert result.exit_code == 0, result.output
    assert result.output.startswith("GENUINE")
    assert NAME in result.output
    assert "9 of 10" in result.output
    assert "does not prove who answered" in result.output


def test_a_certificate_is_read_in_every_form_in_which_it_is_handed_over(
    office: Office, tmp_path: Path
) -> None:
    made, file = office.certificate(), tmp_path / "certificate.json"
    file.write_text(json.dumps(made))
    address = f"https://speakup.example/verify#c={packed(made)}"

    for form in (made, packed(made), address, f"  {address}\n", str(file)):
        assert verify(form, office.folder).exit_code == 0
    assert verify("-", office.folder, typed=address).exit_code == 0


CHANGED: dict[str, dict[str, Any]] = {
    "name": {"name": "Another name"},
    "salt": {"salt": "00" * 16},
    "quiz": {"quiz": "advanced"},
    "right": {"right": 10},
    "of": {"of": 9},
    "month": {"month": "2020-01"},
    "signature": {"signature": "00" * 64},
    "key": {"key": SignKeyPair.from_seed(b"x" * 32).public.hex()},
}


@pytest.mark.parametrize("changed", CHANGED)
def test_a_changed_certificate_is_not_genuine(office: Office, changed: str) -> None:
    result = verify(office.certificate(**CHANGED[changed]), office.folder)

    assert result.exit_code == 1
    assert result.output.startswith("NOT GENUINE")
    assert NAME not in result.output


def forged(month: str, key: SignKeyPair) -> dict[str, Any]:
    """A certificate that is signed well, by whoever holds the key."""
    said = Statement(commitment(NAME, SALT), "basics", 9, 10, month)
    made = {"v": 1, "name": NAME, "salt": SALT.hex(), "quiz": "basics", "right": 9, "of": 10, "month": month}
    return made | {"key": key.public.hex(), "signature": said.signed(key).hex()}


def test_a_certificate_by_a_key_of_nobody_is_not_genuine(office: Office) -> None:
    result = verify(forged(TODAY[:7], SignKeyPair.generate()), office.folder)

    assert result.exit_code == 1
    assert "not one of" in result.output


def test_a_certificate_of_a_month_before_the_key_was_in_use_is_not_genuine(office: Office) -> None:
    folder = office.installed.workspace.folder
    key = SignKeyPair.from_seed(bytes.fromhex((folder / "server" / "intake.key").read_text()))

    result = verify(forged("2001-01", key), office.folder)

    assert result.exit_code == 1
    assert "did not use" in result.output


def test_a_genuine_proof_names_the_office_and_the_day_and_nothing_of_the_report(office: Office) -> None:
    made = office.proof()

    result = verify(made, office.folder)

    assert result.exit_code == 0, result.output
    assert "Office conduct_discipline" in result.output
    assert TODAY in result.output
    assert made["ctx"] not in result.output
    assert made["thread"] not in result.output


@pytest.mark.parametrize("day", ["2020-01-01", (now() + timedelta(days=30)).date().isoformat()])
def test_a_proof_of_a_day_on_which_it_cannot_have_been_signed_is_not_genuine(
    office: Office, day: str
) -> None:
    result = verify(office.proof(day=day), office.folder)

    assert result.exit_code == 1
    assert "Its day lies" in result.output


CHANGED_PROOF: dict[str, dict[str, Any]] = {
    "organisation": {"organisation": "00" * 16},
    "office": {"office": "00" * 16},
    "device": {"device": "00" * 16},
    "ctx": {"ctx": "00" * 32},
    "thread": {"thread": "00" * 16},
    "day": {"day": (now() - timedelta(days=1)).date().isoformat()},
    "signature": {"signature": "00" * 64},
    "hash": {"directory": {"version": 1, "hash": "00" * 32}},
    "version": {"directory": {"version": 999, "hash": "00" * 32}},
}


@pytest.mark.parametrize("changed", CHANGED_PROOF)
def test_a_changed_proof_is_not_genuine(office: Office, changed: str) -> None:
    result = verify(office.proof() | CHANGED_PROOF[changed], office.folder)

    assert result.exit_code == 1
    assert result.output.startswith("NOT GENUINE")


def test_a_device_that_was_revoked_proves_what_it_signed_before_and_nothing_after(
    tmp_path: Path, migrated_file: Path
) -> None:
    (tmp_path / "store.db").write_bytes(migrated_file.read_bytes())
    later = Office(install(tmp_path, f"sqlite:///{tmp_path}/store.db"))
    workspace = later.installed.workspace
    issued = now() - timedelta(days=40)
    later.installed.publish(ago=timedelta(days=40))
    before = later.proof(day=issued.date().isoformat(), version=2)
    after = later.proof(version=2)
    ceremony.revoke_device(workspace, before["device"])
    draft = workspace.draft()
    draft["policy"]["min_devices"] = 1
    workspace.keep(draft)
    later.installed.publish(ago=timedelta(days=20))

    assert verify(before, later.folder).exit_code == 0
    refused = verify(after, later.folder)
    assert refused.exit_code == 1
    assert "no longer a device" in refused.output


def test_a_file_with_its_signatures_and_a_servers_answer_do_as_well(office: Office, tmp_path: Path) -> None:
    workspace = office.installed.workspace
    signatures = json.loads((workspace.folder / "directory-1.signatures.json").read_text())
    document = b64encode(workspace.document(1)).decode()
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps({"version": 1, "document": document, "signatures": signatures}))
    pins = ("--pins", str(workspace.folder / "pins.json"))

    for file in (answer, workspace.folder / "directory-1.json"):
        for made in (office.certificate(), office.proof()):
            result = verify(made, str(file), *pins)
            assert result.exit_code == 0, result.output
            assert "poster" not in result.output


def test_without_pins_it_shows_the_words_of_the_poster(office: Office) -> None:
    file = str(office.installed.workspace.folder / "directory-1.json")

    assert "Compare these words with the poster" in verify(office.certificate(), file).output


def test_a_directory_by_other_roots_is_not_believed(office: Office, tmp_path: Path) -> None:
    pins = tmp_path / "pins.json"
    pins.write_text(json.dumps({"threshold": 1, "keys": ["ab" * 32]}))

    refused = verify(office.certificate(), office.folder, "--pins", str(pins))

    assert isinstance(refused.exception, BadInput)
    assert "root holders whom you trust" in str(refused.exception)


@pytest.fixture
def server(office: Office) -> Iterator[str]:
    """The office's server; gives its address."""
    port = free_port()
    log = office.installed.folder / "web.log"
    web = start_web(Server.GRANIAN, "app.web:app", office.installed.settings(port), log, port=port)
    yield web.address
    web.process.stop()


def test_it_asks_the_server_for_the_directory_and_tells_it_nothing(office: Office, server: str) -> None:
    for made in (office.certificate(), office.proof()):
        assert verify(made, server).exit_code == 0
    assert verify(office.certificate(right=10), server).exit_code == 1

    assert NAME not in (office.installed.folder / "web.log").read_text()


UNREADABLE: list[Callable[[Office], object]] = [
    lambda _: TYPED,
    lambda _: "",
    lambda _: "{",
    lambda _: "[]",
    lambda _: "x" * 70_000,
    lambda _: {"v": 2},
    lambda _: {"v": 1, "kind": TYPED},
    lambda office: packed(office.certificate())[:-40],
    lambda office: office.certificate(salt=TYPED),
    lambda office: office.certificate(right=-1),
    lambda office: office.certificate(right=2**40),
    lambda office: office.certificate(month=TYPED),
    lambda office: office.certificate(signature="00"),
    lambda office: office.certificate(name=""),
    lambda office: office.proof() | {"day": TYPED},
    lambda office: office.proof(directory=TYPED),
    lambda office: office.proof(device=TYPED),
]


@pytest.mark.parametrize("number", range(len(UNREADABLE)))
def test_what_cannot_be_read_is_refused_without_repeating_it(office: Office, number: int) -> None:
    refused = verify(UNREADABLE[number](office), office.folder)

    assert isinstance(refused.exception, BadInput), refused.output
    assert TYPED not in str(refused.exception) + refused.output


@pytest.mark.parametrize("directory", ["http://127.0.0.1:9", "https://[", "no-such-file", "pyproject.toml"])
def test_a_directory_that_cannot_be_had_is_said_in_words(office: Office, directory: str) -> None:
    refused = verify(office.certificate(), directory)

    assert isinstance(refused.exception, BadInput)
    assert refused.exception.field.startswith("directory")


def test_control_characters_in_a_name_do_not_reach_the_terminal(office: Office) -> None:
    folder = office.installed.workspace.folder
    key = SignKeyPair.from_seed(bytes.fromhex((folder / "server" / "intake.key").read_text()))
    name = "Learner\x1b[2J\nGENUINE"
    said = Statement(commitment(name, SALT), "basics", 9, 10, TODAY[:7])

    result = verify(office.certificate(name=name, signature=said.signed(key).hex()), office.folder)

    assert result.exit_code == 0
    assert "\x1b" not in result.output
