"""Who sealed this? A key is compared with the directory version that the payload names (protocol §3).

A version that was superseded may be named for the grace period only, so that a revocation bites; after
it, the key must still stand in the newest version.

Must never: take a sender's own word for who they are.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.directory import Device, Directory, seal_keys
from app.domain.errors import NotFound
from app.domain.payloads import DirectoryRef

# The believed directory of a version with the hash of its bytes (hex), or None when there is none.
Versions = Callable[[int], tuple[Directory, str] | None]


def author(office: str, named: DirectoryRef, key: str, on: datetime, versions: Versions) -> Device | None:
    """The device of `office` whose seal key is `key` (hex), or None when there is no such author.

    `on` is when it was filed (or, of a reply, when it is read); `named` is what the payload says.
    """
    found = versions(named.version)
    if found is None or found[1] != named.hash:
        return None
    device = holder(found[0], office, key)
    if device is None or within_grace(found[0], on, versions):
        return device
    newest = newest_of(found[0], versions)
    return device if holder(newest, office, key) else None


def key_of(office: str, named: DirectoryRef, device: str, on: datetime, versions: Versions) -> str | None:
    """The key (hex) to which one who goes by the version named seals for `device` on a day.

    Empty: none; None: nobody goes by that version any more.
    """
    found = versions(named.version)
    if found is None or found[1] != named.hash or not within_grace(found[0], on, versions):
        return None
    try:
        keys = seal_keys(found[0].office(office), on)
    except NotFound:
        return ""
    return next((key for each, key in keys if each == device), "")


def member_of(office: str, named: DirectoryRef, device: str, versions: Versions) -> str:
    """The member of `office` (an id) who has a device by the version named; empty when it is not known."""
    found = versions(named.version)
    if found is None or found[1] != named.hash:
        return ""
    try:
        members = found[0].office(office).members
    except NotFound:
        return ""
    return next((each.id for each in members if any(one.id == device for one in each.devices)), "")


def within_grace(directory: Directory, on: datetime, versions: Versions) -> bool:
    """Whether the version was the newest at `on`, or superseded no longer ago than the grace period."""
    after = versions(directory.version + 1)
    return after is None or on <= after[0].issued + timedelta(seconds=after[0].policy.grace)


def newest_of(directory: Directory, versions: Versions) -> Directory:
    """The last version that follows."""
    while (after := versions(directory.version + 1)) is not None:
        directory = after[0]
    return directory


def holder(directory: Directory, office: str, key: str) -> Device | None:
    """The device of `office` that lists `key` among its seal keys."""
    try:
        devices = directory.office(office).devices
    except NotFound:
        return None
    return next((device for device in devices if any(dated.key == key for dated in device.seal)), None)
