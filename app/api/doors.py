"""How a view reaches what it calls: the services of this process, hung on the application."""

from flask import Flask, current_app

from app.wiring.web import Web

HOOK = "speakup"


def hang(app: Flask, web: Web) -> None:
    """Hang the services on `app`."""
    app.extensions[HOOK] = web


def services() -> Web:
    """The services of the application that answers now."""
    web: Web = current_app.extensions[HOOK]
    return web
