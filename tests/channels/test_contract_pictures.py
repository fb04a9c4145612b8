"""The contract with pictures: shown with their alt texts or not at all, uploaded ahead, and still one request that acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, Found
from kutsu.sandbox import start
from tests.channels.leaping import LeapingClock
from tests.channels.pictures import bus, park, pictured, prepared, seen, sent, showing, unseen
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.test_contract import AFTER_ACTING, FAULTS, NEVER, WITHOUT_ACTING
from tests.channels.worlds import NOON, claim, message

UPLOADS = [(name, path) for name, stage in STAGES.items() for path in stage.uploads]
WITH_PICTURES = list(dict(UPLOADS))
IN_THE_POST = [name for name in WITH_PICTURES if name != "facebook"]
"""Where the visible request names the pictures; on Facebook the unseen draft has them already."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, clock: LeapingClock) -> Iterator[Sandbox]:
    """A world for this module alone: Mastodon takes 30 pictures in half an hour."""
    with start(tmp_path_factory.mktemp("pictures"), clock) as address, clock.takes_along(address):
        yield Sandbox(address)


def test_every_channel_with_pictures_is_here(clock: TickingClock) -> None:
    """A channel that says that it can carry pictures is held to all of this."""
    assert [name for name in STAGES if channel(name, "", clock).pictures] == WITH_PICTURES


@pytest.mark.parametrize("adapter", WITH_PICTURES)
def test_sent_once_with_its_alt_texts(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The very bytes and alt texts are out in order after one request, nothing was before, and the look-up still finds it."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    ready = prepared(sender, showing(words, clock, bus(), park()))
    assert not sandbox.out(words)
    assert isinstance(sender.find(ready), Absent)
    with sandbox.rule(adapter, "*", after=NEVER):
        receipt = sender.send(ready)
        assert sandbox.seen() == 1
    assert seen(sandbox, words) == sent(bus(), park())
    clock.sleep_until(clock.now() + STAGES[adapter].lag)
    assert sender.find(ready) == Found(receipt)


@pytest.mark.parametrize("fault", [*AFTER_ACTING, *WITHOUT_ACTING])
@pytest.mark.parametrize("adapter", WITH_PICTURES)
def test_doubt_acts_once(adapter: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A lost or broken answer to the visible request is asked for once; what is out has its alt text; a second try has the same marks."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    ready = prepared(sender, showing(words, clock))
    with sandbox.rule(adapter, "*", fault):
        with pytest.raises(Unconfirmed) as doubt:
            sender.send(ready)
        assert sandbox.seen() == 1
    assert not isinstance(doubt.value, Held | Refused)
    if fault in AFTER_ACTING:
        assert seen(sandbox, words) == sent(bus())
    else:
        assert not sandbox.out(words)
        assert sender.prepare(ready) == ready.marks
        assert sender.send(ready)
        assert seen(sandbox, words) == sent(bus())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("adapter", WITH_PICTURES)
def test_a_redirect_is_not_followed(adapter: str, status: int, clock: TickingClock) -> None:
    """A redirect of the visible request is one request, whose meaning is unknown."""
    with server(Answer(status, headers={"Location": "/elsewhere"}), Answer(200)) as (base, asked):
        sender, stage = channel(adapter, base, clock), STAGES[adapter]
        stage.enter(sender)
        with pytest.raises(Unconfirmed):
            sender.send(claim(pictured(message(), bus()), marks={**stage.marks, **stage.pictured}))
    assert len(asked) == 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("adapter", "path"), UPLOADS)
def test_a_fault_of_an_upload_is_seen_by_nobody(
    adapter: str, path: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """Whatever befalls a picture or its alt text, nothing is out and nothing is in doubt; done again, it goes out whole."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    with sandbox.rule(adapter, path, fault):
        with suppress(Unavailable, Refused):  # or it did no harm: LinkedIn is asked for the image itself
            prepared(sender, showing(words, clock))
        assert sandbox.seen() == 1
    assert not sandbox.out(words)
    sender.send(prepared(sender, showing(words, clock)))
    assert seen(sandbox, words) == sent(bus())


@pytest.mark.parametrize("adapter", IN_THE_POST)
def test_never_without_its_picture(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A claim whose picture was never uploaded is surely not sent."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    sender.prepare(claim(message(), NOON))
    asked = claim(pictured(message(words), unseen(words)), clock.now(), marks=STAGES[adapter].marks)
    with pytest.raises(Unavailable):
        sender.send(asked)
    assert not sandbox.out(words)
