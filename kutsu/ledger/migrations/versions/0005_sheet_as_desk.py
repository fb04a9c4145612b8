"""What publications were made of, what previews have shown, how a sheet looked when it was read, and previews sent by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("deliveries", sa.Column("told", sa.JSON(), nullable=True))
    op.add_column("seen", sa.Column("shown", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("snapshots", sa.Column("stamp", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "mailed",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
