"""X alone: its duplicate rule, its timeline in pages, its two kinds of 403."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Duplicate, Held, Refused
from kutsu.core.publication import Absent, Found, Receipt, Unclear
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import LINK, claim, message

MARKS = STAGES["x"].marks


def page(*texts: str, following: str = "") -> Answer:
    """One page of a timeline."""
    posts = [{"id": str(number), "text": text} for number, text in enumerate(texts, 1)]
    meta = {"result_count": len(posts)} | ({"next_token": following} if following else {})
    return Answer(200, json.dumps({"data": posts, "meta": meta}).encode())


def test_the_whole_window_is_read(clock: TickingClock) -> None:
    """A post behind the first page is found, and each page is asked for once with the time of the claim."""
    with server(page("Muuta", following="b"), page("Vielä muuta", "Tämä on se")) as (base, seen):
        finding = channel("x", base, clock).find(claim(message("Tämä on se"), marks=MARKS))
    assert finding == Found(Receipt("2", "https://x.com/espoo_fi/status/2"))
    assert ["pagination_token=b" in request for request in seen] == [False, True]
    assert all("start_time=2026-05-04T08%3A59%3A00Z" in request for request in seen)


def test_one_empty_reading_proves_nothing(clock: TickingClock) -> None:
    """The timeline lags: absence is only noted, and proven by as many readings as the channel declares."""
    with server(Answer(200, b'{"meta": {"result_count": 0}}')) as (base, _):
        sender = channel("x", base, clock)
        assert sender.find(claim(message(), marks=MARKS)) == Absent(proven=False)
    assert sender.proof.proves
    assert len(sender.proof.readings) == 4


def test_a_look_up_in_haste_says_when_to_come_again(clock: TickingClock) -> None:
    """The reset time of a 429 reaches whoever plans the next reading."""
    haste = Answer(429, headers={"x-rate-limit-reset": "1777886000"})
    with server(haste) as (base, _):
        finding = channel("x", base, clock).find(claim(message(), marks=MARKS))
    assert isinstance(finding, Unclear)
    assert finding.until == dt.datetime.fromtimestamp(1777886000, dt.UTC)


def test_a_duplicate_is_evidence(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The same text again is refused by X, which says that it is out: so it is looked up, not refused."""
    sender = channel("x", sandbox.base("x"), clock)
    ready = claim(message(f"{words} & lisää {LINK}"), clock.now(), marks=MARKS)
    receipt = sender.send(ready)
    with pytest.raises(Duplicate, match="duplicate content"):
        sender.send(ready)
    clock.sleep_until(clock.now() + STAGES["x"].lag)
    assert sender.find(ready) == Found(receipt)


def test_who_died_before_the_mark_is_found_too(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Without a mark the look-up asks whose timeline it is."""
    sender = channel("x", sandbox.base("x"), clock)
    ready = claim(message(f"{words} {LINK}"), clock.now())
    receipt = sender.send(ready)
    clock.sleep_until(clock.now() + STAGES["x"].lag)
    finding = sender.find(ready)
    assert isinstance(finding, Found)
    assert finding.receipt.remote_id == receipt.remote_id


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"title": "Forbidden", "detail": "Your Tweet text is too long.", "type": "about:blank"}', Refused),
        ('{"title": "Client Forbidden", "type": "https://api.twitter.com/2/problems/client-forbidden"}', Held),
        ("<h1>Access denied</h1>", Held),
    ],
)
def test_a_403_is_to_the_text_or_to_the_account(body: str, kind: type[Exception], clock: TickingClock) -> None:
    """A no to one text burns that text only; a no to the app or from a wall before X holds the account and burns none."""
    with server(Answer(403, body.encode())) as (base, _), pytest.raises(Refused) as no:
        channel("x", base, clock).send(claim(message(), marks=MARKS))
    assert type(no.value) is kind


def test_the_account_is_asked_for_once(sandbox: Sandbox, clock: TickingClock) -> None:
    """Twenty posts that are prepared side by side cost one question of who we are."""
    sender = channel("x", sandbox.base("x"), clock)
    with sandbox.rule("x", "*", method="GET", after=10**6), ThreadPoolExecutor(20) as crowd:
        marks = list(crowd.map(sender.prepare, [claim(message())] * 20))
        assert sandbox.seen() == 1
    assert marks == [MARKS] * 20
