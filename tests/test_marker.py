"""A report goes the whole way through real processes; what it said is then in no file and no error page.

Searched: the files of the store (tables, indexes, write-ahead logs), the queue, what every process wrote to
its outputs, and the answers to bad requests. Sought: the words, a number to call, the receipt in every form,
what is derived from it, and the address of the client.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from app.config import Settings
from app.desk.entry import Entrance, device_file, unlocked
from app.domain.facts import Facts
from app.logs import Log
from app.reporter import Reporter
from app.sealing.receipt import Receipt, derive
from app.storage.database import Database
from app.storage.tables import intake
from app.wiring.worker import Job, schedule
from app.wiring.worker import build as build_worker
from tests.faults.campaign import until
from tests.installation import PASSPHRASE, Installation, install, now
from tests.processes import Server, free_port, start, start_web

WORD = "Zanzibarquetzal"
NUMBER = "+254700123987"
ANSWER = "Xylophonmarabu"
AGENT = "Mozilla/5.0 Wolpertinger"
FORWARDED = "203.0.113.77"
ADDRESS = "127.0.0.1"
FACTS = Facts(accused="un_staff", entity="un-habitat", categories=("harassment",), child="no")
OUTSIDE = {"User-Agent": AGENT, "X-Forwarded-For": FORWARDED}


@dataclass(frozen=True)
class Left:
    """What the whole way has left behind: files by name, error pages, and what must be in none of them."""

    files: Mapping[str, bytes]
    pages: Mapping[str, bytes]
    sought: Mapping[str, bytes]


@pytest.fixture
def left(tmp_path: Path, database_url: str, database: Database) -> Left:
    installed, port = install(tmp_path / "installed", database_url), free_port()
    logs = installed.folder / "logs"
    logs.mkdir()
    with ExitStack() as running:
        settings = installed.settings(port)
        web = start_web(Server.GRANIAN, "app.web:app", settings, logs / "web", port=port)
        running.callback(web.process.stop)
        for name, module in (("relay", "app.relay"), ("worker", "app.jobs")):
            command = [sys.executable, "-m", module]
            running.callback(start(command, settings, logs / name).stop)
        limits = httpx.Limits(max_keepalive_connections=0)  # who is refused early is hung up on
        http = httpx.Client(base_url=web.address, headers=OUTSIDE, limits=limits)
        receipt = whole_way(installed, http, web.address, database)
        run_every_job(settings, database)
        pages = error_pages(http)
        files = {**store_files(database_url), **read_all(installed.folder, "jobs.db*")}
    return Left({**files, **read_all(logs, "*")}, pages, sought(receipt, installed))


def whole_way(installed: Installation, http: httpx.Client, address: str, database: Database) -> Receipt:
    """Report, file, open, answer, read the answer."""
    reporter = Reporter(http, installed.workspace.pins())
    report = reporter.report(FACTS, {"contact": NUMBER}, f"{WORD} called me from {NUMBER}.")
    until(lambda: waiting(database) == 0, 20)
    device = unlocked(device_file(next(iter(device_files(installed)))), PASSPHRASE)
    desk = Entrance(device, installed.folder / "desk", installed.workspace.pins(), now).online(http, address)
    desk.sync()
    [case] = desk.cases
    assert WORD in repr(case), "the focal point must read what was written"
    desk.opened(case)
    desk.acknowledge(case, ANSWER)
    assert any(ANSWER in repr(answer) for answer in reporter.replies(report.receipt))
    return report.receipt


def device_files(installed: Installation) -> Iterator[Path]:
    """Key files of the office that receives the report."""
    office = installed.offices[0]
    for path in sorted((installed.workspace.folder / "devices").glob("*.json")):
        if device_file(path)["office"] == office:
            yield path


def waiting(database: Database) -> int:
    """Deposits that the relay has not filed yet."""
    with database.read() as view:
        return view.execute(select(func.count()).select_from(intake)).scalar_one()


def run_every_job(settings: Mapping[str, str], database: Database) -> None:
    """Put every job into the queue and wait until the worker has taken them."""
    named = {name.removeprefix("SPEAKUP_").lower(): value for name, value in settings.items()}
    worker = Settings.model_validate(named)
    queue, jobs = schedule(worker.queue, build_worker(worker), Log("test"))
    for job in Job:
        jobs[job]()
    until(lambda: queue.pending_count() == 0, 15)
    time.sleep(0.3)  # the last one is still being done


def error_pages(http: httpx.Client) -> Mapping[str, bytes]:
    """Head and body of the answers to bad requests that carry the marker wherever they can."""
    text = f"{WORD} {NUMBER}".encode()
    asked = {
        "path": http.get(f"/api/v1/{WORD}"),
        "page": http.get(f"/{WORD}?q={WORD}"),
        "query": http.get("/api/v1/replies/tags", params={"from": WORD}),
        "length": http.post(
            "/api/v1/intake", content=text, headers={"Content-Type": "application/octet-stream"}
        ),
        "type": http.post("/api/v1/intake", content=text * 600, headers={"Content-Type": f"text/{WORD}"}),
        "method": http.request("PATCH", "/api/v1/intake", content=text),
        "json": http.post("/api/v1/desk/sessions", json={"device": WORD, WORD: NUMBER}),
        "token": http.get("/api/v1/desk/envelopes", headers={"Authorization": f"Bearer {WORD}"}),
    }
    assert all(answer.status_code >= 400 for answer in asked.values()), {
        n: a.status_code for n, a in asked.items()
    }
    return {name: repr(answer.headers).encode() + answer.content for name, answer in asked.items()}


def store_files(database_url: str) -> dict[str, bytes]:
    """Every file of the store: SQLite's three, or all of PostgreSQL's tables, logs and write-ahead logs."""
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        return read_all(path.parent, f"{path.name}*")
    folder = Path(database_url.partition("host=")[2])
    return {
        **read_all(folder, "log"),
        **read_all(folder / "data" / "base", "**/*"),
        **read_all(folder / "data" / "pg_wal", "**/*"),
    }


def read_all(folder: Path, pattern: str) -> dict[str, bytes]:
    """The files that match, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.glob(pattern) if path.is_file()
    }


def sought(receipt: Receipt, installed: Installation) -> Mapping[str, bytes]:
    """What must be found nowhere."""
    words = receipt.words()
    keys = derive(receipt, bytes.fromhex(installed.workspace.draft()["organisation"]["id"]))
    return {
        "word": WORD.encode(),
        "word in hex": WORD.encode().hex().encode(),
        "number": NUMBER.encode(),
        "number without plus": NUMBER[1:].encode(),
        "answer": ANSWER.encode(),
        "receipt": " ".join(words).encode(),
        "two words of the receipt": " ".join(words[:2]).encode(),
        "digits": receipt.digits.encode(),
        "groups": receipt.groups.encode(),
        "entropy": receipt.entropy.to_bytes(8, "big"),
        "secret key": keys.box.secret,
        "tag key": keys.tag_key,
        "thread": keys.thread,
        "user agent": AGENT.encode(),
        "address": ADDRESS.encode(),
        "forwarded address": FORWARDED.encode(),
    }


def test_nothing_of_a_report_is_found_in_any_file_or_error_page(left: Left) -> None:
    found = [
        f"{what} in {name}"
        for name, content in {**left.files, **left.pages}.items()
        for what, bytes_ in left.sought.items()
        if bytes_ in content
    ]

    assert found == []
    assert len(left.files) >= 4, sorted(left.files)


def test_the_search_would_find_what_it_seeks(tmp_path: Path) -> None:
    """A search that cannot find proves nothing."""
    (tmp_path / "log").write_text(f"somebody wrote {WORD}")

    assert WORD.encode() in read_all(tmp_path, "*")["log"]
