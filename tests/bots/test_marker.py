"""A report by text goes the whole way through real processes; then it is in no file, of nobody.

Searched: both stores with their logs, the queues, and what every process wrote. Sought: the words, the
number, the receipt, the answer, the provider's token.
"""

import re
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.desk.desk import Desk
from app.desk.entry import Entrance, device_file, unlocked
from app.sealing.receipt import parse
from app.storage.database import Database
from tests.bots.fake_twilio import TOKEN
from tests.bots.running import Running, running
from tests.bots.twilio_requests import sid
from tests.faults.campaign import until
from tests.installation import PASSPHRASE, install, now
from tests.test_marker import ANSWER, NUMBER, WORD, read_all, sought, store_files

OTHER = "+254700123000"
TWENTY = re.compile(r"\d{5}(?: \d{5}){3}")
TEXTS = (
    *(
        "hello",
        "1",
        "1",
        "1",
        "1",
        "2",
        "1",
        f"UN-Habitat {WORD}",
        "2",
        WORD,
        f"{WORD} called me from {NUMBER}",
    ),
    *("DONE", "1", "0", "1", "1", "1"),
)


@dataclass(frozen=True)
class Left:
    """What the whole way has left behind, and what must be in none of it."""

    files: Mapping[str, bytes]
    answers: list[str]
    sought: Mapping[str, bytes]


@pytest.fixture
def left(tmp_path: Path, database_url: str, database: Database) -> Left:
    installed = install(tmp_path / "installed", database_url)
    with running(installed) as made, ExitStack() as stack:
        stack.callback(made.start_api().process.stop)
        stack.callback(made.start_gateway().process.stop)
        stack.callback(made.start_relay().stop)
        stack.callback(made.start_worker().stop)
        answers = [made.text(text, NUMBER) for text in TEXTS]
        name = sid()
        receipt = parse(TWENTY.findall(made.text("SEND", NUMBER, name))[0])[0]
        assert receipt.groups in made.text("SEND", NUMBER, name), "the same again"
        answer(made, tmp_path)
        assert ANSWER in made.text(f"CHECK {receipt.groups}", NUMBER)
        answers += bad(made)
        made.text("STOP", OTHER)
        time.sleep(3)  # the worker looks at its queue every two seconds
        files = {**store_files(database_url), **read_all(installed.folder, "*.db*")}
        files |= read_all(made.logs, "*")
    wanted = sought(receipt, installed)
    kept = {what: wanted[what] for what in wanted if not what.endswith("address") and what != "user agent"}
    return Left(files, answers, kept | {"token": TOKEN.encode(), "other number": OTHER[1:].encode()})


def answer(made: Running, folder: Path) -> None:
    """Open and answer the report at its office."""
    address = f"http://127.0.0.1:{made.api}"
    desks = []
    for path in sorted((made.installed.workspace.folder / "devices").glob("*.json"))[:4]:
        device = unlocked(device_file(path), PASSPHRASE)
        entrance = Entrance(device, folder / f"{path.stem}.desk", made.installed.workspace.pins(), now)
        desks.append(entrance.online(httpx.Client(base_url=address), address))
    until(lambda: any(has_case(desk) for desk in desks), 20)
    desk = next(each for each in desks if each.cases)
    [case] = desk.cases
    assert WORD in repr(case)
    desk.opened(case)
    desk.acknowledge(case, ANSWER)


def has_case(desk: Desk) -> bool:
    desk.sync()
    return bool(desk.cases)


def bad(made: Running) -> list[str]:
    """Answers to what is no text of Twilio's, with the marker wherever it can be."""
    address = f"http://127.0.0.1:{made.gateway}"
    form = {"Body": WORD, "From": NUMBER, "MessageSid": WORD}
    answers = [
        httpx.post(f"{address}/sms/twilio", data=form),
        httpx.post(f"{address}/sms/twilio", data=form, headers={"X-Twilio-Signature": WORD}),
        httpx.get(f"{address}/{WORD}?q={NUMBER}"),
        httpx.request("PATCH", f"{address}/sms/twilio", content=f"{WORD}{NUMBER}".encode()),
        httpx.post(f"{address}/voice/twilio", data=form),
    ]
    assert all(each.status_code >= 400 for each in answers)
    return [repr(each.headers) + each.text for each in answers]


def test_nothing_of_a_report_by_text_is_found_in_any_file_or_answer(left: Left) -> None:
    found = [
        f"{what} in {name}"
        for name, content in left.files.items()
        for what, bytes_ in left.sought.items()
        if bytes_ in content
    ]

    assert found == []
    assert any("hotline_jobs" in name for name in left.files)
    assert not [each for each in left.answers if WORD in each or NUMBER[1:] in each]
