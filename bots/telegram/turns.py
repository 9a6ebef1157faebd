"""One update, one turn: hear it, answer it, and delete what was said when all is over.

Messages of a chat are taken in their order, those of different chats at once. A turn is kept before it is
answered, and only then is its update acknowledged; one that Telegram repeats is answered the same.

Must never: write to a group, or answer a button as if it had been typed a second time.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from app.content.locales import tags_of
from app.content.tags import meant
from app.conversation.render import text_of
from app.conversation.world import TELEGRAM, Reply, World
from app.domain.errors import Unavailable
from app.logs import Event, Log
from app.services.evidence import File
from app.services.hotline.incoming import Incoming, Said
from app.services.hotline.talk import Talk
from bots.telegram.chats import Chats, Memory
from bots.telegram.files import Files
from bots.telegram.reading import Message, Stranger, read
from bots.telegram.sending import Line
from bots.telegram.writing import keyboard, link

RECEIPT = "receipt"
ASK_LANGUAGE = "lang"
"""The word that has the languages listed."""

FOR_GOOD = (BadRequest, Forbidden)
"""What Telegram will not do next time either: the person has gone, or blocked us."""


@dataclass
class Turns:
    """Takes updates. What is remembered between two of them is in `chats`, and lost with the process."""

    talk: Talk
    line: Line
    files: Files
    chats: Chats
    log: Log

    async def take(self, update: Update) -> bool:
        """Carry out the turn of an update; whether it may be acknowledged.

        False when Telegram could not be told: it is to repeat the update. Nothing else comes out of here.
        """
        turn = asyncio.create_task(self._take(update))
        await asyncio.wait({turn})
        error = turn.exception()
        if error is not None:
            self.log.record(Event.UNEXPECTED_ERROR, error=error)
        return not isinstance(error, TelegramError) or isinstance(error, FOR_GOOD)

    async def _take(self, update: Update) -> None:
        heard = read(update)
        if isinstance(heard, Stranger):
            await self.line.quietly(lambda: self.line.bot.leave_chat(heard.chat))
        elif heard is not None:
            memory = self.chats.memory(heard.chat)
            async with memory.lock:
                await self._turn(heard, memory)

    async def _turn(self, message: Message, memory: Memory) -> None:
        """A message, or a button unless it is an old one."""
        if message.press is not None:
            text = memory.text_of(message.press)
            memory.pressed = (message.press.on, message.press.data)
            query = message.press.query
            await self.line.quietly(lambda: self.line.bot.answer_callback_query(query))
            if text is None:
                return
            message = replace(message, text=text)
        if message.mark is not None and message.mark not in memory.marks:
            memory.marks.append(message.mark)
        lang = await self._lang(message)
        if message.starts and not lang:
            message = replace(message, text=ASK_LANGUAGE)
        said = await self._heard(message, memory, lang)
        await self._answer(message.chat, memory, said)

    async def _lang(self, message: Message) -> str:
        """Which of our languages Telegram is used in; empty when it is none of them."""
        world = await asyncio.to_thread(self.talk.worlds.world, TELEGRAM)
        return meant(message.language, tags_of(world.locales)) or ""

    async def _heard(self, message: Message, memory: Memory, lang: str) -> Said:
        """What the conversation says; when nothing can be kept, that it should be sent again."""
        files, refused = await self._fetched(message)
        marks = tuple(map(str, memory.marks))
        incoming = Incoming(
            *(TELEGRAM, str(message.chat), message.id, message.text, files, refused), marks=marks, lang=lang
        )
        try:
            said = await asyncio.to_thread(self.talk.hear, incoming)
        except Unavailable as error:
            self.log.record(Event.STORE_UNAVAILABLE, error=error)
            busy = await asyncio.to_thread(self.talk.busy, TELEGRAM, lang or "en")
            return Said((busy,), lang or "en")
        if said.over or not said.repeated:  # a repeat keeps nothing, so that it is handed over once more
            memory.marks.clear()
        return replace(said, marks=(*said.marks, *marks)) if said.over else said

    async def _fetched(self, message: Message) -> tuple[tuple[File, ...], int]:
        """The file that came along, and how many could not be had."""
        if message.file is None:
            return (), 0
        file = await self.files.fetch(message.file)
        return ((file,), 0) if file is not None else ((), 1)

    async def _answer(self, chat: int, memory: Memory, said: Said) -> None:
        """Send what is said, the receipt so that it cannot be passed on; then delete what is over."""
        world = await asyncio.to_thread(self.talk.worlds.world, TELEGRAM)
        live = await self._send(chat, memory, said.replies, world, said.lang)
        memory.live = memory.live if any(each.key == "busy" for each in said.replies) else live
        if said.over and not await self.line.delete(chat, map(int, said.marks)):
            memory.marks.append(await self.line.say(chat, text_of(world, said.lang, "not_deleted")))

    async def _send(
        self, chat: int, memory: Memory, replies: Sequence[Reply], world: World, lang: str
    ) -> int:
        """Send replies, remember them but for the receipt; the last of them that has buttons, or 0."""
        live = 0
        for reply in replies:
            buttons = keyboard(reply, link(world.app), text_of(world, lang, "open_app"))
            number = await self.line.say(chat, reply.text, buttons, protected=reply.key == RECEIPT)
            if reply.key != RECEIPT:
                memory.marks.append(number)
            live = number if reply.choices else live
        return live
