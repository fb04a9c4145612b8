"""A dry run tells of every delivery why it would not go out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kutsu.core.prospects import prospect
from kutsu.core.publication import State
from kutsu.core.report import lines
from tests.factories import NOW, delivery

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("state", sorted(set(State) - {State.PLANNED, State.UNAVAILABLE}))
def test_the_ledger_s_word(state: State) -> None:
    """What the ledger knows of it is said in words."""
    made = delivery()
    (line,) = lines([made], {made.key: state}, {}, NOW)
    assert prospect(line, None, NOW, goes=False).why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"held_because": "waits for approval"}, "waits for approval"),
        ({"slot": NOW + DAY}, "not due yet: Wed 25.11. 10.00"),
        ({"slot": NOW - 2 * DAY, "expires": NOW - DAY}, "expired: its time was over at Mon 23.11. 10.00"),
        ({}, "waits for its next try, or for the rest of its release"),
    ],
)
def test_the_plan_s_word(changes: dict[str, Any], why: str) -> None:
    """Not approved, not due, expired, part of a release that waits: each has its own words, and what goes has none."""
    (line,) = lines([delivery(**changes)], {}, {}, NOW)
    assert prospect(line, None, NOW, goes=False).why == why
    assert prospect(line, None, NOW, goes=True).why == ""
