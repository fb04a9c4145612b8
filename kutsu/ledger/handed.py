"""What is with a mail provider ahead of its slot: which shares, until when, and what is told of those that cannot come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from kutsu.core.ahead import Over, leaves
from kutsu.core.publication import Claimed, State
from kutsu.ledger.claims import claimed
from kutsu.ledger.database import Database
from kutsu.ledger.steps import hold
from kutsu.ledger.tables import deliveries, shares


@dataclass(frozen=True)
class Entrusted:
    """One share that is with its provider: of which delivery, on which channel, and when it was given."""

    over: Over
    share: int
    channel: str
    begun_at: dt.datetime


class HandedOver:
    """The shares of one ledger that are with their providers."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def shares(self) -> list[Entrusted]:
        """All of them, by key and share, without their messages and recipients."""
        names = ("language", "release", "channel", "told")
        columns = (shares.c.key, shares.c.share, shares.c.marks, shares.c.begun_at)
        chosen = select(*columns, *(deliveries.c[name] for name in names)).join(deliveries)
        chosen = chosen.where(shares.c.state == State.HANDED_OVER).order_by(shares.c.key, shares.c.share)
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        return [
            Entrusted(
                Over(row.key, row.language, row.release, leaves(row.marks), row.told or {}),
                row.share,
                row.channel,
                row.begun_at,
            )
            for row in rows
        ]

    def claimed(self, one: Entrusted) -> Claimed:
        """A share as its channel sees it."""
        chosen = select(shares, deliveries.c.message, deliveries.c.claimed_at).join(deliveries)
        chosen = chosen.where(shares.c.key == one.over.key, shares.c.share == one.share)
        with self._database.read() as connection:
            return claimed(connection, connection.execute(chosen).mappings().one())

    def look(self, one: Entrusted, at: dt.datetime) -> None:
        """Look at a share again then: it was to come back, and its provider did not answer."""
        mine = update(shares).filter_by(key=one.over.key, share=one.share, state=State.HANDED_OVER)
        with self._database.write() as connection:
            hold(connection, deliveries.c.key == one.over.key)
            connection.execute(mine.values(next_look=at))

    def note(self, reasons: Mapping[str, str | None]) -> None:
        """Keep why deliveries were to come back and do not, or that they may leave; what is known is not written again."""
        there = select(deliveries.c.key, deliveries.c.reason, deliveries.c.state).where(deliveries.c.key.in_(reasons))
        with self._database.read() as connection:
            known = [row for row in connection.execute(there) if row.reason != reasons[row.key]]
        fresh = [row.key for row in known if reasons[row.key] or row.state == State.HANDED_OVER]
        if fresh:
            with self._database.write() as connection:
                hold(connection, deliveries.c.key.in_(fresh))
                for key in fresh:
                    connection.execute(update(deliveries).filter_by(key=key).values(reason=reasons[key]))
