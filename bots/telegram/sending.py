"""Calls to Telegram that may have to wait: limits are honoured, failures tried again a few times.

    line = Line(bot)
    await line.call(lambda: bot.send_message(…), chat)

When Telegram says how long to wait, every call into that chat waits, and no other; calls without a chat wait
for each other. A chat that is told to wait for too long is hopeless until then: nothing is sent to it. What
Telegram refuses for good is not tried again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds between two tries
BATCH = 100  # messages that one call deletes
MOST_WAIT = 300.0  # seconds that one chat is waited for in a row: meanwhile its update holds others back
FORGET = 3600.0  # seconds after the end of a pause

T = TypeVar("T")


@dataclass(frozen=True)
class Pause:
    """Before `until` (of the loop's clock) nothing is sent. `told`: seconds, since the last that went out."""

    until: float
    told: float


@dataclass
class Line:
    """One bot's line to Telegram."""

    bot: Bot
    pauses: Sequence[float] = PAUSES
    closed: dict[int | None, Pause] = field(default_factory=dict, repr=False)  # by chat

    async def call(self, ask: Callable[[], Awaitable[T]], chat: int | None = None) -> T:
        """What Telegram answers, after as many tries as there are pauses, and one.

        Raises:
            TelegramError: it refused, or was not to be reached, or the chat is hopeless.
        """
        for pause in self.pauses:
            try:
                return await self._ask(ask, chat)
            except RetryAfter:
                if self.hopeless(chat):
                    raise
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    raise
                await asyncio.sleep(pause)
        return await self._ask(ask, chat)

    def hopeless(self, chat: int | None) -> bool:
        """Whether a chat has been told to wait for too long, and still is."""
        pause = self.closed.get(chat)
        return chat is not None and pause is not None and pause.told > MOST_WAIT and self._left(chat) > 0

    async def say(
        self, chat: int, text: str, buttons: InlineKeyboardMarkup | None = None, protected: bool = False
    ) -> int:
        """Send a text without a sound; its number. Without its buttons, if Telegram refuses those."""

        async def send(shown: InlineKeyboardMarkup | None) -> int:
            sent = await self.bot.send_message(
                chat, text, reply_markup=shown, protect_content=protected, disable_notification=True
            )
            return sent.message_id

        try:
            return await self.call(lambda: send(buttons), chat)
        except BadRequest:
            if buttons is None:
                raise
            return await self.call(lambda: send(None), chat)

    async def delete(self, chat: int, numbers: Iterable[int]) -> bool:
        """Delete messages; whether all of them are gone."""
        wanted = sorted(set(numbers))
        batches = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
        return all([await self._delete(chat, batch) for batch in batches])

    async def _delete(self, chat: int, batch: Sequence[int]) -> bool:
        """A hundred at once; one by one when some of them cannot be deleted."""
        try:
            return await self.call(lambda: self.bot.delete_messages(chat, batch), chat)
        except BadRequest:
            return len(batch) > 1 and all([await self._delete(chat, [number]) for number in batch])
        except TelegramError:
            return False

    async def quietly(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask for something that nobody waits for, once."""
        try:
            await ask()
        except (BadRequest, Forbidden, NetworkError, RetryAfter):
            return

    async def _ask(self, ask: Callable[[], Awaitable[T]], chat: int | None) -> T:
        """One try, when the chat is open."""
        while (left := self._left(chat)) > 0:
            if self.hopeless(chat):
                raise RetryAfter(ceil(left))
            await asyncio.sleep(left)
        try:
            answer = await ask()
        except RetryAfter as told:
            self._close(told, chat)
            raise
        self.closed.pop(chat, None)
        return answer

    def _left(self, chat: int | None) -> float:
        pause = self.closed.get(chat)
        return pause.until - asyncio.get_running_loop().time() if pause else 0.0

    def _close(self, error: RetryAfter, chat: int | None) -> None:
        wait, now = error.retry_after, asyncio.get_running_loop().time()
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        self.closed = {key: each for key, each in self.closed.items() if each.until + FORGET > now}
        old = self.closed.get(chat, Pause(now, 0.0))
        self.closed[chat] = Pause(max(old.until, now + seconds), old.told + seconds)
