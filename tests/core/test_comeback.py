"""How soon what ended comes back."""

from __future__ import annotations

import datetime as dt

from kutsu.core.comeback import LONGEST, WELL, Comeback

SHORT = dt.timedelta(seconds=3)


def waits(lives: list[dt.timedelta]) -> list[float]:
    """The wait after each of these lives, in seconds."""
    found, comeback = [], Comeback()
    for lived in lives:
        comeback = comeback.ended(lived)
        found.append(comeback.wait.total_seconds())
    return found


def test_at_once_then_longer() -> None:
    """The first start again is at once, as a slot may be near; then the waits double, up to the longest, and never overflow."""
    assert waits([SHORT] * 9) == [0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert Comeback(10_000).wait == LONGEST


def test_from_the_beginning_after_a_healthy_while() -> None:
    """Who was well for some minutes is started at once again."""
    assert waits([SHORT, SHORT, SHORT, WELL, SHORT]) == [0, 1, 2, 0, 1]
