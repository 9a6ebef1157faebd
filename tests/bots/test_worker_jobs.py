"""When the worker's jobs come, what they say when something is wrong, and that they say nothing else."""

import io
import json
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert, update

from app.config import pinned
from app.domain.errors import Unavailable
from app.hotline_config import HotlineSettings
from app.logs import Log
from app.sealing.contacts import seal_contact
from app.sealing.directory import Pins
from app.sealing.keys import BoxKeyPair
from app.services.hotline.courier import Courier
from app.services.hotline.following import Follower
from app.services.hotline.removing import minutes
from app.storage import hotline, hotline_jobs
from app.storage.database import Database
from app.storage.tables import outbox, removals
from app.wiring.hotline_worker import (
    SETTLING,
    TIMES,
    Job,
    Worker,
    at_a_drawn_minute,
    attempt,
    build,
    drawn_delay,
    notice_words,
    once,
    schedule,
)
from bots.providers import NoRemover
from tests.bots.answering import Answering
from tests.desk.world import World
from tests.installation import looks_sealed

NOW = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
PAIR = BoxKeyPair.generate()
NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def worker(database: Database, database_url: str, tmp_path: Path, out: io.StringIO) -> Worker:
    """A worker without providers, and with a server that is down."""
    key = tmp_path / "notice.key"
    key.write_text(PAIR.secret.hex())
    settings = HotlineSettings(
        hotline_database_url=database_url, server=NOBODY, demonstration=True, notice_key_file=key
    )
    return build(settings, Log("hotline-worker", out), NoRemover(), {}, lambda: NOW)


def said(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def left(database: Database, ago: timedelta) -> None:
    """Something that waits to be deleted since then."""
    with database.begin() as tx:
        hotline.put_removals(tx, [("twilio_call", "CA1")], minutes(NOW - ago))


def test_answers_are_looked_for_once_an_hour_at_a_minute_that_nobody_can_foresee() -> None:
    due = at_a_drawn_minute(b"one")
    moments = [NOW.replace(minute=0) + timedelta(minutes=number) for number in range(48 * 60)]

    found = [moment for moment in moments if due(moment)]

    assert len(found) == 48
    assert len({moment.replace(minute=0) for moment in found}) == 48
    assert len({moment.minute for moment in found}) > 20
    other = at_a_drawn_minute(b"other")
    assert [moment for moment in moments if other(moment)] != found


def test_a_notice_never_follows_the_look_by_less_than_ten_minutes() -> None:
    delays = Counter(drawn_delay() for _ in range(2000))

    assert SETTLING[0] <= min(delays)
    assert max(delays) < SETTLING[1]
    assert SETTLING[0] >= 600
    assert len(delays) > 500


def test_a_look_leaves_a_later_job_with_a_number_of_replies_and_no_more(
    worker: Worker, tmp_path: Path
) -> None:
    with Answering(answers=[(200, b"t" * 48)]) as server:
        queue, jobs = schedule(tmp_path / "jobs.db", served(worker, server))
        jobs[Job.LOOK].call_local()

    [waiting] = queue.pending()
    assert waiting.name.endswith(Job.NOTIFY.value)
    assert waiting.args == (3,)
    ahead = (waiting.eta - datetime.now(UTC).replace(tzinfo=None)).total_seconds()
    assert SETTLING[0] - 60 < ahead < SETTLING[1] + 60


def served(worker: Worker, server: Answering) -> Worker:
    """The same worker, and a server that is up."""
    assert worker.notifying is not None
    http = httpx.Client(base_url=server.address)
    return replace(worker, notifying=replace(worker.notifying, http=http))


def test_every_job_has_its_time(worker: Worker, tmp_path: Path) -> None:
    _, jobs = schedule(tmp_path / "jobs.db", worker)

    assert set(jobs) == set(Job)
    assert set(jobs) - set(TIMES) == {Job.LOOK, Job.NOTIFY}
    assert TIMES[Job.EXPIRE] == "59"  # what is kept is known by the hour: it ends with one


def test_without_the_key_nobody_is_texted_and_the_rest_goes_on(
    database: Database, database_url: str, tmp_path: Path, out: io.StringIO
) -> None:
    settings = HotlineSettings(hotline_database_url=database_url, server=NOBODY, demonstration=True)
    worker = build(settings, Log("hotline-worker", out), NoRemover(), {}, lambda: NOW)

    _, jobs = schedule(tmp_path / "jobs.db", worker)

    assert set(Job) - set(jobs) == {Job.LOOK, Job.NOTIFY, Job.OBEY}


def test_what_waits_for_a_day_is_said_and_what_waits_for_less_is_not(
    worker: Worker, database: Database, out: io.StringIO
) -> None:
    left(database, timedelta(hours=23))
    worker.watch(NOW)
    assert said(out) == []

    left(database, timedelta(hours=24))
    worker.watch(NOW)
    assert said(out) == [{"event": "removals_late", "process": "hotline-worker", "count": 2}]


def test_what_was_given_up_is_said_once_and_does_not_count_as_late(
    worker: Worker, database: Database, out: io.StringIO
) -> None:
    left(database, timedelta(days=15))

    worker.remove(NOW)
    worker.remove(NOW + timedelta(days=1))
    worker.watch(NOW)

    assert said(out) == [{"event": "removal_given_up", "process": "hotline-worker", "count": 1}]


def test_envelopes_that_wait_are_said_and_kept(worker: Worker, database: Database, out: io.StringIO) -> None:
    with database.begin() as tx:
        hotline.put_outbox(tx, [(b"o" * 16, b"sealed")])

    worker.deliver(NOW)
    worker.watch(NOW)

    assert [line["event"] for line in said(out)] == ["outbox_waits"]
    with database.read() as view:
        assert view.execute(outbox.select()).all()


def test_envelopes_go_by_the_directory_before_when_there_is_no_newer_one(
    worker: Worker, database: Database, organisation: World
) -> None:
    with database.begin() as tx:
        hotline.put_outbox(tx, [(bytes.fromhex(organisation.offices["conduct"]), looks_sealed())])
    http = httpx.Client(base_url=organisation.address)
    threshold, roots = pinned(organisation.folder / "org/pins.json")
    follower = Follower(http, Pins(roots, threshold), lambda: datetime.now(UTC))
    follower.refresh()
    http.event_hooks["request"] = [no_directory]

    replace(worker, courier=Courier(database, follower)).deliver(NOW)

    with database.read() as view:
        assert view.execute(outbox.select()).all() == []


def no_directory(request: httpx.Request) -> None:
    """The directory cannot be had; the intake is there."""
    if request.method == "GET":
        raise httpx.ConnectError("no")


def test_with_nothing_to_deliver_the_server_is_not_asked(worker: Worker, out: io.StringIO) -> None:
    worker.deliver(NOW)

    assert said(out) == []


def test_contacts_of_another_key_are_said(worker: Worker, database: Database, out: io.StringIO) -> None:
    other = BoxKeyPair.generate().public
    with database.begin() as tx:
        hotline.put_contact(tx, b"n" * 16, NOW.date(), seal_contact(other, {"channel": "sms"}))

    with Answering(answers=[(200, b"")]) as server:
        served(worker, server).notify(0, NOW)

    assert said(out) == [{"event": "contacts_unreadable", "process": "hotline-worker", "count": 1}]


def test_a_job_that_cannot_work_now_is_named_with_the_type_of_what_was_wrong(out: io.StringIO) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable

    attempt(Job.NOTIFY, refuse, Log("hotline-worker", out))(7)

    assert said(out) == [
        {"event": "job_failed", "process": "hotline-worker", "job": "send_notices", "error": "Unavailable"}
    ]


def test_a_job_is_not_begun_while_it_still_runs(out: io.StringIO) -> None:
    begun, go_on = threading.Event(), threading.Event()
    runs: list[datetime] = []

    def slow(now: datetime) -> None:
        runs.append(now)
        begun.set()
        go_on.wait(5)

    job = once(Job.REMOVE, slow, Log("hotline-worker", out))
    first = threading.Thread(target=job)
    first.start()
    begun.wait(5)
    job()
    go_on.set()
    first.join()
    job()

    assert len(runs) == 2


def test_the_notice_says_nothing_about_a_report_and_is_there_in_each_language() -> None:
    words = notice_words()

    for lang in ("en", "fr", "es", "zh_Hans", "zh", "ar", "ru", "xx"):
        assert words(lang)
    for word in ("report", "complaint", "SpeakUp", "office", "UN "):
        assert word.casefold() not in words("en").casefold()


def test_a_day_of_conversations_is_counted_quickly(worker: Worker, database: Database) -> None:
    rows = [
        {"id": number.to_bytes(16, "big"), "kind": "twilio_message", "thing": f"SM{number:032x}"}
        | {"since": 0, "tries": 0, "due": 0}
        for number in range(5000)
    ]
    with database.begin() as tx:
        tx.execute(insert(removals), rows)
        tx.execute(
            update(removals).where(removals.c.id < (2500).to_bytes(16, "big")).values(kind="twilio_media")
        )
    begun = datetime.now(UTC)

    with database.read() as view:
        found = hotline_jobs.due_removals(view, 1, 300)

    assert len(found) == 300
    assert datetime.now(UTC) - begun < timedelta(seconds=1)
