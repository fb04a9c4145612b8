"""The networks' own headers: when nothing is left of an allowance, nothing is asked before its reset."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from kutsu.channels.common.meter import LONGEST, ROLLING, Meter, each_endpoint, one, remaining, usage
from kutsu.channels.common.verdict import Exhausted
from kutsu.clock import TickingClock
from kutsu.core.errors import KutsuError, Unavailable
from kutsu.core.publication import Unclear
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.test_contract import prepared
from tests.channels.worlds import claim, message
from tests.fakes import HandClock

CLOCK = HandClock()
RESET = CLOCK.now() + dt.timedelta(minutes=15)
EPOCH, STAMP = str(int(RESET.timestamp())), RESET.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
CASE = {"1": [{"type": "pages", "call_count": 100, "total_time": 3, "estimated_time_to_regain_access": 15}]}
SPENT: Mapping[str, Mapping[str, str]] = {
    "x": {"x-rate-limit-limit": "75", "x-rate-limit-remaining": "0", "x-rate-limit-reset": EPOCH},
    "mastodon": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": STAMP},
    "bluesky": {"ratelimit-remaining": "0", "ratelimit-reset": EPOCH},
    "email": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": EPOCH},
    "facebook": {"X-Business-Use-Case-Usage": json.dumps(CASE)},
}
"""The headers of each network that has them, when nothing is left for a quarter of an hour; LinkedIn documents none, SMTP has none."""


def test_every_network_but_two_tells() -> None:
    """A new channel says here what its network tells."""
    assert SPENT.keys() == STAGES.keys() - {"linkedin", "smtp"}


@pytest.mark.parametrize("name", sorted(SPENT))
@pytest.mark.parametrize("status", [200, 400, 429, 500])
def test_nothing_is_asked_before_the_reset(name: str, status: int) -> None:
    """After an answer that says nothing is left, be it a yes or a no, no request is made until the reset; from then on again."""
    clock = HandClock()
    with server(Answer(status, headers=SPENT[name])) as (base, seen):
        sender = channel(name, base, clock)
        assert sender.check()
        assert len(seen) == 1
        (told,) = sender.check()
        assert "used up until 10.15.00, by its own headers; nothing was asked" in told
        assert len(seen) == 1
        clock.shows = RESET
        sender.check()
        assert len(seen) == 2


@pytest.mark.parametrize("name", sorted(SPENT))
def test_a_publication_waits_for_the_reset(name: str) -> None:
    """The visible request is not made either: it is surely not sent, with the time to come again; and a look-up could not tell."""
    clock = HandClock()
    with server(Answer(429, headers=SPENT[name])) as (base, seen):
        sender = channel(name, base, clock)
        STAGES[name].enter(sender)
        asked = claim(message(), clock.now(), sender.shares(message())[0], STAGES[name].marks)
        with pytest.raises(Unavailable, match="answered 429"):
            sender.send(asked)
        assert len(seen) == 1
        with pytest.raises(Unavailable, match="nothing was asked") as no:
            sender.send(asked)
        assert (type(no.value), no.value.retry_at, len(seen)) == (Exhausted, RESET, 1)
        if name in ("facebook", "mastodon"):  # these count everything together
            assert sender.find(asked) == Unclear(str(no.value), RESET)
            assert len(seen) == 1


def test_another_account_is_another_allowance() -> None:
    """What one account has spent does not stop another one."""
    with server(Answer(429, headers=SPENT["x"])) as (base, seen):
        for _ in range(2):
            channel("x", base, HandClock()).check()
        assert len(seen) == 2


def test_an_endpoint_is_counted_for_itself() -> None:
    """On X the account's name being asked for too often does not keep it from posting; ids make no endpoint of their own."""
    meter = Meter("X", CLOCK, remaining("x-rate-limit"), each_endpoint)
    meter.note("GET", "https://api.twitter.com/2/users/12/tweets?max_results=5", SPENT["x"])
    meter.ask("GET", "https://api.twitter.com/2/users/me")
    meter.ask("POST", "https://api.twitter.com/2/tweets")
    with pytest.raises(Exhausted):
        meter.ask("GET", "https://api.twitter.com/2/users/13/tweets")


def test_a_header_that_says_there_is_some_left_opens_again() -> None:
    """The last answer counts; one without a header, or with one that nobody can read, stops nothing."""
    meter = Meter("X", CLOCK, remaining("x-rate-limit"), one)
    for headers in ({"x-rate-limit-remaining": "1", "x-rate-limit-reset": EPOCH}, {}, {"x-rate-limit-remaining": "0"}):
        meter.note("GET", "/a", SPENT["x"])
        meter.note("GET", "/a", headers)
        meter.ask("GET", "/a")
    meter.note("GET", "/a", {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "soon"})
    meter.ask("GET", "/a")


def test_no_header_stops_for_ever() -> None:
    """A reset that lies in another century is believed for a day."""
    clock = HandClock()
    meter = Meter("X", clock, remaining("x-rate-limit"), one)
    meter.note("GET", "/a", {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "9999999999"})
    clock.shows += LONGEST
    meter.ask("GET", "/a")


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"X-App-Usage": '{"call_count": 100, "total_time": 1, "total_cputime": 1}'}, ROLLING),
        ({"X-Page-Usage": '{"call_count": 3, "total_time": 101, "total_cputime": 1}'}, ROLLING),
        ({"X-App-Usage": '{"call_count": 99, "total_time": 1, "total_cputime": 1}'}, None),
        ({"X-Business-Use-Case-Usage": json.dumps(CASE)}, dt.timedelta(minutes=15)),
        (
            {"X-App-Usage": '{"call_count": 100}', "X-Business-Use-Case-Usage": json.dumps(CASE)},
            dt.timedelta(minutes=15),
        ),
        ({"X-Business-Use-Case-Usage": '{"1": [{"call_count": 8, "estimated_time_to_regain_access": 0}]}'}, None),
        ({"X-App-Usage": "no JSON", "X-Business-Use-Case-Usage": "[1]"}, None),
        ({"X-App-Usage": "[]", "X-Business-Use-Case-Usage": '{"1": {}, "2": [3]}'}, None),
        ({}, None),
    ],
)
def test_facebook_s_usage(headers: Mapping[str, str], wait: dt.timedelta | None) -> None:
    """Full is full wherever it is said; the longest time that Facebook names counts, else some minutes; nonsense is ignored."""
    assert usage(headers, CLOCK.now()) == (CLOCK.now() + wait if wait else None)


@pytest.mark.parametrize("name", sorted(SPENT))
def test_the_sandbox_sends_these_headers(name: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """In the sandbox too a 429 makes the account wait by its headers: the second request is not made."""
    sender = channel(name, sandbox.base(name), clock)
    marked = prepared(sender, words, clock)
    with sandbox.rule(name, STAGES[name].acts, "429"):
        for _ in range(2):
            with pytest.raises(KutsuError):
                sender.send(marked)
        assert sandbox.seen() == 1
