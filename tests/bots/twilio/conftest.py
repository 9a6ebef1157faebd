"""Twilio before a gateway: founded and started once for all tests of this folder, emptied for each.

Nothing is sealed to the organisation that another test would see.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask

from app.hotline_config import HotlineSettings
from bots.whatsapp import contents
from bots.whatsapp.choices import KINDS
from tests.bots.fake_twilio import ACCOUNT, TOKEN, FakeTwilio
from tests.bots.served import emptied
from tests.bots.twilio.texting import opened
from tests.bots.twilio_requests import Door, secret_file
from tests.desk.world import World, world


@pytest.fixture(scope="package")
def organisation(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[World]:
    """Two offices of two devices each, served."""
    with world(tmp_path_factory.mktemp("organisation"), migrated_file) as made:
        yield made


@pytest.fixture(scope="package")
def fake() -> Iterator[FakeTwilio]:
    """Twilio, for all."""
    with FakeTwilio() as running:
        yield running


@pytest.fixture(scope="package")
def made(fake: FakeTwilio, tmp_path_factory: pytest.TempPathFactory) -> HotlineSettings:
    """Settings with contents that were made at Twilio."""
    folder = tmp_path_factory.mktemp("settings")
    settings = HotlineSettings(
        twilio_account=ACCOUNT,
        twilio_token_file=secret_file(folder, "token", TOKEN),
        twilio_api=fake.address,
        whatsapp_contents_file=folder / "contents.json",
    )
    assert contents.make(settings, httpx.Client()) == len(KINDS)
    return settings


@pytest.fixture
def twilio(fake: FakeTwilio) -> FakeTwilio:
    """Twilio, as on the first day; contents for WhatsApp stay."""
    for kept in (fake.requests, fake.data, fake.failures, fake.not_yet, fake.opted_out):
        kept.clear()
    for gone in [each for each in fake.things if not each.startswith("HX")]:
        del fake.things[gone]
    fake.redirect, fake.slow, fake.down, fake.lost = "", 0, False, False
    return fake


@pytest.fixture(scope="package")
def application(
    organisation: World, fake: FakeTwilio, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> Iterator[Flask]:
    """A gateway that Twilio passes texts to, for all."""
    with opened(organisation, tmp_path_factory.mktemp("gateway"), migrated_file, fake) as app:
        yield app


@pytest.fixture
def door(application: Flask, twilio: FakeTwilio) -> Door:
    """Twilio before that gateway, with an empty store."""
    emptied(application)
    return Door(application.test_client())
