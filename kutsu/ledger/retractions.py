"""Publications that are taken back: what is out of a delivery, every try to take it back, by whom and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import RowMapping, insert, select, update

from kutsu.core.publication import Claimed, Receipt, State
from kutsu.ledger.claims import claimed
from kutsu.ledger.database import Database
from kutsu.ledger.ending import Outcome, settle
from kutsu.ledger.steps import hold
from kutsu.ledger.tables import deliveries, receipts, retractions, shares

GONE = (State.SENT, State.HANDED_OVER)
"""States of what a person can take back."""


@dataclass(frozen=True)
class Out:
    """One share that is out: what was said where, the network's yes, and when it was written down.

    One that is `held` is with its provider still, and leaves at its slot.
    """

    claimed: Claimed
    channel: str
    receipt: Receipt
    at: dt.datetime
    held: bool = False


class Retractions:
    """The retractions of one ledger; like attempts they are only ever added and closed."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def out(self, key: str) -> list[Out]:
        """The shares of a delivery that are out or with their provider; none when none ever was, or not any more."""
        columns = select(shares, *(deliveries.c[name] for name in ("message", "claimed_at", "channel")))
        found = columns.add_columns(receipts.c.remote_id, receipts.c.url, receipts.c.at).join(deliveries)
        same = (receipts.c.key == shares.c.key) & (receipts.c.share == shares.c.share)
        found = found.join(receipts, same).where(shares.c.key == key, shares.c.state.in_(GONE))
        with self._database.read() as connection:
            rows = connection.execute(found.order_by(shares.c.share)).mappings().all()
            sent = [(claimed(connection, row), row) for row in rows]
        return [_out(each, row) for each, row in sent]

    def begin(self, said: Claimed, by: str, why: str, now: dt.datetime) -> int:
        """Write down that a share is about to be taken back; gives the number of this try."""
        row = {"key": said.key, "share": said.share, "by": by, "why": why, "at": now}
        with self._database.write() as connection:
            return int(connection.execute(insert(retractions).values(row).returning(retractions.c.id)).scalar_one())

    def fail(self, number: int, reason: str, now: dt.datetime) -> None:
        """Close a try after which it is not known to be gone."""
        with self._database.write() as connection:
            connection.execute(update(retractions).filter_by(id=number).values(closed_at=now, reason=reason))

    def settle(self, number: int, now: dt.datetime) -> None:
        """Close a try after which it is gone, for good: its key is never sent again."""
        with self._database.write() as connection:
            row = connection.execute(select(retractions).filter_by(id=number)).one()
            hold(connection, deliveries.c.key == row.key)
            connection.execute(update(retractions).filter_by(id=number).values(closed_at=now))
            reason = f"taken back by {row.by}" + (f": {row.why}" if row.why else "")
            settle(connection, row.key, row.share, Outcome(State.RETRACTED, reason), now)


def _out(said: Claimed, row: RowMapping) -> Out:
    """One share with its receipt."""
    receipt = Receipt(row["remote_id"], row["url"])
    return Out(said, row["channel"], receipt, row["at"], held=row["state"] == State.HANDED_OVER)
