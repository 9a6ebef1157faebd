"""Requests as Twilio sends them, signed by its own library: its pages' parameters, with test numbers.

    form = sms("hello")                          what comes with a text
    door.post(PATH, form)                        signed as Twilio does; `signed_for` and more change that

Nobody's name or number is in here: Twilio keeps +1500555… for tests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask.testing import FlaskClient
from twilio.request_validator import HMAC_SHA1, RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.bots.fake_twilio import ACCOUNT, TOKEN

BASE = "https://hotline.example.org"
PHONE, OTHER_PHONE, SENDER = "+15005550006", "+15005550009", "+15005550001"
WHATSAPP_PHONE, WHATSAPP_SENDER = f"whatsapp:{PHONE}", f"whatsapp:{SENDER}"
SHARED_KEY = "a-shared-key-that-must-stand-in-no-log"
FORM_TYPE = "application/x-www-form-urlencoded"
sids = count(1)

Pairs = Sequence[tuple[str, str]]


def sid(prefix: str = "SM") -> str:
    """A name that nothing has yet."""
    return f"{prefix}{next(sids):032x}"


def sms(text: str, **more: str) -> dict[str, str]:
    """A text, as Twilio tells of it."""
    name = more.pop("MessageSid", sid())
    return {
        "ToCountry": "US",
        "ToState": "",
        "SmsMessageSid": name,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": name,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": text,
        "FromCountry": "US",
        "To": SENDER,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": name,
        "AccountSid": ACCOUNT,
        "From": PHONE,
        "ApiVersion": "2010-04-01",
        **more,
    }


def whatsapp(text: str, **more: str) -> dict[str, str]:
    """A message on WhatsApp, as Twilio tells of it."""
    name = more.pop("MessageSid", sid())
    return {
        "SmsMessageSid": name,
        "NumMedia": "0",
        "ProfileName": "Wolpertinger",
        "MessageType": "text",
        "SmsSid": name,
        "WaId": "15005550006",
        "SmsStatus": "received",
        "Body": text,
        "To": WHATSAPP_SENDER,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": name,
        "AccountSid": ACCOUNT,
        "From": WHATSAPP_PHONE,
        "ApiVersion": "2010-04-01",
        **more,
    }


def button(id_: str, title: str, **more: str) -> dict[str, str]:
    """A button that was pressed."""
    return whatsapp(title, MessageType="button", ButtonText=title, ButtonPayload=id_, **more)


def picked(id_: str, title: str, **more: str) -> dict[str, str]:
    """A row of a list that was picked."""
    return whatsapp(title, MessageType="interactive", ListId=id_, ListTitle=title, **more)


def status(name: str, how: str) -> dict[str, str]:
    """How a text of ours fares."""
    return {
        "SmsSid": name,
        "SmsStatus": how,
        "MessageStatus": how,
        "To": PHONE,
        "MessageSid": name,
        "AccountSid": ACCOUNT,
        "From": SENDER,
        "ApiVersion": "2010-04-01",
    }


@dataclass(frozen=True)
class Door:
    """Twilio before a door of ours."""

    client: FlaskClient
    base: str = BASE
    secret: str = TOKEN
    algorithm: str = HMAC_SHA1
    settings: str = ""  # the header that names key and algorithm

    def post(self, path: str, form: Mapping[str, str] | Pairs, **more: Any) -> TestResponse:
        """Send a form, signed; further headers may take the place of ours."""
        pairs = list(form.items()) if isinstance(form, Mapping) else list(form)
        sign = RequestValidator(self.secret).compute_signature
        headers = {"X-Twilio-Signature": sign(self.base + path, MultiDict(pairs), self.algorithm)}
        if self.settings:
            headers["X-Twilio-Webhooks-Signature-Settings"] = self.settings
        headers |= more.pop("headers", {})
        return self.client.post(path, data=urlencode(pairs), content_type=FORM_TYPE, headers=headers, **more)

    def says(self, path: str, form: Mapping[str, str] | Pairs) -> list[str]:
        """The texts of the answer."""
        answer = self.post(path, form)
        assert answer.status_code == 200, answer.status
        return texts(answer)


def texts(answer: TestResponse) -> list[str]:
    """The texts of an answer in TwiML."""
    root = ElementTree.fromstring(answer.data)  # noqa: S314 -- our own answer
    assert root.tag == "Response"
    return [each.text or "" for each in root]


def secret_file(folder: Path, name: str, secret: str) -> Path:
    """A file that holds a secret."""
    path = folder / name
    path.write_text(secret)
    return path
