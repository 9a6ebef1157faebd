"""Two members who close a case together: what they sign and send, and what stands there afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from app.domain.disposal import CONFIRM, PROPOSE, PURPOSE, digest, signed
from app.sealing.directory import Pins
from app.sealing.envelope import ctx_of
from app.sealing.signatures import sign
from app.services.destroying import Destroying
from app.services.trusted_directory import TrustedDirectory
from app.storage import envelopes, marks
from app.storage.marks import Mark
from tests.api.conftest import Site
from tests.api.test_desk import file
from tests.organisation import device

ID = bytes(range(16))
FILES = [b"1" * 16, b"2" * 16]
OTHER_FILES = [], FILES[:1], FILES[::-1], [*FILES, b"3" * 16]
URL = "/api/v1/desk/disposals"
Headers = dict[str, str]


def ours(site: Site) -> bytes:
    return site.organisation.offices[0].id


def name_of(site: Site, case: dict[int, bytes], *positions: int) -> str:
    named = ((position, ctx_of(case[position])) for position in positions)
    return digest(ours(site), ID, named).hex()


def signature(
    site: Site,
    said: str,
    step: str,
    number: int,
    name: bytes = ID,
    ids: Sequence[bytes] = (),
    ago: int = 0,
) -> str:
    """Of the device with this number, under a proposal of today, or of so many days ago."""
    proposed = site.clock().date() - timedelta(days=ago)
    message = signed(ours(site), name, bytes.fromhex(said), step, proposed, b"".join(ids))
    return sign(device(number).signing, PURPOSE, message).hex()


def proposal(site: Site, case: dict[int, bytes], *positions: int) -> dict[str, Any]:
    said = name_of(site, case, *positions)
    body = {"id": ID.hex(), "digest": said, "positions": list(positions), "day": today(site)}
    return {**body, "signature": signature(site, said, PROPOSE, 1)}


def today(site: Site) -> str:
    return site.clock().date().isoformat()


def propose(site: Site, headers: Headers, body: dict[str, Any]) -> TestResponse:
    return site.client.post(URL, json=body, headers=headers)


def confirm(
    site: Site, headers: Headers, said: str, sent: list[bytes] | None = None, by: int = 2, **signs: Any
) -> TestResponse:
    body: dict[str, Any] = {"digest": said, "bricks": [each.hex() for each in sent or []]}
    body["signature"] = signature(site, said, number=by, **{"step": CONFIRM, "ids": sent or []} | signs)
    return site.client.post(f"{URL}/{ID.hex()}/confirmation", json=body, headers=headers)


def left(site: Site) -> list[int]:
    """What is still stored."""
    with site.database.read() as view:
        return [each.position for each in envelopes.after(view, ours(site), 0, 99)]


def shown(site: Site) -> list[int]:
    """What the office still gets."""
    body = site.client.get("/api/v1/desk/envelopes/positions", headers=site.desk(0)).data
    return [int.from_bytes(body[at : at + 8], "little") for at in range(0, len(body), 8)]


def destroy(site: Site) -> int:
    """The worker's next minute."""
    pins = Pins(tuple(root.public for root in site.organisation.roots), 2)
    return Destroying(site.database, TrustedDirectory(site.database, pins)).run(site.clock())


def second(site: Site) -> Headers:
    return site.log_in(device(2))


def filed_case(site: Site) -> dict[int, bytes]:
    """Five envelopes of the first office by position, of which the second was opened."""
    filed = dict(enumerate(file(site, 0, 5), 1))
    with site.database.begin() as tx:
        marks.put(tx, ours(site), Mark(2, "opened", site.clock().date()))
    return filed
