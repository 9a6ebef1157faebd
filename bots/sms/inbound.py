"""A text as Twilio hands it over, made into an `Incoming`; and what is said to it, made into TwiML.

Twilio tells much of a person: names, places, a profile. Only what is used is read here; the rest is dropped.

Must never: read ProfileName, WaId, or where a number comes from.
"""

import re
from collections.abc import Iterable

from flask import Response
from twilio.twiml.messaging_response import MessagingResponse

from app.conversation.world import Channel
from app.services.hotline.incoming import Incoming, Removal
from bots.sms.account import Account, Form
from bots.sms.media import fetch

STATUS_PATH = "/sms/twilio/status"
SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
OPT_OUT = {"STOP": "STOP", "START": "START"}
"""What Twilio understood as a wish, whatever the word was, to a word that the engine understands so too."""

UNSENDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot carry


def incoming(channel: Channel, account: Account, form: Form, text: str) -> Incoming:
    """A message of this form, its files fetched."""
    fetched = fetch(account, form)
    return Incoming(
        channel,
        form["From"],
        form.get("MessageSid", ""),
        OPT_OUT.get(form.get("OptOutType", ""), text),
        fetched.files,
        fetched.refused,
        at_provider=(*fetched.at_provider, *of_message(form)),
    )


def of_message(form: Form) -> tuple[Removal, ...]:
    """The text itself, to be deleted at Twilio."""
    sid = form.get("MessageSid", "")
    return (Removal("twilio_message", sid),) if SID.fullmatch(sid) else ()


def twiml(account: Account, form: Form, texts: Iterable[str]) -> Response:
    """An answer of these texts. To a stop word Twilio lets no answer through, so there is none.

    How each fares is told to `statusCallback`, not to `action`, behind which no further text is sent.
    """
    response = MessagingResponse()
    told = () if form.get("OptOutType") == "STOP" else texts
    for text in told:
        response.message(sendable(text), status_callback=account.base + STATUS_PATH)
    return Response(str(response), mimetype="text/xml")


def sendable(text: str) -> str:
    """A text without what XML cannot carry: an office's words may hold anything."""
    return UNSENDABLE.sub(" ", text)
