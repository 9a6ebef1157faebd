"""An office with a lead, and what its devices sign when somebody comes or goes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.directory import Dated, DeviceId
from app.domain.directory import Device as Listed
from app.sealing import membership
from app.sealing.deviceseed import DeviceSeed
from tests.organisation import ORGANISATION, Device, Office, Organisation, device

API = "/api/v1/desk"
SINCE = datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class LedOffice(Office):
    """An office whose first member leads and has the first two devices."""

    def entry(self, until: datetime) -> dict[str, Any]:
        listed = super().entry(until)
        first, second, *others = listed["members"]
        devices = [*first["devices"], *second["devices"]]
        return listed | {"members": [first | {"lead": True, "devices": devices}, *others]}


LED = Organisation(
    offices=(
        LedOffice(b"a" * 16, (device(1), device(2), device(5))),
        Office(b"b" * 16, (device(3), device(4))),
    )
)


def listed(seed: DeviceSeed) -> Listed:
    """How a directory will list the device of a seed."""
    keys = (Dated(seed.seal().public.hex(), SINCE, SINCE + timedelta(days=365)),)
    return Listed(DeviceId(seed.device), seed.sign.public.hex(), keys)


def admission(signer: Device, office: bytes = b"a" * 16, **changes: Any) -> dict[str, str]:
    """An admission as the wire has it."""
    document: dict[str, Any] = {"v": 1, "kind": "admission", "organisation": ORGANISATION.hex()}
    document |= {"office": office.hex()}
    document |= {
        "member": "",
        "title": "Focal point C",
        "lead": False,
        "day": "2026-11-21",
        "by": signer.id.hex(),
    }
    joiner = DeviceSeed(bytes(16))
    document |= {"device": membership.listed(listed(joiner)), **changes}
    asked = membership.asking(
        joiner.sign, document["office"], listed(joiner), document["member"], document["title"]
    )
    return membership.written(membership.sign_document({"asked": asked} | document, signer.signing))


def with_another_key() -> dict[str, Any]:
    """The device of an admission, with a key that it did not sign."""
    joiner = membership.listed(listed(DeviceSeed(bytes(16))))
    (key,) = joiner["seal"]
    return joiner | {"seal": [key, key | {"key": "11" * 32}]}


def removal(by: Device, *gone: Device, office: bytes = b"a" * 16) -> dict[str, str]:
    """A removal as the wire has it."""
    document = {"v": 1, "kind": "removal", "organisation": ORGANISATION.hex(), "office": office.hex()}
    document |= {"member": "m1", "devices": [each.id.hex() for each in gone], "reason": "lost"}
    signed = membership.sign_document(document | {"by": by.id.hex(), "day": "2026-11-21"}, by.signing)
    return membership.written(signed)
