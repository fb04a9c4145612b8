"""Who must not be written to: kept by token, so that it outlives the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from kutsu.ledger.database import Database
from kutsu.ledger.frozen import INSERT
from kutsu.ledger.mail_tables import suppressions

EVERYTHING = ""
"""The scope of a suppression that counts for all mail."""

ERASED = "erased"
"""Why somebody must not be written to who had themselves forgotten; also who told."""


@dataclass(frozen=True)
class Suppression:
    """One person, and why mail of a scope must not reach them: `left`, `bounced`, `blocked`, `complained`, `invalid`, as `source` told."""

    token: str
    scope: str
    reason: str
    source: str


class Suppressions:
    """The suppressions of one ledger; taken away only by the word of the person themselves."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def left(self, tokens: Collection[str], scope: str) -> dict[str, str]:
        """Those of these tokens that mail of this scope must not reach, each with why."""
        wanted = set(tokens)
        those = select(suppressions.c.token, suppressions.c.reason)
        those = those.where(suppressions.c.scope.in_({scope, EVERYTHING}))
        with self._database.read() as connection:
            return {row.token: row.reason for row in connection.execute(those) if row.token in wanted}

    def add(self, found: Iterable[Suppression], now: dt.datetime) -> int:
        """Keep these, each with the first reason that was told; gives how many are new."""
        rows = [{"token": s.token, "scope": s.scope, "reason": s.reason, "source": s.source, "at": now} for s in found]
        if not rows:
            return 0
        with self._database.write() as connection:
            table = INSERT[connection.dialect.name](suppressions)
            return sum(connection.execute(table.values(row).on_conflict_do_nothing()).rowcount for row in rows)

    def keep(self, found: Mapping[str, str], scope: str, source: str, now: dt.datetime) -> int:
        """Keep these tokens, each with why, as one source told them; gives how many are new."""
        return self.add((Suppression(token, scope, reason, source) for token, reason in found.items()), now)

    def lift(self, token: str) -> list[Suppression]:
        """Let mail reach somebody again who asked for it; gives what stood against it. Who was erased stays so."""
        with self._database.write() as connection:
            those = (suppressions.c.token == token, suppressions.c.reason != ERASED)
            rows = connection.execute(select(suppressions).where(*those).order_by(suppressions.c.scope)).all()
            connection.execute(delete(suppressions).where(*those))
        return [Suppression(row.token, row.scope, row.reason, row.source) for row in rows]

    def latest(self, source: str) -> dt.datetime | None:
        """When the last was kept of what this source told; None when nothing ever was."""
        with self._database.read() as connection:
            last: dt.datetime | None = connection.scalar(select(func.max(suppressions.c.at)).filter_by(source=source))
        return last

    def of(self, token: str) -> list[tuple[Suppression, dt.datetime]]:
        """All that is kept of one person, with its time."""
        with self._database.read() as connection:
            rows = connection.execute(select(suppressions).filter_by(token=token).order_by(suppressions.c.scope)).all()
        return [(Suppression(row.token, row.scope, row.reason, row.source), row.at) for row in rows]
