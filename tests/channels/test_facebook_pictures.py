"""Pictures on Facebook: uploaded ahead and unseen, with their words, and one visible request as ever."""

from __future__ import annotations

import dataclasses

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, Found, Picture
from tests.channels.pictures import bus, park, prepared, seen, sent, showing
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.test_contract import AFTER_ACTING, FAULTS, NEVER, WITHOUT_ACTING
from tests.channels.worlds import claim

ACTS = STAGES["facebook"].acts
PHOTOS, FEED = "*/photos", "*/feed"


@pytest.mark.parametrize("pictures", [(bus(),), (bus(""),), (park("Puisto"), bus(), park())], ids=["1", "bare", "3"])
def test_shown_as_they_are(pictures: tuple[Picture, ...], sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The very bytes and words of each picture are seen in order, the post is found again, and nothing was out before."""
    sender = channel("facebook", sandbox.base("facebook"), clock)
    ready = prepared(sender, showing(words, clock, *pictures))
    assert not sandbox.out(words)
    assert sender.find(ready) == Absent(proven=True)
    with sandbox.rule("facebook", "*", after=NEVER):
        receipt = sender.send(ready)
        assert sandbox.seen() == 1
    assert seen(sandbox, words) == sent(*pictures)
    assert sender.find(ready) == Found(receipt)


@pytest.mark.parametrize("fault", [*AFTER_ACTING, *WITHOUT_ACTING])
def test_the_visible_step_acts_once(fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Whatever befalls it, one request acts; a look tells what is out, and a second try uploads nothing."""
    sender = channel("facebook", sandbox.base("facebook"), clock)
    ready = prepared(sender, showing(words, clock))
    with sandbox.rule("facebook", ACTS, fault):
        with pytest.raises(Unconfirmed):
            sender.send(ready)
        assert sandbox.seen() == 1
    assert isinstance(sender.find(ready), Found if fault in AFTER_ACTING else Absent)
    with sandbox.rule("facebook", PHOTOS, after=NEVER):
        sender.send(prepared(sender, ready))
        assert sandbox.seen() == 0
    assert seen(sandbox, words) == sent(bus())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int, clock: TickingClock) -> None:
    """Neither the visible step nor an upload goes elsewhere: one request each."""
    there = Answer(status, headers={"Location": "/elsewhere"})
    with server(there) as (base, requests):
        with pytest.raises(Unconfirmed):
            channel("facebook", base, clock).send(claim(showing("Hei", clock).message, marks=STAGES["facebook"].marks))
        with pytest.raises(Unavailable):
            channel("facebook", base, clock).prepare(showing("Hei", clock))
    assert [one.split("/")[-1] for one in requests] == [STAGES["facebook"].marks["post"], "photos"]


@pytest.mark.parametrize("path", [PHOTOS, FEED])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ahead_of_time_is_mended(
    fault: str, path: str, sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """An upload or a draft that fails leaves nothing to be seen, and the next try brings post, picture and words."""
    sender, asked = channel("facebook", sandbox.base("facebook"), clock), showing(words, clock, bus(), park())
    with sandbox.rule("facebook", path, fault), pytest.raises((Unavailable, Held)):
        sender.prepare(asked)
    assert not sandbox.out(words)
    sender.send(prepared(sender, asked))
    assert seen(sandbox, words) == sent(bus(), park())


@pytest.mark.parametrize("fault", ["429", "401", "drop-before", "500-before"])
def test_no_photo_is_uploaded_twice_for_nothing(fault: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """When the draft alone failed, the next try takes the photos that are there."""
    sender, asked = channel("facebook", sandbox.base("facebook"), clock), showing(words, clock)
    with sandbox.rule("facebook", FEED, fault), pytest.raises((Unavailable, Held)):
        sender.prepare(asked)
    with sandbox.rule("facebook", PHOTOS, after=NEVER):
        ready = prepared(sender, asked)
        assert sandbox.seen() == 0
    sender.send(ready)
    assert seen(sandbox, words) == sent(bus())


def test_changed_words_are_uploaded(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A photo that waits with its old alt text is not taken for the same picture with a new one."""
    sender, asked = channel("facebook", sandbox.base("facebook"), clock), showing(words, clock, bus("Vanha"))
    with sandbox.rule("facebook", FEED, "429"), pytest.raises(Unavailable):
        sender.prepare(asked)
    mended = dataclasses.replace(asked, message=dataclasses.replace(asked.message, pictures=(bus("Uusi"),)))
    sender.send(prepared(sender, mended))
    assert seen(sandbox, words) == sent(bus("Uusi"))


def test_a_no_to_fresh_photos_is_a_no(clock: TickingClock) -> None:
    """A draft that is refused with photos uploaded for it is refused, without a second round."""
    no = Answer(400, b'{"error": {"code": 100, "message": "ei kelpaa"}}')
    with server(Answer(200, b'{"id": "5"}'), no) as (base, requests), pytest.raises(Refused, match="ei kelpaa"):
        channel("facebook", base, clock).prepare(showing("Hei", clock))
    assert [one.split("/")[-1] for one in requests] == ["photos", "feed"]


def test_an_upload_without_an_id_is_tried_again(clock: TickingClock) -> None:
    """No draft is made without its picture."""
    with server(Answer(200)) as (base, requests), pytest.raises(Unavailable, match="no id for a picture"):
        channel("facebook", base, clock).prepare(showing("Hei", clock))
    assert len(requests) == 1


def test_a_link_has_to_stand_in_the_text(clock: TickingClock) -> None:
    """Beside pictures Facebook shows no link of its own, so a text without it is refused before anything is asked for."""
    asked = showing("Hei", clock)
    bare = dataclasses.replace(asked.message, parts={"status": "Hei"})
    with pytest.raises(Refused, match="has to stand in the text"):
        channel("facebook", "http://127.0.0.1:9", clock).prepare(dataclasses.replace(asked, message=bare))
