"""A sign of the whole ledger: as long as it is the same, nothing was written there that a pull goes by."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import BigInteger, Boolean, ColumnElement, Integer, Table, case, func, select, type_coerce

from kutsu.ledger.database import Database
from kutsu.ledger.mail_tables import entries, events, recipients
from kutsu.ledger.tables import pictures, placed, snapshots
from kutsu.ledger.types import Instant

LEFT_OUT = frozenset({pictures.name, placed.name, snapshots.name, recipients.name, events.name})
"""Tables that need no look: pictures never change, what is read of a sheet shows in its stamp, the recipients change with their shares
only, and what the events of mail prove is written where it counts; of these two there are hundreds of thousands in time. Placed
runs are told by Prefect, and the hold that comes of a cancelled one is in the sign."""

FOLD = 999_983
"""A prime by which numbers are folded, so that no sum of instants grows out of a database's integers."""


def sign(database: Database) -> str:
    """How many rows each table has and what their numbers, instants and states come to; every step of the ledger writes one of these."""
    with database.read() as connection:
        tables = (table for table in entries.metadata.sorted_tables if table.name not in LEFT_OUT)
        return repr([(table.name, *connection.execute(select(*_sums(table))).one()) for table in tables])


def _sums(table: Table) -> Iterator[ColumnElement[int]]:
    """The number of rows, then a sum per column that tells of a change."""
    yield func.count()
    for column in table.columns:
        if isinstance(column.type, Instant):
            yield func.coalesce(func.max(type_coerce(column, BigInteger)), 0)
        if isinstance(column.type, Instant | Integer):
            yield func.coalesce(func.sum(type_coerce(column, BigInteger) % FOLD), 0)
        elif isinstance(column.type, Boolean):
            yield func.coalesce(func.sum(case((column, 1), else_=0)), 0)
        elif column.name in ("state", "outcome"):
            yield func.count(column.distinct())
            yield func.coalesce(func.sum(func.length(column)), 0)
