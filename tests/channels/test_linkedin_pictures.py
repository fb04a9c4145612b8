"""Pictures on LinkedIn: uploaded ahead and waited for, with their words, and one visible request as ever."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from kutsu.channels.linkedin.media import Images
from kutsu.clock import TickingClock
from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Found, Picture
from tests.channels.pictures import bus, park, prepared, seen, sent, showing
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.test_contract import AFTER_ACTING, FAULTS, NEVER, WITHOUT_ACTING
from tests.channels.worlds import clock as steady

STAGE = STAGES["linkedin"]
ANNOUNCE, BYTES, STATUS = ("POST", "*/rest/images"), ("PUT", "*/uploaded-image/0"), ("GET", "*/rest/images/*")


@pytest.mark.parametrize("pictures", [(bus(),), (bus(""),), (park("Puisto"), bus(), park())], ids=["1", "bare", "3"])
def test_images_are_shown_as_they_are(
    pictures: tuple[Picture, ...], sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """The very bytes and words of each picture are seen in order, after one request, and nothing was out before."""
    sender = channel("linkedin", sandbox.base("linkedin"), clock)
    ready = prepared(sender, showing(words, clock, *pictures))
    assert not sandbox.out(words)
    with sandbox.rule("linkedin", "*", after=NEVER):
        sender.send(ready)
        assert sandbox.seen() == 1
    assert seen(sandbox, words) == sent(*pictures)


def test_a_post_with_a_picture_is_read_back(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A look finds it by its text, as it finds one without."""
    sender = channel("linkedin", sandbox.base("linkedin"), clock)
    ready = prepared(sender, showing(words, clock))
    receipt = sender.send(ready)
    clock.sleep_until(clock.now() + STAGE.lag)
    assert sender.find(ready) == Found(receipt)


@pytest.mark.parametrize("fault", [*AFTER_ACTING, *WITHOUT_ACTING])
def test_posting_acts_once(fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Whatever befalls it, one request acts, with its picture; a second try uploads nothing."""
    sender = channel("linkedin", sandbox.base("linkedin"), clock)
    ready = prepared(sender, showing(words, clock))
    with sandbox.rule("linkedin", STAGE.acts, fault):
        with pytest.raises(Unconfirmed):
            sender.send(ready)
        assert sandbox.seen() == 1
    if fault in WITHOUT_ACTING:
        assert not sandbox.out(words)
        with sandbox.rule("linkedin", "*/rest/images", after=NEVER):
            again = prepared(sender, ready)
            assert (sandbox.seen(), again) == (0, ready)
        sender.send(again)
    assert seen(sandbox, words) == sent(bus())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int, clock: TickingClock) -> None:
    """Neither the visible step nor an upload goes elsewhere: one request each."""
    asked = showing("Hei", clock)
    there = Answer(status, headers={"Location": "/elsewhere"})
    marks = {"media": "urn:li:image:1"}
    with server(there) as (base, asked_for):
        with pytest.raises(Unconfirmed):
            channel("linkedin", base, clock).send(dataclasses.replace(asked, marks=marks))
        with pytest.raises(Unavailable):
            channel("linkedin", base, clock).prepare(asked)
    assert asked_for == ["POST /rest/posts", "POST /rest/images?action=initializeUpload"]


@pytest.mark.parametrize(("method", "path"), [ANNOUNCE, BYTES, STATUS], ids=["announce", "bytes", "status"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ahead_of_time_is_mended(
    fault: str, method: str, path: str, sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """An upload that fails leaves nothing to be seen, and the next try brings post, picture and words."""
    sender, asked = channel("linkedin", sandbox.base("linkedin"), clock), showing(words, clock, bus(), park())
    if (fault, method) == ("html", "PUT"):
        return  # the bytes are there, and their status tells
    with sandbox.rule("linkedin", path, fault, method=method), pytest.raises((Unavailable, Refused)):
        sender.prepare(asked)
    assert not sandbox.out(words)
    sender.send(prepared(sender, asked))
    assert seen(sandbox, words) == sent(bus(), park())


@pytest.mark.parametrize(
    ("fault", "at"), [("500-before", STATUS), ("429", STATUS), ("lost", BYTES), ("reset", BYTES)], ids=str
)
def test_no_image_is_uploaded_twice_for_nothing(
    fault: str, at: tuple[str, str], sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """When the bytes are there and only the answers were not, the next try takes the image that is there."""
    sender, asked = channel("linkedin", sandbox.base("linkedin"), clock), showing(words, clock)
    with sandbox.rule("linkedin", at[1], fault, method=at[0]), pytest.raises(Unavailable):
        sender.prepare(asked)
    with sandbox.rule("linkedin", "*", after=NEVER):
        ready = prepared(sender, asked)
        assert sandbox.seen() == 0
    sender.send(ready)
    assert seen(sandbox, words) == sent(bus())


def test_a_forgotten_image_is_uploaded_anew(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Posting an image that LinkedIn no longer knows sends nothing and burns nothing; the next `prepare` mends it."""
    sender, asked = channel("linkedin", sandbox.base("linkedin"), clock), showing(words, clock)
    gone = dataclasses.replace(asked, marks=dict.fromkeys(sender.prepare(asked), "urn:li:image:D4D10AQ1"))
    with pytest.raises(Unavailable, match="urn:li:image:D4D10AQ1"):
        sender.send(gone)
    assert not sandbox.out(words)
    sender.send(prepared(sender, gone))
    assert seen(sandbox, words) == sent(bus())


def test_nothing_goes_without_its_picture(clock: TickingClock) -> None:
    """Without the marks of an upload `send` asks for nothing."""
    with pytest.raises(Unavailable, match="not got every picture"):
        channel("linkedin", "http://127.0.0.1:9", clock).send(showing("Hei", clock))


def test_no_picture_at_all_is_refused(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Bytes that LinkedIn cannot read are told to people, as no second try would help."""
    broken = Picture(b"%PDF-1.7", "image/png", "Kuva")
    with pytest.raises(Refused, match="cannot read the picture"):
        channel("linkedin", sandbox.base("linkedin"), clock).prepare(showing(words, clock, broken))


def test_an_image_that_is_long_in_the_making(clock: TickingClock) -> None:
    """While LinkedIn is at work the message waits, and one upload is enough."""
    sender = channel("linkedin", "", clock)
    with server(Answer(200, b'{"status": "PROCESSING"}')) as (base, asked_for):
        sender = channel("linkedin", base, clock)
        asked = dataclasses.replace(showing("Hei", clock), marks={"media": "urn:li:image:1"})
        with pytest.raises(Unavailable, match="still at work"):
            sender.prepare(asked)
    assert {one.split()[0] for one in asked_for} == {"GET"}


class Line(HTTPAdapter):
    """LinkedIn's own host, played without a network: it names `address` for the bytes, and notes what it is asked."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.asked = address, list[str]()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The one answer that holds for everything."""
        self.asked.append(f"{request.method} {request.url}")
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, str(request.url)
        value = {"uploadUrl": self.address, "image": "urn:li:image:1"}
        answer._content = json.dumps({"value": value, "status": "AVAILABLE"}).encode()
        return answer


def _ready(line: Line, base: str = "") -> Mapping[str, str]:
    """Upload the bus over this line."""
    session = requests.Session()
    session.mount("https://", line)
    clock = steady()
    return Images("LinkedIn", "urn:li:organization:1", clock, base).ready(session, showing("Hei", clock))


def test_the_bytes_go_where_linkedin_says() -> None:
    """Its own host is taken as it stands, query and all."""
    line = Line("https://www.linkedin.com/dms-uploads/D4/uploaded-image/0?ca=vector&ut=1")
    assert _ready(line) == {"media": "urn:li:image:1"}
    assert line.asked[1] == f"PUT {line.address}"


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://linkedin.com.evil.example/dms-uploads/1", ""),
        ("https://www.linkedin.com@evil.example/dms-uploads/1", ""),
        ("https://evillinkedin.com/dms-uploads/1", ""),
        ("http://www.linkedin.com/dms-uploads/1", ""),
        ("https://www.linkedin.com/dms-uploads/1", "http://127.0.0.1:9/linkedin"),
        ("http://127.0.0.1:99/linkedin/dms-uploads/1", "http://127.0.0.1:9/linkedin"),
    ],
)
def test_bytes_and_token_go_nowhere_else(address: str, base: str) -> None:
    """An address that is not LinkedIn's own, or not below `base`, gets nothing, and the channel is held."""
    line = Line(address)
    with pytest.raises(Held, match="not its own"):
        _ready(line, base)
    assert len(line.asked) == 1
