"""The reading side of the ledger: what went out, what is in doubt, and what may be claimed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true

from kutsu.core.editions import WAS_OUT, Pair
from kutsu.core.halves import LOST
from kutsu.core.model import Session
from kutsu.core.publication import Claimed, Receipt, State
from kutsu.core.states import UNSETTLED
from kutsu.ledger.claims import claimed
from kutsu.ledger.database import Database
from kutsu.ledger.entries import Entries
from kutsu.ledger.owners import lives
from kutsu.ledger.steps import DOUBTED, SHORT, rests, spurned
from kutsu.ledger.tables import approvals, attempts, deliveries, editions, receipts, retractions, seen, shares

NAMES = (
    "key",
    "subject",
    "kind",
    "language",
    "channel",
    "release",
    "state",
    "slot",
    "expires",
    "claimed_at",
    "settled_at",
    "retry_at",
    "reason",
)

PERHAPS_OUT = (State.SENT, State.RETRACTED, State.HANDED_OVER, State.WAITING, *UNSETTLED)

STUCK = (State.UNAVAILABLE, State.REFUSED, *DOUBTED)
"""States of a delivery of which at least a part may be tried again."""


@dataclass(frozen=True)
class Row:
    """One delivery as the ledger knows it; `remote_id` and `url` are those of its first receipt.

    `short` tells whether its frozen message is the short form.
    """

    key: str
    subject: str
    kind: str
    language: str
    channel: str
    release: str
    state: State
    slot: dt.datetime
    expires: dt.datetime
    claimed_at: dt.datetime
    settled_at: dt.datetime | None
    retry_at: dt.datetime | None
    reason: str | None
    short: bool
    remote_id: str | None
    url: str | None


@dataclass(frozen=True)
class Doubt:
    """A share of which nobody knows whether it is out: how often it was looked for, and when to look next."""

    claimed: Claimed
    channel: str
    language: str
    begun_at: dt.datetime
    looks: int
    next_look: dt.datetime


class Views:
    """Readings of the ledger; nothing here changes it."""

    def __init__(self, database: Database) -> None:
        """Read this database."""
        self._database = database

    def rows(self) -> list[Row]:
        """Every delivery that was ever claimed, in the order of its slot and key."""
        return self._rows(true())

    def halves(self) -> list[Row]:
        """The rows of all releases in which something was refused or is over."""
        broken = select(deliveries.c.release).where(deliveries.c.state.in_(LOST))
        return self._rows(deliveries.c.release.in_(broken))

    def spurned(self) -> set[str]:
        """The refused keys whose short form may be tried."""
        with self._database.read() as connection:
            return set(connection.execute(spurned()).scalars())

    def short(self) -> set[str]:
        """The keys whose frozen message is the short form, and that are to be tried again."""
        chosen = select(deliveries.c.key).where(deliveries.c.state == State.UNAVAILABLE, SHORT)
        with self._database.read() as connection:
            return set(connection.execute(chosen).scalars())

    def _rows(self, which: ColumnElement[bool]) -> list[Row]:
        """These deliveries as rows."""
        first = (receipts.c.key == deliveries.c.key) & (receipts.c.share == 0)
        columns = [*(deliveries.c[name] for name in NAMES), SHORT.label("short"), receipts.c.remote_id, receipts.c.url]
        chosen = select(*columns).outerjoin(receipts, first).where(which).order_by(deliveries.c.slot, deliveries.c.key)
        with self._database.read() as connection:
            found = connection.execute(chosen).mappings().all()
        return [Row(**{**row, "state": State(row["state"])}) for row in found]

    def states(self, now: dt.datetime) -> dict[str, State]:
        """The state of every known key; what is unavailable and may be tried again by now counts as planned.

        So does mail of which one request is in doubt, or refused, and others are surely not out: these go on.
        """
        chosen = select(deliveries.c.key, deliveries.c.state, deliveries.c.retry_at)
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
            idle = {row.key for row in rows if row.state == State.UNAVAILABLE} | {
                *connection.execute(rests()).scalars()
            }
        free = {row.key for row in rows if row.key in idle and (row.retry_at is None or row.retry_at <= now)}
        return {row.key: State.PLANNED if row.key in free else State(row.state) for row in rows}

    def doubts(self) -> list[Doubt]:
        """The shares in doubt, the one to be looked up first at the front."""
        columns = select(shares, *(deliveries.c[name] for name in ("message", "claimed_at", "channel", "language")))
        chosen = columns.join(deliveries).where(shares.c.state == State.UNCONFIRMED).order_by(shares.c.next_look)
        with self._database.read() as connection:
            rows = connection.execute(chosen).mappings().all()
            names = ("channel", "language", "begun_at", "looks", "next_look")
            return [Doubt(claimed(connection, row), *(row[name] for name in names)) for row in rows]

    def taken(self, claimed: Claimed, channel: str, receipt: Receipt) -> bool:
        """Whether this receipt is another delivery's of that channel: then it says nothing of this one."""
        of = select(receipts.c.key).join(deliveries, deliveries.c.key == receipts.c.key)
        other = of.where(receipts.c.key != claimed.key, receipts.c.remote_id == receipt.remote_id)
        with self._database.read() as connection:
            return connection.execute(other.where(deliveries.c.channel == channel)).first() is not None

    def parts(self, pair: Pair) -> dict[tuple[str, str], dict[str, str]]:
        """The parts that went out last of a subject and kind, by channel and language, even if they were taken back since."""
        chosen = select(deliveries.c.channel, deliveries.c.language, deliveries.c.message)
        chosen = chosen.filter_by(subject=pair[0], kind=pair[1]).where(deliveries.c.state.in_(WAS_OUT))
        chosen = chosen.order_by(deliveries.c.claimed_at)
        with self._database.read() as connection:
            return {(row.channel, row.language): row.message["parts"] for row in connection.execute(chosen)}

    def topics(self, subject: str, channel: str) -> list[tuple[str, ...]]:
        """What each mail about a subject was about that is or was perhaps out on a channel; empty for one that all were sent."""
        chosen = select(deliveries.c.message["topics"]).filter_by(subject=subject, channel=channel)
        begun = select(shares.c.key).where(shares.c.key == deliveries.c.key, shares.c.state.in_(PERHAPS_OUT))
        with self._database.read() as connection:
            return [tuple(each or ()) for each in connection.execute(chosen.where(begun.exists())).scalars()]

    def lapsed(self, before: dt.datetime) -> dict[str, dt.datetime]:
        """The keys that are still claimed although their lease ended before then, with its end."""
        dead = select(deliveries.c.key, deliveries.c.lease_until).filter_by(state=State.CLAIMED)
        with self._database.read() as connection:
            rows = connection.execute(dead.where(deliveries.c.lease_until < before)).all()
        return {row.key: row.lease_until for row in rows}

    def begun_since(self, since: dt.datetime) -> Counter[str]:
        """How many deliveries were said since then, by channel: perhaps out counts as out, what was refused does not."""
        latest = select(deliveries.c.channel, deliveries.c.key).join(shares).where(_said(since)).distinct()
        with self._database.read() as connection:
            return Counter(row.channel for row in connection.execute(latest))

    def begun(self, since: dt.datetime, until: dt.datetime) -> dict[str, dt.datetime]:
        """When the first request was made of each key that had its slot in this span and was claimed before it."""
        waited = (
            (deliveries.c.slot >= since) & (deliveries.c.slot < until) & (deliveries.c.claimed_at <= deliveries.c.slot)
        )
        chosen = select(shares.c.key, func.min(shares.c.begun_at).label("at")).join(deliveries).where(waited)
        begun = chosen.where(shares.c.begun_at >= deliveries.c.slot).group_by(shares.c.key)
        with self._database.read() as connection:
            return {row.key: row.at for row in connection.execute(begun)}

    def said_since(self, since: dt.datetime, channels: Iterable[str]) -> list[tuple[list[str], int]]:
        """The texts and the number of pictures of all that was said since then on these channels and is perhaps out."""
        begun = select(shares.c.key).where(_said(since))
        there = deliveries.c.channel.in_(list(channels))
        chosen = select(deliveries.c.message).where(deliveries.c.key.in_(begun), there)
        with self._database.read() as connection:
            messages = connection.execute(chosen).scalars().all()
        return [([*message["parts"].values()], len(message.get("pictures", ()))) for message in messages]

    def channels(self) -> set[str]:
        """The names of all channels on which anything was ever claimed."""
        with self._database.read() as connection:
            return set(connection.execute(select(deliveries.c.channel).distinct()).scalars())

    def next(
        self,
        now: dt.datetime,
        keys: Collection[str] | None = None,
        attended: dt.timedelta = dt.timedelta(),
        lives: Callable[[str], bool] = lives,
    ) -> dt.datetime | None:
        """When there is something to do again, for `keys` or for all: a look-up, a lease that ends, a new try; None when never.

        What might have been tried again before now and was not is held by something else, and is no reason to wake. For so
        long as it is `attended`, a doubt is looked up by the publisher that left it, if that lives.
        """
        some = deliveries.c.key.in_(keys) if keys is not None else true()
        retries = select(deliveries.c.retry_at).where(some, deliveries.c.state.in_(STUCK))
        leases = select(deliveries.c.lease_until).where(some, deliveries.c.lease_until.is_not(None))
        of = (attempts.c.key == shares.c.key) & (attempts.c.share == shares.c.share)
        doubts = select(shares.c.next_look, shares.c.begun_at, attempts.c.owner).select_from(
            shares.join(deliveries).outerjoin(attempts, of & (attempts.c.opened_at == shares.c.begun_at))
        )
        doubts = doubts.where(some, shares.c.next_look.is_not(None))
        with self._database.read() as connection:
            rows = connection.execute(doubts).all()
            there = {name: lives(name) for name in {row.owner for row in rows if attended and row.owner}}
            found = [max(row.next_look, row.begun_at + attended * there.get(row.owner, True)) for row in rows]
            found += connection.execute(retries.where(deliveries.c.retry_at > now)).scalars()
            found += connection.execute(leases).scalars()
        return max(now, min(found)) if found else None

    def sequence(self, session: Session[str]) -> int:
        """Which change of a session's time or place this is, as calendars count them."""
        return Entries(self._database).sequence(session)

    def latest(self) -> dt.datetime | None:
        """The last instant at which anything was written down."""
        with self._database.read() as connection:
            written = (deliveries.c.claimed_at, deliveries.c.settled_at, attempts.c.opened_at, attempts.c.closed_at)
            columns = (*written, seen.c.at, approvals.c.at, retractions.c.closed_at, editions.c.at)
            instants = [connection.execute(select(func.max(column))).scalar() for column in columns]
        return max((instant for instant in instants if instant), default=None)


def _said(since: dt.datetime) -> ColumnElement[bool]:
    """The shares that were begun after then and are perhaps out, and those that are claimed and wait for their instant."""
    return (shares.c.state == State.CLAIMED) | ((shares.c.begun_at > since) & shares.c.state.in_(PERHAPS_OUT))
