"""Asks Telegram for updates, and acknowledges one only when its turn is kept: `kill -9` loses nothing.

Telegram forgets what is before the offset of the next question. So the offset stays at the oldest update that
is not done, and what Telegram then repeats is known by its number. The library's own polling acknowledges an
update before it is looked at; this loop stands in its place.

    window.begin(7)   True, once         window.end(7, kept=True)       window.ask() -> 8
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from app.logs import Event, Log

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
LONG = 25  # seconds that Telegram holds a question while there is nothing
SOON = 0.2  # seconds between two questions while turns are in hand: there may be other people
TRY_AGAIN = (1.0, 2.0, 5.0, 10.0)  # seconds, when Telegram does not answer
MOST_TRIES = 100  # about a quarter of an hour; Telegram holds the next hundred updates back meanwhile
LAST_WORDS = 10.0  # seconds for turns in hand when the process is told to end


@dataclass
class Window:
    """The updates that Telegram may still repeat: in hand, to be taken again, or done."""

    running: set[int] = field(default_factory=set)
    again: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    tries: Counter[int] = field(default_factory=Counter)
    newest: int = -1

    @property
    def offset(self) -> int:
        """The first update that is not done."""
        return min(self.running | self.again, default=self.newest + 1)

    def begin(self, number: int) -> bool:
        """Take an update in hand; False when it is, or is done."""
        if number in self.running or number in self.done:
            return False
        self.again.discard(number)
        self.running.add(number)
        self.newest = max(self.newest, number)
        return True

    def end(self, number: int, kept: bool) -> None:
        """Let go of an update; what was not kept is taken again when Telegram repeats it."""
        self.running.discard(number)
        self.tries[number] += 1
        gives_up = self.tries[number] >= MOST_TRIES
        (self.done if kept or gives_up else self.again).add(number)

    def ask(self) -> int:
        """The offset of the next question: what is before it is not repeated any more, and is forgotten."""
        self.done = {each for each in self.done if each >= self.offset}
        self.tries = Counter({each: tries for each, tries in self.tries.items() if each >= self.offset})
        return self.offset


@dataclass
class Polling:
    """The loop. `take` carries out the turn of an update and tells whether it is kept."""

    bot: Bot
    take: Callable[[Update], Awaitable[bool]]
    log: Log
    stop: asyncio.Event
    window: Window = field(default_factory=Window)
    turns: set[asyncio.Task[None]] = field(default_factory=set, repr=False)
    failures: int = 0

    async def run(self) -> None:
        """Ask until told to stop, then let the turns in hand end and acknowledge them.

        Raises:
            InvalidToken: Telegram does not know us any more.
        """
        stopped = asyncio.create_task(self.stop.wait())
        while not self.stop.is_set():
            asked = asyncio.create_task(self._ask(0 if self._unfinished else LONG))
            await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asked
            await self._settled(SOON)
        await self._settled(LAST_WORDS)
        await self._acknowledge()

    @property
    def _unfinished(self) -> bool:
        return bool(self.window.running or self.window.again)

    async def _ask(self, seconds: int) -> None:
        """One question, and a turn for each update that is new."""
        try:
            updates = await self.bot.get_updates(
                offset=self.window.ask() or None, timeout=seconds, allowed_updates=WANTED
            )
        except InvalidToken:
            raise
        except TelegramError as error:
            await self._refused(error)
            return
        self.failures = 0
        for update in updates:
            if self.window.begin(update.update_id):
                turn = asyncio.create_task(self._turn(update))
                self.turns.add(turn)
                turn.add_done_callback(self.turns.discard)

    async def _turn(self, update: Update) -> None:
        kept = False
        try:
            kept = await self.take(update)
        finally:
            self.window.end(update.update_id, kept)

    async def _refused(self, error: TelegramError) -> None:
        """Wait, longer each time, or as long as Telegram says."""
        self.log.record(Event.PROVIDER_AWAY, error=error)
        pause = TRY_AGAIN[min(self.failures, len(TRY_AGAIN) - 1)]
        self.failures += 1
        if isinstance(error, RetryAfter):
            told = error.retry_after
            pause = told.total_seconds() if isinstance(told, timedelta) else float(told)
        await asyncio.sleep(pause)

    async def _settled(self, seconds: float) -> None:
        """Wait for the turns in hand, but not for ever; a moment for those that are to be taken again."""
        if self.turns:
            await asyncio.wait(self.turns, timeout=seconds)
        elif self.window.again:
            await asyncio.sleep(seconds)

    async def _acknowledge(self) -> None:
        try:
            await self.bot.get_updates(offset=self.window.ask() or None, limit=1, timeout=0)
        except TelegramError as error:
            self.log.record(Event.PROVIDER_AWAY, error=error)
