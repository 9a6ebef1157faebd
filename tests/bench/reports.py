"""Reports in numbers: sealed one by one as a reporter's device seals them, and filed without the relay.

Made by as many processes as there are cores.
"""

import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import httpx

from app.domain.payloads import Kind
from app.reporter import Reporter
from app.sealing.keys import BoxKeyPair
from app.sealing.receipt import ReporterKeys
from app.storage import relay_batches
from app.storage.database import open_database
from app.storage.relay_batches import Filing
from tests.installation import Installation, now

CONTENT = {
    "answers": {"category": "harassment", "when": "this_month", "place": "An office", "contact_ok": "yes"},
    "words": "A test report of some length, as people write them when they have time. " * 12,
    "attachments": [],
}
FRAME = {"channel": "app", "consent": {"contact": "yes", "identity": "none"}, "urgent": False, "lang": "en"}
PIECE = 250


def reports(installed: Installation, address: str, count: int) -> list[bytes]:
    """So many sealed reports, each of a reporter of its own, for the first office."""
    shares = [min(PIECE, count - start) for start in range(0, count, PIECE)]
    make = partial(some, installed, address)
    with ProcessPoolExecutor(os.cpu_count()) as makers:
        return [envelope for made in makers.map(make, shares) for envelope in made]


def some(installed: Installation, address: str, count: int) -> list[bytes]:
    """One process's share."""
    with httpx.Client(base_url=address) as http:
        reporter = Reporter(http, installed.workspace.pins())
        return [one(reporter, installed.offices[0]) for _ in range(count)]


def one(reporter: Reporter, office: str) -> bytes:
    """A report whose keys are drawn and not derived: deriving takes as long as a hundred seals."""
    keys = ReporterKeys(BoxKeyPair.generate(), secrets.token_bytes(32), secrets.token_bytes(16))
    [deposit] = reporter.sealed(keys, office, Kind.REPORT, FRAME, CONTENT)
    return deposit.envelope


def file(installed: Installation, envelopes: Sequence[bytes]) -> None:
    """Put envelopes into the stream of the first office."""
    database, office = open_database(installed.database_url), bytes.fromhex(installed.offices[0])
    for start in range(0, len(envelopes), PIECE):
        with database.begin() as tx:
            piece = [Filing(office, envelope) for envelope in envelopes[start : start + PIECE]]
            relay_batches.file(tx, piece, now().date())
    database.close()
