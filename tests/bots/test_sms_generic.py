"""Texts through any gateway that speaks HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from bots.sms.senders import number_of
from tests.bots.served import emptied, gateway_app, session
from tests.bots.twilio_requests import OTHER_PHONE, PHONE, secret_file
from tests.desk.world import world

PATH = "/sms/generic"
TOKEN = "a-gateway-token-that-must-stand-in-no-log"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("generic")
    with (
        world(tmp_path_factory.mktemp("organisation"), migrated_file) as organisation,
        gateway_app(
            organisation, folder, migrated_file, sms_token_file=secret_file(folder, "token", TOKEN)
        ) as app,
    ):
        yield app


@pytest.fixture
def door(application: Any) -> FlaskClient:
    """The gateway, with an empty store."""
    emptied(application)
    client: FlaskClient = application.test_client()
    return client


def kept(door: FlaskClient, address: str = PHONE) -> str:
    return session(door.application, "sms", address)


@pytest.mark.parametrize(
    ("sender", "text", "name"),
    [
        ("from", "text", "id"),
        ("sender", "message", "message_id"),
        ("msisdn", "body", "messageId"),
        ("phone", "content", "id"),
    ],
)
def test_gateways_name_things_as_they_like(door: FlaskClient, sender: str, text: str, name: str) -> None:
    fields = {sender: PHONE, text: "hello", name: "1"}
    as_json = door.post(PATH, json=fields, headers=BEARER).get_json()
    assert [said.partition(".")[0] for said in as_json["replies"]] == [
        "Texts are not secret: the phone company can read them",
        "SpeakUp: 1 Report 2 Rules 3 Questions 4 Quiz 5 Help now 6 Check a report",
    ]
    assert door.post(PATH, data=fields, headers=BEARER).get_json() == as_json, "the same message"
    assert door.get(PATH, query_string=fields, headers=BEARER).get_json() == as_json


def test_who_wants_plain_text_gets_plain_text(door: FlaskClient) -> None:
    fields = {"from": PHONE, "text": "hello"}
    answer = door.post(PATH, json=fields, headers={**BEARER, "Accept": "text/plain"})
    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).startswith("Texts are not secret")


@pytest.mark.parametrize("where", ["query", "form", "json"])
def test_the_token_may_be_a_field(door: FlaskClient, where: str) -> None:
    fields = {"from": PHONE, "text": "hello", "token": TOKEN}
    sent: dict[str, Any] = {
        "query": {"query_string": fields},
        "form": {"data": fields},
        "json": {"json": fields},
    }
    assert door.post(PATH, **sent[where]).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {TOKEN}"},
    ],
)
def test_without_the_token_nothing_is_done_and_nothing_repeated(
    door: FlaskClient, headers: dict[str, str]
) -> None:
    answer = door.post(PATH, json={"from": PHONE, "text": STORY}, headers=headers)
    assert answer.status_code == 401
    assert PHONE.encode() not in answer.data
    assert b"UN-Habitat" not in answer.data
    assert kept(door) == ""


def test_a_token_of_letters_that_no_token_has_is_wrong(door: FlaskClient) -> None:
    assert door.get(PATH, query_string={"from": PHONE, "text": "x", "token": "ключ🙂"}).status_code == 401


def test_a_message_that_comes_again_acts_once(door: FlaskClient) -> None:
    door.post(PATH, json={"from": PHONE, "text": STORY, "id": 7}, headers=BEARER)
    first = door.post(PATH, json={"from": PHONE, "text": "SEND", "id": 8}, headers=BEARER).get_json()
    again = door.post(PATH, json={"from": PHONE, "text": "SEND", "id": 8}, headers=BEARER).get_json()
    assert "Your code" in first["replies"][0]
    assert again == first


def test_the_same_id_of_another_person_is_another_message(door: FlaskClient) -> None:
    for sender in (PHONE, OTHER_PHONE):
        door.post(PATH, json={"from": sender, "text": STORY, "id": "1"}, headers=BEARER)
    assert kept(door)
    assert kept(door, OTHER_PHONE)


def test_pieces_of_a_long_text_are_heard_as_one(door: FlaskClient) -> None:
    second = {"from": PHONE, "text": STORY[40:], "id": "2", "ref": "9", "part": "2", "parts": 2}
    first = {"from": PHONE, "text": STORY[:40], "id": "1", "ref": "9", "part": 1, "parts": "2"}
    assert door.post(PATH, json=second, headers=BEARER).get_json() == {"replies": []}
    assert door.post(PATH, json=first, headers=BEARER).get_json()["replies"]
    assert STORY in kept(door)


def test_pieces_that_all_have_the_id_of_their_text_are_all_heard(door: FlaskClient) -> None:
    for number, text in enumerate((STORY[:40], STORY[40:]), 1):
        piece = {"from": PHONE, "text": text, "id": "1", "ref": "9", "part": number, "parts": 2}
        door.post(PATH, json=piece, headers=BEARER)
    assert STORY in kept(door)


@pytest.mark.parametrize(
    "piece", [("9", "3", "2"), ("9", "0", "2"), ("9", "x", "2"), ("9", "1", "9999999"), ("", "1", "2")]
)
def test_numbers_of_pieces_that_make_no_sense_are_passed_over(
    door: FlaskClient, piece: tuple[str, str, str]
) -> None:
    fields = dict(zip(("ref", "part", "parts"), piece, strict=True))
    answer = door.post(PATH, json={"from": PHONE, "text": STORY, **fields}, headers=BEARER)
    assert answer.get_json()["replies"]
    assert STORY in kept(door)


@pytest.mark.parametrize(
    "sender", ["", "MPESA", "12345", None, [], {}, True, "\x00", "+" + "9" * 40, "٠١٢٣٤٥٦٧٨"]
)
def test_whom_no_answer_can_reach_gets_none(door: FlaskClient, sender: object) -> None:
    answer = door.post(PATH, json={"from": sender, "text": "Your balance is 5."}, headers=BEARER)
    assert answer.get_json() == {"replies": []}


@pytest.mark.parametrize(
    "text",
    ["", None, 5, "a" * 1600, "🙂" * 800, "Это и 这 و " * 90, "nul\x00\x1b[31m", "\ud800", ["x"], {"a": 1}],
)
def test_whatever_a_text_holds_it_is_answered(door: FlaskClient, text: object) -> None:
    answer = door.post(PATH, json={"from": PHONE, "text": text}, headers=BEARER)
    assert answer.status_code == 200
    assert answer.get_json()["replies"]


@pytest.mark.parametrize("name", ["\ud800", "\x00", "🙂" * 500, 10**300, -1, 1.5, None, [], {"a": 1}])
def test_whatever_an_id_or_a_reference_is_the_text_is_heard(door: FlaskClient, name: object) -> None:
    fields = {"from": PHONE, "text": STORY, "id": name, "ref": name, "part": 1, "parts": 1}
    assert door.post(PATH, json=fields, headers=BEARER).get_json()["replies"]
    assert STORY in kept(door)
    pieces = {
        **fields,
        "text": "One more thing\ud83d that we all saw there in the camp.",
        "id": 2,
        "parts": 2,
    }
    assert door.post(PATH, json=pieces, headers=BEARER).status_code == 200
    assert door.post(PATH, json={**pieces, "part": 2, "id": 3}, headers=BEARER).status_code == 200
    assert "in the camp" in kept(door)


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b"\xff\xfe", b"null", b"[" * 100_000])
def test_what_is_no_object_is_refused_in_neutral_words(door: FlaskClient, body: bytes) -> None:
    answer = door.post(PATH, data=body, content_type="application/json", headers=BEARER)
    assert answer.status_code == 400
    assert answer.get_json()["replies"] == []


def test_a_body_that_is_too_large_is_refused(door: FlaskClient) -> None:
    body = {"from": PHONE, "text": "x" * 300_000}
    assert door.post(PATH, json=body, headers=BEARER).status_code == 413


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(door: FlaskClient, method: str) -> None:
    assert getattr(door, method)(PATH, headers=BEARER).status_code == 405


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+254 700 000 000", "+254700000000"),
        (" 254700000000", "+254700000000"),
        ("00254-700-000-000", "+254700000000"),
        ("0700000000", "0700000000"),
        ("254700000000", "254700000000"),
        ("+1 (500) 555-0006", PHONE),
        ("12345", ""),
        ("AIRTEL", ""),
        ("++254700000000", ""),
    ],
)
def test_a_number_has_one_writing(written: str, number: str) -> None:
    assert number_of(written) == number
