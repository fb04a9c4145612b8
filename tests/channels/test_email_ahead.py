"""A share that SendGrid keeps until its slot: handed over, taken back, whatever answer is lost, and done again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
import requests

from kutsu.channels.email import EmailChannel
from kutsu.clock import TickingClock
from kutsu.core import carrying
from kutsu.core.ahead import AHEAD
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.ports import HandsOver
from kutsu.core.publication import Claimed
from tests.channels import worlds
from tests.channels.mails import mail, ours
from tests.channels.stages import STAGES, Answer, Sandbox, server
from tests.channels.worlds import claim, message

KEY = {"Authorization": f"Bearer {STAGES['email'].secrets['api_key']}"}
HOUR = dt.timedelta(hours=1)
STOPS = "/sendgrid/v3/user/scheduled_sends"


@pytest.fixture(autouse=True)
def none_stopped(sandbox: Sandbox) -> Iterator[None]:
    """SendGrid counts what is stopped by account: afterwards nothing is."""
    yield
    place = f"{sandbox.address}{STOPS}"
    for row in requests.get(place, headers=KEY, timeout=5).json():
        requests.delete(f"{place}/{row['batch_id']}", headers=KEY, timeout=5).raise_for_status()


def prepared(sender: EmailChannel, clock: TickingClock, words: str) -> Claimed:
    """A share with its batch, as the publisher commits it."""
    said = message(text=f"{words} {message().parts['text']}")
    asked = dataclasses.replace(
        claim(said, clock.now(), sender.shares(said)[0]), marks={AHEAD: clock.now().isoformat()}
    )
    return dataclasses.replace(asked, marks={**asked.marks, **sender.prepare(asked)})


def listed(sandbox: Sandbox, claimed: Claimed) -> list[dict[str, str]]:
    """What SendGrid says of the share's batch."""
    place = f"{sandbox.base('email')}/v3/user/scheduled_sends/{claimed.marks['batch']}"
    found: list[dict[str, str]] = requests.get(place, headers=KEY, timeout=5).json()
    return found


def test_a_list_can_hand_over() -> None:
    """The port is met; how long before comes from config, and SendGrid gives back until ten minutes before."""
    sender = mail("", worlds.clock(), ours(), ahead=30)
    assert isinstance(sender, HandsOver)
    assert (sender.ahead, sender.give_back) == (dt.timedelta(minutes=30), dt.timedelta(minutes=10))


@pytest.mark.parametrize(
    ("ahead", "right"), [(0, True), (1, False), (14, False), (15, True), (4320, True), (4321, False)]
)
def test_config_says_how_long_before(ahead: int, right: bool) -> None:
    """Just in time, or early enough to be given back and late enough to be kept: else the fault names the table."""
    table = ChannelTable("kirje", "email", ("fi",), ahead=ahead)
    told = [place for place, _ in carrying.of_channels({"kirje": table}, None, None)]
    assert told == ([] if right else [("channels.toml", "kirje", "ahead")])


def test_it_goes_at_its_slot_and_not_before(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Handed over an hour ahead, it is not out; at its slot it is, under the id of the receipt."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    assert sender.check() == []
    ready, slot = prepared(sender, clock, words), clock.now() + dt.timedelta(seconds=6)
    receipt = sender.hand_over(ready, slot)
    assert not sandbox.out(words)
    clock.sleep_until(slot + dt.timedelta(seconds=1))
    assert [one["id"] for one in sandbox.out(words)] == [receipt.remote_id]


def test_each_try_has_a_batch_of_its_own(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """What was prepared for an earlier try may be cancelled: it is never used again, and nothing is fetched where none is needed."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    first = prepared(sender, clock, words)
    assert sender.prepare(first)["batch"] != first.marks["batch"]
    just_in_time = mail("http://127.0.0.1:9", clock, ours())
    assert just_in_time.prepare(claim(message())) == {}
    with pytest.raises(Unavailable, match="has no batch"):
        sender.hand_over(dataclasses.replace(first, marks={}), clock.now() + HOUR)


@pytest.mark.parametrize("fault", ["lost", "reset", "truncated", "html", "500-after", "500-before", "drop-before"])
def test_a_lost_hand_over_is_taken_back_and_done_again(
    fault: str, sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """Whether or not it had arrived: cancelled, then handed over anew, everyone has it once."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    ready, slot = prepared(sender, clock, words), clock.now() + dt.timedelta(minutes=14)
    with sandbox.rule("email", "/sendgrid/v3/mail/send", fault), pytest.raises(Unconfirmed):
        sender.hand_over(ready, slot)
    sender.take_back(ready, slot)
    again = dataclasses.replace(ready, marks={**ready.marks, **sender.prepare(ready)})
    sender.hand_over(again, clock.now() + dt.timedelta(seconds=2))
    clock.sleep_until(clock.now() + dt.timedelta(seconds=3))
    assert len(sandbox.out(words)) == 1
    assert listed(sandbox, again) == []
    assert [row["status"] for row in listed(sandbox, ready)] == ["cancel"]


@pytest.mark.parametrize("fault", ["lost", "reset", "truncated", "html", "500-after"])
def test_a_lost_cancellation_is_looked_up(fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """It acted, though its answer was lost: SendGrid says so, so nothing is in doubt; and it may be said again."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    ready, slot = prepared(sender, clock, words), clock.now() + HOUR
    sender.hand_over(ready, slot)
    with sandbox.rule("email", STOPS, fault):
        sender.take_back(ready, slot)
        assert sandbox.seen() == 1
    sender.take_back(ready, slot)
    assert listed(sandbox, ready) == [{"batch_id": ready.marks["batch"], "status": "cancel"}]


def test_a_cancellation_that_did_not_arrive_is_in_doubt(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """SendGrid knows of none: it is not believed to be cancelled, and the next try cancels it."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    ready, slot = prepared(sender, clock, words), clock.now() + HOUR
    with sandbox.rule("email", STOPS, "drop-before"), pytest.raises(Unconfirmed):
        sender.take_back(ready, slot)
    sender.take_back(ready, slot)


def test_a_pause_becomes_a_cancellation(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """What a person has paused in SendGrid's pages is cancelled by a change, as a second stop is refused there."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    ready = prepared(sender, clock, words)
    pause = {"batch_id": ready.marks["batch"], "status": "pause"}
    requests.post(f"{sandbox.address}{STOPS}", json=pause, headers=KEY, timeout=5).raise_for_status()
    sender.take_back(ready, clock.now() + HOUR)
    assert listed(sandbox, ready)[0]["status"] == "cancel"


def test_too_late_is_told(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Under ten minutes before the slot nothing is asked where the slot is told, and SendGrid refuses where it is not."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    ready, slot = prepared(sender, clock, words), clock.now() + dt.timedelta(minutes=9)
    sender.hand_over(ready, slot)
    with pytest.raises(Refused, match="10 minutes"):
        mail("http://127.0.0.1:9", clock, ours(), ahead=60).take_back(ready, slot)
    with pytest.raises(Refused, match="less than 10 minutes"):
        sender.take_back(ready)
    with pytest.raises(Refused, match="with a batch"):
        sender.take_back(dataclasses.replace(ready, marks={}), slot + HOUR)


def test_sendgrid_stops_ten_at_a_time(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The eleventh is refused in words, and its mail goes."""
    sender = mail(sandbox.base("email"), clock, ours(), ahead=60)
    slot = clock.now() + HOUR
    for _ in range(10):
        ready = prepared(sender, clock, words)
        sender.hand_over(ready, slot)
        sender.take_back(ready, slot)
    eleventh = prepared(sender, clock, words)
    with pytest.raises(Refused, match="no more than 10"):
        sender.take_back(eleventh, slot)


@pytest.mark.parametrize(("status", "kind"), [(401, Held), (429, Unavailable), (500, Unavailable)])
def test_a_look_that_fails_changes_nothing(status: int, kind: type[KutsuError], clock: TickingClock) -> None:
    """Before anything is cancelled SendGrid is asked; where it does not say, nothing was done."""
    ready = claim(message(), marks={"batch": "abc"})
    with server(Answer(status, headers={"X-RateLimit-Reset": "1"})) as (base, seen), pytest.raises(kind):
        mail(base, clock, ours(), ahead=60).take_back(ready)
    assert len(seen) == 1


def test_an_id_that_sendgrid_does_not_know_counts_as_not_stopped(clock: TickingClock) -> None:
    """Where a look at an unstopped batch is 404, it is cancelled all the same."""
    ready = claim(message(), marks={"batch": "abc"})
    with server(Answer(404), Answer(201, b'{"batch_id": "abc", "status": "cancel"}')) as (base, seen):
        mail(base, clock, ours(), ahead=60).take_back(ready)
    assert seen == ["GET /v3/user/scheduled_sends/abc", "POST /v3/user/scheduled_sends"]
