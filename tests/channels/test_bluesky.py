"""Bluesky alone: a record that cannot be doubled or overwritten, and a login that is kept and renewed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from kutsu.channels.bluesky import logins, record
from kutsu.clock import TickingClock
from kutsu.core.errors import Duplicate, Held, Unavailable
from kutsu.core.publication import Absent, Claimed, Found, Unclear
from kutsu.sandbox.networks.bluesky import tokens
from tests.channels.stages import SKY, STAGES, Answer, Sandbox, at_bluesky, channel, server
from tests.channels.worlds import LINK, NOON, claim, message

NEVER = 10**6


def login(base: str) -> logins.Login:
    """What the process keeps of the account's login there."""
    return logins.kept(base, SKY["handle"], SKY["app_password"])


def ready(sandbox: Sandbox, clock: TickingClock, words: str) -> Claimed:
    """A claim with the marks that `prepare` left."""
    asked = claim(message(f"{words} {LINK} #Espoo"), clock.now())
    return dataclasses.replace(asked, marks=channel("bluesky", sandbox.base("bluesky"), clock).prepare(asked))


def test_the_same_put_cannot_double(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Twenty puts of one publication at once leave one post, and all have the same receipt, with its public address."""
    sender, one = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words)
    with ThreadPoolExecutor(20) as crowd:
        receipts = set(crowd.map(sender.send, [one] * 20))
    (receipt,) = receipts
    assert receipt.url == f"https://bsky.app/profile/{SKY['handle']}/post/{one.marks['rkey']}"
    assert len(sandbox.out(words)) == 1


def test_another_text_is_never_overwritten(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Where something else stands under our key, a put is evidence, a look-up raises the alarm, and nothing is changed."""
    sender, first = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words)
    receipt = sender.send(first)
    other = dataclasses.replace(first, message=message(f"{words} toisin"))
    with pytest.raises(Duplicate, match="InvalidSwap"):
        sender.send(other)
    finding = sender.find(other)
    assert isinstance(finding, Unclear)
    assert f"look at {receipt.url}" in finding.reason
    assert sender.find(first) == Found(receipt)
    assert len(sandbox.out(words)) == 1


def test_links_and_hashtags_lead_somewhere(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """What is out has its link, its tag and its language, also behind letters of more than one byte."""
    channel("bluesky", sandbox.base("bluesky"), clock).send(ready(sandbox, clock, f"{words} ääkkösiä 👨‍👩‍👧‍👦"))
    (out,) = sandbox.out(words)
    assert (out["link"], out["tags"], out["language"]) == (LINK, ["Espoo"], "fi")


def test_no_record_proves_that_nothing_is_out(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """RecordNotFound is proof by itself, and so is a claim that was never prepared; without marks nothing is sent."""
    sender, asked = channel("bluesky", sandbox.base("bluesky"), clock), claim(message(words))
    assert sender.find(ready(sandbox, clock, words)) == Absent(proven=True)
    assert sender.find(asked) == Absent(proven=True)
    with pytest.raises(Unavailable, match="nothing was sent"):
        sender.send(asked)


def test_one_login_for_the_process(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Twenty publications on as many channels cost one login; prepared again, the marks are the first ones."""
    login(sandbox.base("bluesky")).forget()
    with sandbox.rule("bluesky", "*.createSession", after=NEVER), ThreadPoolExecutor(20) as crowd:
        claims = list(crowd.map(lambda number: ready(sandbox, clock, f"{words} {number}"), range(20)))
        assert sandbox.seen() == 1
    again = channel("bluesky", sandbox.base("bluesky"), clock).prepare(claims[0])
    assert again == claims[0].marks


def test_a_login_that_is_about_to_end_is_renewed_once(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """With ten minutes left, the login is renewed before the put, by one of those who need it."""
    sender, one = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words)
    at_bluesky(sender, ago=dt.timedelta(minutes=110))
    with sandbox.rule("bluesky", "*.refreshSession", after=NEVER), ThreadPoolExecutor(5) as crowd:
        assert len(set(crowd.map(sender.send, [one] * 5))) == 1
        assert sandbox.seen() == 1


def test_a_login_that_bluesky_forgot_is_opened_anew(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A token that is not taken any more is no doubt: nothing was sent, and the next try logs in again."""
    sender, one = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words)
    kept = login(sandbox.base("bluesky"))
    kept.session = kept.session.replace(tokens.issue("", "access", 0).split(".")[0], "e30")
    with pytest.raises(Unavailable, match="InvalidToken"):
        sender.send(one)
    assert sender.find(one) == Absent(proven=True)
    assert sender.send(one)


def test_an_account_that_is_not_active_is_told(clock: TickingClock) -> None:
    """The check names the account and what has become of it."""
    gone = {"did": SKY["did"], "handle": SKY["handle"], "active": False, "status": "takendown"}
    with server(Answer(200, json.dumps(gone).encode(), {"Content-Type": "application/json"})) as (base, _):
        sender = channel("bluesky", base, clock)
        at_bluesky(sender)
        assert sender.check() == [f"Bluesky (kanava, {SKY['handle']}): the account is takendown"]


def test_a_no_to_the_login_burns_no_message(clock: TickingClock) -> None:
    """Whatever Bluesky has against a login holds the channel, as it has not seen the text."""
    with server(Answer(400, b'{"error": "InvalidRequest", "message": "no"}')) as (base, seen):
        with pytest.raises(Held, match="InvalidRequest: no"):
            channel("bluesky", base, clock).send(claim(message(), marks=STAGES["bluesky"].marks))
        assert seen == ["POST /xrpc/com.atproto.server.createSession"]


@pytest.mark.parametrize("fault", ["lost", "hang", "html", "truncated", "500-before", "429", "401", "refused"])
def test_a_login_that_fails_is_never_in_doubt(sandbox: Sandbox, clock: TickingClock, words: str, fault: str) -> None:
    """Whatever befalls the login that a put needs, nothing is out, no text is burnt, and the next try goes through."""
    sender, one = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words)
    login(sandbox.base("bluesky")).forget()
    with sandbox.rule("bluesky", "*.createSession", fault), pytest.raises((Unavailable, Held)):
        sender.send(one)
    assert not sandbox.out(words)
    assert sender.send(one)


def test_an_account_that_is_shut_holds_the_channel(clock: TickingClock) -> None:
    """A no to the account in the middle of a put burns no text."""
    with server(Answer(400, b'{"error": "AccountDeactivated", "message": "no"}')) as (base, _):
        sender = channel("bluesky", base, clock)
        at_bluesky(sender)
        with pytest.raises(Held, match="AccountDeactivated: no"):
            sender.send(claim(message(), marks=STAGES["bluesky"].marks))


@pytest.mark.parametrize(("scheme", "requests"), [("https", 2), ("http", 1)])
def test_the_account_s_own_server(clock: TickingClock, scheme: str, requests: int) -> None:
    """A login may name the server on which the account lives: it is asked through the same door, but never without TLS."""
    place = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": f"{scheme}://pds.example.org",
    }
    jwts = {f"{use}Jwt": tokens.issue(SKY["did"], use, clock.now().timestamp()) for use in ("access", "refresh")}
    account = {"did": SKY["did"], "handle": SKY["handle"], "active": True, **jwts}
    told = account | {"didDoc": {"id": SKY["did"], "service": [place]}}
    with server(Answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})) as (base, seen):
        reasons = channel("bluesky", base, clock).check()
    assert (bool(reasons), len(seen)) == (scheme == "http", requests)


def test_length_is_in_graphemes_and_bytes() -> None:
    """300 letters and 120 families fit, one more of either does not; a link counts in full."""
    assert record.fits("ä" * 300)
    assert not record.fits("ä" * 301)
    assert record.fits("👨‍👩‍👧‍👦" * 120)
    assert not record.fits("👨‍👩‍👧‍👦" * 121)
    assert not record.fits(f"{'a' * 270} https://example.org/{'b' * 20}")


def test_the_key_is_a_function_of_what_was_claimed_when() -> None:
    """The same claim has the same key in any zone; another instant, share or delivery has another; later ones sort behind."""
    one = claim(message())
    moment = dt.timedelta(microseconds=1)
    others = [
        dataclasses.replace(one, key="P-2/testers-wanted/fi/channel/"),
        dataclasses.replace(one, share=1),
        dataclasses.replace(one, claimed_at=NOON + moment),
    ]
    keys = {record.key(each) for each in [one, *others]}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {13}
    assert record.key(dataclasses.replace(one, claimed_at=NOON.astimezone(dt.UTC))) == record.key(one)
    assert record.key(one) < record.key(dataclasses.replace(one, claimed_at=NOON + dt.timedelta(seconds=1)))
