"""The ledger's tables; attempts, receipts and approvals are only ever added and closed, never rewritten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
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
    TypeDecorator,
    text,
)


class Instant(TypeDecorator[dt.datetime]):
    """An aware instant, kept as microseconds since 1970 (UTC), which every database orders alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the base's signature
        """Refuse a naive time rather than guess its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return (value - EPOCH) // dt.timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the base's signature
        """Give the instant back in UTC."""
        return None if value is None else EPOCH + dt.timedelta(microseconds=value)


class Told(TypeDecorator[str]):
    """What a network said, of any length; the characters that a database refuses must not cost us its receipt.

    Those are NUL, which PostgreSQL's text cannot hold, and half characters (lone surrogates), which no UTF-8 can.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's signature
        """Put a question mark in their places."""
        return None if value is None else value.replace("\0", "?").encode("utf-8", "replace").decode()


EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
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
)
"""One row per key that was ever claimed; `message` is frozen at the first claim."""

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
"""One row per request of a delivery; a post has share 0 alone. `recipients` are opaque tokens."""

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
    PrimaryKeyConstraint("subject", "language"),
)

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
)
"""The last good reading of each sheet, for when it cannot be read."""

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
)
"""One delivery waits; it need not have been claimed before."""

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
