"""Texts through Twilio: what comes in is answered in the same breath; what went out is deleted there.

    POST /sms/twilio          a text; answers TwiML
    POST /sms/twilio/status   how a text of ours fares; once it left, its copy at Twilio is to be deleted

A message that comes again is answered the same, by its MessageSid.

Must never: answer a request that Twilio did not sign, or a sender that no answer can reach.
"""

from flask import Blueprint, Response

from app.conversation.world import SMS
from app.domain.errors import Unavailable
from app.services.hotline.incoming import Removal
from bots.doors import gateway, hear
from bots.sms.account import account, set_up
from bots.sms.inbound import STATUS_PATH, incoming, of_message, twiml
from bots.sms.senders import is_number

bp = Blueprint("sms_twilio", __name__)
bp.record(set_up)

LEFT = frozenset({"sent", "delivered", "undelivered", "failed", "read", "canceled"})
"""From then on Twilio needs the words no more. Some networks never say more than `sent`."""


@bp.post("/sms/twilio")
def text() -> Response:
    """A text."""
    sender = account()
    form = sender.form()
    if not is_number(form.get("From", "")):
        drop(of_message(form))
        return twiml(sender, form, ())
    said = hear(incoming(SMS, sender, form, form.get("Body", "")))
    return twiml(sender, form, (each.text for each in said.replies))


@bp.post(STATUS_PATH)
def status() -> Response:
    """How a text of ours fares."""
    form = account().form()
    if form.get("MessageStatus", form.get("SmsStatus", "")) in LEFT:
        drop(of_message(form))
    return Response(status=204)


def drop(things: tuple[Removal, ...]) -> None:
    """Have things deleted at Twilio; without a store nothing can be remembered."""
    try:
        gateway().keeping.remove_later(things)
    except Unavailable:
        return
