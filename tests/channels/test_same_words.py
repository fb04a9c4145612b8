"""Announced again in the same words: the first post is never taken for the second one, and a person can understand the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.clock import TickingClock
from kutsu.core.publication import State
from kutsu.ledger.claims import Claims, Outcome, Work
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Row, Views
from kutsu.publish import Publisher
from kutsu.reconcile import Reconciler
from tests.channels.stages import STAGES, Sandbox, channel
from tests.channels.worlds import LINK, message
from tests.factories import delivery
from tests.fakes import HandClock
from tests.ledger.works import FI

AGAIN = f"{FI}again-2"


class Desk:
    """A publisher and a reconciler on one real account of the sandbox, with a clock that leaps over the waiting."""

    def __init__(self, path: Path, adapter: str, sandbox: Sandbox, clock: TickingClock) -> None:
        self.database, self.hand, self.clock = Database(f"sqlite:///{path / 'l.db'}"), HandClock(clock.now()), clock
        self.claims, self.views, self.lag = Claims(self.database, "one"), Views(self.database), STAGES[adapter].lag
        channels = {"x-fi": channel(adapter, sandbox.base(adapter), self.hand)}
        self.publisher = Publisher(self.claims, channels, self.hand, Pauses(self.database))
        self.reconciler = Reconciler(self.claims, self.views, channels, self.hand)

    def publish(self, key: str, words: str) -> Row:
        """Claim, prepare, send, and read back until it is settled or waits; gives its row."""
        self.hand.sleep_until(self.clock.now())
        said = delivery(key, slot=self.hand.now(), expires=self.hand.now() + 10_000 * self.lag)
        mine = self.publisher.claim([Work(said, message(f"{words} {LINK}"), [()])])
        for each in self.publisher.ready(mine, ()):
            self.publisher.send(each, self.hand.now())
        while self.views.doubts() and (at := self.views.next(self.hand.now())):
            self.hand.sleep_until(at)
            self.reconciler.run([])
        return next(row for row in self.views.rows() if row.key == key)


@pytest.fixture(params=["x", "linkedin"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox, clock: TickingClock) -> Iterator[Desk]:
    """On each network that refuses the same words and is read by its list."""
    made = Desk(tmp_path, request.param, sandbox, clock)
    yield made
    made.database.close()


@pytest.mark.parametrize("minutes", [0, 5], ids=["the first post in the window of the second", "outside of it"])
def test_the_first_is_not_the_second(desk: Desk, minutes: int, sandbox: Sandbox, words: str) -> None:
    """The network refuses the same words: nothing is settled by the old post, the reason tells why, and new words go out."""
    first = desk.publish(FI, words)
    assert first.state is State.SENT
    desk.clock.sleep_until(desk.clock.now() + desk.lag)  # from now on the list shows the first one
    desk.hand.move(minutes=minutes)
    second = desk.publish(AGAIN, words)
    assert (second.state, second.remote_id) == (State.WAITING, None)
    assert "not seen in 4 readings, but" in str(second.reason)
    assert "uplicate" in str(second.reason)
    assert [each["id"] for each in sandbox.out(words)] == [first.remote_id]
    desk.claims.decide(
        AGAIN, (State.WAITING,), Outcome(State.UNAVAILABLE, "a person changed its words"), desk.hand.now()
    )
    third = desk.publish(AGAIN, f"{words}, nyt uusin sanoin")
    assert third.state is State.SENT
    assert [each["id"] for each in sandbox.out(words)] == [first.remote_id, third.remote_id]
