"""What the worker needs of each provider: to send a notice, and to delete what a provider keeps.

    senders(settings)    by channel; the first provider of texts that is set up sends them
    remover(settings)    for everything that the doors left to be deleted

Tables below say what a provider's answer means for a text. Where it is not certain that a text was refused,
it counts as sent: nobody is to be texted twice.

Must never: show a token, an address or a text in an error or in a log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.hotline_config import HotlineSettings, secret_text
from app.services.hotline import removing
from app.services.hotline.incoming import Removal
from app.services.hotline.notifying import Fate, Sender, Sent
from app.services.hotline.removing import Remover

SECONDS = 10.0  # for an answer
STATUS_PATH = "/sms/twilio/status"  # the gateway's door for how a text fared
WHATSAPP = "whatsapp:"
SERVER_ERROR = 500

# HTTP status of a provider that cannot take any text now; others below 500 are about this one text.
NOT_NOW = frozenset({401, 402, 403, 404, 429, 503})

# Africa's Talking's code for one recipient. 406, 409: they asked for no more texts.
AFRICASTALKING: Mapping[int, Fate] = {
    **dict.fromkeys((100, 101, 102), Fate.SENT),
    **dict.fromkeys((401, 402, 405), Fate.NOT_YET),
    **dict.fromkeys((403, 404, 407), Fate.REFUSED),
    **dict.fromkeys((406, 409), Fate.UNWANTED),
}

# Telegram's HTTP status. 403: blocked there; 400: the chat is gone; 401, 404: the token is wrong.
TELEGRAM: Mapping[int, Fate] = {
    200: Fate.SENT,
    400: Fate.UNWANTED,
    403: Fate.UNWANTED,
    **dict.fromkeys((401, 404, 429), Fate.NOT_YET),
}


def post(http: httpx.Client, url: str, seconds: float = SECONDS, **request: Any) -> httpx.Response | Fate:
    """An answer, or what its absence means; `seconds` is the longest silence."""
    try:
        return http.post(url, timeout=seconds, **request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        return Fate.NOT_YET
    except httpx.HTTPError:
        return Fate.UNKNOWN


def by_status(code: int) -> Fate:
    """What an HTTP status means where a provider has no table of its own."""
    if code in NOT_NOW:
        return Fate.NOT_YET
    if code >= SERVER_ERROR:
        return Fate.UNKNOWN
    return Fate.SENT if httpx.codes.is_success(code) else Fate.REFUSED


@dataclass(frozen=True)
class GenericSender:
    """A gateway of one's own: POST {"to": …, "message": …} with the token as a bearer."""

    http: httpx.Client
    url: str
    token: str = field(repr=False)

    def send(self, address: str, text: str) -> Sent:
        """Send one text; any answer of 2xx means that it was taken."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = post(self.http, self.url, json={"to": address, "message": text}, headers=headers)
        return Sent(answer if isinstance(answer, Fate) else by_status(answer.status_code))


@dataclass(frozen=True)
class AfricasTalkingSender:
    """Africa's Talking's bulk texts, one recipient at a time."""

    http: httpx.Client
    api: str
    username: str
    key: str = field(repr=False)
    sender: str | None = None

    def send(self, address: str, text: str) -> Sent:
        """Send one text."""
        form = {"username": self.username, "to": address, "message": text}
        if self.sender:
            form["from"] = self.sender
        headers = {"apiKey": self.key, "Accept": "application/json"}
        answer = post(self.http, f"{self.api.rstrip('/')}/version1/messaging", data=form, headers=headers)
        if isinstance(answer, Fate):
            return Sent(answer)
        fate = by_status(answer.status_code)
        return Sent(recipient_fate(answer) if fate is Fate.SENT else fate)


def recipient_fate(answer: httpx.Response) -> Fate:
    """The fate of the one recipient in an answer of Africa's Talking."""
    try:
        told = answer.json()["SMSMessageData"]["Recipients"]
        return AFRICASTALKING.get(int(told[0]["statusCode"]), Fate.UNKNOWN) if told else Fate.REFUSED
    except (ValueError, KeyError, TypeError, IndexError):
        return Fate.UNKNOWN


@dataclass(frozen=True)
class TelegramSender:
    """The bot's own message to a chat. The token is in the address, so no error may quote it."""

    http: httpx.Client
    api: str
    token: str = field(repr=False)

    def send(self, address: str, text: str) -> Sent:
        """Send one message."""
        url = f"{self.api.rstrip('/')}/bot{self.token}/sendMessage"
        answer = post(self.http, url, json={"chat_id": address, "text": text})
        if isinstance(answer, Fate):
            return Sent(answer)
        return Sent(TELEGRAM.get(answer.status_code, Fate.UNKNOWN))


@dataclass(frozen=True)
class NoRemover:
    """No provider that keeps anything is set up: what waits from earlier waits on."""

    def remove(self, _: Removal) -> removing.Fate:
        """Refuse."""
        return removing.Fate.REFUSED


def remover(settings: HotlineSettings) -> Remover:
    """Whatever deletes at the providers of the settings.

    Raises:
        Misconfigured: a provider is set up by half.
    """
    if not settings.has_twilio:
        return NoRemover()
    from bots.twilio_rest import TwilioRemover

    return TwilioRemover(twilio(settings))


def senders(settings: HotlineSettings, http: httpx.Client) -> Mapping[str, Sender]:
    """Who sends a notice, by channel; a channel without one sends none.

    Raises:
        Misconfigured: a provider is set up by half.
    """
    found: dict[str, Sender] = {}
    if settings.sms_send_url:
        token = secret_text(settings.sms_token_file, "sms_token_file")
        found["sms"] = GenericSender(http, settings.sms_send_url, token)
    if settings.has_africastalking:
        key = secret_text(settings.africastalking_key_file, "africastalking_key_file")
        of_account = (settings.africastalking_api, settings.africastalking_username or "", key)
        found["sms"] = AfricasTalkingSender(http, *of_account, settings.africastalking_sender)
    if settings.telegram_token_file:
        token = secret_text(settings.telegram_token_file, "telegram_token_file")
        found["telegram"] = TelegramSender(http, settings.telegram_api, token)
    return {**found, **(twilio_senders(settings) if settings.has_twilio else {})}


def twilio_senders(settings: HotlineSettings) -> Mapping[str, Sender]:
    """Texts, and WhatsApp if there is an approved text for it."""
    from bots.twilio_rest import TwilioSender

    found: dict[str, Sender] = {}
    api, callback = twilio(settings), f"{(settings.hotline_url or '').rstrip('/')}{STATUS_PATH}"
    if settings.twilio_number:
        found["sms"] = TwilioSender(api, settings.twilio_number, callback=callback)
    if settings.twilio_whatsapp and settings.whatsapp_notice:
        number = settings.twilio_whatsapp.removeprefix(WHATSAPP)
        found["whatsapp"] = TwilioSender(api, number, WHATSAPP, settings.whatsapp_notice, callback)
    return found


def twilio(settings: HotlineSettings) -> Any:
    """The client of the account."""
    from bots.twilio_rest import client

    token = secret_text(settings.twilio_token_file, "twilio_token_file")
    return client(settings.twilio_account or "", token, settings.twilio_api)
