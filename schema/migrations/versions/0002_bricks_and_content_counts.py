"""Bricks of attachments, and the counts of what is read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID, HASH, SHORT_HASH = sa.LargeBinary(16), sa.LargeBinary(32), sa.LargeBinary(8)
TABLES = ("content_counts", "catalogues", "brick_counter", "bricks")


def upgrade() -> None:
    """Build."""
    bricks()
    counts()
    if op.get_bind().dialect.name == "postgresql":  # sealed bytes are as random: do not even try to compress
        op.execute("ALTER TABLE bricks ALTER COLUMN brick SET STORAGE EXTERNAL")


def bricks() -> None:
    """The pieces of sealed attachments, and how many there are."""
    op.create_table(
        "bricks",
        sa.Column("id", ID, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("claimed", sa.Boolean(), nullable=False),
        sa.Column("brick", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="bricks_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("bricks_claimed_day", "bricks", ["claimed", "day"])
    op.create_table(
        "brick_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="brick_counter_key"),
    )


def counts() -> None:
    """Sums of the notes of a month; never a note."""
    op.create_table(
        "catalogues",
        sa.Column("catalogue", SHORT_HASH, nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("catalogue", name="catalogues_key"),
    )
    op.create_table(
        "content_counts",
        sa.Column("catalogue", SHORT_HASH, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalogue"], ["catalogues.catalogue"], name="content_counts_catalogue_known"
        ),
        sa.PrimaryKeyConstraint("catalogue", "month", name="content_counts_key"),
    )


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
