"""Claim, begin, settle: every step of a publication as one committed transition of the table of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, insert, select, update

from kutsu.core.publication import Claimed, Delivery, Message, Receipt, State
from kutsu.core.states import UNSETTLED, may_follow, whole
from kutsu.ledger.database import Database
from kutsu.ledger.tables import attempts, deliveries, receipts, shares

LEASE = dt.timedelta(seconds=45)
"""How long a claim is its owner's alone; one call of a channel takes less."""

EVIDENCE = "evidence"
"""The mark of a share of which its network said that it has it already."""

MESSAGE = TypeAdapter(Message)
PENDING = (State.UNAVAILABLE, State.REFUSED)
"""States in which a delivery can run out of time."""

_FREE = (State.PLANNED, State.UNAVAILABLE)


@dataclass(frozen=True)
class Work:
    """A delivery that is to be claimed, with its rendered message and the recipients of each share."""

    delivery: Delivery
    message: Message
    shares: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    """How one attempt or look-up ended: the state it leads to, why, the receipt, and when to look or try next.

    With `evidence` the network said that it has this already; from then on its silence proves nothing.
    """

    state: State
    reason: str | None = None
    receipt: Receipt | None = None
    next: dt.datetime | None = None
    evidence: bool = False


class Claims:
    """The writing side of the ledger; safe between threads and processes that share the database."""

    def __init__(self, database: Database, owner: str) -> None:
        """Claim in the name of `owner`, which no other publisher has."""
        self._database = database
        self.owner = owner

    def claim(self, works: Sequence[Work], now: dt.datetime) -> bool:
        """Claim all of `works` or, when any of them is no longer free, none; what is claimed has its message frozen."""
        with self._database.write() as connection:
            if not all(_free(connection, work.delivery.key, now) for work in works):
                return False
            for work in works:
                _freeze(connection, work, now)
                _take(connection, work.delivery, self.owner, now)
        return True

    def shares(self, key: str) -> list[Claimed]:
        """The shares of a delivery that this owner has claimed and not begun, as their channel sees them."""
        chosen = select(shares, deliveries.c.message, deliveries.c.claimed_at).join(deliveries)
        mine = chosen.where(shares.c.key == key, shares.c.state == State.CLAIMED, shares.c.begun_at.is_(None))
        with self._database.read() as connection:
            rows = connection.execute(mine.where(deliveries.c.owner == self.owner).order_by(shares.c.share)).all()
        return [claimed(row._mapping) for row in rows]

    def mark(self, key: str, share: int, marks: Mapping[str, str]) -> None:
        """Keep what the channel prepared, before anything becomes visible; nothing is kept of a claim that was lost."""
        mine = shares.c.key.in_(select(deliveries.c.key).filter_by(key=key, owner=self.owner))
        with self._database.write() as connection:
            fresh = update(shares).filter_by(share=share, state=State.CLAIMED).where(mine, shares.c.begun_at.is_(None))
            connection.execute(fresh.values(marks=dict(marks)))

    def begin(self, key: str, share: int, now: dt.datetime) -> bool:
        """Open the attempt of a share just before its visible request.

        False when the claim is no longer this owner's, or when what it says has expired meanwhile.
        """
        with self._database.write() as connection:
            mine = update(deliveries).filter_by(key=key, owner=self.owner)
            mine = mine.where(deliveries.c.lease_until > now, deliveries.c.expires > now)
            if not connection.execute(mine.values(lease_until=now + LEASE)).rowcount:
                return False
            fresh = (
                update(shares).filter_by(key=key, share=share, state=State.CLAIMED).where(shares.c.begun_at.is_(None))
            )
            if not connection.execute(fresh.values(begun_at=now)).rowcount:
                return False
            connection.execute(insert(attempts).values(key=key, share=share, owner=self.owner, opened_at=now))
        return True

    def settle(
        self, key: str, share: int, outcome: Outcome, now: dt.datetime, begun_at: dt.datetime | None = None
    ) -> bool:
        """Write down how the attempt that was begun at `begun_at` ended, or the claim that was not begun yet.

        False when the ledger already knows better. A yes counts whoever brings it; any other outcome says nothing about
        what another publisher has claimed or begun since.
        """
        with self._database.write() as connection:
            speaks = outcome.state is State.SENT or _present(connection, key, share, begun_at, self.owner)
            return speaks and _settle(connection, key, share, outcome, now)

    def looked(self, key: str, share: int, begun_at: dt.datetime, next_look: dt.datetime, *, counts: bool) -> None:
        """Note a look-up that settled nothing, and when the next one is; an unclear one does not count as a reading."""
        with self._database.write() as connection:
            row = update(shares).filter_by(key=key, share=share, state=State.UNCONFIRMED, begun_at=begun_at)
            connection.execute(row.values(next_look=next_look, looks=shares.c.looks + int(counts)))

    def lapse(self, now: dt.datetime) -> None:
        """Take back the claims whose lease has ended: what was begun is in doubt, what was not is surely not sent.

        A lease that ends far later than one that begins now was given by a clock that ran ahead, and counts as ended; one
        that was given while this `now` waited for its turn, or by a host a moment ahead, does not.
        """
        ended = (deliveries.c.lease_until <= now) | (deliveries.c.lease_until > now + 2 * LEASE)
        dead = select(shares.c.key, shares.c.share, shares.c.begun_at).join(deliveries)
        dead = dead.where(shares.c.state == State.CLAIMED, ended)
        with self._database.write() as connection:
            for key, share, begun_at in connection.execute(dead).all():
                begun = Outcome(State.UNCONFIRMED, "the publisher died while sending", next=now)
                idle = Outcome(State.UNAVAILABLE, "the publisher died before sending", next=now)
                _settle(connection, key, share, begun if begun_at else idle, now)

    def expire(self, planned: Iterable[Delivery], now: dt.datetime) -> None:
        """End what did not go out in its time, which is the plan's present one where the plan still has it."""
        windows = {each.key: each.expires for each in planned}
        pending = select(deliveries.c.key, deliveries.c.expires).where(deliveries.c.state.in_(PENDING))
        over = {"state": State.EXPIRED, "settled_at": now, "retry_at": None}
        with self._database.write() as connection:
            for key, expires in connection.execute(pending).all():
                if windows.get(key, expires) <= now:
                    connection.execute(update(deliveries).filter_by(key=key).values(over))

    def decide(self, key: str, states: Collection[State], outcome: Outcome, now: dt.datetime) -> int:
        """Settle by a person's word all shares of a delivery that are in one of `states`; gives how many there were."""
        chosen = select(shares.c.share).filter_by(key=key).where(shares.c.state.in_(states))
        with self._database.write() as connection:
            found = connection.execute(chosen).scalars().all()
            return sum(_settle(connection, key, share, outcome, now) for share in found)


def claimed(row: RowMapping) -> Claimed:
    """A share as its channel sees it, out of a row of shares joined with deliveries."""
    return Claimed(
        key=row["key"],
        message=MESSAGE.validate_python(row["message"]),
        claimed_at=row["claimed_at"],
        share=row["share"],
        recipients=tuple(row["recipients"]),
        marks=row["marks"],
    )


def _free(connection: Connection, key: str, now: dt.datetime) -> bool:
    """Whether a key was never claimed, or is unavailable and may be tried again by now."""
    row = connection.execute(select(deliveries.c.state, deliveries.c.retry_at).filter_by(key=key)).first()
    return row is None or (row.state == State.UNAVAILABLE and (row.retry_at is None or row.retry_at <= now))


def _present(connection: Connection, key: str, share: int, begun_at: dt.datetime | None, owner: str) -> bool:
    """Whether the share still stands with this attempt, and, while it is claimed, with this owner."""
    attempt = select(shares).join(deliveries).where(shares.c.key == key, shares.c.share == share)
    theirs = (shares.c.state == State.CLAIMED) & (deliveries.c.owner != owner)
    chosen = attempt.where(shares.c.begun_at == begun_at, ~theirs)
    return connection.execute(chosen).first() is not None


def _freeze(connection: Connection, work: Work, now: dt.datetime) -> None:
    """Keep the message and who is written to for all attempts; a newly approved text replaces one that is surely not out.

    The recipients of a share stay: were they dealt out again, one could be written to by two shares.
    """
    delivery, message = work.delivery, MESSAGE.dump_python(work.message, mode="json")
    known = connection.execute(select(deliveries.c.message).filter_by(key=delivery.key)).scalar()
    states = connection.execute(select(shares.c.state).filter_by(key=delivery.key)).scalars().all()
    if known is None:
        _enter(connection, work, message, now)
    elif known != message and all(state in _FREE for state in states):
        connection.execute(update(deliveries).filter_by(key=delivery.key).values(message=message))
        connection.execute(update(shares).filter_by(key=delivery.key).values(marks={}))


def _enter(connection: Connection, work: Work, message: object, now: dt.datetime) -> None:
    """Write down a delivery that was never claimed before, with its shares."""
    names = ("key", "subject", "kind", "language", "channel", "release", "slot", "expires")
    values = {name: getattr(work.delivery, name) for name in names}
    connection.execute(insert(deliveries).values(**values, message=message, state=State.PLANNED, claimed_at=now))
    for share, recipients in enumerate(work.shares):
        fresh = {"recipients": list(recipients), "marks": {}, "state": State.PLANNED, "looks": 0}
        connection.execute(insert(shares).values(key=work.delivery.key, share=share, **fresh))


def _take(connection: Connection, delivery: Delivery, owner: str, now: dt.datetime) -> None:
    """Claim all shares that are free, for a lease; what an earlier try left is forgotten, its attempts and marks are not."""
    free = update(shares).where(shares.c.key == delivery.key, shares.c.state.in_(_FREE))
    connection.execute(free.values(state=State.CLAIMED, begun_at=None, next_look=None, looks=0))
    claim = {"state": State.CLAIMED, "owner": owner, "lease_until": now + LEASE}
    window = {"slot": delivery.slot, "expires": delivery.expires}
    earlier = {"retry_at": None, "reason": None, "settled_at": None}
    connection.execute(update(deliveries).filter_by(key=delivery.key).values({**claim, **window, **earlier}))


def _settle(connection: Connection, key: str, share: int, outcome: Outcome, now: dt.datetime) -> bool:
    """Move one share, close its attempt, keep its receipt, and give the delivery the state of the whole."""
    row = connection.execute(select(shares.c.state, shares.c.marks).filter_by(key=key, share=share)).first()
    if row is None or not may_follow(State(row.state), outcome.state):
        return False
    looking = outcome.next if outcome.state is State.UNCONFIRMED else None
    marks = row.marks | ({EVIDENCE: outcome.reason or ""} if outcome.evidence else {})
    values = {"state": outcome.state, "next_look": looking, "marks": marks}
    connection.execute(update(shares).filter_by(key=key, share=share).values(values))
    closing = update(attempts).filter_by(key=key, share=share).where(attempts.c.closed_at.is_(None))
    connection.execute(closing.values(closed_at=now, outcome=outcome.state, reason=outcome.reason))
    if receipt := outcome.receipt:
        kept = {"remote_id": receipt.remote_id, "url": receipt.url, "at": now}
        connection.execute(insert(receipts).values(key=key, share=share, **kept))
    _sum_up(connection, key, outcome, now)
    return True


def _sum_up(connection: Connection, key: str, outcome: Outcome, now: dt.datetime) -> None:
    """Give the delivery the state of the whole after `outcome` of one share.

    Why it is so is told by the share that made it so, the latest time that any share named for a next try counts, and
    the claim is its owner's while any share of it is.
    """
    states = [State(each) for each in connection.execute(select(shares.c.state).filter_by(key=key)).scalars()]
    before = connection.execute(select(deliveries.c.reason, deliveries.c.retry_at).filter_by(key=key)).one()
    values: dict[str, object] = {"state": whole(states)}
    if outcome.state is values["state"] or before.reason is None:
        values["reason"] = outcome.reason
    if outcome.state is State.UNAVAILABLE and outcome.next:
        values["retry_at"] = max(outcome.next, before.retry_at or outcome.next)
    if State.CLAIMED not in states:
        values |= {"owner": None, "lease_until": None}
    if values["state"] not in UNSETTLED:
        values["settled_at"] = now
    connection.execute(update(deliveries).filter_by(key=key).values(values))
