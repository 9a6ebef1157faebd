"""The desk: joining an office, suspended devices, notices, escalations, disposals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16)
TABLES = ("disposals", "escalations", "notice_contacts", "suspensions", "joins")


def upgrade() -> None:
    """Build."""
    people()
    telling()
    destroying()


def people() -> None:
    """Who joins an office, and which device is kept out."""
    op.create_table(
        "joins",
        sa.Column("id", ID, nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("request", sa.LargeBinary()),
        sa.Column("approval", sa.LargeBinary()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="joins_key"),
    )
    op.create_index("joins_office", "joins", ["office"])
    op.create_index("joins_day", "joins", ["day"])
    op.create_table(
        "suspensions",
        sa.Column("device", ID, nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("removal", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="suspensions_key"),
    )
    op.create_index("suspensions_office", "suspensions", ["office"])


def telling() -> None:
    """Where notices go, and which of them went."""
    op.create_table(
        "notice_contacts",
        sa.Column("device", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("device", "kind", name="notice_contacts_key"),
    )
    op.create_table(
        "escalations",
        sa.Column("office", ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("office", "position", "step", name="escalations_key"),
        sa.ForeignKeyConstraint(
            ["office", "position"],
            ["envelopes.office", "envelopes.position"],
            name="escalations_office_position_known",
            ondelete="CASCADE",
        ),
    )


def destroying() -> None:
    """What two members want destroyed, and the proof that it was."""
    op.create_table(
        "disposals",
        sa.Column("id", ID, nullable=False),
        sa.Column("office", ID, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("positions", sa.LargeBinary(), nullable=False),
        sa.Column("proposer", ID, nullable=False),
        sa.Column("proposal", sa.LargeBinary(64), nullable=False),
        sa.Column("approver", ID),
        sa.Column("confirmation", sa.LargeBinary(64)),
        sa.Column("bricks", sa.LargeBinary()),
        sa.Column("proposed", sa.Date(), nullable=False),
        sa.Column("done", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="disposals_key"),
    )
    op.create_index("disposals_office", "disposals", ["office"])


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)
