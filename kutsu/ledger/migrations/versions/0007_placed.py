"""Placed runs: which run stands for which slot, in which revision; and which holds come of a run that an operator cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "placed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("slot", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("wall", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("deliveries", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.String(36)),
        sa.Column("replaced_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("outcome", sa.String(20)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("placed_key", "placed", ["key"], unique=True)
    op.create_index("placed_open", "placed", ["ended_at"])
    op.create_index("placed_of", "placed", ["slot"])
    op.add_column("holds", sa.Column("placed", sa.Integer()))
