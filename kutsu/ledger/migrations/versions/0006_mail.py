"""Mail at scale: who is written to and with which outcome, who must not be, what providers told, and calendar entries."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "recipients",
        sa.Column("mailing", sa.Text(), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.PrimaryKeyConstraint("mailing", "token"),
    )
    op.create_index("recipients_of", "recipients", ["key", "share"])
    op.create_table(
        "suppressions",
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", "scope"),
    )
    _events()
    op.create_table(
        "entries",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "sequence"),
    )


def _events() -> None:
    """What providers told, which is found by delivery and share when it is to prove something."""
    op.create_table(
        "events",
        sa.Column("id", sa.String(120), nullable=False),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("delivery", sa.String(64), nullable=False),
        sa.Column("share", sa.Integer()),
        sa.Column("token", sa.String(32)),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("events_of", "events", ["delivery", "share"])
