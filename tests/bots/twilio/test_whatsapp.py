"""WhatsApp through Twilio: opaque addresses, buttons and lists, nothing said twice."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from app.hotline_config import HotlineSettings
from bots.sms.account import PLACE as ACCOUNT_PLACE
from tests.bots import served
from tests.bots.fake_twilio import ACCOUNT, FakeTwilio
from tests.bots.served import emptied, gateway_app, to_delete
from tests.bots.twilio_requests import (
    BASE,
    WHATSAPP_PHONE,
    WHATSAPP_SENDER,
    Door,
    button,
    picked,
    sid,
    status,
    whatsapp,
)
from tests.desk.world import World

PATH = "/whatsapp/twilio"
MENU = "SpeakUp: 1 Report"
SAFE = "Are you safe right now?"


def of_twilio(made: HotlineSettings) -> dict[str, Any]:
    return {
        "hotline_url": BASE,
        "twilio_account": ACCOUNT,
        "twilio_token_file": made.twilio_token_file,
        "twilio_whatsapp": WHATSAPP_SENDER,
        "twilio_api": made.twilio_api,
    }


@pytest.fixture(scope="module")
def with_buttons(
    organisation: World, made: HotlineSettings, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[Flask]:
    folder, path = tmp_path_factory.mktemp("gateway"), made.whatsapp_contents_file
    with gateway_app(
        organisation, folder, migrated_file, whatsapp_contents_file=path, **of_twilio(made)
    ) as app:
        yield app


@pytest.fixture(scope="module")
def without(
    organisation: World, made: HotlineSettings, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("plain")
    with gateway_app(organisation, folder, migrated_file, **of_twilio(made)) as app:
        yield app


@pytest.fixture
def door(with_buttons: Flask, twilio: FakeTwilio) -> Door:
    """A gateway with contents, its store empty."""
    emptied(with_buttons)
    return Door(with_buttons.test_client())


@pytest.fixture
def plain(without: Flask, twilio: FakeTwilio) -> Door:
    """A gateway without contents, its store empty."""
    emptied(without)
    return Door(without.test_client())


def session(door: Door, address: str = WHATSAPP_PHONE) -> str:
    return served.session(door.client.application, "whatsapp", address)


def at_safe(door: Door) -> None:
    """As far as the first question that has buttons for everything."""
    door.says(PATH, whatsapp("hello"))
    door.says(PATH, whatsapp("1"))


def test_without_contents_everything_is_text_with_numbers(plain: Door, twilio: FakeTwilio) -> None:
    honest, menu = plain.says(PATH, whatsapp("hello"))
    assert honest.startswith("We seal what you send only when it reaches us.")
    assert menu.startswith(MENU)
    assert plain.says(PATH, whatsapp("1"))[0].startswith("Others may read this phone")
    assert plain.says(PATH, whatsapp("1"))[0].startswith(SAFE)
    assert twilio.requests == []


def test_what_has_no_choices_goes_by_twiml(door: Door, twilio: FakeTwilio) -> None:
    assert len(door.says(PATH, whatsapp("CHECK"))) == 2
    assert twilio.requests == []


def test_a_question_goes_out_with_buttons(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    twilio.requests.clear()
    assert door.says(PATH, whatsapp("1")) == []
    [asked] = twilio.asked("POST", "/Messages.json")
    variables = json.loads(asked["ContentVariables"])
    assert variables["1"].startswith(SAFE)
    assert [variables[number] for number in "234567"] == ["Yes", "1", "No", "2", "Not sure", "3"]
    assert twilio.things[asked["ContentSid"]]["friendly_name"] == "speakup_quick_3"
    assert (asked["To"], asked["From"]) == (WHATSAPP_PHONE, WHATSAPP_SENDER)
    assert asked["StatusCallback"] == f"{BASE}/sms/twilio/status"


def test_a_button_that_is_pressed_is_the_answer(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    door.says(PATH, button("1", "Go on"))
    assert door.says(PATH, button("1", "Yes")) == []
    listed = json.loads(twilio.sent[-1]["ContentVariables"])
    assert listed["1"].startswith("Are you telling us about")
    assert listed["2"] == "Menu"
    assert twilio.things[twilio.sent[-1]["ContentSid"]]["friendly_name"] == "speakup_list_4"
    door.says(PATH, picked("2", "I saw it"))
    assert '["role","2"]' in session(door)


@pytest.mark.parametrize("form", [button("", "2"), {**whatsapp("2"), "ButtonText": ""}])
def test_without_an_id_the_title_or_the_text_counts(door: Door, form: dict[str, str]) -> None:
    at_safe(door)
    door.says(PATH, button("1", "Go on"))
    door.says(PATH, form)
    assert '["safe","2"]' in session(door)


def test_names_at_the_edge_are_kept_nowhere(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    assert "Wolpertinger" not in session(door)
    assert "Wolpertinger" not in json.dumps(twilio.sent)


@pytest.mark.parametrize("address", ["whatsapp:CC.a1B2c3", "whatsapp:+15005550009", "whatsapp:" + "x" * 120])
def test_an_address_is_opaque(door: Door, twilio: FakeTwilio, address: str) -> None:
    door.says(PATH, whatsapp("hello", From=address))
    assert session(door, address)
    door.says(PATH, whatsapp("1", From=address))
    assert twilio.sent[-1]["To"] == address


@pytest.mark.parametrize(
    "address", ["", "+15005550006", "whatsapp:", "whatsapp:a b", "\x00", "whatsapp:" + "x" * 500]
)
def test_whom_no_answer_can_reach_gets_none(door: Door, address: str) -> None:
    form = whatsapp("hello", From=address)
    assert door.says(PATH, form) == []
    assert to_delete(door.client.application) == [("twilio_message", form["MessageSid"])]


def test_a_request_that_is_not_signed_is_refused(door: Door) -> None:
    assert door.client.post(PATH, data=whatsapp("hello")).status_code == 403
    assert (
        Door(door.client, base="https://elsewhere.example.com").post(PATH, whatsapp("x")).status_code == 403
    )
    assert door.client.get(PATH).status_code == 405


def test_a_definite_refusal_falls_back_to_numbers(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    twilio.fails(400, 63016, "/Messages.json")
    [asked] = door.says(PATH, whatsapp("1"))
    assert asked.startswith(SAFE)
    assert "1 Yes 2 No 3 Not sure" in asked


def test_twilios_api_down_falls_back_to_numbers(door: Door, twilio: FakeTwilio, with_buttons: Flask) -> None:
    at_safe(door)
    kept = with_buttons.extensions[ACCOUNT_PLACE]
    with_buttons.extensions[ACCOUNT_PLACE] = type(kept)(
        kept.sid, kept.token, kept.signatures, kept.base, "http://127.0.0.1:9", kept.http
    )
    try:
        assert door.says(PATH, whatsapp("1"))[0].startswith(SAFE)
    finally:
        with_buttons.extensions[ACCOUNT_PLACE] = kept


def test_when_twilio_does_not_say_nothing_is_said_twice(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    twilio.lost, before = True, len(twilio.sent)
    form = whatsapp("1")
    assert door.says(PATH, form) == []
    twilio.lost = False
    assert door.says(PATH, form) == []
    assert len(twilio.sent) == before + 1


def test_a_slow_api_counts_as_told(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    twilio.slow = 4.0
    assert door.says(PATH, whatsapp("1")) == []


def test_a_replayed_message_sends_nothing_again(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    form, before = whatsapp("1"), len(twilio.sent)
    for _ in range(3):
        assert door.says(PATH, form) == []
    assert len(twilio.sent) == before + 1


def test_after_a_refusal_a_replay_says_the_same_and_once(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    before = len(twilio.sent)
    twilio.fails(400, 63016, "/Messages.json")
    form = whatsapp("1")
    first = door.says(PATH, form)
    assert first[0].startswith(SAFE)
    assert door.says(PATH, form) == first
    assert len(twilio.sent) == before


def test_texts_before_a_question_come_before_it(door: Door, twilio: FakeTwilio) -> None:
    """The first message asks for a list: what is honest to say comes first, by the same way."""
    assert door.says(PATH, whatsapp("LANG")) == []
    first, second = twilio.sent
    assert first["Body"].startswith("We seal what you send")
    assert "ContentSid" in second


@pytest.mark.parametrize("word", ["STOP", "Hör auf"])
def test_a_stop_word_erases_and_gets_no_answer(door: Door, twilio: FakeTwilio, word: str) -> None:
    at_safe(door)
    twilio.requests.clear()
    assert door.says(PATH, whatsapp(word, OptOutType="STOP")) == []
    assert session(door) == ""
    assert twilio.requests == []


def test_who_wants_no_texts_is_not_tried_another_way(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    twilio.opted_out.add(WHATSAPP_PHONE)
    assert door.says(PATH, whatsapp("1")) == []


def test_a_receipt_goes_by_twiml_and_comes_again(door: Door, twilio: FakeTwilio) -> None:
    door.says(PATH, whatsapp("The head of our office at UN-Habitat asks women for favours before she signs."))
    twilio.requests.clear()
    form = whatsapp("SEND")
    [receipt] = door.says(PATH, form)
    assert receipt.startswith("Sent. Your code:")
    assert door.says(PATH, form) == [receipt]
    assert twilio.requests == []


def test_sixty_four_buttons_pressed_at_once_take_turns(door: Door, twilio: FakeTwilio) -> None:
    at_safe(door)
    answers: list[int] = []
    presses = [button("1", "Go on") for _ in range(64)]

    def press(form: dict[str, str]) -> None:
        answers.append(Door(door.client.application.test_client()).post(PATH, form).status_code)

    threads = [Thread(target=press, args=(form,)) for form in presses]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [200] * 64
    begun = len(twilio.requests)
    assert [Door(door.client).post(PATH, form).status_code for form in presses] == [200] * 64
    assert len(twilio.requests) == begun, "what was answered is not sent again"


def test_a_voice_note_is_kept_and_deleted_at_twilio(door: Door, twilio: FakeTwilio) -> None:
    message, media = sid("MM"), sid("ME")
    form = whatsapp("", MessageSid=message, MessageType="audio", NumMedia="1")
    form["MediaUrl0"] = twilio.media(message, media, "audio/ogg", b"OggS" + bytes(5000))
    form["MediaContentType0"] = "audio/ogg"
    twilio.requests.clear()
    door.says(PATH, form)
    assert ("twilio_media", f"{message}/{media}") in to_delete(door.client.application)
    said = json.dumps(twilio.sent)
    assert "picture or recording is kept" in said


@pytest.mark.parametrize("text", ["", "a" * 1600, "🙂" * 800, "Это и 这 و " * 90, "nul\x00\x1b"])
def test_whatever_a_text_holds_it_is_answered(door: Door, twilio: FakeTwilio, text: str) -> None:
    said = door.says(PATH, whatsapp(text))
    assert said or twilio.sent


def test_how_a_message_fared_is_heard_with_whatsapp_alone(door: Door) -> None:
    name = sid()
    assert door.post("/sms/twilio/status", status(name, "read")).status_code == 204
    assert to_delete(door.client.application) == [("twilio_message", name)]
