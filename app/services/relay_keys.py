"""The relay's secret keys: a file that is read anew when it changes, and out of which old secrets vanish.

    [{"secret": hex (32 bytes), "from": "…Z" (may be left out), "until": "…Z"}, …]

An old secret is kept until its validity, the hard deadline of a batch and the grace period have all passed,
because a deposit sealed in the last moment may still wait (protocol §4). Then it is destroyed, so that
whoever seizes the machine later opens no outer layer that was copied on its way.

This module must never print, log or return a secret to anyone but the relay.
"""

import json
import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.errors import BadInput, Misconfigured
from app.sealing.keys import BoxKeyPair

SETTING = "SPEAKUP_RELAY_KEYS_FILE"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"  # as in the directory: UTC, whole seconds


@dataclass(frozen=True)
class RelayKey:
    """A key pair of the relay and when senders use it; `since` None: from the beginning."""

    pair: BoxKeyPair
    since: datetime | None
    until: datetime


def newest_first(keys: Sequence[RelayKey]) -> list[BoxKeyPair]:
    """The key pairs in the order in which it pays to try them."""
    return [key.pair for key in sorted(keys, key=lambda key: key.until, reverse=True)]


def load(path: Path) -> tuple[RelayKey, ...]:
    """Read the key file.

    Raises:
        Misconfigured: there is no such file, or it is not as drawn above; nothing of it is repeated.
    """
    try:
        keys = tuple(read_key(entry) for entry in json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, BadInput) as error:
        raise Misconfigured([SETTING]) from error
    if not keys:  # a relay without keys would drop everything as unreadable
        raise Misconfigured([SETTING])
    return keys


def read_key(entry: dict[str, str]) -> RelayKey:
    """One entry of the file."""
    since = entry.get("from")
    return RelayKey(
        pair=BoxKeyPair.from_secret(bytes.fromhex(entry["secret"])),
        since=None if since is None else read_moment(since),
        until=read_moment(entry["until"]),
    )


def read_moment(text: str) -> datetime:
    """A moment of the file, with its zone."""
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


def still_needed(keys: Sequence[RelayKey], spare: timedelta, now: datetime) -> tuple[RelayKey, ...]:
    """Those whose validity ended less than `spare` (deadline and grace) ago."""
    return tuple(key for key in keys if now < key.until + spare)


def rewrite(path: Path, keys: Sequence[RelayKey]) -> None:
    """Replace the key file by one that holds `keys` only, and wipe the bytes of the old one.

    The new file stands complete on the disk before the old one goes, so a crash at any moment leaves one
    whole file. The wiping reaches the blocks of the old file on a plain disk; a flash disk or a snapshot
    may keep a copy of its own, which is why the file belongs on an encrypted file system.

    Raises:
        Misconfigured: this process may not write the file, or the folder it lies in.
    """
    try:
        with path.open("r+b") as old:
            mode = stat.S_IMODE(os.fstat(old.fileno()).st_mode)
            size = os.fstat(old.fileno()).st_size
            replace(path, text_of(keys), mode)
            old.write(bytes(size))
            old.flush()
            os.fsync(old.fileno())
    except OSError as error:
        raise Misconfigured([SETTING]) from error


def require_replaceable(path: Path) -> None:
    """Try whether `rewrite` will find its way, a year before it must.

    Raises:
        Misconfigured: this process may not write the file, or the folder it lies in.
    """
    try:
        with path.open("r+b"), tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}."):
            return
    except OSError as error:
        raise Misconfigured([SETTING]) from error


def text_of(keys: Sequence[RelayKey]) -> bytes:
    """The key file that holds these."""
    return json.dumps([write_key(key) for key in keys], indent=1).encode() + b"\n"


def write_key(key: RelayKey) -> dict[str, str]:
    """One entry of the file."""
    entry = {"secret": key.pair.secret.hex(), "until": key.until.strftime(MOMENT)}
    return entry if key.since is None else {**entry, "from": key.since.strftime(MOMENT)}


def replace(path: Path, text: bytes, mode: int) -> None:
    """Put a new file in the place of `path`, durably, readable to nobody new."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as new:
            os.fchmod(new.fileno(), mode)
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)  # secrets that nobody would ever destroy
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
