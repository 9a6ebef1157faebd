"""What every door has in hand: the gateway that it belongs to."""

from flask import current_app

from app.domain.errors import Unavailable
from app.logs import Event
from app.services.hotline.incoming import Incoming, Said
from app.wiring.gateway import Gateway

EXTENSION = "hotline"


def gateway() -> Gateway:
    """The gateway of the application that answers."""
    found: Gateway = current_app.extensions[EXTENSION]
    return found


def hear(incoming: Incoming) -> Said:
    """What is said to a message; when nothing can be kept now, that it should be sent again."""
    here = gateway()
    try:
        return here.talk.hear(incoming)
    except Unavailable as gone:
        here.log.record(Event.STORE_UNAVAILABLE, error=gone)
        return Said((here.talk.busy(incoming.channel, incoming.lang or "en"),), incoming.lang or "en")
