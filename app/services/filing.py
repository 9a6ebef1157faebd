"""Filing: the relay opens the outer layer of what waits and puts each envelope into its office's stream.

    read a chunk ─► open outer layers ─► one transaction: take out of the intake, remember leaves, file
                    (no transaction open)

The batch is shuffled as a whole, then filed in chunks, so that a writer in the web zone never waits long.
Whatever is not to be filed is dropped in the same way and at the same time as the rest, and remembered in the
same way, so that the store does not tell cover from deposits.

The relay sees which office an envelope goes to and nothing inside it. This module must never be imported by
the web zone: it opens. It must never log or return a leaf, an office or an envelope: only counts.
"""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from app.domain.errors import CannotBeOpened
from app.sealing.envelope import EnvelopeClass, header_fault
from app.sealing.keys import BoxKeyPair
from app.sealing.opening import open_outer
from app.sealing.outer import COVER
from app.storage import relay_batches
from app.storage.database import Database
from app.storage.relay_batches import Filing

CHUNK = 512  # deposits in one transaction: 8 MiB, so that others write after some tens of milliseconds


class Fate(StrEnum):
    """What became of a deposit."""

    FILED = "filed"
    COVER = "cover"
    UNOPENED = "unopened"  # no key of the relay opens it
    UNKNOWN_OFFICE = "unknown_office"
    BAD_ENVELOPE = "bad_envelope"  # its header is not that of an envelope towards an office
    REPLAYED = "replayed"  # its leaf was seen before in the life of its key
    REPEATED = "repeated"  # the office has this very envelope already, from another upload


@dataclass(frozen=True)
class Sorted:
    """A deposit after its outer layer was opened: which key did it, and what is to be filed, if anything."""

    leaf: bytes
    key: bytes | None
    fate: Fate
    filing: Filing | None = None


def sort_out(leaf: bytes, outer: bytes, keys: Sequence[BoxKeyPair], offices: frozenset[bytes]) -> Sorted:
    """Open one outer layer with the first of `keys` that does, and say what is to become of it."""
    for pair in keys:
        try:
            deposit = open_outer(outer, pair)
        except CannotBeOpened as refused:
            if refused.check == "seal":
                continue  # another key may open it
            return Sorted(leaf, pair.public, Fate.UNOPENED)
        if deposit.type == COVER:
            return Sorted(leaf, pair.public, Fate.COVER)
        if deposit.office not in offices:
            return Sorted(leaf, pair.public, Fate.UNKNOWN_OFFICE)
        if header_fault(deposit.envelope, EnvelopeClass.OFFICE):
            return Sorted(leaf, pair.public, Fate.BAD_ENVELOPE)
        return Sorted(leaf, pair.public, Fate.FILED, Filing(deposit.office, deposit.envelope))
    return Sorted(leaf, None, Fate.UNOPENED)


@dataclass(frozen=True)
class FileBatch:
    """The relay's one use case over the store; `chunk` is how many deposits go into one transaction."""

    database: Database
    chunk: int = CHUNK

    def waiting(self) -> int:
        """How many deposits lie in the intake."""
        with self.database.read() as connection:
            return relay_batches.waiting(connection)

    def file_all(self, keys: Sequence[BoxKeyPair], offices: frozenset[bytes], day: date) -> Counter[Fate]:
        """File everything that waits now, under `day`; the answer counts what became of it.

        Raises:
            Unavailable: the store did not take a chunk; that chunk and the rest wait as before.
        """
        fates: Counter[Fate] = Counter()
        with ThreadPoolExecutor(1) as opener:  # opens the next chunk while the store takes this one
            chunks = self.shuffled_chunks()
            ahead = [opener.submit(self.opened, leaves, keys, offices) for leaves in islice(chunks, 1)]
            while ahead:
                ready = ahead.pop().result()
                ahead = [opener.submit(self.opened, leaves, keys, offices) for leaves in islice(chunks, 1)]
                fates += self.file_chunk(ready, day)
        return fates

    def shuffled_chunks(self) -> Iterator[list[bytes]]:
        """The leaves that wait now, in an order that nobody can foretell, a chunk at a time."""
        with self.database.read() as connection:
            leaves = relay_batches.leaves(connection)
        secrets.SystemRandom().shuffle(leaves)
        for start in range(0, len(leaves), self.chunk):
            yield leaves[start : start + self.chunk]

    def opened(
        self, leaves: Sequence[bytes], keys: Sequence[BoxKeyPair], offices: frozenset[bytes]
    ) -> list[Sorted]:
        """Read one chunk and open its outer layers; no transaction is open while it does."""
        with self.database.read() as connection:
            outers = relay_batches.outers(connection, leaves)
        return [sort_out(leaf, outer, keys, offices) for leaf, outer in outers]

    def file_chunk(self, chunk: Sequence[Sorted], day: date) -> Counter[Fate]:
        """Take one chunk out of the intake and file it, all or nothing."""
        with self.database.begin() as tx:
            ours = relay_batches.take(tx, [one.leaf for one in chunk])
            taken = [one for one in chunk if one.leaf in ours]
            fresh = relay_batches.remember(tx, [(one.leaf, one.key) for one in taken if one.key])
            wanted = [one.filing for one in taken if one.filing and one.leaf in fresh]
            filed = relay_batches.file(tx, wanted, day)
        return tally(taken, fresh, len(wanted) - filed)


def tally(taken: Sequence[Sorted], fresh: frozenset[bytes], repeated: int) -> Counter[Fate]:
    """Count the fates of one chunk; no zero is kept."""
    fates = Counter(Fate.REPLAYED if one.key and one.leaf not in fresh else one.fate for one in taken)
    fates[Fate.REPEATED] += repeated
    fates[Fate.FILED] -= repeated
    return +fates
