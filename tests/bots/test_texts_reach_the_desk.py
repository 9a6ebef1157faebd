"""A report by text, through each door: opened at the desk, answered, read by text and in the app."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.sealing.receipt import parse
from tests.bots.fake_texts import KEY, FakeTexts
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from tests.bots.served import gateway_app, gateway_of
from tests.bots.twilio_requests import (
    BASE,
    PHONE,
    SENDER,
    WHATSAPP_SENDER,
    Door,
    secret_file,
    sid,
    sms,
    whatsapp,
)
from tests.desk.world import World

STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."
OVERSIGHT = "Focal point B1"  # where a story goes that names nobody
TWENTY = re.compile(r"\d{5}(?: \d{5}){3}")

Say = Callable[[str], str]


def by_twilio(app: Flask, _: FakeTexts) -> Say:
    door = Door(app.test_client())
    return lambda text: "\n".join(door.says("/sms/twilio", sms(text)))


def by_whatsapp(app: Flask, _: FakeTexts) -> Say:
    door = Door(app.test_client())
    return lambda text: "\n".join(door.says("/whatsapp/twilio", whatsapp(text)))


def by_a_gateway(app: Flask, _: FakeTexts) -> Say:
    def say(text: str) -> str:
        fields = {"from": PHONE, "text": text, "id": sid(), "token": TOKEN}
        return "\n".join(app.test_client().post("/sms/generic", json=fields).get_json()["replies"])

    return say


def by_africastalking(app: Flask, texts: FakeTexts) -> Say:
    def say(text: str) -> str:
        texts.sent.clear()
        form = {"from": PHONE, "to": "22384", "text": text, "id": sid()}
        assert app.test_client().post(f"/sms/africastalking/{TOKEN}", data=form).status_code == 200
        return "\n".join(each["message"] for each in texts.sent)

    return say


@pytest.mark.parametrize("way", [by_twilio, by_whatsapp, by_a_gateway, by_africastalking])
def test_a_report_by_text_is_opened_answered_and_its_answer_read(
    organisation: World, tmp_path: Path, migrated_file: Path, way: Callable[[Flask, FakeTexts], Say]
) -> None:
    secret = secret_file(tmp_path, "token", TOKEN)
    with (
        FakeTwilio() as twilio,
        FakeTexts() as texts,
        gateway_app(
            organisation,
            tmp_path,
            migrated_file,
            hotline_url=BASE,
            twilio_account=ACCOUNT,
            twilio_token_file=secret,
            twilio_number=SENDER,
            twilio_whatsapp=WHATSAPP_SENDER,
            twilio_api=twilio.address,
            sms_token_file=secret,
            africastalking_username="hotline",
            africastalking_key_file=secret_file(tmp_path, "key", KEY),
            africastalking_token_file=secret,
            africastalking_api=texts.address,
        ) as app,
    ):
        say = way(app, texts)
        say(STORY)
        [receipt] = TWENTY.findall(say("SEND"))
        gateway_of(app).background.courier.deliver()
        organisation.relay()
        desk = organisation.desk(OVERSIGHT)
        [case] = desk.cases
        assert STORY in repr(case)
        desk.opened(case)
        desk.acknowledge(case, "We have read it.\x0b<b>&")

        assert "We have read it." in say(f"CHECK {receipt}")
    letters, _ = organisation.reporter().letters(parse(receipt)[0])
    assert [letter.reply.text for letter in letters] == ["We have read it.\x0b<b>&"]
