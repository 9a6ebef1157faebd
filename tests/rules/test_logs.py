"""The log is an allow-list: what an event does not list is not written, nor anything that a person sent."""

import io
import json
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.logs import FIELDS, Event, Log, Name, start
from tests import processes
from tests.processes import Server

MARKER = "Zwetschgenkuchen"


class Job(Name):
    """A name that the code chose."""

    EXPIRE = "expire"


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_fields() -> None:
    out = io.StringIO()

    Log("relay", out).record(Event.BATCH_FILED, filed=3, dropped=1)
    Log("worker", out).record(Event.JOB_FAILED, job=Job.EXPIRE, error=KeyError(MARKER))

    assert lines(out) == [
        {"event": "batch_filed", "process": "relay", "filed": 3, "dropped": 1},
        {"event": "job_failed", "process": "worker", "job": "expire", "error": "KeyError"},
    ]


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize(
    "value", [MARKER, MARKER.encode(), [MARKER], {MARKER: MARKER}, ValueError(MARKER), 1.5]
)
def test_no_value_of_another_kind_is_written(event: Event, value: object) -> None:
    out = io.StringIO()

    Log("web", out).record(event, **dict.fromkeys(FIELDS[event], value), other=value, path=value)

    assert MARKER not in out.getvalue()
    assert set(lines(out)[0]) <= {"event", "process", *FIELDS[event]}


def test_an_event_that_is_not_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="not a valid Event"):
        Log("web", io.StringIO()).record(MARKER)  # type: ignore[arg-type]  # that is the point


@pytest.fixture
def voices() -> Iterator[io.StringIO]:
    """A started log; the libraries' loggers are as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    start("web", out)
    yield out
    root.handlers[:], root.level = handlers, level


def test_a_library_may_say_that_something_went_wrong_and_not_what(voices: io.StringIO) -> None:
    try:
        raise RuntimeError(MARKER)
    except RuntimeError:
        logging.getLogger("some.library").exception("could not handle %s", MARKER)
    logging.getLogger("httpx").info("GET https://example/%s", MARKER)
    logging.getLogger("gunicorn.access").error("%s", MARKER)

    assert MARKER not in voices.getvalue()
    assert lines(voices) == [
        {"event": "library_warning", "process": "web", "level": 40, "error": "RuntimeError"}
    ]


RAISING = "tests.rules.raising:made()"


def test_gunicorn_says_that_a_request_failed_and_not_which(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with processes.web(Server.GUNICORN, RAISING, {}, log, health="/health", workers=1) as web:
        answer = httpx.get(f"{web.address}/sms/generic?token={MARKER}")

    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert MARKER not in log.read_text()
    assert {"event": "library_warning", "process": "gateway", "level": 40, "error": "RuntimeError"} in [
        json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")
    ]


@pytest.mark.slow
def test_gunicorn_says_why_it_cannot_start(tmp_path: Path) -> None:
    with processes.web(Server.GUNICORN, RAISING, {}, tmp_path / "log", health="/health") as web:
        commands = [
            processes.web_command(Server.GUNICORN, RAISING, web.port),
            processes.web_command(Server.GUNICORN, "tests.rules.absent:app", processes.free_port()),
        ]
        said = [subprocess.run(each, cwd=processes.ROOT, capture_output=True, text=True) for each in commands]

    assert f"Connection in use: ('127.0.0.1', {web.port})" in said[0].stderr
    assert "tests.rules.absent" in said[1].stderr
