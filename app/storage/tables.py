"""The tables, all of them. How long each row lives, and why, stands in `app/domain/retention.py`.

Beside content there are days and no clock times: a moment, held against the log of a phone company, names
the reporter. For the same reason no table orders rows by their arrival where the order would tell it.

Ids of offices and devices are 16 bytes, hashes, leaves, keys and challenges 32. Migrations in
`schema/migrations` build the same tables; a test holds the two together.
"""

from datetime import date
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

NAMES: Final = {
    "pk": "%(table_name)s_key",
    "uq": "%(table_name)s_%(column_0_N_name)s_once",
    "fk": "%(table_name)s_%(column_0_N_name)s_known",
    "ix": "%(table_name)s_%(column_0_N_name)s",
}
metadata = MetaData(naming_convention=NAMES)

Id = LargeBinary(16)
Hash = LargeBinary(32)
Signature = LargeBinary(64)
Serial = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts by itself in INTEGER columns only


class IntakeColumns(TypedColumns):
    """A deposit that waits for the relay: its name and its 16,464 bytes."""

    leaf: Named[bytes] = Column(Hash, primary_key=True)
    outer: Named[bytes] = Column(LargeBinary)


class SeenLeafColumns(TypedColumns):
    """A deposit that the relay has dealt with, and the public relay key that opened it."""

    leaf: Named[bytes] = Column(Hash, primary_key=True)
    relay_key: Named[bytes] = Column(Hash)


class OfficeCounterColumns(TypedColumns):
    """The newest position in the stream of an office; its lock puts those who file into one order."""

    office: Named[bytes] = Column(Id, primary_key=True)
    newest: Named[int] = Column(BigInteger)


class EnvelopeColumns(TypedColumns):
    """An envelope in the stream of an office; positions count from 1."""

    office: Named[bytes] = Column(Id, primary_key=True)
    position: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    day: Named[date] = Column(Date)
    envelope: Named[bytes] = Column(LargeBinary)
    hash: Named[bytes] = Column(Hash)


class ReplyCounterColumns(TypedColumns):
    """One row: how many reply places were ever taken; its lock puts those who post into one order."""

    id: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    taken: Named[int] = Column(BigInteger)


class ReplyColumns(TypedColumns):
    """A reply at its place (from 0) under its tag (16 bytes); an expired one keeps both, not its bytes."""

    position: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    tag: Named[bytes] = Column(LargeBinary(16))
    envelope: Named[bytes | None] = Column(LargeBinary)
    hash: Named[bytes] = Column(Hash)
    day: Named[date] = Column(Date)


class DirectoryColumns(TypedColumns):
    """A version of the signed directory: exact bytes; `signatures`: JSON, [{root, signature}] in hex."""

    version: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    document: Named[bytes] = Column(LargeBinary)
    signatures: Named[str] = Column(Text)
    hash: Named[bytes] = Column(Hash)


class ChallengeColumns(TypedColumns):
    """A challenge that a device may sign once; `expires` in seconds since 1970."""

    challenge: Named[bytes] = Column(Hash, primary_key=True)
    device: Named[bytes] = Column(Id)
    expires: Named[int] = Column(BigInteger)


class SessionColumns(TypedColumns):
    """A session of a device, by the hash of its token; `expires` in seconds since 1970."""

    token_hash: Named[bytes] = Column(Hash, primary_key=True)
    device: Named[bytes] = Column(Id)
    office: Named[bytes] = Column(Id)
    expires: Named[int] = Column(BigInteger)


class GrantColumns(TypedColumns):
    """An envelope of an office, made readable to a device that joined later: 160 bytes (protocol §9)."""

    id: Named[int] = Column(Serial, Identity(), primary_key=True)
    office: Named[bytes] = Column(Id)
    position: Named[int] = Column(BigInteger)
    device: Named[bytes] = Column(Id)
    grantor: Named[bytes] = Column(Id)
    grant: Named[bytes] = Column(LargeBinary(160))
    day: Named[date] = Column(Date)


class MarkColumns(TypedColumns):
    """What an office has done with an envelope, in clear, for reminders: so far only "opened"."""

    office: Named[bytes] = Column(Id, primary_key=True)
    position: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    mark: Named[str] = Column(Text, primary_key=True)
    day: Named[date] = Column(Date)


class BrickColumns(TypedColumns):
    """A piece of a sealed attachment, 262,144 bytes, under a random id (protocol §10).

    `day`: when it came in; of one that was let go, until when another office may claim it, less 14 days.
    """

    id: Named[bytes] = Column(Id, primary_key=True)
    hash: Named[bytes] = Column(Hash)
    day: Named[date] = Column(Date)
    brick: Named[bytes] = Column(LargeBinary)  # last: SQLite reads the others without walking through it


class BrickClaimColumns(TypedColumns):
    """A brick that an office wants kept: not which office, nor when.

    A table of its own, so that the web process can add claims and take none away: with the right to change a
    brick's row, who has taken it over could have files deleted that offices still need.
    """

    id: Named[bytes] = Column(Id, primary_key=True)


class BrickCounterColumns(TypedColumns):
    """One row: how many bricks are held; its lock puts those who store into one order."""

    id: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    held: Named[int] = Column(BigInteger)


class CatalogueColumns(TypedColumns):
    """A list of content items that were counted: the first 8 bytes of its hash, and the ids, a line each."""

    catalogue: Named[bytes] = Column(LargeBinary(8), primary_key=True)
    ids: Named[str] = Column(Text)


class ContentCountColumns(TypedColumns):
    """What the notes of a month add up to: how many came, and for each item how many had its bit set.

    `month`: its first day; `sums`: LE32 for each item of the catalogue, in its order.
    """

    catalogue: Named[bytes] = Column(LargeBinary(8), primary_key=True)
    month: Named[date] = Column(Date, primary_key=True)
    total: Named[int] = Column(BigInteger)
    sums: Named[bytes] = Column(LargeBinary)


class ConversationColumns(TypedColumns):
    """A conversation of the hotline, sealed so that it opens only while its address is in hand.

    `hour`: of the last text, in hours since 1970; `turn` counts texts; `state` goes when the hours are over.
    """

    name: Named[bytes] = Column(Id, primary_key=True)
    hour: Named[int] = Column(BigInteger)
    turn: Named[int] = Column(BigInteger)
    state: Named[bytes | None] = Column(LargeBinary)


class AnsweredColumns(TypedColumns):
    """A text that was answered, by a name that tells neither it nor its sender; the answer is sealed."""

    name: Named[bytes] = Column(Id, primary_key=True)
    hour: Named[int] = Column(BigInteger)
    answer: Named[bytes | None] = Column(LargeBinary)


class OutboxColumns(TypedColumns):
    """A sealed envelope of the hotline on its way to the intake, and the office that it is for."""

    id: Named[bytes] = Column(Id, primary_key=True)
    office: Named[bytes] = Column(Id)
    envelope: Named[bytes] = Column(LargeBinary)


class RemovalColumns(TypedColumns):
    """Something to delete at a provider: its name there, never a number; `due` in minutes since 1970."""

    id: Named[bytes] = Column(Id, primary_key=True)
    kind: Named[str] = Column(Text)
    thing: Named[str] = Column(Text)
    since: Named[int] = Column(BigInteger)
    tries: Named[int] = Column(Integer)
    due: Named[int] = Column(BigInteger)


class MemoColumns(TypedColumns):
    """Where a report of the hotline went, sealed so that it opens only with its receipt."""

    name: Named[bytes] = Column(Id, primary_key=True)
    day: Named[date] = Column(Date)
    memo: Named[bytes] = Column(LargeBinary)


class ContactColumns(TypedColumns):
    """An address to text when there is an answer, sealed to the worker's key; named by the receipt."""

    name: Named[bytes] = Column(Id, primary_key=True)
    day: Named[date] = Column(Date)
    contact: Named[bytes] = Column(LargeBinary)


class OptOutColumns(TypedColumns):
    """An address that wants no more texts, sealed to the worker's key, until the worker has seen to it."""

    id: Named[bytes] = Column(Id, primary_key=True)
    address: Named[bytes] = Column(LargeBinary)


class JoinColumns(TypedColumns):
    """An invitation into an office: what the invited device sealed, and what the inviter signed."""

    id: Named[bytes] = Column(Id, primary_key=True)
    office: Named[bytes] = Column(Id)
    request: Named[bytes | None] = Column(LargeBinary)
    approval: Named[bytes | None] = Column(LargeBinary)
    day: Named[date] = Column(Date)


class SuspensionColumns(TypedColumns):
    """A device that gets no session until the directory has spoken; `by` is the device that asked for it.

    `removal`: what that device signed for the root holders.
    """

    device: Named[bytes] = Column(Id, primary_key=True)
    office: Named[bytes] = Column(Id)
    by: Named[bytes] = Column(Id)
    removal: Named[bytes] = Column(LargeBinary)
    day: Named[date] = Column(Date)


class RenewalColumns(TypedColumns):
    """What a device signed for the root holders, so that they list its next key: the newest of each."""

    device: Named[bytes] = Column(Id, primary_key=True)
    office: Named[bytes] = Column(Id)
    renewal: Named[bytes] = Column(LargeBinary)
    day: Named[date] = Column(Date)


class NoticeContactColumns(TypedColumns):
    """Where an officer's device wants its content-free notices, sealed to the worker's key."""

    device: Named[bytes] = Column(Id, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    contact: Named[bytes] = Column(LargeBinary)
    day: Named[date] = Column(Date)


class EscalationColumns(TypedColumns):
    """That somebody else was told of an envelope that waits unopened: once for each step."""

    office: Named[bytes] = Column(Id, primary_key=True)
    position: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    step: Named[str] = Column(Text, primary_key=True)
    day: Named[date] = Column(Date)


class DisposalColumns(TypedColumns):
    """Envelopes of an office that two members want destroyed, or have: `digest` names what they held.

    `positions`: LE64 each, in order; they stay, so that every device of the office lets go of them too.
    `proposal`, `confirmation`: both members' signatures, by which the worker destroys. With the second one
    the envelopes are closed to everybody. `bricks`: ids of files to release, 16 bytes each, until it is done;
    then their hash, which the confirmation covers.
    """

    id: Named[bytes] = Column(Id, primary_key=True)
    office: Named[bytes] = Column(Id)
    digest: Named[bytes] = Column(Hash)
    positions: Named[bytes] = Column(LargeBinary)
    proposer: Named[bytes] = Column(Id)
    proposal: Named[bytes] = Column(Signature)
    approver: Named[bytes | None] = Column(Id)
    confirmation: Named[bytes | None] = Column(Signature)
    bricks: Named[bytes | None] = Column(LargeBinary)
    proposed: Named[date] = Column(Date)
    done: Named[date | None] = Column(Date)


def of_an_envelope() -> ForeignKeyConstraint:
    """Grants and marks go when their envelope goes."""
    return ForeignKeyConstraint(
        ["office", "position"], ["envelopes.office", "envelopes.position"], ondelete="CASCADE"
    )


intake = Table("intake", metadata, IntakeColumns)
# Without row ids SQLite keeps no order of arrival: what was dealt with is ordered by a hash alone.
seen_leaves = Table(
    "seen_leaves", metadata, SeenLeafColumns, Index(None, "relay_key"), sqlite_with_rowid=False
)
office_counters = Table("office_counters", metadata, OfficeCounterColumns)
envelopes = Table(
    "envelopes", metadata, EnvelopeColumns, UniqueConstraint("office", "hash"), Index(None, "day")
)
reply_counter = Table("reply_counter", metadata, ReplyCounterColumns)
replies = Table("replies", metadata, ReplyColumns, UniqueConstraint("tag"), Index(None, "day"))
directories = Table("directories", metadata, DirectoryColumns)
challenges = Table("challenges", metadata, ChallengeColumns, Index(None, "expires"))
sessions = Table("sessions", metadata, SessionColumns, Index(None, "expires"))
grants = Table(
    "grants",
    metadata,
    GrantColumns,
    of_an_envelope(),
    Index(None, "device", "id"),
    sqlite_autoincrement=True,  # a number is never given twice, so "after N" misses nothing
)
marks = Table("marks", metadata, MarkColumns, of_an_envelope())
# Without row ids, for the same reason: bricks lie in the order of their random ids.
bricks = Table("bricks", metadata, BrickColumns, Index(None, "day"), sqlite_with_rowid=False)
brick_claims = Table("brick_claims", metadata, BrickClaimColumns, sqlite_with_rowid=False)
brick_counter = Table("brick_counter", metadata, BrickCounterColumns)
catalogues = Table("catalogues", metadata, CatalogueColumns)
content_counts = Table(
    "content_counts",
    metadata,
    ContentCountColumns,
    ForeignKeyConstraint(["catalogue"], ["catalogues.catalogue"]),
)
# The hotline's own store; it may be another database, on another machine. None has an order of arrival.
conversations = Table(
    "conversations", metadata, ConversationColumns, Index(None, "hour"), sqlite_with_rowid=False
)
answered = Table("answered", metadata, AnsweredColumns, Index(None, "hour"), sqlite_with_rowid=False)
outbox = Table("outbox", metadata, OutboxColumns, sqlite_with_rowid=False)
removals = Table("removals", metadata, RemovalColumns, Index(None, "due"), sqlite_with_rowid=False)
memos = Table("memos", metadata, MemoColumns, Index(None, "day"), sqlite_with_rowid=False)
contacts = Table("contacts", metadata, ContactColumns, Index(None, "day"), sqlite_with_rowid=False)
opt_outs = Table("opt_outs", metadata, OptOutColumns, sqlite_with_rowid=False)
# The desk: who joins, who is kept out, who is told, what was destroyed.
joins = Table("joins", metadata, JoinColumns, Index(None, "office"), Index(None, "day"))
suspensions = Table("suspensions", metadata, SuspensionColumns, Index(None, "office"))
renewals = Table("renewals", metadata, RenewalColumns, Index(None, "office"), Index(None, "day"))
notice_contacts = Table("notice_contacts", metadata, NoticeContactColumns)
escalations = Table("escalations", metadata, EscalationColumns, of_an_envelope())
disposals = Table("disposals", metadata, DisposalColumns, Index(None, "office"))
