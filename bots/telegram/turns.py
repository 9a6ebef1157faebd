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
from app.conversation.keywords import RECEIPT_DIGITS
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

RECEIPT, ADDED, BUSY = "receipt", "added", "busy"
ASK_LANGUAGE = "/lang"
"""The word that has the languages listed."""

FOR_GOOD = (BadRequest, Forbidden)
"""What Telegram will not do next time either: the person has gone, or blocked us."""


def has(said: Said, key: str) -> bool:
    """Whether a text is among the replies."""
    return any(each.key == key for each in said.replies)


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
        heard = read(update)
        if heard is None:
            return True
        turn = asyncio.create_task(self._take(heard))
        await asyncio.wait({turn})
        error = turn.exception()
        return error is None or await self._failed(heard, error)

    async def _take(self, heard: Message | Stranger) -> None:
        if isinstance(heard, Stranger):
            await self.line.quietly(lambda: self.line.bot.leave_chat(heard.chat))
            return
        if self.line.hopeless(heard.chat):
            return  # unheard: a report must not be passed on when its receipt cannot be shown
        memory = self.chats.memory(heard.chat)
        async with memory.lock:
            await self._turn(heard, memory)

    async def _failed(self, heard: Message | Stranger, error: BaseException) -> bool:
        """Whether an update is done with all the same; a fault of ours is not hidden from the person."""
        if isinstance(error, TelegramError):
            self.log.record(Event.PROVIDER_AWAY, error=error)
            return isinstance(error, FOR_GOOD) or self.line.hopeless(heard.chat)
        self.log.record(Event.UNEXPECTED_ERROR, error=error)
        busy = await asyncio.to_thread(self.talk.busy, TELEGRAM)
        await self.line.quietly(lambda: self.line.say(heard.chat, busy.text))
        return True

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
        if message.mark is not None:
            memory.mark(message.mark)
        lang = await self._lang(message)
        if message.starts and not lang:
            message = replace(message, text=ASK_LANGUAGE)
        said = await self._heard(message, memory, lang)
        await self._answer(message.chat, memory, said)
        await self._clear(message, memory, said)

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
        memory.said |= set(memory.marks)
        if not said.repeated:  # a repeat keeps nothing, so that they are handed over once more
            memory.marks.clear()
        return said

    async def _fetched(self, message: Message) -> tuple[tuple[File, ...], int]:
        """The file that came along, and how many could not be had."""
        if message.file is None:
            return (), 0
        file = await self.files.fetch(message.file)
        return ((file,), 0) if file is not None else ((), 1)

    async def _answer(self, chat: int, memory: Memory, said: Said) -> None:
        """Send what is said."""
        world = await asyncio.to_thread(self.talk.worlds.world, TELEGRAM)
        live = await self._send(chat, memory, said.replies, world, said.lang)
        memory.live = memory.live if has(said, BUSY) else live

    async def _clear(self, message: Message, memory: Memory, said: Said) -> None:
        """Delete what was said when it is sealed or erased, and a receipt in a text at once."""
        gone = set(map(int, said.marks))
        if said.over or has(said, ADDED):
            gone |= memory.cleared()
        elif message.mark is not None and sum(map(str.isdecimal, message.text)) >= RECEIPT_DIGITS:
            gone.add(message.mark)
        if gone and not await self.line.delete(message.chat, gone):
            world = await asyncio.to_thread(self.talk.worlds.world, TELEGRAM)
            memory.mark(await self.line.say(message.chat, text_of(world, said.lang, "not_deleted")))

    async def _send(
        self, chat: int, memory: Memory, replies: Sequence[Reply], world: World, lang: str
    ) -> int:
        """Send replies, the receipt so that it cannot be passed on; the last that has buttons, or 0."""
        live = 0
        for reply in replies:
            buttons = keyboard(reply, link(world.app), text_of(world, lang, "open_app"))
            number = await self.line.say(chat, reply.text, buttons, protected=reply.key == RECEIPT)
            if reply.key != RECEIPT:
                memory.mark(number)
            live = number if reply.choices else live
        return live
