"""The clock that jumps."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from kutsu.clock import JumpingClock
from tests.factories import NOW, ZONE

DAY = dt.timedelta(days=1)


def test_a_sleep_is_a_jump() -> None:
    """Who sleeps is there at once; the clock never goes back, and stands still meanwhile."""
    clock = JumpingClock.at(NOW, ZONE)
    clock.sleep_until(NOW + 40 * DAY)
    clock.sleep_until(NOW + DAY)
    assert clock.now() == NOW + 40 * DAY
    assert clock.now().tzinfo == ZONE


def test_many_sleepers() -> None:
    """Of many threads that sleep at once, the latest instant stands, and each finds its own to be over."""
    clock = JumpingClock.at(NOW, ZONE)

    def slept(days: int) -> bool:
        clock.sleep_until(NOW + days * DAY)
        return clock.now() >= NOW + days * DAY

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(slept, range(64)))
    assert clock.now() == NOW + 63 * DAY


def test_the_wall() -> None:
    """Timeouts go by the wall; what is to come has no place there."""
    clock = JumpingClock.at(NOW, ZONE)
    assert clock.seconds(dt.timedelta(seconds=18)) == 18
    with pytest.raises(NotImplementedError):
        clock.wall(NOW + DAY)
