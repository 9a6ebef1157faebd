"""Between the page and the conversation: what is posted, and how each channel shows what is said.

{"channel": "sms", "address": hex32, "message": hex32, "text": …, "lang": "fr"}     -> Incoming
Said -> {"lang": "fr", "over": false, "replies": [{"text", "choices", "link", "segments" …}]}
"""

import re
from collections.abc import Mapping
from typing import Any

from app.conversation.render import text_of
from app.conversation.segments import measure
from app.conversation.world import SMS, TELEGRAM, WHATSAPP, Reply, World
from app.domain.errors import BadInput
from app.services.hotline.incoming import Incoming, Said

CHANNELS = {channel.name: channel for channel in (SMS, WHATSAPP, TELEGRAM)}
NAME = re.compile(r"[0-9a-f]{32}")  # drawn by the page: nobody's number
MOST_LETTERS = 4_096  # what Telegram takes at once
WITH_APP = ("honesty_telegram", "menu")
"""Texts that have the way to the app under them, as in Telegram."""


def read(posted: Any) -> Incoming:
    """The message that a page posted.

    Raises:
        BadInput: it is something else.
    """
    if not isinstance(posted, dict) or any(not isinstance(each, str) for each in posted.values()):
        raise BadInput("turn", "is not an object of texts")
    channel, text = CHANNELS.get(posted.get("channel", "")), posted.get("text", "")
    address, message = posted.get("address", ""), posted.get("message", "")
    if channel is None or len(text) > MOST_LETTERS:
        raise BadInput("turn", "names no channel, or is too long")
    if not (NAME.fullmatch(address) and NAME.fullmatch(message)):
        raise BadInput("turn", "has no address and message of 32 hexadecimal digits")
    return Incoming(channel, f"simulator:{address}", message, text, lang=posted.get("lang", ""))


def written(said: Said, world: World) -> dict[str, Any]:
    """What the page shows: the replies as this channel carries them."""
    return {
        "lang": world.locale(said.lang).tag,
        "over": said.over,
        "replies": [shown(reply, said.lang, world) for reply in said.replies],
    }


def shown(reply: Reply, lang: str, world: World) -> Mapping[str, Any]:
    """One reply, with what it would cost as text messages; SMS has no buttons."""
    cost = measure(reply.text)
    return {
        "key": reply.key,
        "text": reply.text,
        "choices": [] if world.channel.name == SMS.name else [list(choice) for choice in reply.choices],
        "link": way_to_app(reply, lang, world),
        "encoding": cost.encoding,
        "units": cost.units,
        "segments": cost.segments,
    }


def way_to_app(reply: Reply, lang: str, world: World) -> Mapping[str, str] | None:
    """The button that opens the app, which is the better way."""
    if world.channel.name != TELEGRAM.name or reply.key not in WITH_APP or not world.app:
        return None
    return {"url": link(world.app), "label": text_of(world, lang, "open_app")}


def link(address: str) -> str:
    """The address of the app as a link; empty when there is none."""
    return address if "://" in address or not address else f"https://{address}"
