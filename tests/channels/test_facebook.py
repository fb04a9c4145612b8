"""Facebook alone: the draft makes the visible step repeatable, and its own codes come before the HTTP status."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
import requests

from kutsu.clock import TickingClock
from kutsu.core.errors import Duplicate, Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, Claimed, Found, Unclear
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import claim, message

NEVER = 10**6
STAGE = STAGES["facebook"]


def drafted(sandbox: Sandbox, clock: TickingClock, words: str) -> Claimed:
    """A claim with its draft on Facebook."""
    asked = claim(message(words), clock.now())
    return dataclasses.replace(asked, marks=channel("facebook", sandbox.base("facebook"), clock).prepare(asked))


def test_publishing_twice_is_publishing_once(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The visible step, repeated after any doubt, gives the same receipt and one post; so an unpublished draft proves absence."""
    sender, ready = channel("facebook", sandbox.base("facebook"), clock), drafted(sandbox, clock, words)
    assert sender.find(ready) == Absent(proven=True)
    assert sender.send(ready) == sender.send(ready)
    assert len(sandbox.out(words)) == 1


def test_one_draft_is_enough(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A later attempt goes on with the draft of the first."""
    sender, ready = channel("facebook", sandbox.base("facebook"), clock), drafted(sandbox, clock, words)
    with sandbox.rule("facebook", "*", after=NEVER):
        assert sender.prepare(ready) == ready.marks
        assert sandbox.seen() == 0


def test_without_a_draft_nothing_is_out(clock: TickingClock) -> None:
    """Who died before the draft was noted has published nothing, and `send` asks for nothing without it."""
    sender = channel("facebook", "http://127.0.0.1:9", clock)
    assert sender.find(claim(message())) == Absent(proven=True)
    with pytest.raises(Unavailable, match="no draft"):
        sender.send(claim(message()))


def test_a_draft_that_somebody_deleted(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A missing draft is no proof of anything, and publishing it is refused: a person must look."""
    sender, ready = channel("facebook", sandbox.base("facebook"), clock), drafted(sandbox, clock, words)
    address = f"{sandbox.base('facebook')}/v24.0/{ready.marks['post']}"
    requests.delete(
        address, headers={"Authorization": f"Bearer {STAGE.secrets['token']}"}, timeout=5
    ).raise_for_status()
    assert isinstance(sender.find(ready), Unclear)
    with pytest.raises(Refused, match="does not exist"):
        sender.send(ready)


def test_a_hit_in_the_list_proves(clock: TickingClock) -> None:
    """When the draft cannot be read, its text in the page's list is proof, in NFC."""
    gone = Answer(400, b'{"error": {"code": 100, "error_subcode": 33, "message": "does not exist"}}')
    posts = [
        {"id": "7_1", "message": "Muuta"},
        {"id": "7_2", "message": "Sa\u0308hko\u0308", "permalink_url": "https://fb.example/2"},
    ]
    with server(gone, Answer(200, json.dumps({"data": posts}).encode())) as (base, _):
        finding = channel("facebook", base, clock).find(claim(message("Sähkö"), marks=STAGE.marks))
    assert isinstance(finding, Found)
    assert finding.receipt.url == "https://fb.example/2"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        *((400, code, Unconfirmed) for code in (1, 2)),
        *((400, code, Duplicate) for code in (368, 506)),
        *((400, code, Held) for code in (190, 10, 200, 299)),
        *((403, code, Unavailable) for code in (4, 17, 32, 613, 80001)),
        (400, 100, Refused),
        (500, 190, Unconfirmed),
        (429, 0, Unavailable),
    ],
)
def test_the_code_decides(status: int, code: int, kind: type[KutsuError], clock: TickingClock) -> None:
    """Every documented code has its class, whatever HTTP status it comes with; but no 5xx is ever a no."""
    answer = Answer(status, json.dumps({"error": {"code": code, "message": "sanoi ei"}}).encode())
    words = rf"answered {status}: code {code}, sanoi ei"
    with server(answer) as (base, _), pytest.raises(kind, match=words):
        channel("facebook", base, clock).send(claim(message(), marks=STAGE.marks))


def test_too_fast_is_no_evidence(clock: TickingClock) -> None:
    """The 368 that only means haste leaves doubt, and does not claim that the post is there."""
    answer = Answer(400, b'{"error": {"code": 368, "error_subcode": 1390008, "message": "too fast"}}')
    with server(answer) as (base, _), pytest.raises(Unconfirmed) as doubt:
        channel("facebook", base, clock).send(claim(message(), marks=STAGE.marks))
    assert not isinstance(doubt.value, Duplicate)


def test_a_look_up_in_haste_says_when_to_come_again(clock: TickingClock) -> None:
    """The minutes of a full use case reach whoever plans the next reading."""
    usage = json.dumps({"7": [{"type": "pages", "estimated_time_to_regain_access": 12}]})
    with server(Answer(400, b'{"error": {"code": 32}}', {"X-Business-Use-Case-Usage": usage})) as (base, _):
        finding = channel("facebook", base, clock).find(claim(message(), marks=STAGE.marks))
    assert isinstance(finding, Unclear)
    assert finding.until is not None
    assert dt.timedelta(minutes=11) < finding.until - clock.now() <= dt.timedelta(minutes=12)


def test_the_token_of_another_page_is_told(clock: TickingClock) -> None:
    """A token that opens another page is found by the check, before anything is published there."""
    with server(Answer(200, b'{"id": "9", "name": "Toinen sivu"}')) as (base, _):
        (reason,) = channel("facebook", base, clock).check()
    assert "Toinen sivu" in reason
