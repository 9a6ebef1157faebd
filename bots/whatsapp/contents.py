"""Buttons and lists on WhatsApp: generic contents at Twilio, made once, filled with each message.

    python -m bots.whatsapp.contents      makes those that the file does not name yet

    quick_1 … quick_3     1 to 3 buttons: {{1}} the text, then title and id of each button
    list_2 … list_10      a list: {{1}} the text, {{2}} what opens it, then title and id of each row

Body, titles and ids may all be variables, so that one content serves every question in every language. They
are only sent in answer to a message (within 24 hours of it), so nobody has to approve them. The file
SPEAKUP_WHATSAPP_CONTENTS_FILE holds their names at Twilio; it is no secret. A row shows its id below its
title, which is the number that may be written instead.
Sources: Twilio's pages on twilio/quick-reply, twilio/list-picker and content variables.

Must never: put a word of ours or of anybody's into a content itself.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx

from app import hotline_config
from app.config import variable
from app.domain.errors import Misconfigured, Unavailable
from app.hotline_config import HotlineSettings, secret_text
from bots.whatsapp.choices import KINDS, QUICK

SAMPLE = "Sample"
SECONDS = 10.0


def content(kind: str) -> dict[str, Any]:
    """A content as it is made."""
    shape, _, count = kind.partition("_")
    first = 2 if shape == QUICK else 3
    places = [(place(first + 2 * row), place(first + 2 * row + 1)) for row in range(int(count))]
    return {
        "friendly_name": f"speakup_{kind}",
        "language": "en",
        "variables": {str(number): f"{SAMPLE} {number}" for number in range(1, first + 2 * len(places))},
        "types": buttons(places) if shape == QUICK else rows(places),
    }


def buttons(places: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Buttons under a text."""
    actions = [{"type": "QUICK_REPLY", "title": title, "id": id_} for title, id_ in places]
    return {"twilio/quick-reply": {"body": place(1), "actions": actions}}


def rows(places: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A list that a button opens."""
    items = [{"item": title, "id": id_, "description": id_} for title, id_ in places]
    return {"twilio/list-picker": {"body": place(1), "button": place(2), "items": items}}


def place(number: int) -> str:
    """A place that is filled with each message."""
    return f"{{{{{number}}}}}"


def read(path: Path | None) -> Mapping[str, str]:
    """Names at Twilio by kind; nothing when no file is set.

    Raises:
        Misconfigured: there is no such file, or it holds something else.
    """
    if path is None:
        return {}
    try:
        held = json.loads(path.read_bytes())
        return {kind: str(held[kind]) for kind in KINDS if kind in held}
    except (OSError, ValueError, TypeError):
        raise Misconfigured([variable("whatsapp_contents_file")]) from None


def make(settings: HotlineSettings, http: httpx.Client) -> int:
    """Make the contents that the file does not name yet, and name them; counts them.

    Raises:
        Misconfigured: a setting is missing, or the file holds something else.
        Unavailable: Twilio does not take them; what it took is in the file.
    """
    settings.require("twilio_account", "twilio_token_file", "whatsapp_contents_file")
    assert settings.whatsapp_contents_file is not None
    path, made = settings.whatsapp_contents_file, 0
    held = dict(read(path)) if path.exists() else {}
    token = secret_text(settings.twilio_token_file, "twilio_token_file")
    url = f"{settings.twilio_api.rstrip('/').replace('://api.', '://content.', 1)}/v1/Content"
    for kind in KINDS:
        if kind not in held:
            held[kind] = created(http, url, (settings.twilio_account or "", token), content(kind))
            path.write_text(json.dumps(held, indent=1), "utf-8")
            made += 1
    return made


def created(http: httpx.Client, url: str, basic: tuple[str, str], wanted: Mapping[str, Any]) -> str:
    """Make one content; its name at Twilio.

    Raises:
        Unavailable: it was not made.
    """
    try:
        answer = http.post(url, json=wanted, auth=basic, timeout=SECONDS)
        return str(answer.raise_for_status().json()["sid"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise Unavailable from None


def main() -> int:
    """Make them; 2 when the settings are wrong, 1 when Twilio does not take them."""
    try:
        made = make(hotline_config.load(), httpx.Client())
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        return 2
    except Unavailable:
        sys.stderr.write("Twilio did not take a content. Those that it took are kept; run this again.\n")
        return 1
    sys.stdout.write(f"{made} made, {len(KINDS)} in all\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
