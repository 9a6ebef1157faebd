"""Going to one's desk: unlock the device, follow the directory, open the store and, if wanted, a session.

The directory that was seen is remembered, so that a server cannot roll it back for this device; what the
server gave is kept, so that cases can be read offline.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from app.desk.desk import Desk
from app.desk.session import Session
from app.desk.store import Store
from app.domain.directory import Directory
from app.domain.errors import BadInput, CannotBeTrusted, NotFound
from app.domain.strict_json import NotStrictJson, loads
from app.sealing.devicekeys import Device, unwrap
from app.sealing.directory import Pins, Seen
from app.sealing.membership import check_own
from app.sealing.nextkey import completed
from app.services.following import Following, Keep, Source, follow, over_http, pins_of


@dataclass(frozen=True)
class Entrance:
    """Where a desk is and what it trusts; without `pins` it trusts the first directory it sees."""

    device: Device
    folder: Path
    pins: Pins | None
    now: Callable[[], datetime]

    def online(self, http: httpx.Client, origin: str) -> Desk:
        """A desk with an open session at the server that calls itself `origin`.

        Raises:
            NotAllowed: the server does not let the device in.
            CannotBeTrusted, Unavailable: the directory.
        """
        store = Store(self.folder)
        following = self.followed(store, over_http(http), fresh=True)
        device = self.held(following.newest.directory)
        session = Session(http, origin, device)
        session.open()
        return Desk(device, store, following, session, self.now)

    def offline(self) -> Desk:
        """A desk that reads what the store holds.

        Raises:
            NotFound: the device has not been online with this folder yet.
        """
        store = Store(self.folder)
        following = self.followed(store, stored(store), fresh=False)
        return Desk(self.held(following.newest.directory), store, following, None, self.now)

    def followed(self, store: Store, source: Source, fresh: bool) -> Following:
        """The directory: not older than the one seen last, of this organisation, with this device's keys."""
        state = store.state
        pins = pins_of(state["pins"]) if "pins" in state else self.pins
        seen = Seen(state["version"], bytes.fromhex(state["hash"])) if "hash" in state else None
        following = follow(source, pins, self.now(), seen, fresh, keeping(store))
        if following.newest.directory.organisation.id != self.device.organisation:
            raise CannotBeTrusted("organisation")
        self.held(following.newest.directory)
        roots = {"threshold": following.pins.threshold, "keys": [key.hex() for key in following.pins.roots]}
        store.remember(pins=roots, version=following.seen.version, hash=following.seen.hash.hex())
        return following

    def held(self, directory: Directory) -> Device:
        """This device with all keys that the directory lists for it; renewed ones follow from what it holds.

        Raises:
            CannotBeTrusted: keys; one that it lists under this device is another's.
        """
        device = self.device
        for office in directory.offices:
            for listed in office.devices:
                if listed.id == device.device:
                    device = completed(device, listed)
                    check_own(listed, {pair.public.hex() for pair in device.seal_pairs})
        return device


def keeping(store: Store) -> Keep:
    """Keeps directories that were verified: what a server gives instead takes the place of none."""
    return lambda name, published: store.keep_directory(name, published.answer)


def stored(store: Store) -> Source:
    """What was kept."""

    def get(name: str) -> bytes:
        answer = store.directory(name)
        if answer is None:
            raise NotFound("the directory (run `sync` once with the server)")
        return answer

    return get


def device_file(path: Path) -> Mapping[str, Any]:
    """A device key file, still locked.

    Raises:
        BadInput: it cannot be read or is none.
    """
    try:
        file = loads(path.read_bytes())
    except OSError:
        raise BadInput("device file", "cannot be read; give its path with --device") from None
    except NotStrictJson:
        raise BadInput("device file", "is not a device key file") from None
    if not isinstance(file, dict):
        raise BadInput("device file", "is not a device key file")
    return file


def pins_file(path: Path) -> Pins:
    """The organisation's roots from a pins file.

    Raises:
        BadInput: it cannot be read or is none.
    """
    try:
        raw = loads(path.read_bytes())
    except (OSError, NotStrictJson):
        raise BadInput("pins file", "cannot be read; give its path with --pins") from None
    if not isinstance(raw, dict):
        raise BadInput("pins file", "is not a pins file")
    return pins_of(raw)


def unlocked(file: Mapping[str, Any], passphrase: str) -> Device:
    """The device of a key file.

    Raises:
        CannotBeOpened: the passphrase is wrong.
    """
    return unwrap(file, passphrase)
