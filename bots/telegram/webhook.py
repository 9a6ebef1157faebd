"""Updates that Telegram brings itself: answered 200 once the turn is kept, so that the others come again.

The library's web server puts an update into a queue and answers; our queue is none: `put` is the turn.
Telegram proves itself by the secret that it sends along; whoever does not know it is refused unread.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update

Take = Callable[[Update], Awaitable[bool]]


class NotKept(Exception):
    """The update is to be brought again."""


class Door(asyncio.Queue[Any]):
    """Stands where the library wants its queue. One update that comes twice at once is taken once."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self.take = take
        self.in_hand: dict[int, asyncio.Task[bool]] = {}

    async def put(self, item: Any) -> None:
        """Take an update, and come back when it is kept.

        Raises:
            NotKept: it is not; the answer is then no 200.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        number = item.update_id
        turn = self.in_hand.get(number)
        if turn is None:
            turn = self.in_hand[number] = asyncio.ensure_future(self.take(item))
            turn.add_done_callback(lambda _: self.in_hand.pop(number, None))
        if not await asyncio.shield(turn):
            raise NotKept("not kept")
