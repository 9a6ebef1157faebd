"""The desk in Python: open, verify and fold, beside the bare X25519 and AEAD that no desk can do without.

Bare, for an envelope: X25519 with E finds the slot, X25519 with S proves the sender, the AEAD opens the body.
"""

import secrets
import time
from collections.abc import Callable, Iterator

import httpx
import nacl.bindings as sodium

from app.desk.entry import device_file, unlocked
from app.desk.reading import Opener
from app.desk.store import Filed
from app.domain.case import fold
from app.services.following import follow, over_http
from tests.bench.figures import Figure, Line, Options
from tests.bench.reports import reports
from tests.bench.stores import Store, store
from tests.installation import PASSPHRASE, now
from tests.processes import Server, web

AT_LEAST = 0.7
BODY_BYTES = 15_248  # length prefix and padded payload


def measure(options: Options) -> Iterator[Line]:
    """One device reads reports of as many reporters."""
    count = 500 if options.quick else 2_000
    with store("sqlite") as made:
        settings, log = made.installed.settings(), made.folder / "web.log"
        with web(Server.GRANIAN, "app.web:app", settings, log) as running:
            yield from read(made, running.address, count, options)


def read(made: Store, address: str, count: int, options: Options) -> Iterator[Line]:
    """Ours and the bare work in turn; the best of each counts."""
    stream = [
        Filed(position, now().date(), envelope)
        for position, envelope in enumerate(reports(made.installed, address, count), 1)
    ]
    following = follow(over_http(httpx.Client(base_url=address)), made.installed.workspace.pins(), now())
    files = sorted((made.installed.workspace.folder / "devices").glob("*.json"))
    ours = next(file for path in files if (file := device_file(path))["office"] == made.installed.offices[0])
    device = unlocked(ours, PASSPHRASE)

    def desk() -> None:
        reading = Opener(device, following.at, {}).read(stream)
        assert len(fold(one.entry for one in reading.readable)) == count

    rates = [(rate(count, desk), rate(count, bare(count))) for _ in range(options.repeats)]
    value, yardstick = (max(each) for each in zip(*rates, strict=True))
    name = "desk in Python, open + verify + fold"
    yield Figure(name, value, "/s", yardstick=yardstick, at_least=AT_LEAST)


def bare(count: int) -> Callable[[], None]:
    """Two X25519 and one AEAD for each of so many."""
    secret, point = secrets.token_bytes(32), sodium.crypto_scalarmult_base(secrets.token_bytes(32))
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(24)
    sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(BODY_BYTES), b"", nonce, key)

    def work() -> None:
        for _ in range(count):
            sodium.crypto_scalarmult(secret, point)
            sodium.crypto_scalarmult(secret, point)
            sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, b"", nonce, key)

    return work


def rate(count: int, work: Callable[[], None]) -> float:
    """Things a second of one run."""
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)
