"""Texts through Africa's Talking: they call us with a text, and we call them with each answer.

    POST /sms/africastalking/<secret>     their form: from, to, text, date, id, linkId

They sign nothing, so the address holds a secret: logs of proxies on the way must not keep it. An answer goes
out only after its turn is kept. When they cannot be reached they are answered 503; if they then bring the
message again, it finds its answer, and what did not go out goes out. Nothing goes out twice (`once.py`), but
for a receipt of which they did not say whether they took it: a second copy harms nobody, and a lost code
cannot be found again.

Must never: answer another address than the secret one, or a sender that is no telephone.
"""

import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import httpx
from flask import Blueprint, Response, abort, current_app, request
from flask.blueprints import BlueprintSetupState

from app.conversation.world import SMS_HEARD, Reply
from app.hotline_config import HotlineSettings, secret_text
from app.services.hotline.incoming import Incoming
from app.services.hotline.notifying import Fate
from bots.doors import EXTENSION, gateway, hear
from bots.providers import SECONDS, by_status, post, recipient_fate
from bots.sms.once import Once
from bots.sms.senders import number_of

PLACE = "hotline.africastalking"
RECEIPT = "receipt"
MOST_CALLS = 10  # texts to one message; the engine never says more
ALL_SECONDS = 12.0  # for an answer; what has not gone out by then goes when they bring the message again

bp = Blueprint("sms_africastalking", __name__)


@dataclass(frozen=True)
class Account:
    """The account there, and the secret that is in our address."""

    username: str
    key: str = field(repr=False)
    secret: bytes = field(repr=False)
    sender: str
    url: str
    http: httpx.Client = field(repr=False)


@dataclass(frozen=True)
class Recipient:
    """Whom to answer, from which of our numbers, and the link of a text that was paid for, if it has one."""

    number: str = field(repr=False)
    sender: str
    link: str = field(repr=False)


@bp.record
def set_up(state: BlueprintSetupState) -> None:
    """Read the secrets when the door is hung, so that a missing one shows at the start."""
    state.app.extensions[PLACE] = of(state.app.extensions[EXTENSION].settings)


def of(settings: HotlineSettings) -> Account:
    """The account of these settings.

    Raises:
        Misconfigured: a secret cannot be read.
    """
    return Account(
        settings.africastalking_username or "",
        secret_text(settings.africastalking_key_file, "africastalking_key_file"),
        secret_text(settings.africastalking_token_file, "africastalking_token_file").encode(),
        settings.africastalking_sender or "",
        f"{settings.africastalking_api.rstrip('/')}/version1/messaging",
        httpx.Client(),
    )


@bp.post("/sms/africastalking/<secret>")
def text(secret: str) -> Response:
    """A text."""
    account: Account = current_app.extensions[PLACE]
    if not hmac.compare_digest(secret.encode(errors="replace"), account.secret):
        abort(404)
    number, name = number_of(request.form.get("from", "")), request.form.get("id", "")
    if not number:
        return Response(status=200)
    said = hear(Incoming(SMS_HEARD, number, name, request.form.get("text", "")))
    to = Recipient(number, account.sender or request.form.get("to", ""), request.form.get("linkId", ""))
    busy = any(each.key == "busy" for each in said.replies)  # then no note can be kept either
    once = Once(gateway().keeping, "africastalking", number, "" if busy else name)
    gone = send(account, once, to, said.replies)
    return Response(status=200 if gone else 503)


def send(
    account: Account, once: Once, to: Recipient, replies: Sequence[Reply], seconds: float = ALL_SECONDS
) -> bool:
    """Send replies in their order, in `seconds`; False when one did not go and may go later."""
    end = time.monotonic() + seconds
    post_ = certain if any(each.key == RECEIPT for each in replies) else one
    for number, each in enumerate(replies[:MOST_CALLS]):
        if time.monotonic() >= end:
            return False
        if once.send(number, partial(post_, account, to, each.text, end)) is Fate.NOT_YET:
            return False
    return True


def certain(account: Account, to: Recipient, said: str, end: float) -> Fate:
    """Send one text that must not be lost: without their word for it, it counts as not taken."""
    fate = one(account, to, said, end)
    return Fate.NOT_YET if fate is Fate.UNKNOWN else fate


def one(account: Account, to: Recipient, said: str, end: float) -> Fate:
    """Send one text, before `end` of the monotonic clock."""
    form = {"username": account.username, "to": to.number, "message": said}
    form |= {name: value for name, value in (("from", to.sender), ("linkId", to.link)) if value}
    headers = {"apiKey": account.key, "Accept": "application/json"}
    left = max(0.0, min(SECONDS, end - time.monotonic()))
    answer = post(account.http, account.url, left, data=form, headers=headers)
    if isinstance(answer, Fate):
        return answer
    fate = by_status(answer.status_code)
    return recipient_fate(answer) if fate is Fate.SENT else fate
