"""Twilio's REST API by its own library: deletes what it keeps of a person, and sends notices.

The library costs a third of a second and 36 MB: only the worker imports this. It has no setting for another
address of its API, so its HTTP client is given one here; that also pins the address against what other
variables of the environment would choose. It logs addresses and headers, never bodies, at a level that
`app/logs.py` keeps silent.

Must never: let an error of the library out, since its text quotes the request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from requests import RequestException
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from app.services.hotline import notifying, removing
from app.services.hotline.incoming import Removal
from app.services.hotline.notifying import Sent

SECONDS = 10.0  # for an answer; whatever takes longer is tried again
GONE = 404
WAIT = frozenset({409, 429})  # 409: with error 20009 the text is still on its way
OPTED_OUT = 21610
NOT_NOW = frozenset({401, 403, 404, 429, 503})  # of the account, not of this text
FAILURES = (TwilioException, RequestException, ValueError)  # ValueError: an answer that is no JSON
NO_EDGE = {"TWILIO_EDGE": "", "TWILIO_REGION": ""}


class Rehosted(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """The library's HTTP client, at the address of our settings."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=SECONDS)
        self.base = base.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Response:
        """Ask for the same path at our address."""
        return super().request(method, self.base + urlsplit(url).path, *args, **options)


def client(account: str, token: str, base: str) -> Client:
    """The library's client for an account."""
    return Client(account, token, http_client=Rehosted(base), environment=NO_EDGE)


def delete_message(api: Client, sid: str) -> None:
    """Blank a text, then delete it: if only the first is done, its words are gone."""
    api.messages(sid).update(body="")
    api.messages(sid).delete()


def delete_media(api: Client, path: str) -> None:
    """Delete a file; `path` is its message and itself."""
    message, _, media = path.partition("/")
    api.messages(message).media(media).delete()


def delete_recording(api: Client, sid: str) -> None:
    """Delete a recording."""
    api.recordings(sid).delete()


def delete_call(api: Client, sid: str) -> None:
    """Delete the record of a call."""
    api.calls(sid).delete()


KINDS: Mapping[str, Callable[[Client, str], None]] = {
    "twilio_message": delete_message,
    "twilio_media": delete_media,
    "twilio_recording": delete_recording,
    "twilio_call": delete_call,
}


@dataclass(frozen=True)
class TwilioRemover:
    """Deletes at Twilio."""

    api: Client = field(repr=False)

    def remove(self, removal: Removal) -> removing.Fate:
        """Delete one thing."""
        delete = KINDS.get(removal.kind)
        if delete is None:
            return removing.Fate.REFUSED
        try:
            delete(self.api, removal.thing)
        except FAILURES as error:
            return removal_fate(status(error))
        return removing.Fate.GONE


def removal_fate(code: int | None) -> removing.Fate:
    """What an HTTP status means for a deletion; None: there was no answer."""
    if code == GONE:
        return removing.Fate.GONE
    later = code is None or code in WAIT or code >= 500
    return removing.Fate.LATER if later else removing.Fate.REFUSED


def status(error: Exception) -> int | None:
    """The HTTP status behind an error of the library, if there was an answer."""
    code = getattr(error, "status", None)
    return code if isinstance(code, int) else None


@dataclass(frozen=True)
class TwilioSender:
    """Sends texts from a number or a name; `template` is the approved text where no other may be sent.

    `callback` is told how each text fares, so that it is deleted as soon as it has arrived.
    """

    api: Client = field(repr=False)
    sender: str
    prefix: str = ""
    template: str | None = None
    callback: str | None = None

    def send(self, address: str, text: str) -> Sent:
        """Send one text."""
        to = self.prefix + address.removeprefix(self.prefix)
        what = {"content_sid": self.template} if self.template else {"body": text}
        told = {"status_callback": self.callback} if self.callback else {}
        try:
            sid = self.api.messages.create(to=to, from_=self.prefix + self.sender, **what, **told).sid
        except FAILURES as error:
            return Sent(sending_fate(error))
        return Sent(notifying.Fate.SENT, Removal("twilio_message", sid) if sid else None)


def sending_fate(error: Exception) -> notifying.Fate:
    """What an error means for a text: was it surely not taken?"""
    code = status(error)
    if code is None:
        return notifying.Fate.NOT_YET if unreached(error) else notifying.Fate.UNKNOWN
    if getattr(error, "code", None) == OPTED_OUT:
        return notifying.Fate.UNWANTED
    if code in NOT_NOW:
        return notifying.Fate.NOT_YET
    return notifying.Fate.UNKNOWN if code >= 500 else notifying.Fate.REFUSED


def unreached(error: Exception) -> bool:
    """Whether no connection was made at all."""
    if isinstance(error, ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, NoConnection) and isinstance(reason, NewConnectionError)
