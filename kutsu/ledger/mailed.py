"""Whose preview was mailed for the tick that stands now: so that one tick is one mail, whoever pulls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from kutsu.ledger.database import Database
from kutsu.ledger.tables import mailed


class Mailed:
    """The mailed previews of one ledger."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def known(self) -> set[str]:
        """The subjects whose tick was answered."""
        with self._database.read() as connection:
            return set(connection.execute(select(mailed.c.subject)).scalars())

    def take(self, subject: str, now: dt.datetime) -> bool:
        """Take the tick of a subject before its mail is sent; false when somebody has it already."""
        with self._database.alone() as connection:
            if connection.execute(select(mailed).filter_by(subject=subject)).first():
                return False
            connection.execute(insert(mailed).values(subject=subject, at=now))
            return True

    def forget(self, subjects: Iterable[str]) -> None:
        """Their ticks were taken away, or their mail surely was not sent: the next one counts again."""
        with self._database.alone() as connection:
            for subject in subjects:
                connection.execute(delete(mailed).filter_by(subject=subject))
