"""The ledger as a record of what was said: one moment of it, read subject by subject, without anybody who was written to."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select, union

from kutsu.core.outcomes import RANKS
from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.mail_tables import recipients
from kutsu.ledger.recipients import ELSEWHERE, Tally, tallied
from kutsu.ledger.tables import (
    approvals,
    attempts,
    deliveries,
    editions,
    holds,
    pauses,
    pictures,
    receipts,
    retractions,
)
from kutsu.ledger.tables import shares as share_table

AT_ONCE = 400
"""Keys of one statement: no database takes any number of parameters."""

WITH_PROVIDER = (State.SENT, State.RETRACTED, State.HANDED_OVER)
"""States of what was handed over ahead of its slot and may have left at it, long after its request."""

Row = Mapping[str, Any]
"""Values by column."""


@dataclass(frozen=True)
class Span:
    """From an instant (aware) up to another, which is not in it; None is without end."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def has(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether an instant of the ledger lies in it."""
        later = [column >= self.since] if self.since else []
        return and_(column.is_not(None), *later, *([column < self.until] if self.until else []))


@dataclass(frozen=True)
class Recorded:
    """One delivery: its row with the frozen message, and all that became of it; `people` is None of what is no mail."""

    row: Row
    shares: Sequence[State]
    attempts: Sequence[Row]
    receipts: Sequence[Row]
    retractions: Sequence[Row]
    people: Tally | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Brief:
    """A delivery in a few words; `first` is where in the order of things its first request was, None without one."""

    key: str
    kind: str
    language: str
    channel: str
    state: State
    first: int | None


class Records:
    """What one ledger tells of the past."""

    def __init__(self, database: Database) -> None:
        """Read this database."""
        self._database = database

    @contextmanager
    def moment(self) -> Iterator[Moment]:
        """All readings of it are of one moment, whatever publishers do meanwhile."""
        with self._database.read() as connection:
            yield Moment(connection)


class Moment:
    """One moment of the ledger."""

    def __init__(self, connection: Connection) -> None:
        """Read by a connection whose transaction sees one moment."""
        self._connection = connection

    def touched(self, span: Span) -> dict[str, list[str]]:
        """By subject the keys of which something became in this time: claimed, begun, settled, accepted, left, or taken back."""
        begun = (attempts, span.has(attempts.c.opened_at) | span.has(attempts.c.closed_at))
        accepted, back = (receipts, span.has(receipts.c.at)), (retractions, span.has(retractions.c.at))
        handed = select(attempts.c.key).filter_by(outcome=State.HANDED_OVER)
        left = and_(deliveries.c.state.in_(WITH_PROVIDER), deliveries.c.key.in_(handed), span.has(deliveries.c.slot))
        own = (deliveries, or_(span.has(deliveries.c.claimed_at), span.has(deliveries.c.settled_at), left))
        keys = union(*(select(table.c.key).where(which) for table, which in (begun, accepted, back, own))).subquery()
        chosen = select(deliveries.c.subject, deliveries.c.key).join(keys, keys.c.key == deliveries.c.key)
        found = defaultdict[str, list[str]](list)
        for subject, key in self._connection.execute(chosen.order_by(deliveries.c.key)).tuples():
            found[subject].append(key)
        return found

    def approved(self) -> list[str]:
        """The subjects of which anything was ever approved."""
        return list(self._connection.execute(select(approvals.c.subject).distinct()).scalars())

    def approvals(self, subject: str) -> list[Row]:
        """Every approval of a subject, in their order."""
        return self._rows(select(approvals).filter_by(subject=subject).order_by(approvals.c.id))

    def briefs(self, subject: str) -> list[Brief]:
        """Every delivery about a subject, in the order of their first requests."""
        first = func.min(attempts.c.id).label("first")
        columns = [deliveries.c[name] for name in ("key", "kind", "language", "channel", "state")]
        chosen = select(*columns, first).outerjoin(attempts, attempts.c.key == deliveries.c.key)
        chosen = chosen.where(deliveries.c.subject == subject).group_by(*columns).order_by(first, deliveries.c.key)
        return [Brief(**{**row, "state": State(row["state"])}) for row in self._rows(chosen)]

    def deliveries(self, keys: Iterable[str]) -> Iterator[Recorded]:
        """These deliveries, in the order of their slots and keys within each few hundred."""
        rest = iter(keys)
        while some := list(islice(rest, AT_ONCE)):
            yield from self._some(some)

    def pauses(self, span: Span) -> list[Row]:
        """The pauses that were on at any time within a span."""
        ends = (pauses.c.resumed_at, pauses.c.until)
        lasting = [or_(end.is_(None), end >= span.since) for end in ends] if span.since else []
        begun = [pauses.c.at < span.until] if span.until else []
        return self._rows(select(pauses).where(*lasting, *begun).order_by(pauses.c.id))

    def holds(self) -> list[Row]:
        """The holds that stand now: the ledger forgets a hold that was taken away."""
        return self._rows(select(holds).order_by(holds.c.at, holds.c.key))

    def editions(self, span: Span) -> list[Row]:
        """What people asked to be said again within a span."""
        return self._rows(select(editions).where(span.has(editions.c.at)).order_by(editions.c.at))

    def people(self) -> set[str]:
        """The names of those who paused, took back or asked for something: none of them is to leave with a reason."""
        return set(
            self._connection.execute(union(*(select(t.c.by) for t in (pauses, retractions, editions)))).scalars()
        )

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture."""
        return self._connection.execute(select(pictures.c.content).filter_by(digest=digest)).scalar()

    def _some(self, keys: Sequence[str]) -> Iterator[Recorded]:
        """A few hundred deliveries with what hangs on them, in a handful of statements."""
        by_key = {table.name: self._of(table, keys) for table in (attempts, receipts, retractions, share_table)}
        people = select(recipients.c.key).where(recipients.c.key.in_(keys)).distinct()
        mailed = set(self._connection.execute(people).scalars())
        chosen = select(deliveries).where(deliveries.c.key.in_(keys)).order_by(deliveries.c.slot, deliveries.c.key)
        for row in self._rows(chosen):
            key = row["key"]
            mine = {name: found.get(key, []) for name, found in by_key.items()}
            own = mine.pop("shares")
            tally = tallied(self._connection, key) if key in mailed else _listed(own)
            outcomes = self._outcomes(key) if key in mailed else {}
            yield Recorded(row, [State(each["state"]) for each in own], **mine, people=tally, outcomes=outcomes)

    def _of(self, table: Table, keys: Sequence[str]) -> dict[str, list[Row]]:
        """The rows of a table by their delivery, in their order."""
        found = defaultdict[str, list[Row]](list)
        for row in self._rows(select(table).where(table.c.key.in_(keys)).order_by(*table.primary_key)):
            found[row["key"]].append(row)
        return found

    def _outcomes(self, key: str) -> Mapping[str, int]:
        """What the provider told of the people of a mail, in numbers."""
        chosen = select(recipients.c.outcome, func.count()).filter_by(key=key).group_by(recipients.c.outcome)
        counted = self._connection.execute(chosen).tuples()
        return dict(sorted(Counter({outcome: many for outcome, many in counted if outcome in RANKS}).items()))

    def _rows(self, chosen: Select[Any]) -> list[Row]:
        """All rows of a choice."""
        return [dict(row) for row in self._connection.execute(chosen).mappings()]


def _listed(shares: Iterable[Row]) -> Tally | None:
    """The people of a mail with none in the table: all of them had it by another list, or it is older than the table and has tokens."""
    of = [(each["recipients"], each["state"]) for each in shares]
    counted = [(each["named"] if isinstance(each, dict) else len(each), state) for each, state in of]
    planned = sum(many for many, _ in counted)
    elsewhere = sum(each[ELSEWHERE] for each, _ in of if isinstance(each, dict))
    accepted = sum(many for many, state in counted if state == State.SENT) - elsewhere
    return (
        Tally(planned, accepted, planned - accepted - elsewhere, {ELSEWHERE: elsewhere} if elsewhere else {})
        if planned
        else None
    )
