"""What the sandbox cannot play: a host that is not there, one that leads elsewhere, one that never ends."""

from __future__ import annotations

import datetime as dt
import socket

import pytest
import requests

from kutsu.channels.common.verdict import surely_not_sent
from kutsu.clock import TickingClock
from kutsu.core.errors import Unavailable, Unconfirmed
from kutsu.core.ports import Channel
from kutsu.core.publication import Claimed, Unclear
from kutsu.door import Deadline
from tests.channels import worlds
from tests.channels.stages import OVER_HTTP, STAGES, Answer, channel, server
from tests.channels.worlds import claim, message
from tests.trickling import BEGUN, trickling


def ready(adapter: str, sender: Channel) -> Claimed:
    """A claim that waits for the visible step alone."""
    STAGES[adapter].enter(sender)
    return claim(message(), recipients=sender.shares(message())[0], marks=STAGES[adapter].marks)


def test_a_host_that_is_not_there(adapter: str, clock: TickingClock) -> None:
    """A refused connection is surely not sent; check and look-up say so instead of failing."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, yet nobody listens
        sender = channel(adapter, f"http://127.0.0.1:{taken.getsockname()[1]}", clock)
        with pytest.raises(Unavailable, match="could not be reached"):
            sender.send(ready(adapter, sender))
        assert sender.check()
        assert isinstance(sender.find(ready(adapter, sender)), Unclear)


@pytest.mark.parametrize("adapter", OVER_HTTP)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(adapter: str, status: int, clock: TickingClock) -> None:
    """One request, no second one that could act or carry the credentials along; what it meant is unknown."""
    with server(Answer(status, headers={"Location": "/elsewhere"}), Answer(202, headers={"X-Message-Id": "a"})) as (
        base,
        seen,
    ):
        sender = channel(adapter, base, clock)
        with pytest.raises(Unconfirmed):
            sender.send(ready(adapter, sender))
        assert len(seen) == 1


@pytest.mark.parametrize("adapter", OVER_HTTP)
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"data": {}}', b'{"data": {"id": "no number"}}', b"\xff\xfe"])
@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success_without_a_readable_id_is_no_success(
    adapter: str, status: int, body: bytes, clock: TickingClock
) -> None:
    """Whatever calls itself a success without saying what was published has to be looked up."""
    with server(Answer(status, body if status != 204 else b"")) as (base, seen):
        sender = channel(adapter, base, clock)
        with pytest.raises(Unconfirmed):
            sender.send(ready(adapter, sender))
        assert len(seen) == 1


@pytest.mark.parametrize("adapter", OVER_HTTP)
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<h1>Forbidden</h1>", b'{"error": "no"}', b'{"errors": [{}]}', b'{"errors": 1}']
)
def test_a_no_in_foreign_words_is_still_told(adapter: str, body: bytes, clock: TickingClock) -> None:
    """An error body in any shape ends in one of the four errors, never in an exception of the client's or of our own."""
    with server(Answer(500, body)) as (base, _):
        sender = channel(adapter, base, clock)
        with pytest.raises(Unconfirmed):
            sender.send(ready(adapter, sender))


def test_a_server_that_only_listens(adapter: str, clock: TickingClock) -> None:
    """A check against a host that takes the connection and never answers ends by itself, in time, with a reason."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = channel(adapter, f"http://127.0.0.1:{silent.getsockname()[1]}", clock)
        begun = clock.now()
        assert sender.check()
        assert clock.now() - begun < sender.timeout * 1.5


@pytest.mark.parametrize("adapter", OVER_HTTP)
@pytest.mark.parametrize("begun", BEGUN)
def test_an_answer_that_never_ends(adapter: str, begun: str) -> None:
    """Time counts, not silence: whatever trickles in, a call is over when its time is, and what it did is in doubt."""
    hasty = worlds.clock(18)
    with trickling(begun) as base:
        sender = channel(adapter, base, hasty)
        started = hasty.now()
        with pytest.raises(Unconfirmed):
            sender.send(ready(adapter, sender))
        took = hasty.now() - started
    assert hasty.seconds(took - sender.timeout) < 1


def test_a_connection_that_came_too_late_is_not_used(clock: TickingClock) -> None:
    """A name that took all the time to be found leads to a connection on which nothing is sent, so nothing can be out."""
    one, other = socket.socketpair()
    with one, other, pytest.raises(requests.Timeout) as late, Deadline(clock, dt.timedelta()) as deadline:
        deadline.watch(one)
    assert surely_not_sent(late.value)
