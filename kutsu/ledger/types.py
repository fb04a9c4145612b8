"""The types of the ledger's columns that no database has by itself: aware instants, and what a network said."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Dialect, Text, TypeDecorator

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


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
