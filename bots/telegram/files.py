"""Files that people send: fetched while the bot's limit allows it, a few at a time, never written to disk.

Must never: keep the name that a file came with, or let a long file hold up a short text of another person.
"""

import asyncio
from dataclasses import dataclass, field

from telegram.constants import FileSizeLimit
from telegram.error import TelegramError

from app.services.evidence import File
from bots.telegram.reading import Attached
from bots.telegram.sending import Line

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)  # what a bot may fetch: 20 MB
AT_ONCE = 4  # so that files of all people together stay below 100 MB


@dataclass
class Files:
    """Fetches files over a line."""

    line: Line
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def fetch(self, attached: Attached) -> File | None:
        """The file; None when it is too long, or Telegram does not give it."""
        if attached.length is not None and attached.length > MOST_BYTES:
            return None
        async with self.places:
            try:
                data = await self.line.call(lambda: self._fetch(attached))
            except TelegramError:
                return None
        return File(attached.name, attached.type, data) if 0 < len(data) <= MOST_BYTES else None

    async def _fetch(self, attached: Attached) -> bytes:
        found = await self.line.bot.get_file(attached.id)
        return bytes(await found.download_as_bytearray())
