"""What is remembered of a chat between two turns, in memory alone: its turn, its buttons, our messages.

Must never: hold a text, or outlive the hours of a conversation.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bots.telegram.reading import Press

MOST = 10_000  # chats; beyond it the oldest is forgotten, and its next button is simply believed


@dataclass
class Memory:
    """One chat. `marks`: messages that the next turn hands over, so that they are deleted in the end; `said`:
    those that were handed over, for what is sealed while the conversation goes on.

    `live`: the message whose buttons answer what was asked last; 0: there are none, None: not known.
    `pressed`: the last button that was heard, so that a second tap on it does nothing.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    seen: float = 0.0
    marks: list[int] = field(default_factory=list)
    said: set[int] = field(default_factory=set)
    live: int | None = None
    pressed: tuple[int, str] | None = field(default=None, repr=False)

    def text_of(self, press: Press) -> str | None:
        """What a button says: its data, nothing for an old one (one is asked anew), None if tapped twice."""
        if self.live in (None, press.on):
            return press.data
        return None if self.pressed == (press.on, press.data) else ""

    def mark(self, number: int) -> None:
        """One more message to delete in the end."""
        if number not in self.marks:
            self.marks.append(number)

    def cleared(self) -> set[int]:
        """What was said until the last turn, to be deleted now."""
        gone, self.said = self.said, set()
        return gone


@dataclass
class Chats:
    """The chats that were heard of within `seconds`, by number."""

    seconds: float
    clock: Callable[[], float]
    known: OrderedDict[int, Memory] = field(default_factory=OrderedDict, repr=False)

    def memory(self, chat: int) -> Memory:
        """The memory of a chat; a new one when it was silent for too long."""
        self._forget()
        found = self.known.setdefault(chat, Memory())
        found.seen = self.clock()
        self.known.move_to_end(chat)
        return found

    def _forget(self) -> None:
        while self.known:
            chat, oldest = next(iter(self.known.items()))
            old = self.clock() - oldest.seen > self.seconds or len(self.known) > MOST
            if not old or oldest.lock.locked():
                return
            del self.known[chat]
