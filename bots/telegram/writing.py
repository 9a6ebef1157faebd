"""A reply as Telegram shows it: its text as it is, its choices as buttons, the app as a plain link.

A button sends the key of its choice, as if it had been typed: nothing is believed because a button said it.

Must never: mark text up, or open a page inside Telegram.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from app.conversation.world import Reply

DATA_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
ROW_LETTERS = 24  # beyond it labels are cut on a narrow phone
ROW_BUTTONS = 6
WITH_APP = ("honesty_telegram", "menu")
"""Texts that have the way to the app under them."""

Rows = list[list[InlineKeyboardButton]]


def keyboard(reply: Reply, app: str, open_app: str) -> InlineKeyboardMarkup | None:
    """The buttons under a reply; `app` is the app's address or empty, `open_app` what its button says."""
    rows = choices(reply.choices)
    if app and reply.key in WITH_APP:
        rows.append([InlineKeyboardButton(open_app, url=app)])
    return InlineKeyboardMarkup(rows) if rows else None


def choices(offered: Sequence[tuple[str, str]]) -> Rows:
    """Buttons side by side while their labels fit; a choice that no button can carry is only in the text."""
    rows: Rows = []
    letters = 0
    for value, label in offered:
        if len(value.encode()) > DATA_BYTES or not label:
            continue
        letters += len(label) + 2
        if not rows or letters > ROW_LETTERS or len(rows[-1]) == ROW_BUTTONS:
            rows.append([])
            letters = len(label) + 2
        rows[-1].append(InlineKeyboardButton(label, callback_data=value))
    return rows


def link(address: str) -> str:
    """The address of the app as a link; empty when there is none."""
    return address if "://" in address or not address else f"https://{address}"
