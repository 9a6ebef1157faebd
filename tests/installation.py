"""A founded organisation with its settings: what the tests of faults, of the relay, and the bench act on.

Two offices of two devices each; the batch rule lets the relay file at once.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.sealing.devicekeys import Cost
from app.services import ceremony
from app.services.demonstration import routing_rows
from app.services.publishing import PublishDirectory
from app.services.workspace import Workspace
from app.storage.database import open_database

PASSPHRASE = "a passphrase for tests"
CHEAP = Cost(ops=1, bytes=8192)
YEAR = timedelta(days=365)
AT_ONCE = {"min": 1, "timeout": 0, "deadline": 1}
HEADER = b"SPK1\x01\x01\x08\x00"  # of an envelope towards an office (protocol §3)
ENVELOPE_BYTES = 16_384


@dataclass(frozen=True)
class Installation:
    """An organisation in `folder` over the store at `database_url`."""

    folder: Path
    database_url: str
    offices: tuple[str, str]

    @property
    def workspace(self) -> Workspace:
        """Where its keys and its directory lie."""
        return Workspace(self.folder / "organisation")

    def settings(self, port: int | None = None) -> dict[str, str]:
        """The environment of its processes."""
        server = self.workspace.folder / "server"
        return {
            "SPEAKUP_DATABASE_URL": self.database_url,
            "SPEAKUP_PUBLIC_URL": f"http://127.0.0.1:{port or 8000}",
            "SPEAKUP_INTAKE_KEY_FILE": str(server / "intake.key"),
            "SPEAKUP_RELAY_KEYS_FILE": str(server / "relay.json"),
            "SPEAKUP_PINS_FILE": str(self.workspace.folder / "pins.json"),
            "SPEAKUP_QUEUE": str(self.folder / "jobs.db"),
            "SPEAKUP_LIMITS": "off",
        }

    @property
    def relay_key(self) -> bytes:
        """The public key that deposits are sealed to."""
        return bytes.fromhex(self.workspace.draft()["relays"][-1]["key"])

    def publish(self, ago: timedelta = timedelta(hours=1)) -> None:
        """Publish the draft as the next version, as if it had been issued so long ago."""
        number = ceremony.prepare(self.workspace, now() - ago, 365)
        for root in sorted((self.workspace.folder / "roots").iterdir()):
            ceremony.sign(self.workspace, root, PASSPHRASE)
        database = open_database(self.database_url)
        publishing = PublishDirectory(database, self.workspace.pins(), now)
        publishing.publish(self.workspace.document(number), self.workspace.signatures(number))
        database.close()


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def install(folder: Path, database_url: str) -> Installation:
    """Found an organisation in `folder` and publish its first directory; the store is migrated."""
    workspace, valid = Workspace(folder / "organisation"), (now() - YEAR, now() + YEAR)
    ceremony.found(workspace, "Demonstration", 1, [PASSPHRASE], CHEAP)
    ceremony.add_entity(workspace, {"id": "un-habitat", "name": "UN-Habitat", "kind": "secretariat"})
    offices = []
    for role in ("conduct_discipline", "psea"):
        described = {"entity": "un-habitat", "role": role, "name": f"Office {role}"}
        office = ceremony.add_office(workspace, described)
        for title in ("Focal point A", "Focal point B"):
            member = ceremony.add_member(workspace, office, title)
            ceremony.add_device(workspace, office, member, PASSPHRASE, valid, CHEAP)
        offices.append(office)
    ceremony.import_routing(workspace, routing_rows())
    ceremony.add_relay_key(workspace, valid)
    ceremony.add_intake_key(workspace, valid)
    draft = workspace.draft()
    draft["policy"]["batch"] = AT_ONCE
    workspace.keep(draft)
    made = Installation(folder, database_url, (offices[0], offices[1]))
    made.publish()
    return made


def looks_sealed() -> bytes:
    """An envelope as far as anyone without a key can tell: the header, and random bytes."""
    return HEADER + secrets.token_bytes(ENVELOPE_BYTES - len(HEADER))
