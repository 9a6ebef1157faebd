"""From a text with "you may text me" to the one notice, and to the end of it: gateway, desk and worker."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import select

from app.hotline_config import HotlineSettings
from app.sealing.keys import BoxKeyPair
from app.services.hotline.metrics import Counters
from app.services.hotline.notifying import Fate, Notifying, Sent, Told
from app.storage.tables import contacts
from bots.providers import senders
from tests.bots.hotline import PHONE, Line, line
from tests.bots.test_talk import receipt_in
from tests.desk.world import World

PAIR = BoxKeyPair.generate()
# Harassment at UN-Habitat, told in a few words; "1" to `contact_text` says that this number may be texted.
ANSWERS = ["1", "1", "1", "0", "3", "1", "UN-Habitat", "0", "0", "They sell the medicine.", "DONE", "0", "0"]
AFTER = ["0", "1"]
NOW = datetime.now(UTC)


@dataclass
class Outgoing:
    """The provider: what was sent."""

    texts: list[tuple[str, str]] = field(default_factory=list)

    def send(self, address: str, text: str) -> Sent:
        """Take it."""
        self.texts.append((address, text))
        return Sent(Fate.SENT)


@pytest.fixture
def sms(organisation: World, tmp_path: Path, migrated_file: Path) -> Iterator[Line]:
    """A line whose gateway has the public half of the worker's key, and where a provider can send texts."""
    more = {"notice_key": PAIR.public.hex(), "sms_send_url": "https://sms.example.org"}
    with line(organisation, tmp_path, migrated_file, **more) as made:
        yield made


@pytest.fixture
def provider() -> Outgoing:
    return Outgoing()


@pytest.fixture
def job(organisation: World, sms: Line, provider: Outgoing) -> Notifying:
    http = httpx.Client(base_url=organisation.address)
    counters = Counters.into(CollectorRegistry())
    return Notifying(
        sms.gateway.database, http, PAIR, {"sms": provider}, lambda _: "There is news.", counters
    )


def report(organisation: World, sms: Line, choice: str) -> str:
    """A report with this choice about texts; its receipt. It has reached its office."""
    for each in (*ANSWERS, choice, *AFTER):
        sms.text(each)
    receipt = receipt_in(sms.text("SEND"))
    sms.deliver()
    organisation.relay()
    return receipt


def answered(organisation: World, words: str) -> None:
    """The office reads what is new, and writes back."""
    desk = organisation.desk()
    [case] = desk.cases
    desk.opened(case)
    desk.acknowledge(case, words)


def told(job: Notifying) -> Told:
    return job.send(job.look(NOW), NOW)


def kept(sms: Line) -> list[bytes]:
    with sms.gateway.database.read() as view:
        return list(view.execute(select(contacts.c.contact)).scalars())


def test_who_agreed_is_texted_once_when_the_office_answers_and_reads_it_with_the_receipt(
    organisation: World, sms: Line, job: Notifying, provider: Outgoing
) -> None:
    receipt = report(organisation, sms, "1")
    assert told(job) == Told()
    answered(organisation, "We have read it, and will ask more. " * 120)  # several parts

    assert told(job) == Told(sent=1)
    assert told(job) == Told()

    assert provider.texts == [(PHONE, "There is news.")]
    assert "We have read it" in sms.text(f"CHECK {receipt}")
    assert PHONE.encode() not in b"".join(kept(sms))


def test_of_who_did_not_agree_nothing_is_kept(
    organisation: World, sms: Line, job: Notifying, provider: Outgoing
) -> None:
    report(organisation, sms, "2")
    answered(organisation, "We have read it.")

    assert kept(sms) == []
    assert told(job) == Told()


def test_a_stop_word_ends_the_notices_of_this_number(
    organisation: World, sms: Line, job: Notifying, provider: Outgoing
) -> None:
    report(organisation, sms, "1")
    answered(organisation, "We have read it.")
    sms.text("STOP")

    assert told(job) == Told()

    assert kept(sms) == []
    assert provider.texts == []


def test_nought_after_a_notice_ends_them_as_the_notice_says(
    organisation: World, sms: Line, job: Notifying, provider: Outgoing
) -> None:
    report(organisation, sms, "1")
    answered(organisation, "We have read it.")
    assert told(job) == Told(sent=1)

    sms.text("0")
    job.obey(NOW)

    assert kept(sms) == []


def test_where_no_provider_can_send_a_text_nobody_is_offered_one(
    organisation: World, tmp_path: Path, migrated_file: Path
) -> None:
    with line(organisation, tmp_path, migrated_file, notice_key=PAIR.public.hex()) as alone:
        keys = [key for each in ANSWERS for key in alone.keys(each)]

    assert keys[-1] == "contact"
    assert "contact_text" not in keys


def test_a_channel_offers_a_notice_only_when_the_worker_can_send_it(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("t")
    twilio = {"twilio_account": "AC1", "twilio_token_file": token, "hotline_url": "https://x.example.org"}
    whatsapp = {"twilio_whatsapp": "+15005550001"}

    for chosen, channels in (
        ({}, set()),
        (twilio, set()),
        ({**twilio, "twilio_number": "+15005550000"}, {"sms"}),
        ({**twilio, **whatsapp}, set()),
        ({**twilio, **whatsapp, "whatsapp_notice": "HX1"}, {"whatsapp"}),
        ({"telegram_token_file": token}, {"telegram"}),
        ({"sms_token_file": token}, set()),
        ({"sms_token_file": token, "sms_send_url": "https://sms.example.org"}, {"sms"}),
    ):
        settings = HotlineSettings(**chosen)
        assert settings.notice_channels == channels
        assert set(senders(settings, httpx.Client())) == channels
