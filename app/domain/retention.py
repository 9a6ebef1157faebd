"""How long each table keeps a row, and why. A table without an entry fails a test.

`after` is the period in words of the signed policy where it decides, else in plain words; the jobs that obey
it are in `app/jobs.py`. Whatever is deleted is overwritten (SQLite) or gone with the next clean-up
(PostgreSQL); backups follow docs/operations.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Retention:
    """When a row goes, and the reason for that number."""

    after: str
    reason: str


RETENTION: Mapping[str, Retention] = MappingProxyType(
    {
        "intake": Retention(
            "filing by the relay, at most policy.batch.deadline",
            "a deposit has one home at a time; once filed, nothing must tie it to its upload",
        ),
        "seen_leaves": Retention(
            "the destruction of the relay key that opened it",
            "a replayed deposit shows which office grows; without the key it can no longer be opened",
        ),
        "envelopes": Retention(
            "policy.envelope_days, or within a minute after two members of the office signed its disposal",
            "investigations and appeals take years; after that a report only endangers those whom it names",
        ),
        "office_counters": Retention(
            "never",
            "a position that is used twice makes devices miss an envelope; it tells a number only",
        ),
        "replies": Retention(
            "policy.reply_days for the sealed bytes; tag and place stay",
            "a receipt may be found later by others, so answers go soon; a missing place would move the rest",
        ),
        "reply_counter": Retention(
            "never", "a place is never used again, so that a reader can trust a page of tags"
        ),
        "directories": Retention("never", "acknowledgements are proved by the directory of their day"),
        "challenges": Retention("two minutes", "long enough to unlock a device; a used one goes at once"),
        "sessions": Retention("an hour, or the end of the session", "a stolen token is worth little"),
        "grants": Retention("with its envelope", "it opens that envelope and nothing else"),
        "marks": Retention("with its envelope", "it reminds of that envelope and nothing else"),
        "bricks": Retention(
            "14 days without a claim; claimed ones policy.envelope_days and 14 days, as long as envelopes",
            "a batch and a long holiday fit into 14 days; what no report names is worth nothing to anyone",
        ),
        "brick_claims": Retention("with its brick", "it keeps that brick and nothing else"),
        "brick_counter": Retention("never", "it tells one number, by which the quota is kept"),
        "content_counts": Retention(
            "24 months", "two years let one season be compared with the one before; older sums serve nobody"
        ),
        "catalogues": Retention(
            "with the last month that was counted by it", "it names the items of those sums; it is public"
        ),
        "conversations": Retention(
            "the draft SPEAKUP_HOTLINE_HOURS after its last text, or at once when it is sent or erased; "
            "the empty row after 48 hours",
            "half a report on a lost phone helps nobody; a name without a draft lets the person be told",
        ),
        "answered": Retention(
            "the answer after an hour; that there was one after 48 hours",
            "a provider repeats a message within minutes, rarely a day later: then it must not count twice",
        ),
        "outbox": Retention("when the server has taken it", "it is sealed, and lost if it goes sooner"),
        "removals": Retention(
            "when it is gone at the provider; given up after 15 days, and then kept until the operator has "
            "seen to it",
            "without the provider's name for a text nobody could ever delete it there",
        ),
        "memos": Retention(
            "400 days", "whoever adds to a report does so within a year; it opens with the receipt alone"
        ),
        "contacts": Retention(
            "90 days, the closing of the report as the person reads it, or a wish for no more texts",
            "an address is what harms most; later answers are found with the receipt",
        ),
        "opt_outs": Retention(
            "some minutes, until the worker has seen to it", "then there is no contact left"
        ),
        "joins": Retention(
            "30 days after the invitation",
            "an invitation that nobody took up is an open door; who was admitted stands in the directory",
        ),
        "suspensions": Retention(
            "when the newest directory has no such device, or a colleague lifts it",
            "a lost device is kept out until the directory says so for good",
        ),
        "renewals": Retention(
            "30 days after it was signed",
            "the root holders take no older one; what they took stands in the directory",
        ),
        "notice_contacts": Retention(
            "when the officer takes it back, or the newest directory has no such device",
            "an address is kept for the notices alone",
        ),
        "escalations": Retention("with its envelope", "nobody is told twice of the same one"),
        "disposals": Retention(
            "a proposal 30 days; what was done, never; the ids of bricks, when it is done",
            "a proposal that nobody confirms means no; the row proves who destroyed how much, and when",
        ),
    }
)
