"""Publishing a directory: verified by the pins and the chain before it is stored, so no client is ever given
one that it must refuse (protocol §8). Used by the command line; no web request publishes anything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.domain.directory import parse_directory
from app.domain.errors import CannotBeTrusted
from app.domain.strict_json import loads
from app.sealing.directory import Pins, RootSignature, Seen, verify
from app.sealing.primitives import blake2b
from app.storage import directories
from app.storage.database import Database
from app.storage.directories import Published, Signed


@dataclass(frozen=True)
class PublishDirectory:
    """The use case. `pins` are the roots of the first version; later ones may name their successors."""

    database: Database
    pins: Pins
    now: Callable[[], datetime]

    def publish_all(self, versions: Sequence[tuple[bytes, Sequence[RootSignature]]]) -> Sequence[int]:
        """Publish those of `versions` (every one from the first on) that the store lacks; their numbers.

        Only the newest may not be expired: the ones before it are kept so that clients can follow the chain.

        Raises:
            CannotBeTrusted: `fork`, the store holds a version that `versions` lack, or other bytes under a
                number of theirs; else as `publish`.
            BadInput: as `publish`.
        """
        with self.database.read() as view:
            held = {each.version: each.hash for each in directories.every(view)}
        ours = {number: blake2b(document) for number, (document, _) in enumerate(versions, 1)}
        if any(ours.get(number) != name for number, name in held.items()):
            raise CannotBeTrusted("fork")  # else a removal that never reached the server would look done
        missing = sorted(ours.keys() - held.keys())
        for number in missing:
            document, signatures = versions[number - 1]
            self.publish(document, signatures, newest=number == len(versions))
        return missing

    def publish(self, document: bytes, signatures: Sequence[RootSignature], newest: bool = True) -> int:
        """Verify a version against its predecessor, store it, return its number; once only.

        Raises:
            CannotBeTrusted: any check of protocol §8; nothing is stored.
            BadInput: it was signed, but cannot be read as a directory; nothing is stored.
        """
        with self.database.begin() as tx:
            before = directories.newest(tx)
            seen = Seen(before.version, before.hash) if before else None
            verified = verify(document, signatures, self.trusted(tx), self.now(), seen, newest)
            parse_directory(verified.raw)
            if before is None or verified.version > before.version:
                kept = tuple(Signed(each.root, each.signature) for each in signatures)
                directories.add(tx, Published(verified.version, document, kept, verified.hash))
            return verified.version

    def trusted(self, tx: Connection) -> Pins:
        """The roots that must sign now: those of the newest version that names any, else the pins."""
        for published in reversed(directories.every(tx)):
            roots = parse_directory(loads(published.document)).roots
            if roots is not None:
                return Pins(tuple(map(bytes.fromhex, roots.keys)), roots.threshold)
        return self.pins
