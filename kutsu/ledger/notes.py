"""What one pull has to note, gathered row by row and written at once: as many statements for one row as for ten thousand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, insert, update

from kutsu.ledger.tables import approvals, seen

Row = Mapping[str, Any]
"""Values by column."""


@dataclass(frozen=True)
class Notes:
    """Rows that take the place of what was `seen`, new rows of `approved`, and the subjects and languages that a taken tick withdraws."""

    seen: list[Row] = field(default_factory=list)
    approved: list[Row] = field(default_factory=list)
    withdrawn: list[Row] = field(default_factory=list)

    def write(self, connection: Connection, now: dt.datetime) -> None:
        """Write all of it."""
        of: dict[str, Any] = {"subject": bindparam("of"), "language": bindparam("in")}
        standing = update(approvals).filter_by(**of).where(approvals.c.withdrawn_at.is_(None))
        _execute(connection, delete(seen).filter_by(**of), _names(self.seen))
        _execute(connection, insert(seen), self.seen)
        _execute(connection, insert(approvals), self.approved)
        _execute(connection, standing.values(withdrawn_at=now), _names(self.withdrawn))


def _execute(connection: Connection, statement: Executable, rows: Sequence[Row]) -> None:
    """Execute a statement once for all rows, if there are any."""
    if rows:
        connection.execute(statement, rows)


def _names(rows: Sequence[Row]) -> list[Row]:
    """Subject and language of each row, under names that are no columns, as SQLAlchemy wants them in conditions."""
    return [{"of": row["subject"], "in": row["language"]} for row in rows]
