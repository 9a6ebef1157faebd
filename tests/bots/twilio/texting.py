"""A gateway that Twilio passes texts to, and what it keeps of them."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import Flask

from tests.bots import served
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from tests.bots.served import gateway_app
from tests.bots.twilio_requests import BASE, PHONE, SENDER, Door, secret_file
from tests.desk.world import World

PATH = "/sms/twilio"
STORY = "The head of our office at UN-Habitat asks women for favours before she signs their contracts."


def opened(
    organisation: World, folder: Path, migrated: Path, twilio: FakeTwilio, **more: Any
) -> AbstractContextManager[Flask]:
    """That gateway, with further settings."""
    return gateway_app(
        organisation,
        folder,
        migrated,
        hotline_url=BASE,
        twilio_account=ACCOUNT,
        twilio_token_file=secret_file(folder, "token", TOKEN),
        twilio_number=SENDER,
        twilio_api=twilio.address,
        **more,
    )


def session(door: Door, address: str = PHONE) -> str:
    """What is kept of a conversation."""
    return served.session(door.client.application, "sms", address)


def to_delete(door: Door) -> list[tuple[str, str]]:
    """What is to be deleted at Twilio."""
    return served.to_delete(door.client.application)
