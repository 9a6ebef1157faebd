"""Notices by web push: sealed to the officer's browser (RFC 8291), signed by the worker's key (RFC 8292).

What is sealed has one size: a title and a sentence in the officer's language, filled up with spaces. The push
service of the browser's maker sees that a push went, from whom, and to which browser; it comes every day at
the same hour, so that tells nothing.

Must never: call an address that is no push service. It comes from a desk, and could name any machine.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from py_vapid import Vapid02, VapidException  # type: ignore[import-untyped]  # it has no types
from pywebpush import WebPusher, WebPushException  # type: ignore[import-untyped]  # it has no types

from app.domain.errors import Misconfigured
from app.domain.notices import NoticeKind, NoticeWords
from app.services.notices import Fate

PLAIN_BYTES = 1_024  # the longest words of any language take about 400
SECONDS = 20
KEPT_SECONDS = 20 * 3_600  # a browser that is closed gets it within the day, or the next one instead
SIGNED_HOURS = 12
GONE = (404, 410)
TAKEN = (200, 201, 202)
AGAIN = (429, 500, 502, 503, 504)
ENGLISH = "en"


@dataclass(frozen=True)
class PushNotices:
    """Carries notices to browsers. `services`: hosts, a dot before one that stands for all beneath it."""

    key: Vapid02 = field(repr=False)
    contact: str
    services: Sequence[str]
    words: Mapping[NoticeKind, Mapping[str, NoticeWords]]

    def carry(self, place: Mapping[str, Any], kind: NoticeKind) -> Fate:
        """Send the push of that kind to one browser."""
        subscription = subscription_in(place)
        if subscription is None:
            return Fate.GONE
        try:
            if not self.may_call(subscription["endpoint"]):
                return Fate.GONE
            return self.send(subscription, content(self.words[kind], str(place.get("lang", ENGLISH))))
        except requests.TooManyRedirects:
            return Fate.REFUSED
        except requests.RequestException:
            return Fate.NOT_YET
        except (WebPushException, ValueError, TypeError):
            return Fate.GONE  # its address or its keys are none

    def send(self, subscription: Mapping[str, Any], plain: bytes) -> Fate:
        """Seal, sign and send. Raises what the libraries raise."""
        place = urlsplit(subscription["endpoint"])
        until = datetime.now(UTC) + timedelta(hours=SIGNED_HOURS)
        claims = {
            "sub": self.contact,
            "aud": f"{place.scheme}://{place.netloc}",
            "exp": int(until.timestamp()),
        }
        headers = {**self.key.sign(claims), "urgency": "normal"}
        with requests.Session() as session:
            session.trust_env = False  # no proxy, no password file
            session.max_redirects = 0
            answer = WebPusher(subscription, requests_session=session).send(
                plain, headers, ttl=KEPT_SECONDS, timeout=SECONDS
            )
        return fate_of(getattr(answer, "status_code", 0))

    def may_call(self, endpoint: str) -> bool:
        """Whether an address is that of a push service: encrypted, unless a setting says otherwise.

        Raises:
            ValueError: it is no address.
        """
        place = urlsplit(endpoint)
        if f"{place.scheme}://{place.netloc}" in self.services:
            return True
        host = place.hostname or ""
        plain = place.scheme == "https" and place.port in (None, 443) and place.username is None
        return plain and any(
            host.endswith(each) if each.startswith(".") else host == each for each in self.services
        )


def vapid_key(path: Path) -> Vapid02:
    """The key that signs pushes, from its PEM file.

    Raises:
        Misconfigured: there is no such file, or it holds no such key.
    """
    try:
        return Vapid02.from_pem(path.read_bytes())
    except (OSError, ValueError, TypeError, VapidException):
        raise Misconfigured(["SPEAKUP_PUSH_KEY_FILE"]) from None


def subscription_in(place: Mapping[str, Any]) -> dict[str, Any] | None:
    """The subscription as the browser gave it, or None when it is not one."""
    try:
        endpoint, keys = place["endpoint"], place["keys"]
        found = {"endpoint": endpoint, "keys": {name: keys[name] for name in ("p256dh", "auth")}}
    except (KeyError, TypeError):
        return None
    texts = [endpoint, *found["keys"].values()]
    return found if all(isinstance(each, str) for each in texts) else None


def content(words: Mapping[str, NoticeWords], lang: str) -> bytes:
    """What the browser shows, as JSON of one size."""
    said = words.get(lang, words[ENGLISH])
    plain = json.dumps({"title": said.title, "body": said.body}, ensure_ascii=False).encode()
    return plain + b" " * (PLAIN_BYTES - len(plain))


def fate_of(status: int) -> Fate:
    """What an answer of the push service means."""
    if status in TAKEN:
        return Fate.SENT
    if status in GONE:
        return Fate.GONE
    return Fate.NOT_YET if status in AGAIN else Fate.REFUSED
