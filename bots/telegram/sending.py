"""Calls to Telegram that may have to wait: limits are honoured, failures tried again a few times.

    line = Line(bot)
    await line.call(lambda: bot.send_message(…))

When Telegram says how long to wait, every call waits. What Telegram refuses for good is not tried again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds between two tries
BATCH = 100  # messages that one call deletes

T = TypeVar("T")


@dataclass
class Line:
    """One bot's line to Telegram."""

    bot: Bot
    pauses: Sequence[float] = PAUSES
    open_at: float = 0.0  # of the loop's clock: before it nothing is sent

    async def call(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What Telegram answers, after as many tries as there are pauses, and one.

        Raises:
            TelegramError: it refused, or was not to be reached.
        """
        for pause in self.pauses:
            await self._opened()
            try:
                return await ask()
            except RetryAfter as told:
                self._close(told)
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    raise
                await asyncio.sleep(pause)
        await self._opened()
        return await ask()

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
            return await self.call(lambda: send(buttons))
        except BadRequest:
            if buttons is None:
                raise
            return await self.call(lambda: send(None))

    async def delete(self, chat: int, numbers: Iterable[int]) -> bool:
        """Delete messages; whether all of them are gone."""
        wanted = sorted(set(numbers))
        batches = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
        return all([await self._delete(chat, batch) for batch in batches])

    async def _delete(self, chat: int, batch: Sequence[int]) -> bool:
        """A hundred at once; one by one when some of them cannot be deleted."""
        try:
            return await self.call(lambda: self.bot.delete_messages(chat, batch))
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

    async def _opened(self) -> None:
        while (wait := self.open_at - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(wait)

    def _close(self, told: RetryAfter) -> None:
        wait = told.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        self.open_at = max(self.open_at, asyncio.get_running_loop().time() + seconds)
