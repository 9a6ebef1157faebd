"""The signed directory as a process believes it that takes orders from it: the relay, the retention jobs.

The web zone could write another directory into the store. So these processes verify it themselves, with pins
of their own, and refuse one that is older than what they have seen. What came before is believed because the
newer version names its hash (protocol §8).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.domain.directory import Directory, parse_directory
from app.domain.errors import CannotBeTrusted
from app.domain.strict_json import loads
from app.sealing.directory import Pins, RootSignature, Seen, VerifiedDirectory, verify
from app.sealing.primitives import blake2b
from app.storage import directories
from app.storage.database import Database
from app.storage.directories import Published


@dataclass(frozen=True)
class InForce:
    """The newest version, its hash, and the offices (16 bytes) that a deposit on its way may name."""

    directory: Directory
    hash: bytes
    offices: frozenset[bytes]

    @property
    def spare(self) -> timedelta:
        """How long after a key or an office has gone a deposit for it may still wait."""
        return self.directory.policy.spare


class TrustedDirectory:
    """Reads the directory and remembers the newest version it has believed."""

    def __init__(self, database: Database, pins: Pins) -> None:
        self.database = database
        self.pins = pins
        self.held: InForce | None = None

    def in_force(self, now: datetime) -> InForce:
        """The newest version, verified.

        Raises:
            CannotBeTrusted: it fails a check, or there is none (`missing`).
            Unavailable: the store cannot be read now.
        """
        found = self.believed(now)
        if now >= found.directory.expires:
            raise CannotBeTrusted("expired")
        return found

    def believed(self, now: datetime) -> InForce:
        """The same, also when it has expired: what must be deleted does not wait for a signature."""
        with self.database.read() as view:
            newest = directories.newest_hash(view)
            if self.held is not None and newest == self.held.hash:
                return self.held
            versions = directories.every(view)
        self.held = self.verified(versions, now)
        return self.held

    def verified(self, versions: Sequence[Published], now: datetime) -> InForce:
        """Verify the newest of `versions`, which are in order, and read what it takes from the others."""
        if not versions:
            raise CannotBeTrusted("missing")
        newest = believe(versions, self.pins, now)
        if self.held is not None and newest.version <= self.held.directory.version:
            raise CannotBeTrusted("version")  # rolled back, or other bytes under the same number
        directory = parse_directory(newest.raw)
        recent = [directory, *not_long_gone(directory, versions, now)]
        offices = frozenset(bytes.fromhex(office.id) for each in recent for office in each.offices)
        return InForce(directory, newest.hash, offices)


def believe(versions: Sequence[Published], pins: Pins, now: datetime) -> VerifiedDirectory:
    """Verify the newest version: by the pins themselves, else by the roots that the chain leads to."""
    newest = versions[-1]
    if pins.threshold <= len({each.root for each in newest.signatures} & set(pins.roots)):
        return accept(newest, pins, now)
    for before, after in pairwise(versions):
        verified = accept(before, pins, now)
        pins = successors(verified, pins)
        accept(after, pins, now, verified.seen)
    return accept(newest, pins, now)


def accept(published: Published, pins: Pins, now: datetime, seen: Seen | None = None) -> VerifiedDirectory:
    """Verify one version; whether it has expired is asked elsewhere, at every use."""
    signatures = [RootSignature(each.root, each.signature) for each in published.signatures]
    return verify(published.document, signatures, pins, now, seen, newest=False)


def successors(verified: VerifiedDirectory, pins: Pins) -> Pins:
    """The roots that must sign the next version."""
    roots = parse_directory(verified.raw).roots
    return pins if roots is None else Pins(tuple(map(bytes.fromhex, roots.keys)), roots.threshold)


def not_long_gone(newest: Directory, versions: Sequence[Published], now: datetime) -> Iterator[Directory]:
    """Earlier versions that a deposit on its way may have been sealed under, the latest first.

    A deposit that was accepted must not be dropped because its office left the directory meanwhile.
    """
    successor = newest
    for published in reversed(versions[:-1]):
        if (
            successor.issued <= now - newest.policy.spare
            or blake2b(published.document).hex() != successor.previous
        ):
            return
        successor = parse_directory(loads(published.document))
        yield successor
