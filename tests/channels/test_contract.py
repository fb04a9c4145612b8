"""The contract: every channel that there is, held to the port against the sandbox or a real mail server, with the real clients."""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from kutsu.channels import adapters
from kutsu.clock import TickingClock
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.ports import Channel
from kutsu.core.publication import Absent, Claimed, Found, Unclear
from tests.channels.stages import STAGES, Sandbox, channel
from tests.channels.worlds import LINK, claim, message

NEVER = 10**6
LEASE = dt.timedelta(seconds=45)
AFTER_ACTING = ("lost", "reset", "hang", "truncated", "html", "500-after")
WITHOUT_ACTING = ("drop-before", "500-before")
FAULTS = (*AFTER_ACTING, *WITHOUT_ACTING, "429", "401", "refused")


def claimed(sender: Channel, words: str, clock: TickingClock) -> Claimed:
    """A message with `words`, claimed now, its first share, as the publisher hands it to `prepare`."""
    said = message(f"{words} {LINK}", text=f"{words} {message().parts['text']}")
    return claim(said, clock.now(), sender.shares(said)[0])


def prepared(sender: Channel, words: str, clock: TickingClock) -> Claimed:
    """The same, with the marks that `prepare` left."""
    asked = claimed(sender, words, clock)
    return dataclasses.replace(asked, marks=sender.prepare(asked))


def test_every_adapter_has_its_stage() -> None:
    """A new channel is in this contract, or this test fails."""
    assert set(STAGES) == set(adapters())
    assert all(set(stage.secrets) == set(adapters()[name].CREDENTIALS) for name, stage in STAGES.items())


def test_one_call_ends_within_the_lease(adapter: str, clock: TickingClock) -> None:
    """The time that a channel declares is well below the lease, and each of its parts has a name."""
    sender = channel(adapter, "", clock)
    assert dt.timedelta() < sender.timeout < LEASE / 2
    assert sender.parts
    assert sender.fits(message())
    used, allowed = sender.measure(message())
    assert 0 < used <= allowed
    assert sender.measure(message(f"{message().parts['status']} Tervetuloa!", html="x" * 9_000))[0] > used
    assert sender.proof.why


def test_sent_once_and_read_back(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """One request acts, the receipt names what is out, and after the network's lag it is found by the same receipt."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    ready = prepared(sender, words, clock)
    assert not sandbox.out(words)
    with sandbox.rule(adapter, STAGES[adapter].acts, after=NEVER):
        receipt = sender.send(ready)
        assert sandbox.seen() == 1
    (publication,) = sandbox.out(words)
    assert receipt.remote_id == publication["id"]
    clock.sleep_until(clock.now() + STAGES[adapter].lag)
    assert sender.find(ready) == Found(receipt) or not STAGES[adapter].reads_back


@pytest.mark.parametrize("fault", [*AFTER_ACTING, *WITHOUT_ACTING])
def test_doubt_is_unconfirmed(adapter: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A lost, broken or foreign answer is never a no and never a yes, and nothing is asked twice; looking tells what is out."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    ready = prepared(sender, words, clock)
    with sandbox.rule(adapter, STAGES[adapter].acts, fault):
        with pytest.raises(Unconfirmed) as doubt:
            sender.send(ready)
        assert sandbox.seen() == 1
    assert not isinstance(doubt.value, Held | Refused)
    assert len(sandbox.out(words)) == (fault in AFTER_ACTING)
    clock.sleep_until(clock.now() + STAGES[adapter].lag)
    match sender.find(ready):
        case Found(receipt):
            assert receipt.remote_id == sandbox.out(words)[0]["id"]
        case Absent():
            assert not sandbox.out(words)
            assert sender.send(ready).remote_id == sandbox.out(words)[0]["id"]
        case Unclear():
            assert not STAGES[adapter].reads_back


@pytest.mark.parametrize(("fault", "kind"), [("429", Unavailable), ("401", Held), ("refused", None)])
def test_a_no_is_a_no(
    adapter: str, fault: str, kind: type[KutsuError] | None, sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """Haste, a dead token and the network's own no are told apart, with its words, after one request and with nothing out."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    ready = prepared(sender, words, clock)
    with (
        sandbox.rule(adapter, STAGES[adapter].acts, fault),
        pytest.raises(KutsuError, match=r"answered [45]\d\d") as no,
    ):
        sender.send(ready)
    assert type(no.value) is (kind or STAGES[adapter].says_no)
    assert not sandbox.out(words)
    if isinstance(no.value, Unavailable):
        assert no.value.retry_at is not None
        assert dt.timedelta() < no.value.retry_at - clock.now() < dt.timedelta(minutes=5)


@pytest.mark.parametrize("fault", FAULTS)
def test_preparing_is_never_in_doubt(
    adapter: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """Whatever befalls the invisible step, nothing is out, no message is burnt by it, and it can be done again."""
    if not (step := STAGES[adapter].prepares):
        return
    method, path = step
    sender = channel(adapter, sandbox.base(adapter), clock)
    asked = claimed(sender, words, clock)
    with sandbox.rule(adapter, path, fault, method=method), pytest.raises((Unavailable, Held)):
        sender.prepare(asked)
    assert not sandbox.out(words)
    assert sender.prepare(asked)


@pytest.mark.parametrize("fault", FAULTS)
def test_looking_never_fails(adapter: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A look-up that gets no good answer could not tell; it raises nothing and proves nothing."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    ready = prepared(sender, words, clock)
    with sandbox.rule(adapter, "*", fault, method="GET"):
        assert isinstance(sender.find(ready), Unclear)


def test_prepared_and_not_sent_is_absent(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A publisher that died before the visible step left nothing that a look-up takes for it."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    finding = sender.find(prepared(sender, words, clock))
    assert isinstance(finding, Absent if STAGES[adapter].reads_back else Unclear)


def test_many_at_once(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Twenty publications of one channel go out side by side, each once, and each finds its own."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    with ThreadPoolExecutor(20) as crowd:
        ready = list(crowd.map(lambda number: prepared(sender, f"{words} {number:02}", clock), range(20)))
        receipts = list(crowd.map(sender.send, ready))
    assert {receipt.remote_id for receipt in receipts} == {one["id"] for one in sandbox.out(words)}
    assert len(sandbox.out(words)) == len(ready)
    clock.sleep_until(clock.now() + STAGES[adapter].lag)
    if STAGES[adapter].reads_back:
        assert [sender.find(one) for one in ready] == [Found(receipt) for receipt in receipts]
