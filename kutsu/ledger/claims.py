"""Claim, begin, settle: every step of a publication as one committed transition of the table of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update

from kutsu.core.ahead import LAG, leaves
from kutsu.core.publication import Claimed, Delivery, State
from kutsu.ledger import recipients
from kutsu.ledger.beginning import Beginning, begin
from kutsu.ledger.database import Database
from kutsu.ledger.ending import EVIDENCE, INSISTS, Outcome, hold_all, present, settle
from kutsu.ledger.frozen import store, thaw
from kutsu.ledger.gathered import Gathered
from kutsu.ledger.left import abandon, lapse
from kutsu.ledger.owners import lives
from kutsu.ledger.steps import LEASE, Work, enter, free, freeze, hold, take, whole_again
from kutsu.ledger.tables import deliveries, shares

__all__ = ["EVIDENCE", "INSISTS", "LEASE", "Claims", "Outcome", "Work", "claimed"]

PENDING = (State.UNAVAILABLE, State.REFUSED)
"""States in which a delivery can run out of time."""

GOING = (State.CLAIMED, State.UNAVAILABLE, State.HANDED_OVER)
"""States of what may still go out with the rest of its release."""


class Claims:
    """The writing side of the ledger; safe between threads, processes and hosts that share the database.

    Every step holds the deliveries that it touches, first of all and in the order of their keys (`hold`); what it then reads
    of them and of their shares nobody else can change before it commits.
    """

    def __init__(self, database: Database, owner: str) -> None:
        """Claim in the name of `owner`, which no other publisher has."""
        self._database = database
        self.owner = owner
        self._begun = Gathered(self._begin)

    def claim(self, works: Sequence[Work], now: dt.datetime) -> bool:
        """Claim all of `works` or, when any of them is no longer free, none; what is claimed has its message frozen.

        A mail that goes to nobody, as all have it by another list, is settled here and keeps nothing else from going.
        """
        with self._database.write() as connection:
            store(connection, (picture for work in works for picture in work.message.pictures))
            recipients.line_up(connection, [work.delivery.key for work in works if any(work.shares)])
            going = [each for each in sorted(works, key=lambda work: work.delivery.key) if enter(connection, each, now)]
            hold(connection, deliveries.c.key.in_([work.delivery.key for work in going]))
            if not all(free(connection, work, now) for work in going):
                connection.rollback()
                return False
            for work in going:
                freeze(connection, work)
                take(connection, work.delivery, self.owner, now)
                recipients.anew(connection, work.delivery.key)
        return True

    def shares(self, key: str) -> list[Claimed]:
        """The shares of a delivery that this owner has claimed and not begun, as their channel sees them."""
        return list(self.each(key))

    def each(self, key: str) -> Iterator[Claimed]:
        """The same one by one, each read when its turn comes: a hundred thousand people are never in memory at once.

        The first one is read at once: at the instant of a slot there is no time for it.
        """
        with self._database.read() as connection:
            numbers = connection.execute(self._mine(key, shares.c.share)).scalars().all()
            first = self._read(connection, key, numbers[0]) if numbers else []
        return chain(first, self._rest(key, numbers[1:]))

    def _rest(self, key: str, numbers: Iterable[int]) -> Iterator[Claimed]:
        """Those of these shares that are still so."""
        for number in numbers:
            with self._database.read() as connection:
                found = self._read(connection, key, number)
            yield from found

    def _read(self, connection: Connection, key: str, number: int) -> list[Claimed]:
        """One of these shares, unless it is settled by now."""
        chosen = self._mine(key, shares, deliveries.c.message, deliveries.c.claimed_at)
        rows = connection.execute(chosen.where(shares.c.share == number)).mappings().all()
        return [claimed(connection, row) for row in rows]

    def _mine(self, key: str, *columns: Any) -> Select[Any]:
        """The shares of a delivery that this owner has claimed and not begun, in their order."""
        idle = select(*columns).select_from(shares.join(deliveries)).where(shares.c.key == key)
        idle = idle.where(shares.c.state == State.CLAIMED, shares.c.begun_at.is_(None))
        return idle.where(deliveries.c.owner == self.owner).order_by(shares.c.share)

    def renew(self, keys: Collection[str], now: dt.datetime) -> int:
        """Give those of these claims that are still this owner's another lease; gives how many they are."""
        mine = deliveries.c.key.in_(keys) & (deliveries.c.owner == self.owner) & (deliveries.c.lease_until > now)
        with self._database.write() as connection:
            held = hold(connection, mine)
            renewed = update(deliveries).where(deliveries.c.key.in_(held)).values(lease_until=now + LEASE)
            return connection.execute(renewed).rowcount

    def beside(self, delivery: Delivery) -> list[tuple[str, str]]:
        """Key and language of all others of its release that are on their way, with their provider, or were given back."""
        others = select(deliveries.c.key, deliveries.c.language).filter_by(release=delivery.release)
        going = others.where(deliveries.c.key != delivery.key, deliveries.c.state.in_(GOING))
        with self._database.read() as connection:
            return [*connection.execute(going).tuples()]

    def mark(self, key: str, share: int, marks: Mapping[str, str]) -> None:
        """Keep what the channel prepared, before anything becomes visible; nothing is kept of a claim that was lost."""
        mine = shares.c.key.in_(select(deliveries.c.key).filter_by(key=key, owner=self.owner))
        with self._database.write() as connection:
            hold_all(connection, [key])
            fresh = update(shares).filter_by(share=share, state=State.CLAIMED).where(mine, shares.c.begun_at.is_(None))
            connection.execute(fresh.values(marks=dict(marks)))

    def begin(self, key: str, share: int, now: dt.datetime) -> bool:
        """Open the attempt of a share just before its visible request; many at the same instant share one transaction.

        False when the claim is no longer this owner's, or when what it says has expired meanwhile.
        """
        return self._begun.ask(Beginning(key, share, now))

    def _begin(self, wanted: Sequence[Beginning]) -> list[bool]:
        """Open all of these attempts."""
        with self._database.write() as connection:
            return begin(connection, wanted, self.owner)

    def settle(
        self,
        key: str,
        share: int,
        outcome: Outcome,
        now: dt.datetime,
        begun_at: dt.datetime | None = None,
        *,
        followed: bool = False,
    ) -> bool:
        """Write down how the attempt that was begun at `begun_at` ended, or the claim that was not begun yet.

        False when the ledger already knows better. A yes counts whoever brings it; any other outcome says nothing about
        what another publisher has claimed or begun since. It is `followed` where a request of the same delivery begins next.
        """
        with self._database.write(followed=followed) as connection:
            hold_all(connection, [key])
            speaks = outcome.state is State.SENT or present(connection, key, share, begun_at, self.owner)
            return speaks and settle(connection, key, share, outcome, now)

    def looked(
        self, key: str, share: int, begun_at: dt.datetime, next_look: dt.datetime, *, looks: int, counts: bool
    ) -> None:
        """Note a look-up that settled nothing, and when the next one is; an unclear one does not count as a reading.

        `looks` is how many had been counted when it began: of two who read at the same time, one counts.
        """
        with self._database.write() as connection:
            hold_all(connection, [key])
            row = update(shares).filter_by(key=key, share=share, state=State.UNCONFIRMED, begun_at=begun_at)
            fresh = row.where(shares.c.looks == looks)
            connection.execute(fresh.values(next_look=next_look, looks=looks + int(counts)))

    def give_back(self, keys: Collection[str], reason: str, now: dt.datetime) -> None:
        """Free what is claimed of these, by whomever, and not begun: nobody can begin it any more under that claim."""
        idle = select(shares.c.key, shares.c.share).where(shares.c.key.in_(keys), shares.c.state == State.CLAIMED)
        with self._database.write() as connection:
            hold_all(connection, keys)
            for key, share in connection.execute(idle.where(shares.c.begun_at.is_(None))).all():
                settle(connection, key, share, Outcome(State.UNAVAILABLE, reason, next=now), now)

    def abandon(self, now: dt.datetime, lives: Callable[[str], bool] = lives) -> list[str]:
        """Free at once what is claimed by publishers that surely live no more, and was not begun; gives the keys."""
        with self._database.write() as connection:
            return abandon(connection, now, lives)

    def lapse(self, now: dt.datetime) -> None:
        """Take back the claims whose lease has ended: what was begun is in doubt, what was not is surely not sent."""
        with self._database.write() as connection:
            lapse(connection, now)

    def arrive(self, now: dt.datetime) -> None:
        """Settle as sent, at its slot, what left a while ago; what was looked at for the last time before is looked at then."""
        over = (shares.c.state == State.HANDED_OVER) & (shares.c.next_look <= now)
        chosen = select(shares.c.key, shares.c.share, shares.c.marks).where(over)
        with self._database.write() as connection:
            hold(connection, deliveries.c.key.in_(select(shares.c.key).where(over)))
            for key, share, marks in connection.execute(chosen).all():
                left = leaves(marks)
                if left + LAG <= now:
                    settle(connection, key, share, Outcome(State.SENT), left)
                else:
                    again = update(shares).filter_by(key=key, share=share)
                    connection.execute(again.values(next_look=left + LAG))

    def expire(self, planned: Iterable[Delivery], now: dt.datetime) -> None:
        """End what did not go out in its time, which is the plan's present one where the plan still has it."""
        windows = {each.key: each.expires for each in planned}
        unsettled = deliveries.c.state.in_(PENDING)
        pending = select(deliveries.c.key, deliveries.c.expires).where(unsettled)
        over = {"state": State.EXPIRED, "settled_at": now, "retry_at": None}
        with self._database.write() as connection:
            pending = pending.where(deliveries.c.key.in_(hold(connection, unsettled)))
            for key, expires in connection.execute(pending).all():
                if windows.get(key, expires) <= now:
                    connection.execute(update(deliveries).filter_by(key=key).values(over))

    def decide(self, key: str, states: Collection[State], outcome: Outcome, now: dt.datetime) -> int:
        """Settle by a person's word all shares of a delivery that are in one of `states`; gives how many there were.

        What was refused in its short form begins anew with the whole text, and what was refused without what had been
        prepared for it: a draft that its network has lost would be refused for ever.
        """
        chosen = select(shares.c.share).filter_by(key=key).where(shares.c.state.in_(states))
        with self._database.write() as connection:
            hold_all(connection, [key])
            found = connection.execute(chosen).scalars().all()
            whole_again(connection, key)
            if outcome.state is State.UNAVAILABLE:
                connection.execute(update(shares).filter_by(key=key, state=State.REFUSED).values(marks={}))
            return sum(settle(connection, key, share, outcome, now) for share in found)


def claimed(connection: Connection, row: RowMapping) -> Claimed:
    """A share as its channel sees it, out of a row of shares joined with deliveries."""
    return Claimed(
        key=row["key"],
        message=thaw(connection, row["message"]),
        claimed_at=row["claimed_at"],
        share=row["share"],
        recipients=recipients.entered(connection, row["key"], row["share"], row["recipients"]),
        marks=row["marks"],
    )
