"""When the keys of a device end, and how loudly that is said: the same as `desk/case/keysEnding.ts`.

A device has keys as long as one of its seal keys is valid; so it ends with the last of them. Keys are renewed
within the last sixty days, and afterwards as long as it takes: whose keys ended still signs in and reads.
"""

from collections.abc import Container
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.directory import FIRST, Device, Directory
from app.domain.membership import Renewal

QUIET = timedelta(days=60)  # two months hold a meeting of root holders, and somebody's long leave
LOUD = timedelta(days=14)
VALID = timedelta(days=365)  # like the first key of a device
FRESH = timedelta(days=30)  # a wish that nobody took by then is forgotten
TOLERANCE = timedelta(days=1)  # days change at another hour elsewhere
STEP = timedelta(seconds=1)  # documents write times to the second


class Ending(StrEnum):
    """How near the end of a device's keys is."""

    FAR = "far"
    SOON = "soon"
    NEAR = "near"
    PAST = "past"


def end_of(device: Device) -> datetime:
    """When the last of its seal keys ends; long ago for one without any."""
    return max((dated.until for dated in device.seal), default=FIRST)


def ending(device: Device, now: datetime) -> Ending:
    """How near that is."""
    left = end_of(device) - now
    if left <= timedelta(0):
        return Ending.PAST
    if left <= LOUD:
        return Ending.NEAR
    return Ending.SOON if left <= QUIET else Ending.FAR


def validity(device: Device, now: datetime) -> tuple[datetime, datetime]:
    """From when until when its next key counts.

    From the beginning of this day, so that it is no secret at which hour somebody renewed; and in any case
    after those that it has, for the newest one is the one that others seal to.
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    newest = max((dated.since for dated in device.seal), default=FIRST)
    return max(today, newest + STEP), today + VALID


def waits(wish: Renewal, used: Container[str], today: date) -> bool:
    """Whether a signed wish can still be waiting; `used`: every key that the newest directory lists (hex).

    Signatures do not grow old: whoever runs the server can show last year's, which was taken long ago, and
    nobody would renew any more.
    """
    return wish.seal.key not in used and -TOLERANCE <= today - wish.day <= FRESH


def keys_of(directory: Directory) -> frozenset[str]:
    """Every key of every device of a directory (hex)."""
    devices = [device for office in directory.offices for device in office.devices]
    return frozenset(key for each in devices for key in (each.sign, *(dated.key for dated in each.seal)))
