"""Claims on bricks stand in a table of their own, to which the web process can only add."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build, and move the claims; SQLite writes all bricks anew for it."""
    op.create_table(
        "brick_claims",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="brick_claims_key"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO brick_claims (id) SELECT id FROM bricks WHERE claimed")
    op.drop_index("bricks_claimed_day", "bricks")
    op.execute("ALTER TABLE bricks DROP COLUMN claimed")
    op.create_index("bricks_day", "bricks", ["day"])


def downgrade() -> None:
    """Put them back."""
    op.drop_index("bricks_day", "bricks")
    op.execute("ALTER TABLE bricks ADD COLUMN claimed BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute("UPDATE bricks SET claimed = TRUE WHERE id IN (SELECT id FROM brick_claims)")
    op.create_index("bricks_claimed_day", "bricks", ["claimed", "day"])
    op.drop_table("brick_claims")
