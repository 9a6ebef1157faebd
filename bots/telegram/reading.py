"""What of an update is read, and nothing else: the chat, the message, its text, its file, a language code.

Names, user names, pictures of people, contacts and places end here: no object of ours can hold them.
Telegram's own pages (`initData`) are never asked for.

    read(update, me) -> Message | Stranger | None        None: nothing that a person said
"""

import mimetypes
import re
from dataclasses import dataclass, field

from telegram import CallbackQuery, Chat, PhotoSize, Update
from telegram import Message as Sent

KINDS = ("voice", "audio", "video", "video_note", "animation", "document")
"""What may be evidence, besides pictures; an animation stands before the document that it also is."""

NOT_KEPT = ("contact", "location", "venue", "sticker", "dice", "poll", "game", "story", "checklist")
"""What is answered as if nothing had been said: of a person or a place only words are taken."""

TYPES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
}
"""The type of a file that says none."""

COMMANDS = frozenset({"start", "menu", "check", "help", "clear", "lang"})
"""Telegram's commands: behind the stroke, each is a word that the conversation knows."""

START = "start"

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Attached:
    """A file at Telegram: how to fetch it, how long it is (bytes; None when not told), what it is."""

    id: str = field(repr=False)
    length: int | None
    name: str
    type: str


@dataclass(frozen=True)
class Press:
    """A button: the query to answer, the message it hangs on, and what it sends."""

    query: str = field(repr=False)
    on: int
    data: str = field(repr=False)


@dataclass(frozen=True)
class Message:
    """What a person said in a private chat. `id`: the same for a repeat, another for an edit.

    `mark`: the message to delete when all is over; None for a button. `language`: Telegram's code, as a hint.
    """

    chat: int = field(repr=False)
    id: str = field(repr=False)
    text: str = field(repr=False)
    mark: int | None = None
    file: Attached | None = None
    press: Press | None = None
    language: str = ""
    starts: bool = False


@dataclass(frozen=True)
class Stranger:
    """A group or a channel: it is left without a word."""

    chat: int = field(repr=False)


def read(update: Update) -> Message | Stranger | None:
    """What an update says to us."""
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    chat = update.effective_chat
    if chat is not None and chat.type != Chat.PRIVATE:
        return Stranger(chat.id)
    sent = update.message or update.edited_message
    return _said(sent) if sent is not None else None


def _pressed(query: CallbackQuery) -> Message | Stranger | None:
    on = query.message
    if on is None:
        return None
    if on.chat.type != Chat.PRIVATE:
        return Stranger(on.chat.id)
    press = Press(query.id, on.message_id, query.data or "")
    return Message(
        on.chat.id, f"q{query.id}", press.data, press=press, language=query.from_user.language_code or ""
    )


def _said(sent: Sent) -> Message | None:
    """A message; None for those that Telegram itself writes into a chat."""
    file = _file(sent)
    text = sent.text or sent.caption or ""
    thing = sent.edit_date is None and any(getattr(sent, kind, None) for kind in NOT_KEPT)
    if not (text or file or thing):  # a place that moves comes as an edit, every few seconds
        return None
    edited = int(sent.edit_date.timestamp()) if sent.edit_date else None
    said = command(text)
    return Message(
        chat=sent.chat.id,
        id=str(sent.message_id) if edited is None else f"{sent.message_id}.{edited}",
        text=said,
        mark=sent.message_id,
        file=file,
        language=(sent.from_user.language_code or "") if sent.from_user else "",
        starts=said == f"/{START}",
    )


def command(text: str) -> str:
    """A command without the bot's name, and without what a link puts behind `/start`; other text as it is.

    Its stroke stays: the conversation hears the word all the same, and takes it for nobody's language.
    """
    found = _COMMAND.fullmatch(text)
    word = found[1].lower() if found else ""
    if found is None or word not in COMMANDS:
        return text
    return f"/{word} {found[2]}" if found[2] and word != START else f"/{word}"


def _file(sent: Sent) -> Attached | None:
    if sent.photo:
        return _attached("photo", max(sent.photo, key=lambda each: each.width * each.height))
    for kind in KINDS:
        found = getattr(sent, kind)
        if found is not None:
            return _attached(kind, found)
    return None


def _attached(kind: str, found: object) -> Attached:
    """A file under a name of ours: its own may name somebody."""
    said = None if isinstance(found, PhotoSize) else getattr(found, "mime_type", None)
    mime = said or TYPES.get(kind, "application/octet-stream")
    ending = mimetypes.guess_extension(mime) or ""
    length = getattr(found, "file_size", None)
    return Attached(str(getattr(found, "file_id", "")), length, f"{kind}{ending}", mime)
