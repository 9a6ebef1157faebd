"""GET /simulator and what the page asks for: only in a demonstration; elsewhere nothing of it is there.

    GET  /simulator               the page, and under /simulator/assets/ its files
    GET  /simulator/place         where the phone app is
    POST /simulator/turn          one message -> the replies, as that channel would show them
    POST /simulator/call          one step of a call -> what is heard; /simulator/call/over ends it

No provider takes part: the page stands for a phone. A page from elsewhere cannot speak here, because what it
posts would have to say so.

Must never: answer outside of a demonstration, or repeat what was posted.
"""

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.blueprints import BlueprintSetupState

from app.conversation.world import VOICE
from app.domain.errors import BadInput, Unavailable
from app.services.hotline.incoming import Said
from app.services.shelf import Shelf
from bots.doors import EXTENSION, gateway
from bots.simulator import calls, turns

FOLDER = Path(__file__).resolve().parents[2] / "app" / "static" / "simulator"
NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Hotline simulator</title>"
    "<h1>The simulator is not built yet</h1><p>Run <code>make build</code>, then reload this page. "
    "The same hotline answers in a terminal: <code>speakup chat</code></p>"
)
SAME_ORIGIN = ("same-origin", "none")  # what browsers say of where a request comes from; others say nothing
LINE = "simulator"
TEXT = ("text/html", "text/javascript", "text/css")

bp = Blueprint("simulator", __name__, url_prefix="/simulator")
shelf = Shelf(FOLDER)


@bp.record
def set_up(state: BlueprintSetupState) -> None:
    """Lay the line when the door is opened."""
    state.app.extensions[LINE] = calls.line(state.app.extensions[EXTENSION])


@bp.before_request
def only_in_a_demonstration() -> None:
    """Nothing is here otherwise, and nobody else's page may ask."""
    if not gateway().settings.demonstration:
        abort(404)
    if request.headers.get("Sec-Fetch-Site", "none") not in SAME_ORIGIN and request.method == "POST":
        abort(403)


@bp.get("")
def page() -> Response:
    """The page, or a word that it has to be built."""
    if shelf.find("simulator.html") is None:
        return Response(NOT_BUILT, 503, mimetype="text/html", headers={"Retry-After": "60"})
    return sent("simulator.html", "no-cache")


@bp.get("/assets/<name>")
def asset(name: str) -> Response:
    """A script, a style, the icon: their names carry the hash of their content."""
    return sent(f"assets/{name}", "public, max-age=31536000, immutable")


@bp.get("/place")
def place() -> Response:
    """Where the phone app of this demonstration is."""
    return jsonify(app=turns.link(gateway().settings.app_address))


@bp.post("/turn")
def turn() -> Response:
    """One message of somebody, and what the hotline says to it."""
    talk = gateway().talk
    try:
        incoming = turns.read(request.get_json(silent=True))
    except BadInput:
        abort(400)
    try:
        said = talk.hear(incoming)
    except Unavailable:
        said = Said((talk.busy(incoming.channel),), "en")
    return jsonify(turns.written(said, gateway().worlds.world(incoming.channel)))


@bp.post("/call")
def call() -> Response:
    """One step of a call."""
    line: calls.Line = current_app.extensions[LINE]
    try:
        event = calls.read(request.get_json(silent=True), line.tape)
    except BadInput:
        abort(400)
    try:
        said = line.calls.hear(event)
    except Unavailable:
        abort(503)
    return jsonify(calls.written(said, gateway().worlds.world(VOICE)))


@bp.post("/call/over")
def over() -> Response:
    """Somebody hung up."""
    line: calls.Line = current_app.extensions[LINE]
    try:
        line.calls.over(calls.read(request.get_json(silent=True), line.tape))
    except BadInput:
        abort(400)
    except Unavailable:
        abort(503)
    return Response(status=204)


def sent(name: str, caching: str) -> Response:
    """A file of the page; 404 for one that is not on the shelf."""
    path = shelf.find(name)
    if path is None:
        abort(404)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind in TEXT else kind
    return Response(path.read_bytes(), content_type=kind, headers={"Cache-Control": caching})
