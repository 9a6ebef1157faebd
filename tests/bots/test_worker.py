"""The hotline's worker as a process: killed, restarted, stopped; and what it leaves in files and logs."""

import json
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select, update

from app.hotline_config import HotlineSettings
from app.logs import Log
from app.sealing.contacts import seal_contact
from app.sealing.keys import BoxKeyPair
from app.sealing.tags import tag
from app.services.hotline.metrics import Counters
from app.services.hotline.removing import Removing, minutes
from app.storage import hotline, replies
from app.storage.database import Database, open_database
from app.storage.job_queue import open_queue
from app.storage.tables import contacts, metadata, outbox, removals
from app.wiring.hotline_worker import Job, schedule
from bots.twilio_rest import TwilioRemover, client
from bots.worker import built
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from tests.desk.world import World
from tests.installation import looks_sealed
from tests.processes import Process, free_port, start

SECONDS = 20.0  # far beyond what a job takes
KILLS = 3
KEY_NAME = "notice.key"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as fake:
        yield fake


@dataclass
class Site:
    """A store of the hotline, a provider, a server, and the settings of a worker between them."""

    folder: Path
    organisation: World
    twilio: FakeTwilio
    database: Database
    database_url: str
    pair: BoxKeyPair = field(default_factory=BoxKeyPair.generate)
    starts: int = 0

    @property
    def log(self) -> Path:
        """What every worker of this site said."""
        return self.folder / "worker.log"

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of a worker."""
        key, token = self.folder / KEY_NAME, self.folder / "twilio-token"
        key.write_text(self.pair.secret.hex())
        token.write_text(TOKEN)
        return {
            "SPEAKUP_HOTLINE_DATABASE_URL": self.database_url,
            "SPEAKUP_HOTLINE_QUEUE": str(self.folder / "queue/jobs.db"),
            "SPEAKUP_SERVER": self.organisation.address,
            "SPEAKUP_PINS_FILE": str(self.organisation.folder / "org/pins.json"),
            "SPEAKUP_HOTLINE_URL": "https://hotline.example.org",
            "SPEAKUP_NOTICE_KEY_FILE": str(key),
            "SPEAKUP_TWILIO_ACCOUNT": ACCOUNT,
            "SPEAKUP_TWILIO_TOKEN_FILE": str(token),
            "SPEAKUP_TWILIO_NUMBER": "+15005550000",
            "SPEAKUP_TWILIO_API": self.twilio.address,
            **more,
        }

    def put(self, job: Job, *numbers: int) -> None:
        """Put a job into the queue file; it runs in no process but the worker's."""
        named = {name.removeprefix("SPEAKUP_").lower(): value for name, value in self.settings().items()}
        settings = HotlineSettings(**named)
        worker = built(settings, Log("test"))
        _, jobs = schedule(settings.hotline_queue, worker)
        jobs[job](*numbers)
        worker.database.close()

    @contextmanager
    def worker(self, **more: str) -> Iterator[Process]:
        """A worker process for the length of a block."""
        process = start([sys.executable, "-m", "bots.worker"], self.settings(**more), self.log)
        self.starts += 1
        try:
            until(lambda: self.log.read_text().count('"started"') == self.starts)
            yield process
        finally:
            process.kill()

    def text(self) -> str:
        """A text that the provider holds, left to be deleted."""
        sid = self.twilio.message("SM" + secrets.token_hex(16), body="what nobody else should read")
        with self.database.begin() as tx:
            hotline.put_removals(tx, [("twilio_message", sid)], minutes(datetime.now(UTC)))
        return sid

    def person(self, number: int) -> str:
        """Somebody who agreed to be texted and has an answer; their number."""
        address, office, key = f"+1500555{number:04}", "0a" * 16, secrets.token_bytes(32)
        told = {"channel": "sms", "address": address, "lang": "en", "keys": {office: key.hex()}, "next": {}}
        today = datetime.now(UTC).date()
        with self.database.begin() as tx:
            hotline.put_contact(tx, os.urandom(16), today, seal_contact(self.pair.public, told))
        server = open_database(self.organisation.settings.database_url)
        with server.begin() as tx:
            replies.post(tx, tag(key, 0), b"sealed", secrets.token_bytes(32), today)
        server.close()
        return address

    def notified(self) -> Counter[str]:
        """How many notices each number was to be sent; a request that a kill cut off has no number yet."""
        asked = self.twilio.asked("POST", "/Messages.json")
        return Counter(form["To"] for form in asked if "To" in form)

    def waiting(self) -> int:
        """How many things are still to be deleted."""
        with self.database.read() as view:
            return int(view.execute(select(func.count()).select_from(removals)).scalar_one())


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.02)


@pytest.fixture
def site(
    tmp_path: Path, organisation: World, twilio: FakeTwilio, database: Database, database_url: str
) -> Site:
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder, organisation, twilio, database, database_url)


def test_a_worker_deletes_texts_about_answers_and_delivers_and_ends_when_it_is_told(site: Site) -> None:
    held, address = site.text(), site.person(1)
    with site.database.begin() as tx:
        hotline.put_outbox(tx, [(bytes.fromhex(site.organisation.offices["conduct"]), looks_sealed())])
    for job, numbers in ((Job.REMOVE, ()), (Job.NOTIFY, (1,)), (Job.DELIVER, ())):
        site.put(job, *numbers)

    with site.worker() as worker:
        until(lambda: held not in site.twilio.existing)
        until(lambda: site.notified() == {address: 1})
        until(lambda: not waits_for_the_server(site.database))
        code = worker.stop()

    said = site.log.read_text()
    assert code == 0, said
    assert [json.loads(line)["event"] for line in said.splitlines()] == ["started", "stopped"]


def waits_for_the_server(database: Database) -> int:
    with database.read() as view:
        return int(view.execute(select(func.count()).select_from(outbox)).scalar_one())


@pytest.mark.slow
def test_a_worker_that_is_killed_again_and_again_sends_nothing_twice_and_deletes_all(site: Site) -> None:
    people = [site.person(number) for number in range(1, 13)]
    texts = {site.text() for _ in range(12)}
    site.twilio.slow = 0.05
    for _ in range(KILLS):
        site.put(Job.NOTIFY, len(people))
        site.put(Job.REMOVE)
        enough = len(site.twilio.requests) + 5
        with site.worker() as worker:
            until(lambda enough=enough: len(site.twilio.requests) >= enough)
            worker.kill()
    site.put(Job.NOTIFY, len(people))
    with site.worker():
        until(lambda: len(site.notified()) >= len(people) - KILLS)
        time.sleep(1)

    assert set(site.notified().values()) == {1}  # the one in hand at a kill may be lost; none is doubled

    site.twilio.slow = 0
    delete_the_rest(site)
    assert texts & site.twilio.existing == set()
    assert site.twilio.sent == []  # the notices as well
    assert site.waiting() == 0


def delete_the_rest(site: Site) -> None:
    """What a worker does in the hours after, without the hours."""
    remover = TwilioRemover(client(ACCOUNT, TOKEN, site.twilio.address))
    job = Removing(site.database, remover, Counters.into(CollectorRegistry()))
    adopt_lost_notices(site)
    for hours in range(1, 10):
        job.run(datetime.now(UTC) + timedelta(hours=hours * 12))


def adopt_lost_notices(site: Site) -> None:
    """The provider reports each notice to the gateway's door, which leaves it to be deleted, as this does."""
    sids = [("twilio_message", sid) for sid, thing in site.twilio.things.items() if "form" in thing]
    with site.database.begin() as tx:
        hotline.put_removals(tx, sids, minutes(datetime.now(UTC)))


def test_two_workers_at_once_do_no_harm(site: Site) -> None:
    people, texts = [site.person(number) for number in range(1, 9)], {site.text() for _ in range(8)}
    site.twilio.slow = 0.02
    with site.worker(), site.worker():
        for _ in range(2):
            site.put(Job.NOTIFY, len(people))
            site.put(Job.REMOVE)
        until(lambda: len(site.notified()) == len(people) and not texts & site.twilio.existing)
        time.sleep(0.3)

    assert set(site.notified().values()) == {1}
    for sid in texts:
        assert len(site.twilio.asked("DELETE", f"/Messages/{sid}.json")) == 1


def test_no_number_no_token_and_no_word_is_in_a_log_a_table_or_the_queue(site: Site) -> None:
    people = [site.person(number) for number in range(1, 4)]
    site.twilio.opted_out = {people[0]}
    held = site.text()
    for job, numbers in ((Job.NOTIFY, (3,)), (Job.REMOVE, ())):
        site.put(job, *numbers)
    with site.worker():
        until(lambda: site.notified().total() == 3 and held not in site.twilio.existing)
        site.twilio.down = True
        site.put(Job.REMOVE)
        site.put(Job.NOTIFY, 3)
        time.sleep(0.3)
        everywhere = bytes_of(site)

    for word in (*people, *(each.removeprefix("+") for each in people), TOKEN, "There is news"):
        assert word.encode() not in everywhere


def bytes_of(site: Site) -> bytes:
    """Everything that the worker left: its log, the queue's files, the store's files, every table."""
    folders = [site.folder / "queue", site.folder]
    files = [file for folder in folders for file in folder.iterdir() if file.is_file()]
    files = [file for file in files if file.name not in (KEY_NAME, "twilio-token")]
    if site.database_url.startswith("sqlite"):
        files += Path(site.database_url.removeprefix("sqlite:///")).parent.glob("speakup.db*")
    with site.database.read() as view:
        tables = [repr(view.execute(select(table)).all()) for table in metadata.tables.values()]
    assert any(file.name == "jobs.db" for file in files)
    return b"".join(file.read_bytes() for file in files) + "".join(tables).encode()


def test_the_jobs_lie_in_the_queue_as_json_with_a_number_at_most(site: Site) -> None:
    site.put(Job.NOTIFY, 7)
    site.put(Job.REMOVE)

    waiting = open_queue(Path(site.settings()["SPEAKUP_HOTLINE_QUEUE"])).storage.enqueued_items()

    told = [json.loads(each) for each in waiting]
    assert sorted((each["name"].rpartition(".")[2], each["args"]) for each in told) == [
        (Job.REMOVE.value, []),
        (Job.NOTIFY.value, [7]),
    ]


def test_who_watches_reads_sums_on_this_machine_and_nothing_about_a_person(site: Site) -> None:
    port, held = free_port(), site.text()
    site.twilio.not_yet[held] = 99
    with site.database.begin() as tx:
        tx.execute(update(removals).values(since=minutes(datetime.now(UTC)) - 90))
    address = site.person(1)
    for job, numbers in ((Job.NOTIFY, (1,)), (Job.REMOVE, ())):
        site.put(job, *numbers)

    with site.worker(SPEAKUP_METRICS_PORT=str(port)) as worker:
        until(lambda: 'notices_total{fate="sent"} 1.0' in figures(port))
        until(lambda: 'removals_total{fate="later"} 1.0' in figures(port))
        told = figures(port)
        assert worker.stop() == 0

    assert "speakup_removals_waiting 2.0" in told  # the text, and the notice
    assert "speakup_removals_oldest_minutes 90.0" in told
    assert "speakup_removals_given_up 0.0" in told
    assert "speakup_outbox_waiting 0.0" in told
    assert "speakup_hotline_store_up 1.0" in told
    assert address not in told
    labels = {line.partition("{")[2].partition("=")[0] for line in told.splitlines() if "{" in line}
    assert labels == {"fate"}


def figures(port: int) -> str:
    """What the metrics say."""
    return httpx.get(f"http://127.0.0.1:{port}/metrics").text


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SPEAKUP_SERVER", ""),
        ("SPEAKUP_PINS_FILE", "/nowhere/pins.json"),
        ("SPEAKUP_NOTICE_KEY_FILE", "/nowhere/notice.key"),
        ("SPEAKUP_TWILIO_TOKEN_FILE", "/nowhere/token"),
        ("SPEAKUP_METRICS_PORT", "none"),
        ("SPEAKUP_METRICS_PORT", "70000"),
        ("SPEAKUP_HOTLINE_HOURS", "0"),
    ],
)
def test_a_wrong_setting_is_named_and_not_shown(
    tmp_path: Path, organisation: World, twilio: FakeTwilio, setting: str, value: str
) -> None:
    url = f"sqlite:///{tmp_path}/hotline.db"
    database = open_database(url)
    site = Site(tmp_path, organisation, twilio, database, url)
    process = start([sys.executable, "-m", "bots.worker"], site.settings(**{setting: value}), site.log)

    assert process.popen.wait(SECONDS) == 2
    said = site.log.read_text()
    assert setting in said
    assert "Traceback" not in said
    assert not value or value not in said
    assert TOKEN not in said


def test_a_contact_of_the_other_half_is_refused_at_the_start(site: Site) -> None:
    other = BoxKeyPair.generate().public.hex()
    process = start([sys.executable, "-m", "bots.worker"], site.settings(SPEAKUP_NOTICE_KEY=other), site.log)

    assert process.popen.wait(SECONDS) == 2
    assert "SPEAKUP_NOTICE_KEY" in site.log.read_text()


def test_a_worker_with_no_store_yet_says_so_and_goes_on(site: Site, tmp_path: Path) -> None:
    site.put(Job.REMOVE)
    empty = f"sqlite:///{tmp_path}/nowhere/hotline.db"
    with site.worker(SPEAKUP_HOTLINE_DATABASE_URL=empty) as worker:
        until(lambda: "job_failed" in site.log.read_text())
        assert worker.stop() == 0

    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    assert {(line["event"], line.get("job")) for line in lines} >= {("job_failed", Job.REMOVE.value)}


def test_contacts_stay_for_the_next_answer(site: Site) -> None:
    site.person(1)
    site.put(Job.NOTIFY, 1)
    with site.worker():
        until(lambda: site.notified().total() == 1)

    with site.database.read() as view:
        assert view.execute(select(func.count()).select_from(contacts)).scalar_one() == 1
