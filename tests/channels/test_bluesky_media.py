"""Pictures on Bluesky alone: a record that is the same at every try, blobs that are forgotten soon, and shapes read from bytes."""

from __future__ import annotations

import dataclasses
import json

import pytest

from kutsu.channels.bluesky import media
from kutsu.clock import TickingClock
from kutsu.core.errors import Refused, Unavailable
from kutsu.core.publication import Absent, Claimed, Found, Picture, Unclear
from tests.channels.pictures import bus, park, pictured, prepared, showing, unseen
from tests.channels.stages import STAGES, Answer, Sandbox, at_bluesky, channel, server
from tests.channels.worlds import claim, message
from tests.paint import jpeg, png

STAGE = STAGES["bluesky"]
JSON = {"Content-Type": "application/json"}


def ready(sandbox: Sandbox, clock: TickingClock, words: str, *pictures: Picture) -> Claimed:
    """A claim with pictures and the marks that `prepare` left."""
    return prepared(channel("bluesky", sandbox.base("bluesky"), clock), showing(words, clock, *pictures))


@pytest.mark.parametrize("content", [png(width=1200, height=630), jpeg(1200, 630)])
def test_the_shape_is_read_from_the_bytes(content: bytes) -> None:
    """Width and height of PNG and JPEG."""
    assert media.ratio(content) == {"width": 1200, "height": 630}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words" * 9,
        b"\xff\xd8\xff\xe0\x00\x02" + b"words" * 9,
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x00",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_has_no_shape_is_refused(content: bytes, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """What is no picture, or a broken one, is a no to this message before anything is uploaded."""
    broken = dataclasses.replace(message(words), pictures=(Picture(content, "image/jpeg", ""),))
    with pytest.raises(Refused, match="neither PNG nor JPEG") as no:
        channel("bluesky", sandbox.base("bluesky"), clock).prepare(claim(broken, clock.now()))
    assert type(no.value) is Refused


def test_the_same_pictures_cannot_double(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Prepared and put again, the record with its pictures is the same, and one post is out."""
    sender, one = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words, bus("Bussi"), park())
    receipt = sender.send(one)
    assert sender.prepare(one) == one.marks
    assert sender.send(one) == receipt
    assert sender.find(one) == Found(receipt)
    assert [picture["alt"] for picture in sandbox.out(words)[0]["pictures"]] == ["Bussi", ""]


def test_five_are_too_many(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Four pictures is all that a post takes: a fifth is a no to this message before anything is uploaded."""
    with sandbox.rule("bluesky", "*", after=10**6):
        with pytest.raises(Refused, match="4 pictures"):
            ready(sandbox, clock, words, *[park()] * 5)
        assert sandbox.seen() == 0


def test_a_lost_alt_text_is_another_record(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A record that is there without our alt text is never taken for ours: a person is told where to look."""
    sender, one = channel("bluesky", sandbox.base("bluesky"), clock), ready(sandbox, clock, words)
    sender.send(one)
    (picture,) = one.message.pictures
    other = dataclasses.replace(one.message, pictures=(dataclasses.replace(picture, alt="Auto"),))
    assert isinstance(sender.find(dataclasses.replace(one, message=other)), Unclear)


def test_a_forgotten_blob_is_surely_not_sent(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A record whose picture Bluesky does not have is not made; the next try uploads it and puts the same record."""
    sender = channel("bluesky", sandbox.base("bluesky"), clock)
    before = prepared(sender, claim(message(words), clock.now()))
    lacking = dataclasses.replace(before, message=pictured(before.message, unseen(words)))
    with pytest.raises(Unavailable, match="BlobNotFound"):
        sender.send(lacking)
    assert sender.find(lacking) == Absent(proven=True)
    assert sender.prepare(lacking) == before.marks
    assert sender.send(lacking)


def test_other_bytes_than_ours_are_not_shown(clock: TickingClock) -> None:
    """A blob of another name than our bytes have was damaged on its way: the post waits."""
    answer = {"blob": {"$type": "blob", "ref": {"$link": "bafkrei"}, "mimeType": "image/png", "size": 9}}
    with server(Answer(200, json.dumps(answer).encode(), JSON)) as (base, seen):
        sender = channel("bluesky", base, clock)
        at_bluesky(sender)
        with pytest.raises(Unavailable, match="other bytes"):
            sender.prepare(claim(pictured(message(), bus("Bussi")), marks=STAGE.marks))
    assert seen == ["POST /xrpc/com.atproto.repo.uploadBlob"]
