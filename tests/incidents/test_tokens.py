"""Tokens that were thought dead and were not, and logins that were renewed by two at once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from kutsu.core.publication import State
from tests.channels.stages import STAGES, at_bluesky, channel
from tests.channels.worlds import claim, message
from tests.incidents.desk import Desk

NETWORKS = [name for name, stage in STAGES.items() if stage.reads_back]


@pytest.mark.parametrize("fault", ["500-before", "drop-before", "429"])
@pytest.mark.parametrize("adapter", NETWORKS)
def test_postiz_1822_1884_1678_passing_error_taken_for_a_dead_token(adapter: str, fault: str, desk: Desk) -> None:
    """A passing error asked for "reconnect" every 50 minutes; here it is told as what it is, and the next try needs nobody."""
    with desk.sandbox.rule(adapter, "*", fault, method="GET"), desk.sandbox.rule(adapter, "*", fault):
        (problem,) = desk.channels[adapter].check() or [""]
        row = desk.run(adapter)
    assert row.state in (State.UNAVAILABLE, State.UNCONFIRMED)
    for told in (problem, row.reason or ""):
        assert "token" not in told.lower()
        assert "401" not in told
    desk.read_back(adapter)
    desk.clock.move(minutes=16)
    assert desk.run(adapter).state is State.SENT
    assert desk.out() == 1


@pytest.mark.parametrize("adapter", NETWORKS)
def test_postiz_1822_1884_1678_dead_token_burns_nothing(adapter: str, desk: Desk) -> None:
    """Reconnecting wiped what was planned; here a token that is dead holds the channel, and once it lives all goes out, once."""
    with desk.sandbox.rule(adapter, "*", "401", method="GET"), desk.sandbox.rule(adapter, "*", "401"):
        row = desk.run(adapter)
    assert row.state is State.UNAVAILABLE
    assert " is held: " in (row.reason or "")
    desk.clock.move(minutes=16)
    assert desk.run(adapter).state is State.SENT
    assert desk.out() == 1


def test_trypost_29_30_171_refreshed_by_two_at_once(desk: Desk) -> None:
    """Two workers renewed one login and wiped each other's; here eight at once renew it once, and a renewal brings new tokens."""
    sky = channel("bluesky", desk.sandbox.base("bluesky"), desk.world)
    at_bluesky(sky, dt.timedelta(hours=1, minutes=50))
    login = vars(sky)["_login"]
    before = login.session
    with desk.sandbox.rule("bluesky", "*.refreshSession", "lost", after=10**6):
        with ThreadPoolExecutor(8) as pool:
            claims = [claim(message(f"{desk.words} {number}"), desk.world.now()) for number in range(8)]
            marks = list(pool.map(sky.prepare, claims))
        assert desk.sandbox.seen() == 1
    assert len(marks) == 8
    assert login.session != before
