"""The gateway: `gunicorn bots.gateway:app`. Doors for texts, WhatsApp and calls; each only if it is set up.

A door checks who calls, makes an `Incoming` of it, and says what `Talk` answers. What goes wrong within is
answered with a text for the person, since providers show an error to nobody, and logged by its type.
"""

import sys
from importlib import import_module

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from app import hotline_config, logs
from app.api.headers import on_every_response
from app.domain.errors import Misconfigured
from app.hotline_config import HotlineSettings
from app.logs import Event, Log
from app.wiring.gateway import build
from bots.doors import EXTENSION

MOST_BYTES = 262_144  # a text with all that a provider says about it; files are fetched, never posted


def create_app(settings: HotlineSettings | None = None, log: Log | None = None) -> Flask:
    """Build the application from `settings`, by default those of the environment.

    Raises:
        Misconfigured: names every setting that is missing or wrong.
    """
    log = log or Log("gateway")
    gateway = build(settings or hotline_config.load(), log)
    app = Flask("bots", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.url_map.merge_slashes = app.url_map.strict_slashes = False  # no redirect repeats an address
    app.extensions[EXTENSION] = gateway
    app.before_request(gateway.background.alive)
    app.add_url_rule("/health", view_func=health)
    for name in doors(gateway.settings):
        app.register_blueprint(import_module(name).bp)
    answer_errors(app, log)
    on_every_response(app)
    return app


def doors(settings: HotlineSettings) -> list[str]:
    """The modules of the doors that are set up."""
    opened = {
        "bots.sms.twilio": settings.has_twilio and settings.twilio_number is not None,
        "bots.whatsapp.twilio": settings.has_twilio and settings.twilio_whatsapp is not None,
        "bots.voice.twilio": settings.has_twilio,
        "bots.sms.generic": settings.sms_token_file is not None,
        "bots.sms.africastalking": settings.has_africastalking,
        "bots.simulator.page": settings.demonstration,
    }
    return [name for name, is_open in opened.items() if is_open]


def health() -> dict[str, str]:
    """That the gateway is up; for whoever watches it."""
    return {"status": "ok"}


def answer_errors(app: Flask, log: Log) -> None:
    """Errors as short texts that repeat nothing."""

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return Response(error.name, error.code, mimetype="text/plain")

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.record(Event.UNEXPECTED_ERROR, error=error)
        return Response("Something went wrong here.", 500, mimetype="text/plain")


def __getattr__(name: str) -> Flask:
    """`app`, built when a server asks for it, so that importing this module needs no settings."""
    if name != "app":
        raise AttributeError(name)
    log = logs.start("gateway")
    try:
        settings = hotline_config.load()
        if not settings.demonstration:
            settings.require("hotline_secret_file")  # else each worker has a secret, and drafts, of its own
        application = create_app(settings, log)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        raise SystemExit(2) from None
    globals()["app"] = application
    return application
