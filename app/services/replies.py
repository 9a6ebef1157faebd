"""Replies as anyone may read them: tags in order, and trays of sixteen (protocol §7).

No login and no mailbox id: whoever asks is not asked who they are.
"""

from dataclasses import dataclass

from app.domain.errors import NotFound
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.tags import TRAY_PLACES
from app.storage import replies
from app.storage.database import Database

PAGE_TAGS = 1_024  # 16 KiB; a full page never changes again, so caches may keep it
REPLY_BYTES = ENVELOPE_BYTES[EnvelopeClass.REPORTER]
NO_REPLY = bytes(REPLY_BYTES)  # how an empty or expired place reads


@dataclass(frozen=True, slots=True)
class TagPage:
    """A page of tags, 16 bytes each; a full one is final."""

    tags: bytes
    full: bool


@dataclass(frozen=True)
class Replies:
    """The public side of the replies."""

    database: Database

    def tags(self, place: int) -> TagPage:
        """The page of tags in which `place` lies; empty behind the newest."""
        start = place - place % PAGE_TAGS
        with self.database.read() as view:
            found = replies.tags(view, start, PAGE_TAGS)
        return TagPage(b"".join(found), full=len(found) == PAGE_TAGS)

    def tray(self, number: int) -> bytes:
        """The sixteen places of a tray, 65,536 bytes; empty and expired ones are zeros.

        Raises:
            NotFound: the tray lies behind the last.
        """
        start = number * TRAY_PLACES
        with self.database.read() as view:
            if start >= replies.taken(view):
                raise NotFound("tray")
            found = replies.at_places(view, start, TRAY_PLACES)
        return b"".join(found.get(place, NO_REPLY) for place in range(start, start + TRAY_PLACES))
