"""Texts through Twilio: what comes in is answered in the same breath.

    POST /sms/twilio          a text; answers TwiML

A message that comes again is answered the same, by its MessageSid.

Must never: answer a request that Twilio did not sign, or a sender that no answer can reach.
"""

from flask import Blueprint, Response

from app.conversation.world import SMS
from bots.doors import hear
from bots.sms.account import account
from bots.sms.inbound import incoming, of_message, twiml
from bots.sms.senders import is_number
from bots.sms.status import drop, set_up

bp = Blueprint("sms_twilio", __name__)
bp.record(set_up)


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
