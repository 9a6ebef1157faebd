"""Texts through any gateway that speaks HTTP: a telephone with an app, an aggregator, a modem.

    POST /sms/generic   JSON, or a form          {"replies": ["…", "…"]}, or plain text if that is asked for
    GET  /sms/generic   the same fields          for gateways that cannot do better

Gateways name things as they like; the names below are all understood. The token comes as a bearer, or as a
field where a gateway cannot send headers. In an address it ends up in logs of every proxy on the way, and so
does the text: prefer POST with the header.

Must never: do anything without the token, or repeat in an error what was sent.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, current_app, json, request
from flask.blueprints import BlueprintSetupState

from app.conversation.world import SMS_HEARD
from app.hotline_config import secret_text
from app.services.hotline.draft import PARTS_MOST
from app.services.hotline.incoming import Incoming, Part
from bots.doors import EXTENSION, hear
from bots.sms.senders import number_of

PLACE = "hotline.generic"
FROM = ("from", "sender", "msisdn", "phone")
TEXT = ("text", "message", "body", "content")
ID = ("id", "message_id", "messageId")
REFERENCE, NUMBER, TOTAL = ("ref",), ("part",), ("parts",)
TOKEN = "token"  # noqa: S105 -- the name of a field
NO_TOKEN = "The token is missing or wrong."  # noqa: S105 -- a sentence for people
NO_OBJECT = "This is no JSON object and no form."
PLAIN = "text/plain"

bp = Blueprint("sms_generic", __name__)

Fields = Mapping[str, Any]


@bp.record
def set_up(state: BlueprintSetupState) -> None:
    """Read the token when the door is hung, so that a missing one shows at the start."""
    settings = state.app.extensions[EXTENSION].settings
    state.app.extensions[PLACE] = secret_text(settings.sms_token_file, "sms_token_file").encode()


@bp.route("/sms/generic", methods=["GET", "POST"])
def text() -> Response:
    """A text."""
    fields = given()
    if not hmac.compare_digest(token_in(fields), current_app.extensions[PLACE]):
        abort(refusal(401, NO_TOKEN))
    address = number_of(first(fields, FROM))
    if not address:
        return answer([])
    piece = part_of(fields)
    incoming = Incoming(SMS_HEARD, address, name_of(fields, piece), first(fields, TEXT), part=piece)
    return answer([each.text for each in hear(incoming).replies])


def given() -> Fields:
    """What was sent, from wherever it stands; ends the request with 400 when it cannot be read."""
    if request.method == "GET":
        return request.args
    if not request.is_json:
        return {**request.args, **request.form}
    try:
        read = request.get_json(silent=True)
    except RecursionError:  # thousands of brackets within each other
        read = None
    if not isinstance(read, dict):
        abort(refusal(400, NO_OBJECT))
    return {**request.args, **read}


def token_in(fields: Fields) -> bytes:
    """The token: the header's, or else the field's."""
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    found = bearer.strip() if kind.lower() == "bearer" else first(fields, (TOKEN,))
    return found.encode(errors="replace")


def first(fields: Fields, names: tuple[str, ...]) -> str:
    """The first field of these names that holds a text or a number; halves of letters, which JSON can hold
    and nothing else, become question marks.
    """
    found = (fields.get(name) for name in names)
    usable = (each for each in found if isinstance(each, str | int) and not isinstance(each, bool))
    return next((str(each) for each in usable if each != ""), "").encode(errors="replace").decode()


def name_of(fields: Fields, piece: Part | None) -> str:
    """The message's id; some gateways give all pieces of a text the same, so a piece has its number in it."""
    name = first(fields, ID)
    return f"{name}/{piece.reference}/{piece.number}" if name and piece else name


def part_of(fields: Fields) -> Part | None:
    """Which piece of a longer text this is; None for a whole one, and for numbers that make no sense."""
    reference, number, total = (first(fields, names) for names in (REFERENCE, NUMBER, TOTAL))
    if not reference or not (number.isdecimal() and total.isdecimal()) or len(number + total) > 6:
        return None
    piece = Part(reference, int(number), int(total))
    return piece if 1 <= piece.number <= piece.total <= PARTS_MOST else None


def answer(replies: list[str]) -> Response:
    """The replies, as the gateway wants them."""
    if request.accept_mimetypes.best_match(["application/json", PLAIN]) == PLAIN:
        return Response("\n".join(replies), mimetype=PLAIN)
    return Response(json.dumps({"replies": replies}), mimetype="application/json")


def refusal(status: int, why: str) -> Response:
    """Why not, without what was sent."""
    return Response(json.dumps({"replies": [], "error": why}), status, mimetype="application/json")
