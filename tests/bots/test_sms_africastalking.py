"""Texts through Africa's Talking: believed by the secret in the address, answered once."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.conversation.world import Reply
from bots.sms.africastalking import PLACE as DOOR
from bots.sms.africastalking import Recipient, send
from bots.sms.once import Once
from tests.bots.fake_texts import KEY, FakeTexts
from tests.bots.served import emptied, gateway_app, gateway_of, session
from tests.bots.twilio_requests import PHONE, secret_file
from tests.desk.world import World, world

SECRET = "a-secret-address-that-must-stand-in-no-log"
PATH = f"/sms/africastalking/{SECRET}"
STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("organisation"), migrated_file) as organisation:
        yield organisation


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeTexts]:
    with FakeTexts() as fake:
        yield fake


@pytest.fixture(scope="module")
def application(
    served: World, provider: FakeTexts, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("africastalking")
    with gateway_app(
        served,
        folder,
        migrated_file,
        africastalking_username="hotline",
        africastalking_key_file=secret_file(folder, "key", KEY),
        africastalking_token_file=secret_file(folder, "secret", SECRET),
        africastalking_api=provider.address,
    ) as app:
        yield app


@pytest.fixture
def texts(provider: FakeTexts) -> FakeTexts:
    """The provider, as on the first day."""
    provider.sent.clear()
    provider.answers.clear()
    provider.down = provider.lost = False
    provider.slow = 0
    return provider


@pytest.fixture
def door(application: Any, texts: FakeTexts) -> FlaskClient:
    """The gateway, with an empty store."""
    emptied(application)
    client: FlaskClient = application.test_client()
    return client


def form(text: str, name: str = "", **more: str) -> dict[str, str]:
    """Their form, with a test number."""
    fields = {
        "from": PHONE,
        "to": "22384",
        "text": text,
        "date": "2026-11-21T13:00:00Z",
        "id": name,
        "linkId": "L-1",
    }
    return {**fields, **more}


def test_the_answer_goes_out_by_their_api(door: FlaskClient, texts: FakeTexts) -> None:
    assert door.post(PATH, data=form("hello", "1")).status_code == 200
    assert [each["message"].partition(":")[0] for each in texts.sent] == ["Texts are not secret", "SpeakUp"]
    assert {(each["to"], each["from"], each["linkId"], each["username"]) for each in texts.sent} == {
        (PHONE, "22384", "L-1", "hotline")
    }
    assert set(texts.keys) == {KEY}


@pytest.mark.parametrize(
    "path", ["/sms/africastalking/wrong", "/sms/africastalking/", "/sms/africastalking/%D0%B6"]
)
def test_another_address_is_not_there(door: FlaskClient, texts: FakeTexts, path: str) -> None:
    assert door.post(path, data=form(STORY, "1")).status_code == 404
    assert texts.sent == []
    assert session(door.application, "sms", PHONE) == ""


def test_a_message_that_comes_again_sends_nothing_again(door: FlaskClient, texts: FakeTexts) -> None:
    for _ in range(3):
        assert door.post(PATH, data=form("hello", "1")).status_code == 200
    assert len(texts.sent) == 2


def test_the_provider_down_costs_nothing_but_time(door: FlaskClient, texts: FakeTexts) -> None:
    """Refused for the moment: the answer is kept, and goes out when the message is brought again."""
    door.post(PATH, data=form(STORY, "1"))
    texts.sent.clear()
    texts.answers[:] = [(503, 0)]
    assert door.post(PATH, data=form("SEND", "2")).status_code == 503
    assert texts.sent == []
    assert door.post(PATH, data=form("SEND", "2")).status_code == 200
    [receipt] = texts.sent
    assert "Your code" in receipt["message"]
    door.post(PATH, data=form("SEND", "2"))
    assert len(texts.sent) == 1


def test_what_went_out_does_not_go_out_again_with_the_rest(door: FlaskClient, texts: FakeTexts) -> None:
    texts.answers[:] = [(201, 101), (201, 405)]  # the second: no money left
    assert door.post(PATH, data=form("hello", "1")).status_code == 503
    texts.answers.clear()
    assert door.post(PATH, data=form("hello", "1")).status_code == 200
    assert [each["message"].partition(":")[0] for each in texts.sent] == ["Texts are not secret", "SpeakUp"]


def test_a_provider_that_does_not_say_gets_no_second_copy(door: FlaskClient, texts: FakeTexts) -> None:
    texts.lost = True
    assert door.post(PATH, data=form("hello", "1")).status_code == 200
    assert len(texts.sent) == 2
    texts.lost = False
    door.post(PATH, data=form("hello", "1"))
    assert len(texts.sent) == 2


def test_a_receipt_of_which_they_do_not_say_whether_they_took_it_is_sent_again(
    door: FlaskClient, texts: FakeTexts
) -> None:
    door.post(PATH, data=form(STORY, "1"))
    texts.sent.clear()
    texts.lost = True
    assert door.post(PATH, data=form("SEND", "2")).status_code == 503
    texts.lost = False
    assert door.post(PATH, data=form("SEND", "2")).status_code == 200
    first, second = texts.sent
    assert "Your code" in first["message"]
    assert second == first


def test_all_texts_of_an_answer_together_have_their_time(door: FlaskClient, texts: FakeTexts) -> None:
    texts.slow, begun = 0.4, time.monotonic()
    once = Once(gateway_of(door.application).keeping, "africastalking", PHONE, "1")
    replies = [Reply("menu", f"Text {number}") for number in range(5)]
    account = door.application.extensions[DOOR]
    assert not send(account, once, Recipient(PHONE, "22384", ""), replies, 0.6)
    assert time.monotonic() - begun < 1.2
    time.sleep(0.4)  # the provider still takes the text that was given up


def test_the_same_message_at_once_is_answered_once(door: FlaskClient, texts: FakeTexts) -> None:
    texts.slow = 0.2
    calls = [
        Thread(target=lambda: door.application.test_client().post(PATH, data=form("hello", "1")))
        for _ in range(8)
    ]
    for each in calls:
        each.start()
    for each in calls:
        each.join()
    assert len(texts.sent) == 2


@pytest.mark.parametrize("code", [403, 406, 409])
def test_whom_they_refuse_is_not_tried_again(door: FlaskClient, texts: FakeTexts, code: int) -> None:
    texts.answers[:] = [(201, code), (201, code)]
    assert door.post(PATH, data=form("hello", "1")).status_code == 200
    assert texts.sent == []


def test_a_stop_word_is_answered_since_nobody_blocks_the_answer(door: FlaskClient, texts: FakeTexts) -> None:
    door.post(PATH, data=form("STOP", "1"))
    assert ["Stopped." in each["message"] for each in texts.sent] == [True]


@pytest.mark.parametrize("sender", ["", "MPESA", "22384", "\x00"])
def test_whom_no_answer_can_reach_gets_none(door: FlaskClient, texts: FakeTexts, sender: str) -> None:
    assert door.post(PATH, data=form("Your balance is 5.", "1", **{"from": sender})).status_code == 200
    assert texts.sent == []


@pytest.mark.parametrize("text", ["", "a" * 1600, "🙂" * 800, "Это и 这 و " * 90, "nul\x00\x1b"])
def test_whatever_a_text_holds_it_is_answered(door: FlaskClient, texts: FakeTexts, text: str) -> None:
    assert door.post(PATH, data=form(text)).status_code == 200
    assert texts.sent


def test_only_post_is_answered(door: FlaskClient) -> None:
    assert door.get(PATH).status_code == 405


def test_without_the_store_the_person_is_told_to_send_it_again(
    served: World, texts: FakeTexts, tmp_path: Path, migrated_file: Path
) -> None:
    with gateway_app(
        served,
        tmp_path,
        migrated_file,
        africastalking_username="hotline",
        africastalking_key_file=secret_file(tmp_path, "key", KEY),
        africastalking_token_file=secret_file(tmp_path, "secret", SECRET),
        africastalking_api=texts.address,
    ) as app:
        for file in tmp_path.glob("hotline.db*"):
            file.rename(tmp_path / f"away-{file.name}")
        gateway_of(app).database.close()
        assert app.test_client().post(PATH, data=form(STORY, "1")).status_code == 200
    assert [each["message"] for each in texts.sent] == [
        "We could not do that just now. Please send it again in some minutes."
    ]
