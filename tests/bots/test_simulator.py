"""The simulator: there only in a demonstration, for its own page only, over the real engine and sealing."""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.desk.cases import page
from app.desk.desk import Desk
from app.desk.files import files_of, save
from app.domain.case import Case
from app.logs import Log
from app.storage.database import open_database
from app.storage.tables import conversations, outbox, removals
from bots.gateway import create_app
from bots.simulator.calls import sound
from tests.bots.hotline import settings
from tests.desk.world import World, world

Arrived = Callable[[], tuple[Desk, list[Case]]]
MARKER = "Zwetschgenkuchen"
PATHS = ("/simulator", "/simulator/place", "/simulator/assets/simulator.js")
POSTS = ("/simulator/turn", "/simulator/call", "/simulator/call/over")
NUMBERS_ONLY = ("1", "1", "1", "1", "2", "1", "UN-Habitat", "2", "0", "0", "2", "0", "1", "1", "1", "SEND")
SPOKEN = ("1", "1", "1", "2", "1", "1", "1", "1")  # a child, may answer, nobody works there


def gateway(organisation: World, folder: Path, migrated: Path, **more: Any) -> Flask:
    """The gateway as its server builds it, with an empty store; the tests deliver by themselves."""
    shutil.copy(migrated, folder / "hotline.db")
    app = create_app(settings(organisation, folder, **more), Log("gateway"))
    app.extensions["hotline"].background.pid = os.getpid()
    return app


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    """One organisation for everything here; each test reads the cases that came in it."""
    with world(tmp_path_factory.mktemp("organisation"), migrated_file) as made:
        yield made


@pytest.fixture(scope="module")
def app(served: World, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Flask:
    """The gateway of a demonstration; everybody in it has an address of their own."""
    return gateway(served, tmp_path_factory.mktemp("gateway"), migrated_file, demonstration=True)


@pytest.fixture
def http(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def arrived(app: Flask, served: World) -> Arrived:
    """Has what was sealed filed; the desk, and the cases that are new in this test."""
    before = {case.thread for desk in desks(served) for case in desk.cases}

    def filed() -> tuple[Desk, list[Case]]:
        app.extensions["hotline"].background.courier.deliver()
        served.relay()
        new = [(desk, case) for desk in desks(served) for case in desk.cases if case.thread not in before]
        return new[0][0], [case for _, case in new]

    return filed


def desks(served: World) -> list[Desk]:
    """A desk of each office."""
    return [served.desk(title) for title in ("Focal point A1", "Focal point B1")]


class Phone:
    """Somebody at the page."""

    def __init__(self, http: FlaskClient, channel: str = "sms", lang: str = "en") -> None:
        self.http, self.channel, self.lang = http, channel, lang
        self.address = secrets.token_hex(16)

    def post(self, text: str, message: str = "") -> dict[str, Any]:
        """One message, and what is answered."""
        turn = {"channel": self.channel, "address": self.address, "lang": self.lang, "text": text}
        answer = self.http.post("/simulator/turn", json=turn | {"message": message or secrets.token_hex(16)})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json
        return found

    def says(self, *texts: str) -> list[dict[str, Any]]:
        """Some messages; the replies to the last."""
        replies: list[dict[str, Any]] = []
        for text in texts:
            replies = self.post(text)["replies"]
        return replies


class Caller:
    """Somebody at the keypad."""

    def __init__(self, http: FlaskClient) -> None:
        self.http, self.call, self.n = http, secrets.token_hex(16), 0
        self.heard = ""

    def step(self, keys: str = "", said: str = "") -> dict[str, Any]:
        """One step; what the line does then."""
        asked = {"call": self.call, "n": str(self.n), "keys": keys, "said": said}
        answer = self.http.post("/simulator/call", json=asked)
        assert answer.status_code == 200, answer.text
        self.n, self.heard = answer.json["n"], " ".join(each["text"] for each in answer.json["heard"])
        action: dict[str, Any] = answer.json["action"]
        return action


def counted(folder: Path, table: Any) -> int:
    """How many rows the gateway's store has."""
    database = open_database(f"sqlite:///{folder}/hotline.db")
    with database.read() as view:
        found = view.execute(select(func.count()).select_from(table)).scalar_one()
    database.close()
    return int(found)


def test_outside_of_a_demonstration_nothing_of_it_is_there(
    served: World, tmp_path: Path, migrated_file: Path
) -> None:
    http = gateway(served, tmp_path, migrated_file).test_client()

    assert [http.get(path).status_code for path in PATHS] == [404] * len(PATHS)
    assert [http.post(path, json={}).status_code for path in POSTS] == [404] * len(POSTS)


def test_the_page_comes_with_the_headers_of_the_product_and_runs_nothing_inline(http: FlaskClient) -> None:
    answer = http.get("/simulator")

    assert answer.status_code == 200, "run `make build` first"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<style" not in answer.text
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    assert scripts
    assert all(' src="/simulator/assets/' in opened and not inside for opened, inside in scripts)
    for name in re.findall(r'(?:src|href)="(/simulator/[^"]+)"', answer.text):
        assert http.get(name).status_code == 200


@pytest.mark.parametrize("path", ["..%2fsimulator.html", "%2e%2e/simulator.html", "nothing.js"])
def test_no_path_leads_off_the_shelf(http: FlaskClient, path: str) -> None:
    assert http.get(f"/simulator/assets/{path}").status_code == 404


@pytest.mark.parametrize("path", POSTS)
def test_a_page_from_elsewhere_is_refused(http: FlaskClient, path: str) -> None:
    answer = http.post(path, json={}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_a_report_by_text_costs_two_messages_at_most_and_reaches_the_desk(
    http: FlaskClient, arrived: Arrived
) -> None:
    (receipt,) = Phone(http).says(*NUMBERS_ONLY)

    assert (receipt["key"], receipt["choices"], receipt["link"]) == ("receipt", [], None)
    assert receipt["segments"] <= 2
    _, (case,) = arrived()
    assert case.reports[0].payload.channel == "sms"


def test_a_message_that_comes_again_is_answered_the_same_and_acts_once(
    http: FlaskClient, arrived: Arrived
) -> None:
    phone = Phone(http)
    phone.says(*NUMBERS_ONLY[:-1])
    name = secrets.token_hex(16)

    assert phone.post("SEND", name) == phone.post("SEND", name)
    _, cases = arrived()
    assert len(cases) == 1


def test_telegram_has_buttons_and_the_way_to_the_app(http: FlaskClient) -> None:
    honest, privacy = Phone(http, "telegram", "fr").says("1")

    assert honest["link"]["url"] == "https://speakup.example.org"
    assert [key for key, _ in privacy["choices"]] == ["1", "0"]
    assert http.get("/simulator/place").json == {"app": "https://speakup.example.org"}


def test_a_conversation_begins_in_the_language_of_the_page(http: FlaskClient) -> None:
    assert Phone(http, "sms", "zh_Hans").post("1")["lang"] == "zh-Hans"


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "fax"},
        {"address": MARKER},
        {"message": ""},
        {"text": MARKER * 400},
        {"text": [MARKER]},
        {"address": "0" * 31},
    ],
)
def test_what_no_page_of_ours_posts_is_refused_without_repeating_it(
    http: FlaskClient, wrong: dict[str, Any]
) -> None:
    right = {"channel": "sms", "address": "0" * 32, "message": "1" * 32, "text": "1", "lang": "en"}

    answer = http.post("/simulator/turn", json=right | wrong)

    assert answer.status_code == 400
    assert MARKER not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", MARKER.encode()])
@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_no_object_is_refused(http: FlaskClient, path: str, body: bytes) -> None:
    answer = http.post(path, data=body, content_type="application/json")

    assert answer.status_code == 400
    assert MARKER not in answer.text


@pytest.mark.parametrize("wrong", [{"n": "-1"}, {"n": "x"}, {"keys": MARKER}, {"call": "1"}])
def test_keys_that_no_phone_has_are_refused(http: FlaskClient, wrong: dict[str, str]) -> None:
    right = {"call": "0" * 32, "n": "0", "keys": ""}

    assert http.post("/simulator/call", json=right | wrong).status_code == 400


def test_a_spoken_report_is_a_sealed_file_at_the_desk_and_no_word_of_it_stays(
    http: FlaskClient, arrived: Arrived, tmp_path: Path
) -> None:
    caller = Caller(http)
    caller.step()
    for key in (*SPOKEN, "2"):
        action = caller.step(key)
    assert action["name"] == "Record"
    assert caller.step(said=MARKER)["name"] == "Gather"
    caller.step("1")
    assert re.search(r"(?:\d ){19}\d", caller.heard)

    desk, (case,) = arrived()
    (file,) = files_of(case)
    assert file.entry is not None
    list(save(desk, case, tmp_path / "files"))
    (written,) = (tmp_path / "files").iterdir()
    assert written.read_bytes() == sound(MARKER)
    assert MARKER not in "\n".join(page(desk, case))


def test_nothing_is_left_for_a_provider_to_delete_and_hanging_up_erases_the_call(
    served: World, tmp_path: Path, migrated_file: Path
) -> None:
    http = gateway(served, tmp_path, migrated_file, demonstration=True).test_client()
    caller = Caller(http)
    caller.step()
    for key in (*SPOKEN, "2"):
        caller.step(key)
    caller.step(said=MARKER)

    over = http.post("/simulator/call/over", json={"call": caller.call, "n": str(caller.n)})

    assert over.status_code == 204
    assert counted(tmp_path, conversations) == 0
    assert counted(tmp_path, removals) == 0
    assert counted(tmp_path, outbox) == 0
