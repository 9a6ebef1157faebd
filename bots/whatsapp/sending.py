"""Answers with buttons: sent by Twilio's REST API, since TwiML knows no contents; in their order, each once.

If one text of an answer has buttons, all go this way: what TwiML says comes later. What surely was not taken,
and all behind it, is left for TwiML, with numbers; also when the message comes again. When Twilio does not
say whether it took a text, it counts as taken: nothing is said twice.

Over httpx: `twilio.rest` costs a third of a second and 36 MB in every process of the gateway, for one form.

Must never: send to an address that did not just write to us; outside of 24 hours only the worker writes, with
the approved text.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import httpx

from app.conversation.world import Reply
from app.services.hotline.notifying import Fate
from bots.sms.account import Account
from bots.sms.inbound import STATUS_PATH, sendable
from bots.sms.once import SURELY_NOT, Once
from bots.whatsapp.choices import filled, kind_for

SECONDS = 3.0  # for one text
ALL_SECONDS = 6.0  # for an answer: Twilio waits fifteen, and files may have taken eight
SERVER_ERROR = 500
OPTED_OUT = 21610


@dataclass(frozen=True)
class Sending:
    """The way out for one answer. `contents`: names at Twilio by kind; `opener`: what opens a list."""

    account: Account
    contents: Mapping[str, str]
    sender: str
    address: str = field(repr=False)
    opener: str
    once: Once

    def out(self, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """Send an answer; what is left for TwiML."""
        if not any(self.kind(each) for each in replies):
            return replies
        end = time.monotonic() + ALL_SECONDS
        for number, each in enumerate(replies):
            if self.once.send(number, partial(self.in_time, each, end)) in SURELY_NOT:
                return replies[number:]
        return ()

    def in_time(self, reply: Reply, end: float) -> Fate:
        """Send one text, unless the time is over."""
        return self.post(reply) if time.monotonic() < end else Fate.NOT_YET

    def kind(self, reply: Reply) -> str:
        """The content that shows this reply; empty when it goes as text."""
        kind = kind_for(reply.text, reply.choices)
        return kind if kind in self.contents else ""

    def post(self, reply: Reply) -> Fate:
        """Send one text."""
        kind = self.kind(reply)
        form = {"To": self.address, "From": self.sender, "StatusCallback": self.account.base + STATUS_PATH}
        if kind:
            form["ContentSid"] = self.contents[kind]
            form["ContentVariables"] = filled(kind, reply.text, self.opener, reply.choices)
        else:
            form["Body"] = sendable(reply.text)
        url = f"{self.account.api}/2010-04-01/Accounts/{self.account.sid}/Messages.json"
        try:
            answer = self.account.http.post(url, data=form, auth=self.account.basic, timeout=SECONDS)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Fate.NOT_YET
        except httpx.HTTPError:
            return Fate.UNKNOWN
        return fate(answer)


def fate(answer: httpx.Response) -> Fate:
    """What an answer means for a text. To whom wants no more texts, TwiML is not tried either."""
    if answer.is_success:
        return Fate.SENT
    if answer.status_code >= SERVER_ERROR or answer.is_redirect:
        return Fate.UNKNOWN
    try:
        return Fate.UNWANTED if answer.json().get("code") == OPTED_OUT else Fate.REFUSED
    except (ValueError, AttributeError):
        return Fate.REFUSED
