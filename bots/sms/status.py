"""How texts of ours fare at Twilio: once one left, its copy there is to be deleted.

    POST /sms/twilio/status   for texts and for WhatsApp, whichever door sent them

Must never: believe a request that Twilio did not sign.
"""

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from app.domain.errors import Unavailable
from app.services.hotline.incoming import Removal
from bots.doors import gateway
from bots.sms import account as accounts
from bots.sms.account import account
from bots.sms.inbound import STATUS_PATH, of_message

bp = Blueprint("twilio_status", __name__)

LEFT = frozenset({"sent", "delivered", "undelivered", "failed", "read", "canceled"})
"""From then on Twilio needs the words no more. Some networks never say more than `sent`."""


def set_up(state: BlueprintSetupState) -> None:
    """Hang this door with the first that sends through Twilio.

    Raises:
        Misconfigured: a secret of the account cannot be read.
    """
    accounts.set_up(state)
    if bp.name not in state.app.blueprints:
        state.app.register_blueprint(bp)


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
