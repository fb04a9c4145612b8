"""What mail providers told: each event once, joined with the deliveries and people that it is about."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, func, select, update

from kutsu.core.ahead import AHEAD, leaves
from kutsu.core.outcomes import lower
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.frozen import INSERT
from kutsu.ledger.mail_tables import events, recipients, suppressions
from kutsu.ledger.suppressions import ERASED
from kutsu.ledger.tables import deliveries, shares

DOUBTFUL = (State.UNCONFIRMED, State.WAITING)
"""States of a share that the event of any one of its people settles."""

T = TypeVar("T")

TAKEN = frozenset({"processed", "dropped"})
"""What tells that the request was accepted, and not that anything of it has left."""


SLACK = dt.timedelta(minutes=1)
"""So much may the provider's clock be behind ours."""

AT_ONCE = 500
"""Rows of one statement: no database takes any number of parameters."""


@dataclass(frozen=True)
class Event:
    """One event, with the person's token instead of an address; `outcome` is what it means for them, if anything.

    `delivery` is the SHA-256 of its key in hexadecimal, `message` the provider's id of the mail.
    """

    id: str
    type: str
    delivery: str
    share: int | None
    token: str | None = field(repr=False)
    message: str
    at: dt.datetime
    outcome: str | None = None


@dataclass(frozen=True, order=True)
class Doubt:
    """A share of which nobody knows whether it was accepted; `since` is from when on its being taken counts."""

    key: str
    share: int
    since: dt.datetime


@dataclass(frozen=True)
class Proof:
    """The latest event of a share, of those that tell no more than that it was taken, or of those that tell that it has left."""

    of: tuple[str, int]
    only_taken: bool
    at: dt.datetime
    message: str

    def proves(self, doubt: Doubt) -> bool:
        """Whether this share is sent: what has left is, what was taken may have been an earlier try, or have been taken back."""
        return not self.only_taken or self.at >= doubt.since


class Events:
    """The events of one ledger; only ever added."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database
        self._keys: dict[str, str] = {}

    def fresh(self, told: Sequence[Event]) -> list[Event]:
        """Those that were never told before, each once, in the order of their ids: so that no two writers wait for each other."""
        known: set[str] = set()
        with self._database.read() as connection:
            for some in _chunks(told):
                ids = select(events.c.id).where(events.c.id.in_([event.id for event in some]))
                known |= set(connection.execute(ids).scalars())
        once = {event.id: event for event in told if event.id not in known}
        return [once[each] for each in sorted(once)]

    def keep(self, told: Sequence[Event], now: dt.datetime) -> None:
        """Write these down, with what they mean for the people of deliveries that the ledger knows, all or nothing."""
        keys = self.keys({event.delivery for event in told})
        names = ("id", "type", "delivery", "share", "token", "message", "at")
        rows = [{**{name: getattr(event, name) for name in names}, "received_at": now} for event in told]
        with self._database.write() as connection:
            gone = _forgotten(connection, {event.token for event in told if event.token})
            rows = [row | {"token": None} if row["token"] in gone else row for row in rows]
            insert = INSERT[connection.dialect.name](events).on_conflict_do_nothing()
            if rows:
                connection.execute(insert, rows)
            for (key, share, outcome), tokens in sorted(_groups(told, keys).items()):
                _give(connection, key, share, outcome, tokens)

    def settle(self, claims: Claims, now: dt.datetime) -> list[str]:
        """Settle as sent every share in doubt of which an event tells that its request was accepted; gives the keys.

        All of a request is accepted or nothing, so one of its people is proof. What is not in doubt is left alone: its publisher
        may be waiting for the answer, and knows more.
        """
        with self._database.read() as connection:
            chosen = select(shares.c.key, shares.c.share, shares.c.marks, shares.c.begun_at)
            chosen = chosen.where(shares.c.state.in_(DOUBTFUL), shares.c.begun_at.is_not(None))
            rows = connection.execute(chosen).tuples().all()
            doubts = {(mark(key), share): Doubt(key, share, _since(marks, begun)) for key, share, marks, begun in rows}
            proofs = list(_proofs(connection, {delivery for delivery, _ in doubts}))
        found = {doubts[each.of]: each.message for each in proofs if each.of in doubts and each.proves(doubts[each.of])}
        outcomes = {doubt: Outcome(State.SENT, receipt=Receipt(message)) for doubt, message in found.items()}
        return [doubt.key for doubt in sorted(found) if claims.settle(doubt.key, doubt.share, outcomes[doubt], now)]

    def keys(self, marks: Collection[str]) -> dict[str, str]:
        """The keys of those of these deliveries that the ledger knows; it is asked only about those never seen before."""
        if not self._keys.keys() >= set(marks):
            with self._database.read() as connection:
                self._keys |= {mark(key): key for key in connection.execute(select(deliveries.c.key)).scalars()}
        return {each: self._keys[each] for each in marks if each in self._keys}


def mark(key: str) -> str:
    """How a provider knows a delivery: the SHA-256 of its key in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()


def _forgotten(connection: Connection, tokens: Iterable[str]) -> set[str]:
    """Those of these who had themselves forgotten: their mail may have been under way, and is told of without them."""
    erased = select(suppressions.c.token).filter_by(reason=ERASED)
    return {
        each
        for some in _chunks(sorted(tokens))
        for each in connection.execute(erased.where(suppressions.c.token.in_(some))).scalars()
    }


def _groups(told: Iterable[Event], keys: dict[str, str]) -> dict[tuple[str, int, str], set[str]]:
    """The people of each share, by what became of their mail."""
    found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for event in told:
        if event.outcome and event.token and event.share is not None and event.delivery in keys:
            found[keys[event.delivery], event.share, event.outcome].add(event.token)
    return found


def _give(connection: Connection, key: str, share: int, outcome: str, tokens: Iterable[str]) -> None:
    """Give people of a share this outcome, where nothing that stands as high was told before."""
    before = recipients.c.outcome.is_(None) | recipients.c.outcome.in_(lower(outcome))
    those = update(recipients).filter_by(key=key, share=share).where(before).values(outcome=outcome)
    for some in _chunks(sorted(tokens)):
        connection.execute(those.where(recipients.c.token.in_(some)))


def _since(marks: Mapping[str, str], begun_at: dt.datetime) -> dt.datetime:
    """From when on it counts that a request was taken: when it was made, or when what was handed over ahead leaves."""
    return (leaves(marks) if AHEAD in marks else begun_at) - SLACK


def _proofs(connection: Connection, marks: Iterable[str]) -> Iterator[Proof]:
    """What is known of these deliveries, by share."""
    taken = events.c.type.in_(TAKEN)
    asked = select(events.c.delivery, events.c.share, taken, func.max(events.c.at), func.min(events.c.message))
    asked = asked.where(events.c.share.is_not(None)).group_by(events.c.delivery, events.c.share, taken)
    for some in _chunks(sorted(marks)):
        for delivery, share, only_taken, at, message in connection.execute(asked.where(events.c.delivery.in_(some))):
            yield Proof((delivery, share), bool(only_taken), at, message)


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """These, so many at a time."""
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        yield some
