"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID, HASH = sa.LargeBinary(16), sa.LargeBinary(32)
POSITION, EPOCH = sa.BigInteger(), sa.BigInteger()
SEALED = (("intake", "outer"), ("envelopes", "envelope"), ("replies", "envelope"))
TABLES = (
    "intake",
    "seen_leaves",
    "office_counters",
    "marks",
    "grants",
    "envelopes",
    "reply_counter",
    "replies",
    "directories",
    "challenges",
    "sessions",
)


def upgrade() -> None:
    """Build."""
    deposits()
    streams()
    answers()
    desks()
    if op.get_bind().dialect.name == "postgresql":
        for table, column in SEALED:  # sealed bytes are as random: do not even try to compress them
            op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STORAGE EXTERNAL')


def deposits() -> None:
    """What comes in, and what the relay has dealt with."""
    op.create_table(
        "intake",
        sa.Column("leaf", HASH, nullable=False),
        sa.Column("outer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("leaf", name="intake_key"),
    )
    op.create_table(
        "seen_leaves",
        sa.Column("leaf", HASH, nullable=False),
        sa.Column("relay_key", HASH, nullable=False),
        sa.PrimaryKeyConstraint("leaf", name="seen_leaves_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("seen_leaves_relay_key", "seen_leaves", ["relay_key"])


def streams() -> None:
    """The envelopes of each office."""
    op.create_table(
        "office_counters",
        sa.Column("office", ID, nullable=False),
        sa.Column("newest", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("office", name="office_counters_key"),
    )
    op.create_table(
        "envelopes",
        sa.Column("office", ID, nullable=False),
        sa.Column("position", POSITION, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.PrimaryKeyConstraint("office", "position", name="envelopes_key"),
        sa.UniqueConstraint("office", "hash", name="envelopes_office_hash_once"),
    )
    op.create_index("envelopes_day", "envelopes", ["day"])


def answers() -> None:
    """Replies, and the signed directories."""
    op.create_table(
        "reply_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("taken", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("id", name="reply_counter_key"),
    )
    op.create_table(
        "replies",
        sa.Column("position", POSITION, autoincrement=False, nullable=False),
        sa.Column("tag", ID, nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=True),
        sa.Column("hash", HASH, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="replies_key"),
        sa.UniqueConstraint("tag", name="replies_tag_once"),
    )
    op.create_index("replies_day", "replies", ["day"])
    op.create_table(
        "directories",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("signatures", sa.Text(), nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.PrimaryKeyConstraint("version", name="directories_key"),
    )


def desks() -> None:
    """Who is at a desk, what was granted to whom, what was opened."""
    op.create_table(
        "challenges",
        sa.Column("challenge", HASH, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("expires", EPOCH, nullable=False),
        sa.PrimaryKeyConstraint("challenge", name="challenges_key"),
    )
    op.create_index("challenges_expires", "challenges", ["expires"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", HASH, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("expires", EPOCH, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="sessions_key"),
    )
    op.create_index("sessions_expires", "sessions", ["expires"])
    grants_and_marks()


def grants_and_marks() -> None:
    """Both hang on an envelope and go with it."""
    op.create_table(
        "grants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("device", ID, nullable=False),
        sa.Column("grantor", ID, nullable=False),
        sa.Column("grant", sa.LargeBinary(160), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        of_an_envelope("grants"),
        sa.PrimaryKeyConstraint("id", name="grants_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("grants_device_id", "grants", ["device", "id"])
    op.create_table(
        "marks",
        sa.Column("office", ID, nullable=False),
        sa.Column("position", POSITION, autoincrement=False, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        of_an_envelope("marks"),
        sa.PrimaryKeyConstraint("office", "position", "mark", name="marks_key"),
    )


def of_an_envelope(table: str) -> sa.ForeignKeyConstraint:
    """A reference to the stream of the office."""
    return sa.ForeignKeyConstraint(
        ["office", "position"],
        ["envelopes.office", "envelopes.position"],
        name=f"{table}_office_position_known",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
