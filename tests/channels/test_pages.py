"""A page of HTML where an API answers: a proxy wrote it, so it is no word of the network's, whatever its status."""

from __future__ import annotations

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Unavailable, Unconfirmed
from kutsu.core.publication import Receipt
from tests.channels.stages import OVER_HTTP, STAGES, Answer, channel, server
from tests.channels.test_retract import DELETES
from tests.channels.worlds import claim, message

HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = b"<!doctype html><title>Blocked</title>"
RECEIPTS = {
    "linkedin": Receipt("urn:li:share:1"),
    "bluesky": Receipt("at://did:plc:kutsu/app.bsky.feed.post/3mkxyzabcd234"),
}


@pytest.mark.parametrize("adapter", OVER_HTTP)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 422])
def test_a_page_is_no_no(adapter: str, status: int, clock: TickingClock) -> None:
    """A firewall that reads the answer and blocks it answers after the network acted: the publication is looked up."""
    stage, recipients = STAGES[adapter], ("0" * 32,) if adapter == "email" else ()
    with server(Answer(status, PAGE, HTML)) as (base, seen):
        sender = channel(adapter, base, clock)
        stage.enter(sender)
        with pytest.raises(Unconfirmed):
            sender.send(claim(message(), clock.now(), recipients, stage.marks))
    assert len(seen) == 1


def test_haste_is_told_before_anything_is_done(clock: TickingClock) -> None:
    """A page with 429 is haste, as who counts requests stands before the network."""
    with server(Answer(429, PAGE, HTML)) as (base, _), pytest.raises(Unavailable):
        channel("x", base, clock).send(claim(message(), marks=STAGES["x"].marks))


@pytest.mark.parametrize("adapter", DELETES)
def test_a_proxy_s_404_is_not_gone(adapter: str, clock: TickingClock) -> None:
    """What a proxy does not find is not taken for a publication that is gone."""
    with server(Answer(404, PAGE, HTML)) as (base, _):
        sender = channel(adapter, base, clock)
        STAGES[adapter].enter(sender)
        with pytest.raises(Unconfirmed):
            sender.retract(claim(message(), marks=STAGES[adapter].marks), RECEIPTS.get(adapter, Receipt("1")))
