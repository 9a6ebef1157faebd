"""What every door has in hand: the gateway that it belongs to."""

from flask import current_app

from app.wiring.gateway import Gateway

EXTENSION = "hotline"


def gateway() -> Gateway:
    """The gateway of the application that answers."""
    found: Gateway = current_app.extensions[EXTENSION]
    return found
