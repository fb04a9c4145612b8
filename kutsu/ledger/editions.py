"""What is to be said again, and by whose word."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select

from kutsu.core.editions import Edition, Pair, named
from kutsu.ledger.database import Database
from kutsu.ledger.tables import editions

FIRST = 2
"""The ordinal of the first edition that a person asks for."""


class Editions:
    """The editions of one ledger."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def recall(self) -> dict[Pair, Edition]:
        """The latest edition of everything that is to be said again, by subject and kind."""
        with self._database.read() as connection:
            rows = connection.execute(select(editions).order_by(editions.c.ordinal)).all()
        return {(row.subject, row.kind): Edition(named(row.ordinal), row.at, row.by, row.why) for row in rows}

    def ask(self, pair: Pair, after: Edition | None, now: dt.datetime, by: str, why: str) -> Edition | None:
        """Add the edition that comes after that one, under the next ordinal; None when somebody else was faster."""
        subject, kind = pair
        of = select(editions.c.ordinal).filter_by(subject=subject, kind=kind).order_by(editions.c.ordinal.desc())
        with self._database.alone() as connection:
            last = connection.execute(of).scalar()
            if (named(last) if last else None) != (after.name if after else None):
                return None
            ordinal = last + 1 if last else FIRST
            row = {"subject": subject, "kind": kind, "ordinal": ordinal, "at": now, "by": by, "why": why}
            connection.execute(insert(editions).values(row))
        return Edition(named(ordinal), now, by, why)
