"""Telegram's Bot API as far as the hotline uses it, over real HTTP: what people do, what a bot is answered.

    with FakeTelegram() as telegram:
        person = telegram.person(7001)
        person.says("hello")                 an update; the bot at `telegram.address` is given it
        person.texts                         what the bot has sent into the chat, and not deleted

It refuses what Telegram refuses: another token, a message of more than 4,096 letters, button data of more
than 64 bytes. It keeps every request, and it can be down, slow, full (429), or unwilling to delete.
"""

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote

import httpx

from tests.serving import Crowded, Provider

TOKEN = "7000000001:AAE-a-token-that-must-stand-in-no-log"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "SpeakUp", "username": "speakup_bot"}
MOST_LETTERS, MOST_DATA, MOST_FILE = 4096, 64, 20_000_000
DELETED_AT_ONCE = 100
TRUE_METHODS = (
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "leaveChat",
    "answerCallbackQuery",
)
AS_JSON = frozenset(
    {
        *("reply_markup", "message_ids", "allowed_updates", "commands", "scope", "link_preview_options"),
        *("protect_content", "disable_notification", "drop_pending_updates"),
    }
)

Json = dict[str, Any]


class Refused(Exception):
    """An answer that is none: the status, what is said, and when to come again."""

    def __init__(self, status: int, said: str, retry_after: int | None = None) -> None:
        super().__init__(said)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": said}
        if retry_after is not None:
            self.body["parameters"] = {"retry_after": retry_after}


@dataclass(frozen=True)
class Request:
    """What the bot asked for."""

    method: str
    params: Json
    at: float = field(default_factory=time.monotonic)


@dataclass
class FakeTelegram(Provider):
    """The server. Everything is under one lock; `wait` lets a test see something come."""

    requests: list[Request] = field(default_factory=list)
    updates: list[Json] = field(default_factory=list)
    chats: dict[int, dict[int, Json]] = field(default_factory=lambda: defaultdict(dict))
    files: dict[str, bytes] = field(default_factory=dict)
    undeletable: set[int] = field(default_factory=set)
    failures: dict[str, list[Refused]] = field(default_factory=lambda: defaultdict(list))
    delays: dict[str, float] = field(default_factory=dict)
    webhook: Json = field(default_factory=dict)
    last: Json = field(default_factory=dict)
    down: bool = False
    newest: int = 100
    number: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def opened(self) -> Crowded:
        """Processes that are killed hang up in the middle."""
        return Crowded(("127.0.0.1", 0), handler(self))

    def __exit__(self, *_: object) -> None:
        with self.changed:
            self.down = True
            self.changed.notify_all()
        super().__exit__()

    def person(self, chat: int, language: str | None = "en") -> "Person":
        """Somebody with a private chat."""
        return Person(self, chat, language)

    def asked(self, method: str) -> list[Json]:
        """What was asked for, of one method."""
        with self.changed:
            return [each.params for each in self.requests if each.method == method]

    def fails(self, method: str, *refusals: Refused) -> None:
        """Answer the next calls of a method like this."""
        with self.changed:
            self.failures[method].extend(refusals)

    def wait(self, until: Callable[[], bool], seconds: float = 15) -> None:
        """Wait until something holds; it is looked at after each request."""
        with self.changed:
            assert self.changed.wait_for(until, seconds), "Telegram waited in vain"

    @property
    def waiting(self) -> list[int]:
        """Updates that the bot has not acknowledged."""
        return [each["update_id"] for each in self.updates]

    def update(self, **content: Any) -> int:
        """Something happened; the number of the update. To a webhook it is brought, until it is taken."""
        with self.changed:
            self.newest += 1
            update = self.last = {"update_id": self.newest, **content}
            self.updates.append(update)
            self.changed.notify_all()
        if self.webhook:
            threading.Thread(target=self.bring, args=(update,), daemon=True).start()
        return int(update["update_id"])

    def bring(self, update: Json, pause: float = 0.1) -> None:
        """Bring an update to the webhook, again and again until it is answered 200."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        while not self.down and update in self.updates:
            try:
                taken = httpx.post(self.webhook["url"], json=update, headers=headers, timeout=60)
            except httpx.HTTPError:
                taken = None
            if taken is not None and taken.status_code == 200:
                with self.changed:
                    self.updates = [each for each in self.updates if each is not update]
                    self.changed.notify_all()
                return
            time.sleep(pause)

    def put(self, chat: int, content: Json) -> Json:
        """A message in a chat."""
        with self.changed:
            self.number += 1
            message = {"message_id": self.number, "date": int(time.time()), **content}
            self.chats[chat][self.number] = message
            return message

    def answer(self, method: str, params: Json) -> Any:
        """What a call is answered."""
        with self.changed:
            self.requests.append(Request(method, params))
            self.changed.notify_all()
            failing = self.failures[method]
            if failing:
                raise failing.pop(0)
        time.sleep(self.delays.get(method, 0))
        if method in TRUE_METHODS:
            return True
        found = METHODS.get(method)
        if found is None:
            raise Refused(404, "Not Found")
        return found(self, params)

    def get_updates(self, params: Json) -> list[Json]:
        """Forget what is before the offset, then wait until there is something."""
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        with self.changed:
            if self.webhook:
                raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
            self.updates = [each for each in self.updates if each["update_id"] >= offset]
            self.changed.notify_all()
            self.changed.wait_for(lambda: bool(self.updates) or self.down, float(params.get("timeout", 0)))
            return self.updates[:limit]

    def send_message(self, params: Json) -> Json:
        """Put a text into a chat."""
        text = params.get("text", "")
        if not text or len(text) > MOST_LETTERS:
            raise Refused(400, "Bad Request: message text is empty or too long")
        for row in params.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if len(button.get("callback_data", "").encode()) > MOST_DATA:
                    raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        chat = {"id": int(params["chat_id"]), "type": "private"}
        sent = self.put(chat["id"], {"chat": chat, "from": BOT, "text": text})
        with self.changed:
            sent |= {key: params[key] for key in ("reply_markup", "protect_content") if key in params}
            self.changed.notify_all()
        return {key: sent[key] for key in ("message_id", "date", "chat", "from", "text")}

    def delete_messages(self, params: Json) -> bool:
        """All of them, or none when one cannot be deleted; those that are not there are passed over."""
        numbers = params.get("message_ids", [params.get("message_id")])
        if len(numbers) > DELETED_AT_ONCE:
            raise Refused(400, "Bad Request: too many messages")
        with self.changed:
            if self.undeletable & set(numbers):
                raise Refused(400, "Bad Request: message can't be deleted for everyone")
            for number in numbers:
                self.chats[int(params["chat_id"])].pop(number, None)
            self.changed.notify_all()
        return True

    def get_file(self, params: Json) -> Json:
        """Where a file lies."""
        name = params["file_id"]
        if name not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        if len(self.files[name]) > MOST_FILE:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": name, "file_unique_id": f"u{name}", "file_path": f"files/{name}"}

    def set_webhook(self, params: Json) -> bool:
        """From now on updates are brought."""
        with self.changed:
            self.webhook = dict(params)
            waiting = list(self.updates)
            self.changed.notify_all()
        for update in waiting:
            threading.Thread(target=self.bring, args=(update,), daemon=True).start()
        return True

    def delete_webhook(self, _: Json) -> bool:
        """From now on updates are asked for."""
        with self.changed:
            self.webhook = {}
        return True


METHODS: Mapping[str, Callable[[FakeTelegram, Json], Any]] = {
    "getMe": lambda *_: BOT,
    "getUpdates": FakeTelegram.get_updates,
    "sendMessage": FakeTelegram.send_message,
    "deleteMessages": FakeTelegram.delete_messages,
    "deleteMessage": FakeTelegram.delete_messages,
    "getFile": FakeTelegram.get_file,
    "setWebhook": FakeTelegram.set_webhook,
    "deleteWebhook": FakeTelegram.delete_webhook,
}


@dataclass(frozen=True)
class Person:
    """Somebody who writes to the bot. Names and the rest are there, as Telegram sends them, to be dropped."""

    telegram: FakeTelegram
    chat: int
    language: str | None = "en"

    @property
    def sender(self) -> Json:
        """Who Telegram says that it is."""
        told = {"id": self.chat, "is_bot": False, "first_name": "Wolpertinger", "username": "wolpertinger"}
        return told | ({"language_code": self.language} if self.language else {})

    @property
    def room(self) -> Json:
        """The private chat."""
        return {"id": self.chat, "type": "private", "first_name": "Wolpertinger", "username": "wolpertinger"}

    def sends(self, **content: Any) -> Json:
        """A message of any kind."""
        message = self.telegram.put(self.chat, {"chat": self.room, "from": self.sender, **content})
        self.telegram.update(message=message)
        return message

    def says(self, text: str) -> Json:
        """A text; a stroke at its beginning makes it a command."""
        entity = (
            {"type": "bot_command", "offset": 0, "length": len(text.split()[0])} if text[:1] == "/" else None
        )
        return self.sends(text=text, **({"entities": [entity]} if entity else {}))

    def edits(self, message: Json, text: str, at: int = 0) -> None:
        """Another text in the same message."""
        message |= {"text": text, "edit_date": at or int(time.time())}
        self.telegram.update(edited_message=message)

    def sends_file(self, kind: str, data: bytes, said: str = "", **told: Any) -> Json:
        """A photo, a document, a voice note …"""
        name = f"{kind}{len(self.telegram.files)}"
        self.telegram.files[name] = data
        about = {"file_id": name, "file_unique_id": f"u{name}", "file_size": len(data), "duration": 3}
        about |= {"width": 90, "height": 90, "length": 90} | told
        small = about | {"file_id": "small", "width": 9, "height": 9}
        return self.sends(
            **{kind: [small, about] if kind == "photo" else about}, **({"caption": said} if said else {})
        )

    def presses(self, data: str, on: Json | None = None) -> int:
        """A button, by default of the last message that has any; the number of the update."""
        with self.telegram.changed:
            self.telegram.number += 1
            query = str(4_000_000_000 + self.telegram.number)
        message = {key: each for key, each in (on or self.buttoned[-1]).items() if key != "reply_markup"}
        return self.telegram.update(
            callback_query={
                "id": query,
                "from": self.sender,
                "chat_instance": "1",
                "message": message,
                "data": data,
            }
        )

    @property
    def messages(self) -> list[Json]:
        """All that the chat holds."""
        with self.telegram.changed:
            return list(self.telegram.chats[self.chat].values())

    @property
    def answers(self) -> list[Json]:
        """What the bot sent, and is still there."""
        return [each for each in self.messages if each["from"]["is_bot"]]

    @property
    def texts(self) -> list[str]:
        """The texts of that."""
        return [each["text"] for each in self.answers]

    @property
    def buttoned(self) -> list[Json]:
        """Answers with buttons that send something."""
        return [each for each in self.answers if list(data_of(each))]


def data_of(message: Json) -> Iterator[str]:
    """What the buttons under a message send."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        yield from (button["callback_data"] for button in row if "callback_data" in button)


def handler(telegram: FakeTelegram) -> type[BaseHTTPRequestHandler]:
    """The HTTP side."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if telegram.down:
                self.close_connection = True
                return
            token, _, method = self.path.removeprefix("/bot").rpartition("/")
            try:
                if token != TOKEN:
                    raise Refused(401, "Unauthorized")
                said = {"ok": True, "result": telegram.answer(method, params_of(body))}
                self.answer(200, json.dumps(said).encode())
            except Refused as refused:
                self.answer(refused.status, json.dumps(refused.body).encode())

        def do_GET(self) -> None:
            before, _, name = unquote(self.path).rpartition("/")
            found = telegram.files.get(name) if before == f"/file/bot{TOKEN}/files" else None
            self.answer(200 if found is not None else 404, found or b"{}")

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def params_of(body: bytes) -> Json:
    """A form as the library sends it."""
    fields = parse_qs(body.decode(), keep_blank_values=True)
    return {name: json.loads(values[0]) if name in AS_JSON else values[0] for name, values in fields.items()}
