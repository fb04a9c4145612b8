"""The ledger's tables of mail: who is written to, who must not be, what providers told, and what calendars were told."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from kutsu.ledger.tables import METADATA
from kutsu.ledger.types import Instant, Told

recipients = Table(
    "recipients",
    METADATA,
    Column("mailing", Text),
    Column("token", String(32)),
    Column("key", Text, nullable=False),
    Column("share", Integer, nullable=False),
    Column("outcome", String(20)),
    PrimaryKeyConstraint("mailing", "token"),
    Index("recipients_of", "key", "share"),
)
"""Each person once per mailing (`<subject>/<kind>/<edition>`), whatever the list; without an outcome of its own it has its request's."""

suppressions = Table(
    "suppressions",
    METADATA,
    Column("token", String(32)),
    Column("scope", String(60)),
    Column("reason", String(20), nullable=False),
    Column("source", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("token", "scope"),
)
"""Who must not be written to, by token, which outlives the erasure of the address; the scope is an audience, or empty for all mail."""

events = Table(
    "events",
    METADATA,
    Column("id", String(120), primary_key=True),
    Column("type", String(30), nullable=False),
    Column("delivery", String(64), nullable=False),
    Column("share", Integer),
    Column("token", String(32)),
    Column("message", Told, nullable=False),
    Column("at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Index("events_of", "delivery", "share"),
)
"""What a mail provider told by webhook, each event once, without an address; `delivery` is the SHA-256 of the key, `message` is the
provider's own id of the mail."""

entries = Table(
    "entries",
    METADATA,
    Column("subject", Text),
    Column("sequence", Integer, autoincrement=False),
    Column("facts", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("subject", "sequence"),
)
"""What calendars were told of a session: a row with the next SEQUENCE whenever its time, its place or its cancellation changes."""
