"""The relay's turns: look at the intake, wait for the batch rule, file, and let old keys go.

Nothing is filed, and so nothing is dropped, while the relay does not know what it must know: a directory that
it believes, and the secret of every relay key that senders use now. What waits keeps waiting meanwhile.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.batching import BatchRule, Gathering, gather, is_due
from app.domain.directory import Batch, Directory
from app.domain.errors import Misconfigured
from app.services import relay_keys
from app.services.filing import Fate, FileBatch
from app.services.relay_keys import RelayKey
from app.services.trusted_directory import TrustedDirectory
from app.storage import relay_batches


@dataclass(frozen=True)
class Turn:
    """What a turn found, and what it filed and dropped; no fates: the batch was not due."""

    gathering: Gathering
    fates: Counter[Fate]


@dataclass(frozen=True)
class Relay:
    """The relay as its loop sees it; what it gathers is handed from turn to turn, and kept nowhere else."""

    batches: FileBatch
    trusted: TrustedDirectory
    keys_file: Path

    def turn(self, before: Gathering, now: datetime, moment: float) -> Turn:
        """Look once, and file when the rule says so. `moment` is in seconds on a clock that never goes back.

        What it must know is asked for each time, before it looks what waits: so a key that is missing shows
        at once, not when a batch is due, and a refusal in the log does not tell that a report has come.

        Raises:
            Unavailable: the store cannot be read or written now.
            CannotBeTrusted: there is no directory to go by.
            Misconfigured: the key file lacks a key that senders use.
        """
        in_force = self.trusted.in_force(now)
        keys = complete(relay_keys.load(self.keys_file), in_force.directory, now)
        gathering = gather(before, self.batches.waiting(), moment)
        if not is_due(rule(in_force.directory.policy.batch), gathering, moment):
            return Turn(gathering, Counter())
        pairs = relay_keys.newest_first(keys)
        fates = self.batches.file_all(pairs, in_force.offices, now.date())
        return Turn(Gathering(), fates)

    def destroy_old_keys(self, now: datetime) -> int:
        """Destroy secrets that no deposit needs any more, and forget what they opened; counts the secrets.

        Raises:
            Unavailable, CannotBeTrusted: as for a turn; no key is destroyed then.
            Misconfigured: the key file cannot be read, or could not be replaced if a key had ended.
        """
        keys = relay_keys.load(self.keys_file)
        relay_keys.require_replaceable(self.keys_file)
        kept = relay_keys.still_needed(keys, self.trusted.in_force(now).spare, now)
        if not kept:
            return 0  # never the last one: a relay without keys drops everything
        if len(kept) < len(keys):
            relay_keys.rewrite(self.keys_file, kept)
        with self.batches.database.begin() as tx:  # always: a crash may have come between the two last time
            relay_batches.forget_leaves(tx, [key.pair.public for key in kept])
        return len(keys) - len(kept)


def rule(batch: Batch) -> BatchRule:
    """The signed numbers as the batch rule takes them."""
    return BatchRule(batch.min, batch.timeout, batch.deadline)


def complete(keys: Sequence[RelayKey], directory: Directory, now: datetime) -> Sequence[RelayKey]:
    """The keys, if they hold every one that senders use at this moment.

    Raises:
        Misconfigured: one is missing; deposits sealed to it would be dropped as unreadable.
    """
    held = {key.pair.public.hex() for key in keys}
    if any(relay.key not in held for relay in directory.relays if relay.valid(now)):
        raise Misconfigured([relay_keys.SETTING])
    return keys
