"""The account at Twilio, as the doors need it: whether a request is Twilio's, and what to fetch files with.

    form = account().form()      all that was sent, when the signature is right; ends in 403 otherwise

How a request is signed stands in `bots/twilio_signature.py`.

Must never: let a request without a signature do anything, or log what one carried.
"""

from dataclasses import dataclass, field

import httpx
from flask import Response, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.datastructures import MultiDict

from app.hotline_config import HotlineSettings, secret_text
from bots.doors import EXTENSION
from bots.twilio_signature import Signatures, signatures

PLACE = "hotline.twilio"
REFUSED = "This address is for a provider."
CONNECT_SECONDS = 3.0

Form = MultiDict[str, str]


@dataclass(frozen=True)
class Account:
    """The account. `base` is where Twilio reaches the gateway, `api` where the gateway reaches Twilio."""

    sid: str
    token: str = field(repr=False)
    signatures: Signatures = field(repr=False)
    base: str
    api: str
    http: httpx.Client = field(repr=False)

    @property
    def basic(self) -> tuple[str, str]:
        """What the API asks for."""
        return self.sid, self.token

    def form(self) -> Form:
        """What the request in hand carries; ends it with 403 when it is not Twilio's."""
        path = request.full_path if request.query_string else request.path
        if not self.signatures.signed(path, request.form, request.headers):
            abort(Response(REFUSED, 403, mimetype="text/plain"))
        return request.form


def account() -> Account:
    """The account of the application that answers."""
    found: Account = current_app.extensions[PLACE]
    return found


def set_up(state: BlueprintSetupState) -> None:
    """Read the account's secrets when a door of Twilio's is hung, so that a missing one shows at the start.

    Raises:
        Misconfigured: there is no token, or no key where one is named.
    """
    if PLACE not in state.app.extensions:
        state.app.extensions[PLACE] = of(state.app.extensions[EXTENSION].settings)


def of(settings: HotlineSettings) -> Account:
    """The account of these settings.

    Raises:
        Misconfigured: a secret cannot be read.
    """
    signed = signatures(settings)
    return Account(
        sid=settings.twilio_account or "",
        token=secret_text(settings.twilio_token_file, "twilio_token_file"),
        signatures=signed,
        base=signed.base,
        api=settings.twilio_api.rstrip("/"),
        http=httpx.Client(timeout=CONNECT_SECONDS),
    )
