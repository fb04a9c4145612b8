"""Two publishers, a network, look-ups and a person play any game on one ledger: nothing is said twice, nothing is lost.

The network is honest but lossy: whether a request became visible is decided when it begins; what anybody says of it later
is true, or an `Unconfirmed`. Publishers may die at any moment, or freeze and come back with what they knew long ago.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from kutsu.core.publication import Claimed, Receipt, State
from kutsu.core.states import may_follow, whole
from kutsu.ledger.claims import LEASE, Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.tables import METADATA, attempts, deliveries, receipts, shares
from kutsu.ledger.views import Doubt, Views
from tests.factories import NOW
from tests.ledger.works import rows, work
from tests.system.postgres import Server

POST, MAIL = "P-1/pilot-chosen/fi/x-fi/", "P-1/pilot-chosen/sv/newsletter/"
KEYS = st.sampled_from([POST, MAIL])
RELEASES = st.sampled_from([(POST,), (MAIL,), (POST, MAIL)])
OWNERS = st.sampled_from(["one", "two"])
SPANS = st.sampled_from([dt.timedelta(0), LEASE / 2, LEASE, dt.timedelta(days=5)])
PEOPLE: dict[str, tuple[tuple[str, ...], ...]] = {POST: ((),), MAIL: (("a",), ("b",))}
Share = tuple[str, int]


class Goes(Enum):
    """How far a publisher gets at once."""

    CLAIMED, BEGUN, ANSWERED = range(3)


@dataclass(frozen=True)
class Running:
    """An attempt that was begun and has not been told about: who holds it, and whether residents see it."""

    owner: str
    share: Share
    begun_at: dt.datetime
    visible: bool


@cache
def ledger(address: str) -> Database:
    """One ledger for all games on a database."""
    return Database(address)


class Game(RuleBasedStateMachine):
    """Each rule is something that may happen at any moment, after any while; the ledger is in memory."""

    address: ClassVar = "sqlite://"

    @initialize()
    def open(self) -> None:
        """An empty ledger, two publishers, a network on which nothing is out."""
        self.database = ledger(self.address)
        with self.database.write() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
        self.views = Views(self.database)
        self.claims = {owner: Claims(self.database, owner) for owner in ("one", "two")}
        self.now = NOW
        self.seen: dict[Share, State] = {}
        self.out: Counter[Share] = Counter()
        self.claimed: set[str] = set()
        self.ready: list[tuple[str, Claimed]] = []
        self.running: list[Running] = []
        self.read: list[tuple[Doubt, Outcome]] = []

    @rule(span=SPANS, owner=OWNERS, release=RELEASES, goes=st.sampled_from(Goes), visible=st.integers(0, 3))
    def publish(self, span: dt.timedelta, owner: str, release: tuple[str, ...], goes: Goes, visible: int) -> None:
        """A publisher finds a release due and gets as far with it as it `goes`; it may come back to the rest much later.

        `visible` tells which requests the network acts on: the first, the second, both or none.
        """
        self.pass_by(span)
        if self.claims[owner].claim([work(key, people=PEOPLE[key]) for key in release], self.now):
            self.claimed.update(release)
            self.by_the_table()
        ready = [(owner, share) for key in release for share in self.claims[owner].shares(key)]
        if goes is Goes.CLAIMED:
            self.ready += ready
            return
        for sender, share in ready:
            begun = self.begin(sender, share, visible=bool(visible >> share.share & 1))
            if begun and goes is Goes.ANSWERED:
                self.answer(None)

    @precondition(lambda self: self.ready or self.running)
    @rule(span=SPANS, said=st.sampled_from([State.UNAVAILABLE, State.REFUSED, State.SENT, State.UNCONFIRMED]))
    def come_back(self, span: dt.timedelta, said: State) -> None:
        """A publisher that was slow or frozen goes on from where it was, whatever has happened meanwhile."""
        self.pass_by(span)
        if self.running:
            self.answer(said)
            return
        owner, share = self.ready.pop()
        if said in (State.UNAVAILABLE, State.REFUSED):
            self.claims[owner].settle(share.key, share.share, self.outcome(said), self.now)
        else:
            self.begin(owner, share, visible=said is State.SENT)

    @rule(span=SPANS, owner=OWNERS, clear=st.booleans(), at_once=st.booleans())
    def look_up(self, span: dt.timedelta, owner: str, clear: bool, at_once: bool) -> None:
        """Doubts are read back; what was read before is concluded now, and what is read now at once or much later."""
        self.pass_by(span)
        read, self.read = self.read, [(doubt, self.truth(doubt, clear)) for doubt in self.views.doubts()]
        for doubt, outcome in read + (self.read if at_once else []):
            where = (doubt.claimed.key, doubt.claimed.share)
            self.claims[owner].settle(*where, outcome, self.now, doubt.begun_at)
            self.by_the_table()
            self.claims[owner].looked(*where, doubt.begun_at, self.now, looks=doubt.looks, counts=clear)

    @rule(key=KEYS)
    def person(self, key: str) -> None:
        """A person looks at the network and says what is there, or lets a refused delivery be tried again."""
        doubtful = (State.WAITING, State.UNCONFIRMED)
        visible = {self.out[share] > 0 for share, state in self.seen.items() if share[0] == key and state in doubtful}
        if len(visible) == 1:
            said = State.SENT if visible.pop() else State.UNAVAILABLE
            self.claims["one"].decide(key, doubtful, self.outcome(said), self.now)
        else:
            self.claims["one"].decide(key, (State.REFUSED,), Outcome(State.UNAVAILABLE, "again"), self.now)

    def pass_by(self, span: dt.timedelta) -> None:
        """Time passes, and somebody takes back what the dead have left."""
        self.now += span
        self.claims["two"].lapse(self.now)
        self.claims["two"].expire([], self.now)
        self.by_the_table()

    def begin(self, owner: str, share: Claimed, visible: bool) -> bool:
        """Send a share, if the ledger lets its publisher; that is when residents may come to see it."""
        where = (share.key, share.share)
        if not self.claims[owner].begin(*where, self.now):
            return False
        self.out[where] += visible
        self.running.append(Running(owner, where, self.now, visible))
        return True

    def answer(self, said: State | None) -> None:
        """The network's answer to the last request reaches its publisher, or is lost when it is not the truth."""
        attempt = self.running.pop()
        truth = (State.SENT,) if attempt.visible else (State.UNAVAILABLE, State.REFUSED)
        outcome = self.outcome(said or truth[0] if said in (None, *truth) else State.UNCONFIRMED)
        self.claims[attempt.owner].settle(*attempt.share, outcome, self.now, attempt.begun_at)
        self.by_the_table()

    def outcome(self, state: State) -> Outcome:
        """An outcome of this state, to be followed up in a while."""
        receipt = Receipt("1", "https://x.example/1") if state is State.SENT else None
        return Outcome(state, state.value, receipt, self.now + LEASE / 3)

    def truth(self, doubt: Doubt, clear: bool = True) -> Outcome:
        """What reading a share back proves at this moment; an unclear reading proves nothing."""
        found = State.SENT if self.out[doubt.claimed.key, doubt.claimed.share] else State.UNAVAILABLE
        return self.outcome(found if clear else State.WAITING)

    @invariant()
    def nothing_twice(self) -> None:
        """Residents see each share once at the most, and no share has two open attempts."""
        assert max(self.out.values(), default=0) <= 1
        open_ones = (
            select(func.count()).where(attempts.c.closed_at.is_(None)).group_by(attempts.c.key, attempts.c.share)
        )
        with self.database.read() as connection:
            assert set(connection.execute(open_ones).scalars()) <= {1}

    @invariant()
    def by_the_table(self) -> None:
        """Every share went from its last state to its present one by the table, and what is sent has its receipt."""
        present = {(row.key, row.share): State(row.state) for row in rows(self.database, shares)}
        assert present.keys() >= self.seen.keys()
        for share, after in present.items():
            before = self.seen.get(share, State.PLANNED)
            assert before is after or may_follow(before, after), (share, before, after)
        sent = {share for share, state in present.items() if state is State.SENT}
        assert {(row.key, row.share) for row in rows(self.database, receipts)} == sent
        self.seen = present

    @invariant()
    def nothing_lost(self) -> None:
        """Every key ever claimed is there in the state of its shares, and whatever is unsettled has a time to be followed up."""
        kept = {row.key: row for row in rows(self.database, deliveries)}
        assert kept.keys() == self.claimed
        for key, row in kept.items():
            states = {state for share, state in self.seen.items() if share[0] == key}
            assert row.state in (whole(states), State.EXPIRED)
            assert (State.CLAIMED in states) == (row.lease_until is not None) == (row.owner is not None)
        doubts = self.views.doubts()
        assert {(each.claimed.key, each.claimed.share) for each in doubts} == set(self.in_state(State.UNCONFIRMED))
        assert all(each.next_look for each in doubts)

    def in_state(self, state: State) -> Iterator[Share]:
        """The shares in a state."""
        return (share for share, present in self.seen.items() if present is state)

    def teardown(self) -> None:
        """However the game went: once the leases are over and the network is asked, everything is settled, and truly."""
        self.claims["two"].lapse(self.now + 2 * LEASE)
        for doubt in self.views.doubts():
            claimed = doubt.claimed
            self.claims["two"].settle(claimed.key, claimed.share, self.truth(doubt), self.now, doubt.begun_at)
        self.by_the_table()
        self.nothing_lost()
        assert not [*self.in_state(State.CLAIMED), *self.in_state(State.UNCONFIRMED)]
        assert all(self.out[share] == 1 for share in self.in_state(State.SENT))
        assert all(self.out[share] == 0 for share in (*self.in_state(State.UNAVAILABLE), *self.in_state(State.REFUSED)))


TestGame = Game.TestCase
TestGame.settings = settings(max_examples=100, stateful_step_count=30, deadline=None, derandomize=True)


class Served(Game):
    """The same games on PostgreSQL."""


@pytest.fixture(scope="session")
def served(server: Server) -> None:
    """Give these games their ledger."""
    Served.address = server.empty()


TestServed = pytest.mark.system(pytest.mark.usefixtures("served")(Served.TestCase))
TestServed.settings = settings(max_examples=30, stateful_step_count=30, deadline=None, derandomize=True)
