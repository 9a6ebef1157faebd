"""Fetches what was recorded in a call from the provider, once it is ready there.

Only from the provider's own address of the settings, never from one that a request names, and never along a
redirect. A recording takes a moment to be ready; whoever asks comes again.

Must never: keep a recording, or let an error out that quotes the request.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Semaphore
from time import monotonic

import httpx

from app.domain.errors import BadInput, Unavailable
from app.services.evidence import File

MOST_BYTES = 25 * 2**20  # hours of a call at the provider's rate
SECONDS = 5.0  # for all of it: the provider waits for fifteen, and it is sealed within them too
SILENT_SECONDS = 3.0  # between two pieces of it
AT_ONCE = BoundedSemaphore(4)  # files of all people being fetched: each may be large, and memory is not
PATIENCE = 3.0  # seconds that one waits for a place
SID = re.compile(r"RE[0-9a-f]{32}")
TYPES = {
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
}
BEGINNINGS = {"mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"), "wav": (b"RIFF",)}
MIME = {"mp3": "audio/mpeg", "wav": "audio/wav"}


@dataclass(frozen=True)
class Recordings:
    """The recordings of one account. `http` has the provider's base address, and proves who asks."""

    http: httpx.Client
    account: str
    most: int = MOST_BYTES
    clock: Callable[[], float] = field(default=monotonic)
    places: Semaphore = field(default=AT_ONCE, repr=False)
    patience: float = PATIENCE

    def fetch(self, sid: str) -> File:
        """A recording as a file that does not tell when it was made.

        Raises:
            Unavailable: it is not ready, the provider is down or slow, or too many are fetched; ask again.
            BadInput: it is no recording, or longer than may be.
        """
        if not SID.fullmatch(sid):
            raise BadInput("recording", "has no such name")
        if not self.places.acquire(timeout=self.patience):
            raise Unavailable
        try:
            return self.got(f"/2010-04-01/Accounts/{self.account}/Recordings/{sid}.mp3")
        finally:
            self.places.release()

    def got(self, path: str) -> File:
        """The file at a path of the provider's; errors as of `fetch`."""
        try:
            with self.http.stream("GET", path, timeout=SILENT_SECONDS, follow_redirects=False) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise Unavailable
                return file_of(answer.headers.get("Content-Type", ""), self.read(answer))
        except httpx.HTTPError:
            raise Unavailable from None

    def read(self, answer: httpx.Response) -> bytes:
        """All of the answer, within its time and its length."""
        until, data = self.clock() + SECONDS, bytearray()
        for piece in answer.iter_bytes():
            data += piece
            if len(data) > self.most:
                raise BadInput("recording", "is longer than it may be")
            if self.clock() > until:
                raise Unavailable
        return bytes(data)


def file_of(content_type: str, data: bytes) -> File:
    """The bytes as a file, if they are what they say.

    Raises:
        BadInput: they are no mp3 and no wav.
    """
    kind = TYPES.get(content_type.partition(";")[0].strip().lower(), "")
    if not kind or not data.startswith(BEGINNINGS[kind]):
        raise BadInput("recording", "is no mp3 and no wav")
    return File(f"recording.{kind}", MIME[kind], data)
