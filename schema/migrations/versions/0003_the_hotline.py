"""The hotline's own store: conversations, what waits to be sent, what waits to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16)
TABLES = ("opt_outs", "contacts", "memos", "removals", "outbox", "answered", "conversations")


def upgrade() -> None:
    """Build."""
    conversations()
    waiting()
    kept_for_receipts()


def conversations() -> None:
    """What is being said, and what was answered; both sealed."""
    op.create_table(
        "conversations",
        sa.Column("name", ID, nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("name", name="conversations_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("conversations_hour", "conversations", ["hour"])
    op.create_table(
        "answered",
        sa.Column("name", ID, nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("name", name="answered_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("answered_hour", "answered", ["hour"])


def waiting() -> None:
    """Envelopes that wait for the intake, and things that wait to be deleted at a provider."""
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="outbox_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "removals",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="removals_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("removals_due", "removals", ["due"])


def kept_for_receipts() -> None:
    """Where a report went, who may be texted, and who wants no more texts."""
    for table, content in (("memos", "memo"), ("contacts", "contact")):
        op.create_table(
            table,
            sa.Column("name", ID, nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.Column(content, sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("name", name=f"{table}_key"),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{table}_day", table, ["day"])
    op.create_table(
        "opt_outs",
        sa.Column("id", ID, nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="opt_outs_key"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
