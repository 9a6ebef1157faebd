"""A small organisation whose keys the tests hold: signed directories, devices that sign."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.strict_json import dumps
from app.sealing.directory import RootSignature
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.primitives import blake2b, lp
from app.sealing.signatures import sign

MOMENT = "%Y-%m-%dT%H:%M:%SZ"
ORGANISATION = bytes(range(16))
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Device:
    """A focal point's device."""

    id: bytes
    signing: SignKeyPair
    sealing: BoxKeyPair

    def answer(self, challenge: bytes, origin: str) -> bytes:
        """Its signature over a challenge (protocol §9)."""
        message = lp(ORGANISATION) + lp(origin.encode()) + lp(self.id) + lp(challenge)
        return sign(self.signing, "session", message)

    def entry(self, until: datetime) -> dict[str, Any]:
        """How the directory lists it."""
        seal = [{"key": self.sealing.public.hex(), "until": until.strftime(MOMENT)}]
        return {"id": self.id.hex(), "sign": self.signing.public.hex(), "seal": seal}


def device(number: int) -> Device:
    """The device with this number, always the same."""
    seed = blake2b(bytes([number]))
    return Device(bytes([number]) * 16, SignKeyPair.from_seed(seed), BoxKeyPair.from_secret(seed))


@dataclass(frozen=True)
class Office:
    """An office and its devices; without any it is vacant."""

    id: bytes
    devices: tuple[Device, ...]

    def entry(self, until: datetime) -> dict[str, Any]:
        """How the directory lists it."""
        members = [
            {"id": f"m{number}", "title": f"Focal point {number}", "devices": [each.entry(until)]}
            for number, each in enumerate(self.devices)
        ]
        about = {"id": self.id.hex(), "entity": "un-habitat", "role": "psea", "name": "Office"}
        vacant = {} if self.devices else {"vacant": True}
        return {**about, "members": members, **vacant}


@dataclass(frozen=True)
class Organisation:
    """What its next directory says. Two roots must sign it."""

    offices: tuple[Office, ...] = (
        Office(b"a" * 16, (device(1), device(2))),
        Office(b"b" * 16, (device(3), device(4))),
    )
    roots: tuple[SignKeyPair, ...] = (SignKeyPair.from_seed(b"1" * 32), SignKeyPair.from_seed(b"2" * 32))
    issued: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(minutes=1))
    lifetime: timedelta = YEAR
    version: int = 1
    previous: bytes = bytes(32)

    def document(self) -> bytes:
        """The exact bytes."""
        until = self.issued + self.lifetime
        policy = {"min_devices": 2, "batch": {"min": 1, "timeout": 0, "deadline": 60}, "grace": 60}
        return dumps(
            {
                "v": 1,
                "version": self.version,
                "previous": self.previous.hex(),
                "issued": self.issued.strftime(MOMENT),
                "expires": until.strftime(MOMENT),
                "organisation": {"id": ORGANISATION.hex(), "name": "Demonstration", "demonstration": True},
                "roots": {"threshold": 2, "keys": [root.public.hex() for root in self.roots]},
                "entities": [{"id": "un-habitat", "name": "UN-Habitat", "kind": "secretariat"}],
                "offices": [office.entry(until) for office in self.offices],
                "routing": [],
                "relays": [],
                "intake": [],
                "policy": policy,
            }
        )

    def signatures(self) -> list[RootSignature]:
        """Both roots' signatures."""
        return [RootSignature(root.public, sign(root, "directory", self.document())) for root in self.roots]

    def next(self, **changes: Any) -> "Organisation":
        """The version after this one."""
        return replace(self, version=self.version + 1, previous=blake2b(self.document()), **changes)
