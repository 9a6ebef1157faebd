"""The hotline: texts a second and how long a person waits, beside a bare view that commits one row.

The gateway as the Procfile runs it, over the whole way: signature, conversation, store, sealing, outbox, the
courier, the real web process behind it. The yardstick runs under the same server software with as many
workers and threads. Open conversations are counted in the store's bytes and in the process's memory.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.conversation.session import SESSION_BYTES, Session
from app.services.hotline.draft import Draft
from app.services.hotline.keeping import Keeping
from app.services.hotline.secrets import Secrets, now
from app.storage.database import open_database
from app.storage.migrations import migrate
from tests.bench.figures import Figure, Line, Options
from tests.bench.stores import ENGINES, Store, store
from tests.bots.fake_twilio import ACCOUNT, TOKEN
from tests.processes import ROOT, Server, Web, free_port, proportional_memory, web

BASE = "https://hotline.example.org"
CLIENTS = 8
AT_LEAST = 0.4
P95_MILLISECONDS = 60
OPEN, MEGABYTES = 10_000, 100
MIXES = ("mixed", "reports")


@dataclass(frozen=True)
class Texted:
    """One run of texts; milliseconds."""

    per_second: float
    errors: int
    p50: float
    p95: float
    sealed: int
    sealing_p95: float


def measure(options: Options) -> Iterator[Line]:
    """Both engines, both mixes; then what open conversations take."""
    for engine in ENGINES:
        with store(engine) as made, ExitStack() as running:
            ours, bare = servers(made, running)
            for mix in MIXES:
                pairs = [
                    (drive(bare.port, "/row", mix, options), drive(ours.port, "/sms/twilio", mix, options))
                    for _ in range(options.repeats)
                ]
                yield from lines(f"hotline, {engine}, {mix}", pairs)
            size = proportional_memory(ours.process) / 1e6
            yield Figure(
                f"hotline, {engine}, gateway's memory", size, "MB", note="two workers, after the load"
            )
    yield from memory(options)


def servers(made: Store, running: ExitStack) -> tuple[Web, Web]:
    """The gateway with its web process, and the yardstick."""
    port = free_port()
    api = web(
        Server.GUNICORN, "app.web:app", made.installed.settings(port), made.folder / "web.log", port=port
    )
    running.enter_context(api)
    gateway = web(
        Server.GUNICORN,
        "bots.gateway:app",
        settings(made, port),
        made.folder / "gateway.log",
        health="/health",
    )
    bare = web(
        Server.GUNICORN, "tests.bench.bare:app", {"BARE_DATABASE": made.bare}, made.folder / "bare.log"
    )
    return running.enter_context(gateway), running.enter_context(bare)


def settings(made: Store, port: int) -> Mapping[str, str]:
    """The environment of the gateway; its store is of the same kind, a new one."""
    folder = made.folder
    (folder / "token").write_text(TOKEN)
    secret = Path("/dev/shm") if os.path.ismount("/dev/shm") else folder
    url = made.installed.database_url
    if url.startswith("sqlite"):
        url = f"sqlite:///{folder}/hotline.db"
        database = open_database(url)
        migrate(database)
        database.close()
    return {
        "SPEAKUP_SERVER": f"http://127.0.0.1:{port}",
        "SPEAKUP_PINS_FILE": made.installed.settings()["SPEAKUP_PINS_FILE"],
        "SPEAKUP_HOTLINE_DATABASE_URL": url,
        "SPEAKUP_HOTLINE_SECRET_FILE": str(secret / f"speakup-bench-{os.getpid()}"),
        "SPEAKUP_HOTLINE_URL": BASE,
        "SPEAKUP_HOTLINE_COUNTRY": "KE",
        "SPEAKUP_TWILIO_ACCOUNT": ACCOUNT,
        "SPEAKUP_TWILIO_TOKEN_FILE": str(folder / "token"),
        "SPEAKUP_TWILIO_NUMBER": "+15005550001",
    }


def drive(port: int, path: str, mix: str, options: Options) -> Texted:
    """Drive a server from a process of its own."""
    seconds = options.seconds * 2  # a conversation is long
    command = [
        sys.executable,
        "-m",
        "tests.bench.texts",
        *map(str, (port, path, CLIENTS, seconds, mix, BASE)),
    ]
    done = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    rate = done["answers"] / done["seconds"]
    return Texted(rate, done["errors"], done["p50"], done["p95"], done["sealed"], done["sealing_p95"])


def lines(name: str, pairs: list[tuple[Texted, Texted]]) -> Iterator[Line]:
    """The figures of some runs of (bare, ours)."""
    ours = [our for _, our in pairs]
    p50, p95, sealing = (
        statistics.median(getattr(our, rank) for our in ours) for rank in ("p50", "p95", "sealing_p95")
    )
    errors, sealed = sum(our.errors for our in ours), sum(our.sealed for our in ours)
    yield Figure(
        f"{name}, {CLIENTS} clients",
        statistics.median(our.per_second for our in ours),
        "turns/s",
        yardstick=statistics.median(bare.per_second for bare, _ in pairs),
        at_least=AT_LEAST,
        note=f"p50 {p50:.1f} ms, {errors} errors, {sealed} reports sealed, SEND p95 {sealing:.0f} ms",
    )
    yield Figure(f"{name}, p95", p95, "ms", at_most=P95_MILLISECONDS)


def memory(options: Options) -> Iterator[Line]:
    """What open conversations take: the store's bytes when each is as full as it may be."""
    count = OPEN // 10 if options.quick else OPEN
    with store("sqlite") as made:
        url = f"sqlite:///{made.folder}/hotline.db"
        database = open_database(url)
        migrate(database)
        keeping = Keeping(database, Secrets(None, now), now)
        words = ("x" * (SESSION_BYTES - 200),)
        for number in range(count):
            state = Draft(Session(words=words if number % 10 == 0 else ("x" * 300,))).to_json()
            keeping.keep(keeping.find("sms", f"+1500{number:07d}"), state, {})
        database.close()
        size = sum(file.stat().st_size for file in made.folder.glob("hotline.db*"))
    note = f"{count} of them, a tenth as full as may be (10 KB), the others of 300 letters; in the store"
    yield Figure("hotline, open conversations", size / count * OPEN / 1e6, "MB", at_most=MEGABYTES, note=note)
