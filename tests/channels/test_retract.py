"""Every channel takes back what it said, where its network can, whatever happens to the answer, and says so where it cannot."""

from __future__ import annotations

import dataclasses
import json

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.ports import Channel
from kutsu.core.publication import Claimed, Receipt
from tests.channels.stages import ORGANIZATION, PAGE, STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import LINK, claim, message

DELETES = {
    "x": ("DELETE", "/x/2/tweets/*"),
    "facebook": ("DELETE", f"/facebook/v24.0/{PAGE['id']}_*"),
    "linkedin": ("DELETE", "/linkedin/rest/posts/*"),
    "mastodon": ("DELETE", "/mastodon/api/v1/statuses/*"),
    "bluesky": ("POST", "*.deleteRecord"),
}
"""The request that deletes, as method and path pattern, of each adapter that can."""
MAIL = {"email", "smtp"}

AFTER_ACTING = ("lost", "reset", "hang", "truncated", "html", "500-after")
WITHOUT_ACTING = ("drop-before", "500-before")


@pytest.fixture(params=DELETES)
def able(request: pytest.FixtureRequest) -> str:
    """Each adapter whose network can take things back."""
    return str(request.param)


def said(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> tuple[Channel, Claimed, Receipt]:
    """A channel, and what it has just published."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    asked = claim(message(f"{words} {LINK}"), clock.now())
    ready = dataclasses.replace(asked, marks=sender.prepare(asked))
    return sender, ready, sender.send(ready)


def test_every_adapter_is_asked() -> None:
    """A new adapter stands here, or is mail."""
    assert set(DELETES) == set(STAGES) - MAIL


def test_taken_back(able: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """One request deletes, residents see nothing any more; said again it is well too, as it is when a person was faster."""
    sender, ready, receipt = said(able, sandbox, clock, words)
    method, path = DELETES[able]
    with sandbox.rule(able, path, method=method, after=10**6):
        sender.retract(ready, receipt)
        assert sandbox.seen() == 1
    assert not sandbox.out(words)
    sender.retract(ready, receipt)


@pytest.mark.parametrize("fault", [*AFTER_ACTING, *WITHOUT_ACTING])
def test_doubt_is_unconfirmed(able: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A lost, broken or foreign answer is neither yes nor no, nothing is asked twice, and saying it again settles it."""
    if (able, fault) == ("linkedin", "truncated"):
        return  # a 204 has no body that could be cut off
    sender, ready, receipt = said(able, sandbox, clock, words)
    method, path = DELETES[able]
    with sandbox.rule(able, path, fault, method=method):
        with pytest.raises(Unconfirmed):
            sender.retract(ready, receipt)
        assert sandbox.seen() == 1
    assert len(sandbox.out(words)) == (fault in WITHOUT_ACTING)
    sender.retract(ready, receipt)
    assert not sandbox.out(words)


@pytest.mark.parametrize(("fault", "kind"), [("429", Unavailable), ("401", Held)])
def test_a_no_is_a_no(
    able: str, fault: str, kind: type[KutsuError], sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """Haste and a dead token are told apart, and the publication is still out."""
    sender, ready, receipt = said(able, sandbox, clock, words)
    method, path = DELETES[able]
    with sandbox.rule(able, path, fault, method=method), pytest.raises(KutsuError, match=r"answered 4\d\d") as no:
        sender.retract(ready, receipt)
    assert type(no.value) is kind
    assert len(sandbox.out(words)) == 1


@pytest.mark.parametrize("adapter", sorted(MAIL))
def test_mail_is_out_for_good(adapter: str, clock: TickingClock) -> None:
    """Mail says that it cannot be taken back and what to do, without a request."""
    with pytest.raises(Refused, match="cannot be taken back; send a correction"):
        channel(adapter, "http://127.0.0.1:9", clock).retract(claim(message()), Receipt("1"))


GONE = {
    "x": (404, b'{"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found"}'),
    "linkedin": (404, b'{"status": 404, "code": "NOT_FOUND"}'),
}


@pytest.mark.parametrize("adapter", GONE)
def test_a_404_is_gone(adapter: str, clock: TickingClock) -> None:
    """A network that answers a deletion of what is gone with 404 is taken at its word."""
    urn = "urn:li:share:1" if adapter == "linkedin" else "1"
    with server(Answer(*GONE[adapter])) as (base, seen):
        channel(adapter, base, clock).retract(claim(message()), Receipt(urn))
    assert len(seen) == 1


def test_x_says_that_it_did_not(clock: TickingClock) -> None:
    """`deleted: false` of a post that X still shows is no yes."""
    still = (b'{"data": {"deleted": false}}', b'{"data": {"id": "1", "text": "t"}}')
    with server(*(Answer(200, body) for body in still)) as (base, _), pytest.raises(Unconfirmed, match="did not"):
        channel("x", base, clock).retract(claim(message()), Receipt("1"))


def test_the_id_is_quoted(clock: TickingClock) -> None:
    """LinkedIn wants its urn escaped in the path."""
    urn = f"urn:li:organization:{ORGANIZATION['id']}"
    with server(Answer(204, b"")) as (base, seen):
        channel("linkedin", base, clock).retract(claim(message()), Receipt(urn))
    assert seen == [f"DELETE /rest/posts/urn%3Ali%3Aorganization%3A{ORGANIZATION['id']}"]


def test_a_stranger_s_404_is_not_gone(clock: TickingClock) -> None:
    """Mastodon and Facebook deny others' posts as if they were not there: with another account's token nothing is settled."""
    missing, other = Answer(404, b'{"error": "Record not found"}'), Answer(200, json.dumps({"id": "2"}).encode())
    with server(missing, other) as (base, _), pytest.raises(Held, match="another account"):
        channel("mastodon", base, clock).retract(claim(message(), marks={"account": "1"}), Receipt("9"))
    unseen = Answer(400, b'{"error": {"code": 100, "error_subcode": 33, "message": "does not exist"}}')
    page = Answer(200, b'{"id": "2", "name": "Toinen sivu"}')
    with server(unseen, page) as (base, _), pytest.raises(Held, match="Toinen sivu"):
        channel("facebook", base, clock).retract(claim(message()), Receipt("1_9"))
