"""Mail goes one request at a time, its deliveries in turn, and no lease is lost over it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from kutsu.core.publication import Claimed, Delivery, State
from kutsu.ledger.claims import LEASE
from kutsu.turns import Turn
from tests.fakes import FakeChannel, HandClock
from tests.ledger.works import FI, SV, work
from tests.test_publish import EN, REQUIRED, Desk

SHARES = tuple((f"{number}",) for number in range(4))


class HastyClock(HandClock):
    """Set by hand; who waits on the wall for a while of it waits for a moment."""

    def seconds(self, span: object) -> float:  # noqa: ARG002  any span is as short
        """A moment."""
        return 0.005


@dataclass
class SlowlyPrepared(FakeChannel):
    """Takes a second of its clock for each share that it prepares."""

    clock: HandClock | None = None

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Let a second pass."""
        assert self.clock
        self.clock.move(seconds=1)
        return super().prepare(claimed)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Everything that publishing needs, of three lists that nobody can look into."""
    made = Desk(tmp_path)
    made.clock = HastyClock()
    for channel in made.channels.values():
        channel.alone, channel.network = True, "email"
    made.publisher, made.rival = made.open("one"), made.open("rival")
    yield made
    made.database.close()


def send(desk: Desk, mine: list[Delivery]) -> None:
    """Send these side by side, as a slot does."""
    with ThreadPoolExecutor(len(mine)) as pool:
        list(pool.map(lambda each: desk.publisher.send(each, desk.clock.now()), mine))


def own(key: str) -> tuple[tuple[str, ...], ...]:
    """Shares of people who are on no other list."""
    return tuple((f"{key}{number}",) for (number,) in SHARES)


def test_one_at_a_time_and_in_turn(desk: Desk) -> None:
    """Three lists of four requests each: never two under way, and none is served twice before the others once."""
    mine = desk.publisher.claim([work(key, people=own(key)) for key in (FI, SV, EN)])
    under_way, order, together, gate = 0, list[str](), set[int](), Barrier(3)

    def watch(claimed: Claimed) -> None:
        nonlocal under_way
        under_way += 1
        together.add(under_way)
        order.append(claimed.key)
        time.sleep(0.02)
        under_way -= 1

    for channel in desk.channels.values():
        channel.watch = watch

    def start(each: Delivery) -> None:
        gate.wait(10)
        desk.publisher.send(each, desk.clock.now())

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(start, mine))
    assert together == {1}
    assert len(order) == 12
    assert all(len(set(order[at : at + 3])) == 3 for at in range(3, 9)), order


def test_other_networks_go_side_by_side(desk: Desk) -> None:
    """Where a lost answer can be looked up, requests of one network are under way at the same time."""
    mine, gate = desk.publisher.claim([work(key) for key in (FI, SV, EN)]), Barrier(3)
    for channel in desk.channels.values():
        channel.alone, channel.watch = False, lambda _: gate.wait(10)
    send(desk, mine)
    assert all(desk.row(key).state is State.SENT for key in (FI, SV, EN))


def test_a_hundred_requests_of_a_second(desk: Desk) -> None:
    """Mail that works on for longer than two leases keeps its claim to the last request."""
    desk.fi.watch = lambda _: desk.clock.move(seconds=1)
    desk.publish(FI, people=tuple((f"{number}",) for number in range(100)))
    assert desk.row().state is State.SENT
    assert len(desk.fi.out) == 100


def test_who_waits_keeps_the_claim(desk: Desk) -> None:
    """A list whose turn comes only after more than a lease still has its claim, and a reconciler leaves it alone."""
    mine = desk.publisher.claim([work(FI, people=own(FI)), work(SV, people=own(SV))])
    waiting, done = Event(), Event()

    def slow(_: Claimed) -> None:
        waiting.set()
        for _second in range(int(LEASE.total_seconds()) + 15):
            desk.clock.move(seconds=1)
            time.sleep(0.01)
        desk.fi.watch = None
        done.set()

    desk.fi.watch = slow
    first = Thread(target=desk.publisher.send, args=(mine[0], desk.clock.now()))
    first.start()
    assert waiting.wait(10)
    desk.publisher.send(mine[1], desk.clock.now())
    first.join(10)
    assert done.is_set()
    desk.rival.claims.lapse(desk.clock.now())
    assert desk.row(SV).state is State.SENT
    assert len(desk.sv.out) == 4


def test_long_preparations_keep_the_claim(desk: Desk) -> None:
    """A hundred shares that are prepared in a second each: theirs and the other language's claim are there afterwards."""
    slow = SlowlyPrepared("x-fi", network="email", alone=True, clock=desk.clock)
    desk.channels["x-fi"] = slow
    keys = {FI: tuple((f"{number}",) for number in range(100)), SV: own(SV)}
    mine = desk.publisher.claim([work(key, people=people, release="P-1") for key, people in keys.items()])
    going = desk.publisher.ready(mine, REQUIRED)
    desk.rival.claims.lapse(desk.clock.now())
    send(desk, going)
    assert [desk.row(key).state for key in (FI, SV)] == [State.SENT, State.SENT]


def test_a_pause_in_the_middle(desk: Desk) -> None:
    """A pause between two requests gives the rest back; after it, exactly the rest goes out."""
    mine = desk.publisher.claim([work(FI, people=own(FI))])

    def pause(claimed: Claimed) -> None:
        if claimed.share == 1:
            desk.publisher.pauses.pause(desk.clock.now(), "an operator")

    desk.fi.watch = pause
    send(desk, mine)
    assert [each.share for each in desk.fi.out] == [0, 1]
    assert desk.row().state is State.UNAVAILABLE
    desk.fi.watch = None
    desk.publisher.pauses.resume(desk.clock.now())
    desk.clock.move(minutes=1)
    assert desk.publish(FI, people=own(FI)) == [FI]
    assert [each.share for each in desk.fi.out] == [0, 1, 2, 3]


def test_a_list_whose_people_all_have_it(desk: Desk) -> None:
    """Publishing a list of which nobody is left sends nothing, lets the other language go, and is not tried again."""
    desk.publish(EN, people=(("a",),))
    mine = desk.publisher.claim([work(FI, people=(("b",),), release="P-1"), work(SV, people=(("a",),), release="P-1")])
    going = desk.publisher.ready(mine, REQUIRED)
    send(desk, going)
    assert [desk.row(key).state for key in (FI, SV)] == [State.SENT, State.SENT]
    assert desk.sv.out == []
    assert desk.publish(SV, people=(("a",),)) == []


def test_who_fails_while_waiting_leaves_the_line() -> None:
    """Somebody whose wait ends in an error keeps nobody behind them from the turn."""
    turn = Turn()

    def broken() -> None:
        raise OSError("the ledger is gone")

    def never() -> None:
        raise AssertionError("the turn did not come")

    with ThreadPoolExecutor(1) as pool, turn.taken(1, never):
        failing = pool.submit(turn.taken(0.001, broken).__enter__)
        with pytest.raises(OSError, match="gone"):
            failing.result(10)
    with turn.taken(1, never):
        pass
