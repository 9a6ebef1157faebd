"""Files that came with a text at Twilio: fetched at once, within bounds, from nowhere but Twilio.

The address of a file is believed only if it is one of our account at the API of the settings. From there
Twilio sends on to its store of files; those addresses are listed, and get no password of ours.

Must never: fetch from an address that a sender could choose, or write a file to disk.
"""

import mimetypes
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Semaphore

import httpx

from app.services.evidence import File
from app.services.hotline.incoming import Removal
from app.services.hotline.recordings import AT_ONCE, PATIENCE
from bots.sms.account import Account, Form

MOST_FILES = 10  # Twilio's own bound for one message
MOST_BYTES = 5 * 1024 * 1024  # of one file; Twilio's bound for a message
SECONDS = 8.0  # for all files together: Twilio waits fifteen for the answer
READ_SECONDS = 3.0  # for the next bytes
HOPS = 2
FILE_STORES = (
    "https://mms.twiliocdn.com/",
    "https://media.twiliocdn.com/",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com/",
)
PLACE = re.compile(
    r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages/((?:SM|MM)[0-9a-f]{32})/Media/(ME[0-9a-f]{32})"
)
TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,60}")
ANY_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Fetched:
    """What came of the files of one message; `refused` counts those that were not got."""

    files: tuple[File, ...] = field(default=(), repr=False)
    refused: int = 0
    at_provider: tuple[Removal, ...] = ()


def fetch(account: Account, form: Form, places: Semaphore = AT_ONCE, patience: float = PATIENCE) -> Fetched:
    """The files of a message, as far as they can be had in time; none when no place is free in `patience`."""
    end = time.monotonic() + SECONDS
    count = number(form.get("NumMedia", "0"))
    urls = ((index, form.get(f"MediaUrl{index}", "")) for index in range(min(count, MOST_FILES)))
    ours = {index: place for index, url in urls if (place := own(account, url))}
    files: tuple[File, ...] = ()
    if ours and places.acquire(timeout=patience):
        try:
            files = tuple(had(account, form, ours, end))
        finally:
            places.release()
    removals = (Removal("twilio_media", f"{place[2]}/{place[3]}") for place in ours.values())
    return Fetched(files, count - len(files), tuple(removals))


def had(account: Account, form: Form, ours: Mapping[int, re.Match[str]], end: float) -> Iterator[File]:
    """The files at addresses of ours that can be had until `end`."""
    for index, place in ours.items():
        data = got(account, account.api + place[0], end)
        if data:
            type_ = plain_type(form.get(f"MediaContentType{index}", ""))
            yield File(f"file-{index + 1}{mimetypes.guess_extension(type_) or ''}", type_, data)


def number(text: str) -> int:
    """A count as Twilio writes it; what is none counts as nothing."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0


def plain_type(text: str) -> str:
    """A media type without its parameters."""
    type_ = text.partition(";")[0].strip().lower()
    return type_ if TYPE.fullmatch(type_) else ANY_TYPE


def own(account: Account, url: str) -> re.Match[str] | None:
    """The parts of an address of ours; None for any other."""
    place = PLACE.fullmatch(url.removeprefix(account.api)) if url.startswith(account.api) else None
    return place if place and place[1] == account.sid else None


def got(account: Account, url: str, end: float) -> bytes:
    """The bytes at an address, or nothing: too late, too long, not there, sent on to elsewhere."""
    for _ in range(HOPS + 1):
        left = end - time.monotonic()
        at_home = url.startswith(f"{account.api}/")
        if left <= 0 or not (at_home or url.startswith(FILE_STORES)):
            return b""
        try:
            with account.http.stream(
                "GET",
                url,
                auth=account.basic if at_home else None,
                timeout=min(left, READ_SECONDS),
                follow_redirects=False,
            ) as answer:
                if answer.next_request is None:
                    return b"".join(within(answer, end)) if answer.status_code == httpx.codes.OK else b""
                url = str(answer.next_request.url)
        except (httpx.HTTPError, httpx.InvalidURL, TooMuch):
            return b""
    return b""


class TooMuch(Exception):
    """A file is too long, or comes too slowly."""


def within(answer: httpx.Response, end: float) -> Iterator[bytes]:
    """The bytes of an answer, while they stay within the bounds."""
    length = 0
    for piece in answer.iter_bytes():
        length += len(piece)
        if length > MOST_BYTES or time.monotonic() > end:
            raise TooMuch
        yield piece
