"""Devices that ask for their next key."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16)


def upgrade() -> None:
    """Build."""
    op.create_table(
        "renewals",
        sa.Column("device", ID, nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("renewal", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="renewals_key"),
    )
    op.create_index("renewals_office", "renewals", ["office"])
    op.create_index("renewals_day", "renewals", ["day"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("renewals")
