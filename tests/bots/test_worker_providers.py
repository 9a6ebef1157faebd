"""What each provider's answer means for a notice and for a deletion; nothing is sent twice on a doubt."""

import io
import json
import logging
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import logs
from app.domain.errors import Misconfigured
from app.hotline_config import HotlineSettings
from app.services.hotline import removing
from app.services.hotline.incoming import Removal
from app.services.hotline.notifying import Fate, Sender
from bots import twilio_rest
from bots.providers import AfricasTalkingSender, GenericSender, TelegramSender, remover, senders
from tests.bots.answering import Answering
from tests.bots.hotline import PHONE

ACCOUNT, TOKEN, NUMBER = "AC" + "1" * 32, "a-token-that-must-stand-in-no-log", "+15005550000"
TELEGRAM_TOKEN = "7000000002:AAE-another-token-that-must-stand-in-no-log"
SID, MEDIA = "SM" + "2" * 32, "ME" + "3" * 32
TEXT = "There is news."
OK_AFRICASTALKING = {"SMSMessageData": {"Recipients": [{"statusCode": 101, "number": PHONE}]}}


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering() as answering:
        yield answering


@pytest.fixture
def settings(server: Answering, tmp_path: Path) -> HotlineSettings:
    """Every provider at the one server."""
    token, bot_token = tmp_path / "token", tmp_path / "bot-token"
    token.write_text(TOKEN + "\n")
    bot_token.write_text(TELEGRAM_TOKEN)
    return HotlineSettings(
        hotline_url="https://hotline.example.org/",
        twilio_account=ACCOUNT,
        twilio_token_file=token,
        twilio_number=NUMBER,
        twilio_whatsapp="whatsapp:+15005550001",
        twilio_api=server.address,
        whatsapp_notice="HX" + "4" * 32,
        telegram_token_file=bot_token,
        telegram_api=server.address + "/",
    )


def twilio_error(status: int, code: int) -> tuple[int, bytes]:
    """An error as Twilio draws it; the text quotes the number."""
    return status, json.dumps({"code": code, "message": f"no: {PHONE}", "status": status}).encode()


def sender(settings: HotlineSettings, channel: str) -> Sender:
    return senders(settings, httpx.Client())[channel]


def generic(server: Answering) -> GenericSender:
    return GenericSender(httpx.Client(), server.address + "/send", TOKEN)


def africastalking(server: Answering) -> AfricasTalkingSender:
    return AfricasTalkingSender(httpx.Client(), server.address, "sandbox", TOKEN, "SpeakUp")


# Sending.


def test_a_text_goes_from_our_number_and_its_name_at_the_provider_is_kept_to_delete_it(
    server: Answering, settings: HotlineSettings
) -> None:
    server.answers = [(201, json.dumps({"sid": SID}).encode())]

    sent = sender(settings, "sms").send(PHONE, TEXT)

    [asked] = server.requests
    assert (sent.fate, sent.kept) == (Fate.SENT, Removal("twilio_message", SID))
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert asked.form == {
        "To": PHONE,
        "From": NUMBER,
        "Body": TEXT,
        "StatusCallback": "https://hotline.example.org/sms/twilio/status",
    }
    assert b64decode(asked.headers["Authorization"].split()[1]).decode() == f"{ACCOUNT}:{TOKEN}"


@pytest.mark.parametrize("address", [PHONE, "whatsapp:" + PHONE, "whatsapp:CC.0123abc"])
def test_whatsapp_gets_the_approved_text_and_never_a_free_one(
    server: Answering, settings: HotlineSettings, address: str
) -> None:
    server.answers = [(201, json.dumps({"sid": SID}).encode())]

    sent = sender(settings, "whatsapp").send(address, TEXT)

    form = server.requests[0].form
    assert sent.fate is Fate.SENT
    assert form["To"] == "whatsapp:" + address.removeprefix("whatsapp:")
    assert form["From"] == "whatsapp:+15005550001"
    assert form["ContentSid"] == "HX" + "4" * 32
    assert "Body" not in form


TWILIO = [
    (twilio_error(400, 21610), Fate.UNWANTED),
    (twilio_error(400, 21211), Fate.REFUSED),
    (twilio_error(401, 20003), Fate.NOT_YET),
    (twilio_error(403, 20003), Fate.NOT_YET),
    (twilio_error(404, 20404), Fate.NOT_YET),
    (twilio_error(429, 20429), Fate.NOT_YET),
    (twilio_error(503, 20503), Fate.NOT_YET),
    (twilio_error(500, 20500), Fate.UNKNOWN),
    ((201, b"<html>it is not JSON</html>"), Fate.UNKNOWN),
    ((400, b""), Fate.REFUSED),
    ((302, b""), Fate.REFUSED),
]


@pytest.mark.parametrize(("answer", "fate"), TWILIO)
def test_what_twilio_answers_to_a_text(
    server: Answering, settings: HotlineSettings, answer: tuple[int, bytes], fate: Fate
) -> None:
    server.answers = [answer]

    assert sender(settings, "sms").send(PHONE, TEXT).fate is fate


TELEGRAM = {200: Fate.SENT, 403: Fate.UNWANTED, 400: Fate.UNWANTED, 429: Fate.NOT_YET, 401: Fate.NOT_YET}
TELEGRAM |= {404: Fate.NOT_YET, 500: Fate.UNKNOWN, 502: Fate.UNKNOWN}


@pytest.mark.parametrize(("status", "fate"), TELEGRAM.items())
def test_what_telegram_answers_to_a_message(
    server: Answering, settings: HotlineSettings, status: int, fate: Fate
) -> None:
    server.answers = [(status, b"{}")]

    assert sender(settings, "telegram").send("7001", TEXT).fate is fate

    [asked] = server.requests
    assert asked.path == f"/bot{TELEGRAM_TOKEN}/sendMessage"
    assert json.loads(asked.body) == {"chat_id": "7001", "text": TEXT}


GENERIC = {200: Fate.SENT, 202: Fate.SENT, 400: Fate.REFUSED, 401: Fate.NOT_YET, 402: Fate.NOT_YET}
GENERIC |= {429: Fate.NOT_YET, 503: Fate.NOT_YET, 500: Fate.UNKNOWN, 301: Fate.REFUSED}


@pytest.mark.parametrize(("status", "fate"), GENERIC.items())
def test_what_a_gateway_of_ones_own_answers(server: Answering, status: int, fate: Fate) -> None:
    server.answers = [(status, b"whatever")]

    assert generic(server).send(PHONE, TEXT).fate is fate

    [asked] = server.requests
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(asked.body) == {"to": PHONE, "message": TEXT}


AFRICASTALKING = {100: Fate.SENT, 101: Fate.SENT, 102: Fate.SENT, 403: Fate.REFUSED, 406: Fate.UNWANTED}
AFRICASTALKING |= {405: Fate.NOT_YET, 409: Fate.UNWANTED, 500: Fate.UNKNOWN, 999: Fate.UNKNOWN}


@pytest.mark.parametrize(("code", "fate"), AFRICASTALKING.items())
def test_what_africas_talking_answers_for_the_recipient(server: Answering, code: int, fate: Fate) -> None:
    told = {"SMSMessageData": {"Recipients": [{"statusCode": code}]}}
    server.answers = [(201, json.dumps(told).encode())]

    assert africastalking(server).send(PHONE, TEXT).fate is fate

    [asked] = server.requests
    assert asked.headers["apiKey"] == TOKEN
    assert asked.form == {"username": "sandbox", "to": PHONE, "message": TEXT, "from": "SpeakUp"}


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ((401, b"no"), Fate.NOT_YET),
        ((201, b"<html>"), Fate.UNKNOWN),
        ((201, b"[]"), Fate.UNKNOWN),
        ((201, b'{"SMSMessageData": {"Recipients": [{}]}}'), Fate.UNKNOWN),
        ((201, b'{"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}'), Fate.REFUSED),
    ],
)
def test_what_africas_talking_answers_for_the_whole(
    server: Answering, answer: tuple[int, bytes], fate: Fate
) -> None:
    server.answers = [answer]

    assert africastalking(server).send(PHONE, TEXT).fate is fate


def every(server: Answering, settings: HotlineSettings) -> list[Sender]:
    """A sender of each kind."""
    named = senders(settings, httpx.Client())
    return [*named.values(), generic(server), africastalking(server)]


def test_a_line_that_is_cut_after_the_text_went_out_counts_as_sent(
    server: Answering, settings: HotlineSettings
) -> None:
    server.hang_up = True

    fates = {each.send(PHONE, TEXT).fate for each in every(server, settings)}

    assert fates == {Fate.UNKNOWN}


def test_a_provider_that_cannot_be_reached_did_not_send(server: Answering, settings: HotlineSettings) -> None:
    nobody = Answering(answers=[])
    with nobody:
        closed = nobody.address
    cut_off = replace_addresses(settings, closed)
    alone: list[Sender] = [
        GenericSender(httpx.Client(), closed, TOKEN),
        AfricasTalkingSender(httpx.Client(), closed, "sandbox", TOKEN),
    ]

    fates = {each.send(PHONE, TEXT).fate for each in [*senders(cut_off, httpx.Client()).values(), *alone]}

    assert fates == {Fate.NOT_YET}
    assert server.requests == []


def replace_addresses(settings: HotlineSettings, address: str) -> HotlineSettings:
    return settings.model_copy(update={"twilio_api": address, "telegram_api": address})


# Which providers there are.


def test_only_what_is_set_up_sends(settings: HotlineSettings, tmp_path: Path) -> None:
    key = tmp_path / "token"
    at = {
        "africastalking_username": "sandbox",
        "africastalking_key_file": key,
        "africastalking_token_file": key,
    }
    own = {"sms_send_url": "https://sms.example.org", "sms_token_file": key}

    def kinds(**chosen: object) -> dict[str, str]:
        made = senders(HotlineSettings(**chosen), httpx.Client())
        return {channel: type(each).__name__ for channel, each in made.items()}

    assert kinds() == {}
    assert kinds(**own) == {"sms": "GenericSender"}
    assert kinds(**own, **at) == {"sms": "AfricasTalkingSender"}
    assert kinds(telegram_token_file=key) == {"telegram": "TelegramSender"}
    without = settings.model_copy(update={"whatsapp_notice": None})
    assert set(senders(without, httpx.Client())) == {"sms", "telegram"}


def test_a_provider_without_its_token_is_named(tmp_path: Path) -> None:
    half = HotlineSettings(sms_send_url="https://sms.example.org", sms_token_file=tmp_path / "nothing")

    with pytest.raises(Misconfigured, match="SPEAKUP_SMS_TOKEN_FILE"):
        senders(half, httpx.Client())


# Deleting.

KINDS = {
    "twilio_message": (SID, [f"POST Messages/{SID}", f"DELETE Messages/{SID}"]),
    "twilio_media": (f"{SID}/{MEDIA}", [f"DELETE Messages/{SID}/Media/{MEDIA}"]),
    "twilio_recording": ("RE" + "5" * 32, ["DELETE Recordings/RE" + "5" * 32]),
    "twilio_call": ("CA" + "6" * 32, ["DELETE Calls/CA" + "6" * 32]),
}


@pytest.mark.parametrize(("kind", "what"), KINDS.items())
def test_each_kind_is_deleted_where_it_lies(
    server: Answering, settings: HotlineSettings, kind: str, what: tuple[str, list[str]]
) -> None:
    thing, wanted = what
    server.answers = [(200, b'{"sid": "x"}')] * (len(wanted) - 1) + [(204, b"")]

    assert remover(settings).remove(Removal(kind, thing)) is removing.Fate.GONE

    begins = f"/2010-04-01/Accounts/{ACCOUNT}/"
    asked = [f"{r.method} {r.path.removeprefix(begins).removesuffix('.json')}" for r in server.requests]
    assert asked == wanted


def test_the_words_of_a_text_are_blanked_before_it_is_deleted(
    server: Answering, settings: HotlineSettings
) -> None:
    server.answers = [(200, b'{"sid": "x"}'), twilio_error(409, 20009)]

    fate = remover(settings).remove(Removal("twilio_message", SID))

    assert fate is removing.Fate.LATER
    assert server.requests[0].form == {"Body": ""}


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (twilio_error(404, 20404), removing.Fate.GONE),
        (twilio_error(409, 20009), removing.Fate.LATER),
        (twilio_error(429, 20429), removing.Fate.LATER),
        (twilio_error(500, 20500), removing.Fate.LATER),
        (twilio_error(503, 20503), removing.Fate.LATER),
        (twilio_error(401, 20003), removing.Fate.REFUSED),
        (twilio_error(400, 20001), removing.Fate.REFUSED),
        ((200, b"<html>"), removing.Fate.LATER),
        ((502, b"<html>"), removing.Fate.LATER),
    ],
)
def test_what_twilio_answers_to_a_deletion(
    server: Answering, settings: HotlineSettings, answer: tuple[int, bytes], fate: removing.Fate
) -> None:
    server.answers = [answer]

    assert remover(settings).remove(Removal("twilio_message", SID)) is fate


def test_an_unknown_kind_and_no_provider_at_all_refuse_and_ask_nobody(
    server: Answering, settings: HotlineSettings
) -> None:
    assert remover(settings).remove(Removal("carrier_pigeon", "x")) is removing.Fate.REFUSED
    assert remover(HotlineSettings()).remove(Removal("twilio_call", "x")) is removing.Fate.REFUSED
    assert server.requests == []


def test_a_provider_that_hangs_is_left_after_a_while(server: Answering, settings: HotlineSettings) -> None:
    server.pause = 1.0
    api = twilio_rest.client(ACCOUNT, TOKEN, server.address)
    api.http_client.timeout = 0.2

    assert twilio_rest.TwilioRemover(api).remove(Removal("twilio_call", "CA")) is removing.Fate.LATER
    assert twilio_rest.SECONDS <= 15


# Silence.


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log of a process that listens to every library as closely as can be."""
    root, out = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.start("hotline-worker", out)
    root.setLevel(logging.DEBUG)
    yield out
    root.handlers[:], level = before
    root.setLevel(level)


def test_no_token_and_no_number_is_logged_or_shown(
    server: Answering, settings: HotlineSettings, log: io.StringIO
) -> None:
    shown = []
    for answer in (twilio_error(400, 21211), (500, PHONE.encode()), (200, b"{}")):
        for each in every(server, settings):
            server.answers = [answer]
            shown.append(repr((each, each.send(PHONE, TEXT))))
    server.answers = [twilio_error(401, 20003)]
    shown.append(repr(remover(settings).remove(Removal("twilio_message", SID))))

    everything = log.getvalue() + "".join(shown)
    for secret in (TOKEN, TELEGRAM_TOKEN, PHONE, SID, TEXT):
        assert secret not in everything


def test_the_libraries_keep_their_requests_to_themselves() -> None:
    """Even where another handler would write their words: addresses in them name a text, or hold a token."""
    root, words = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.start("hotline-worker", io.StringIO())
    loud = logging.StreamHandler(words)
    root.addHandler(loud)
    try:
        with Answering() as server:
            twilio_rest.TwilioRemover(twilio_rest.client(ACCOUNT, TOKEN, server.address)).remove(
                Removal("twilio_message", SID)
            )
            TelegramSender(httpx.Client(), server.address, TELEGRAM_TOKEN).send("7001", TEXT)
    finally:
        root.handlers[:], level = before
        root.setLevel(level)

    assert words.getvalue() == ""
