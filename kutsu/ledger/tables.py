"""The ledger's tables; attempts, receipts and approvals are only ever added and closed, never rewritten."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
    true,
)

from kutsu.ledger.types import Instant, Told

METADATA = MetaData()

deliveries = Table(
    "deliveries",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("kind", String(60), nullable=False),
    Column("language", String(20), nullable=False),
    Column("channel", String(60), nullable=False),
    Column("release", Text, nullable=False),
    Column("slot", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("message", JSON, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("owner", String(120)),
    Column("lease_until", Instant),
    Column("claimed_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("retry_at", Instant),
    Column("reason", Told),
    Column("told", JSON(none_as_null=True)),
)
"""One row per key that was ever claimed; `message` is frozen at the first claim.

`told` are the digests, by language, of the contents that the message was made of; what is older than this column has none.
"""

shares = Table(
    "shares",
    METADATA,
    Column("key", Text, ForeignKey("deliveries.key")),
    Column("share", Integer),
    Column("recipients", JSON, nullable=False),
    Column("marks", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("begun_at", Instant),
    Column("looks", Integer, nullable=False, default=0),
    Column("next_look", Instant),
    PrimaryKeyConstraint("key", "share"),
)
"""One row per request of a delivery; a post has share 0 alone. `recipients` is how many its channel named and how many of these
had it elsewhere (`ledger.recipients.Dealt`); before there was a table of recipients it was their opaque tokens."""

attempts = Table(
    "attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("share", Integer, nullable=False),
    Column("owner", String(120), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("outcome", String(20)),
    Column("reason", Told),
    ForeignKeyConstraint(["key", "share"], ["shares.key", "shares.share"]),
    Index(
        "one_open_attempt",
        "key",
        "share",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

receipts = Table(
    "receipts",
    METADATA,
    Column("key", Text),
    Column("share", Integer),
    Column("remote_id", Told, nullable=False),
    Column("url", Told),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("key", "share"),
    ForeignKeyConstraint(["key", "share"], ["shares.key", "shares.share"]),
)

seen = Table(
    "seen",
    METADATA,
    Column("subject", Text),
    Column("language", String(20)),
    Column("digest", String(64), nullable=False),
    Column("ticked", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("shown", Boolean, nullable=False, default=True, server_default=true()),
    PrimaryKeyConstraint("subject", "language"),
)
"""The content that the last pull saw; `shown` once a preview had it."""

approvals = Table(
    "approvals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("language", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("approvals_of", "subject", "language", "id"),
)

snapshots = Table(
    "snapshots",
    METADATA,
    Column("sheet", String(100), primary_key=True),
    Column("book", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("stamp", Text, nullable=False, default="", server_default=""),
)
"""The last good reading of each sheet, for when it cannot be read, and for when its `stamp` says that nothing has changed."""

pauses = Table(
    "pauses",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("until", Instant),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("resumed_at", Instant),
)
"""Everything waits while one of these is on."""

holds = Table(
    "holds",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("placed", Integer),
)
"""One delivery waits; it need not have been claimed before. `placed` is the run whose cancel by an operator holds it, if that did."""

placed = Table(
    "placed",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False),
    Column("slot", Instant),
    Column("revision", Integer, nullable=False),
    Column("wall", Instant, nullable=False),
    Column("name", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("deliveries", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("run", String(36)),
    Column("replaced_at", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(20)),
    Index("placed_key", "key", unique=True),
    Index("placed_open", "ended_at"),
    Index("placed_of", "slot"),
)
"""Every run that was ever placed for a slot, or (without one) for what was overdue. It is written down before Prefect makes it:
until Prefect has told its name for it, `run` is empty; `key` is the idempotency key by which it is found again."""

pictures = Table(
    "pictures",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The bytes of every picture that went out or may, by their SHA-256; nothing here is ever changed."""

fetched = Table(
    "fetched",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("address", Text, nullable=False),
    Column("digest", String(64), ForeignKey("pictures.digest")),
    Column("fault", JSON(none_as_null=True)),
    Column("at", Instant, nullable=False),
)
"""What was found at each address in the sheet, a picture or a fault; `name` is the SHA-256 of the address, which may be long."""

retractions = Table(
    "retractions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("share", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("reason", Told),
    ForeignKeyConstraint(["key", "share"], ["shares.key", "shares.share"]),
)
"""Every try to take a publication back; `reason` is why it is not known to be gone, and empty when it is."""

editions = Table(
    "editions",
    METADATA,
    Column("subject", Text),
    Column("kind", String(60)),
    Column("ordinal", Integer, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("subject", "kind", "ordinal"),
)
"""What a person asked to be said again; only ever added."""

mailed = Table(
    "mailed",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Whose preview was sent by mail for the tick that stands now; a tick that is taken away is forgotten."""
