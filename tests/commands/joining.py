"""What people type when somebody joins an office or leaves it: server, ceremony, new device."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
from click.testing import CliRunner, Result

from app.cli import speakup
from app.desk.session import Session
from app.domain.strict_json import dumps
from app.sealing import membership
from app.sealing.devicekeys import Device, unwrap
from tests.desk.world import PASSPHRASE, World, now

CHEAP = ("--kdf-mib", "8")
WORD = re.compile(r"(\d+)\. (\S+)")
ASKED = re.compile(r"Word (\d+): $")


def run(*typed: str, words: str = "") -> Result:
    """Type a command; `words` are what is typed when it asks."""
    return CliRunner(env={"SPEAKUP_PASSPHRASE": PASSPHRASE}).invoke(speakup, list(typed), input=words)


def good(result: Result) -> str:
    """What a command printed that went well."""
    assert result.exit_code == 0, result.output
    return result.output


@dataclass(frozen=True)
class Place:
    """The organisation, and the commands of its server and of its ceremony."""

    world: World

    def org(self, *typed: str, words: str = "") -> str:
        return good(run("org", "--folder", str(self.world.folder / "org"), *typed, words=words))

    def joins(self, *typed: str) -> str:
        return good(run("joins", "--database", self.world.settings.database_url, *typed))

    def exported(self) -> list[Path]:
        """The files that wait for the root holders."""
        out = self.world.folder / "stick"
        for old in out.glob("*"):
            old.unlink()
        self.joins("export", "--out", str(out))
        return sorted(out.glob("*"))

    def ceremony(self, *answers: str) -> str:
        """Take what waits into the draft; the answers to each question."""
        said = "".join(f"{each}\n" for each in answers)
        return self.org("requests", *map(str, self.exported()), words=said)

    def device(self, title: str) -> Device:
        return unwrap(json.loads(self.world.devices[title].read_bytes()), PASSPHRASE)

    def session(self, device: Device) -> Session:
        session = Session(httpx.Client(base_url=self.world.address), self.world.address, device)
        session.open()
        return session


def joined(place: Place, invited: str, file: Path) -> tuple[str, str]:
    """`speakup desk join`, with the words typed back from the screen; the twelve words and the six."""
    command = [sys.executable, "-u", "-m", "app", "desk", "--device", str(file), "join", invited, *CHEAP]
    environment = {"SPEAKUP_PASSPHRASE": PASSPHRASE, "PYTHONPATH": ".", "LANG": "C.UTF-8"}
    script = "from app.cli import main; main()"
    typing = subprocess.Popen(
        [sys.executable, "-u", "-c", script, *command[4:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
    )
    assert typing.stdin is not None
    assert typing.stdout is not None
    said = ""
    while letter := typing.stdout.read(1):
        said += letter
        if asked := ASKED.search(said):
            listed = dict(WORD.findall(said))
            typing.stdin.write(listed[asked[1]] + "\n")
            typing.stdin.flush()
            said += "\n"
    assert typing.wait(30) == 0, said
    listed = dict(WORD.findall(said))
    six = said.split("compare these words:\n")[1].splitlines()[0].strip()
    return " ".join(listed[str(number)] for number in range(1, 13)), six


def device_in(file: Path) -> Device:
    """The device of a key file."""
    return unwrap(json.loads(file.read_bytes()), PASSPHRASE)


def kept(place: Place, signed: object) -> Path:
    """A signed document as a file."""
    path = place.world.folder / "document.json"
    path.write_bytes(dumps(signed))
    return path


def removal(by: Device, member: str, gone: str, reason: str, **changes: object) -> dict[str, str]:
    """A removal as it is carried to the ceremony."""
    document: dict[str, object] = {"v": 1, "kind": "removal", "organisation": by.organisation}
    document |= {"office": by.office, "member": member, "devices": [gone], "reason": reason}
    document |= {"by": by.device, "day": now().date().isoformat()}
    return membership.written(membership.sign_document(document | changes, by.sign))
