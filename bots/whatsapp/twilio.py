"""WhatsApp through Twilio: a message is answered with buttons where there are contents for them, or in TwiML.

    POST /whatsapp/twilio     a message; how our own fare is told to /sms/twilio/status

An address is opaque: `whatsapp:+254…` or `whatsapp:CC.<name>`, and only ever used to answer. A button that
was pressed, or a row that was picked, counts as the text that it stands for.

Must never: read ProfileName or WaId, or write first: that is the worker's, with the approved text.
"""

import re

from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState

from app.conversation.render import text_of
from app.conversation.world import WHATSAPP
from app.services.hotline.incoming import Said
from bots.doors import EXTENSION, gateway, hear
from bots.sms.account import Form, account
from bots.sms.inbound import incoming, of_message, twiml
from bots.sms.once import Once
from bots.sms.status import drop
from bots.sms.status import set_up as set_up_status
from bots.whatsapp.contents import read
from bots.whatsapp.sending import Sending

PLACE = "hotline.whatsapp"
ADDRESS = re.compile(r"whatsapp:[^\s\x00-\x1f]{1,120}")
PRESSED = ("ButtonPayload", "ListId", "ButtonText", "Body")
"""What a message says: the id of what was pressed or picked, else its title, else the text."""
OPENER = "command_menu"

bp = Blueprint("whatsapp_twilio", __name__)
bp.record(set_up_status)


@bp.record
def set_up(state: BlueprintSetupState) -> None:
    """Read the names of the contents when the door is hung."""
    state.app.extensions[PLACE] = read(state.app.extensions[EXTENSION].settings.whatsapp_contents_file)


@bp.post("/whatsapp/twilio")
def message() -> Response:
    """A message."""
    twilio = account()
    form = twilio.form()
    if not ADDRESS.fullmatch(form.get("From", "")):
        drop(of_message(form))
        return twiml(twilio, form, ())
    text = next((form[name] for name in PRESSED if form.get(name)), "")
    said = hear(incoming(WHATSAPP, twilio, form, text))
    left = said.replies if is_plain(form, said) else sending(form, said).out(said.replies)
    return twiml(twilio, form, (each.text for each in left))


def is_plain(form: Form, said: Said) -> bool:
    """Whether all goes by TwiML: a receipt too, since Twilio asks for TwiML again when it got lost."""
    return said.receipt or not current_app.extensions[PLACE] or form.get("OptOutType") == "STOP"


def sending(form: Form, said: Said) -> Sending:
    """The way out for this answer: from the number that was written to."""
    here, contents = gateway(), current_app.extensions[PLACE]
    opener = text_of(here.worlds.world(WHATSAPP), said.lang, OPENER)
    once = Once(here.keeping, WHATSAPP.name, form["From"], form.get("MessageSid", ""), tries=1)
    return Sending(account(), contents, form.get("To", ""), form["From"], opener, once)
