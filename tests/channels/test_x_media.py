"""Pictures on X alone: ids that are used again while X knows them, what X says of others, and alt texts that were lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Duplicate, Refused, Unavailable
from kutsu.core.publication import Claimed, Found
from tests.channels.pictures import bus, park, pictured, showing
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import claim, message

MARKS = {**STAGES["x"].marks, **STAGES["x"].pictured}
NEVER = 10**6


def asked(words: str, clock: TickingClock, alt: str = "Bussi") -> Claimed:
    """A claim with one picture."""
    return showing(words, clock, bus(alt))


def again(before: Claimed, marks: dict[str, str]) -> Claimed:
    """The same at a later try."""
    return dataclasses.replace(before, marks=marks)


@pytest.mark.parametrize("alt", ["Bussi", ""])
def test_a_second_try_uploads_nothing(alt: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """While X knows the picture, it is named by the id of the first try; that a decorative one is known is a matter of time."""
    sender, first = channel("x", sandbox.base("x"), clock), asked(words, clock, alt)
    marks = dict(sender.prepare(first))
    with sandbox.rule("x", "*/media/upload", after=NEVER):
        assert sender.prepare(again(first, marks)) == marks
        assert sandbox.seen() == 0


@pytest.mark.parametrize("forgotten", [{"media": "7"}, {"media_until": "2026-05-04T12:30:00+03:00"}])
def test_a_forgotten_picture_is_uploaded_anew(
    forgotten: dict[str, str], sandbox: Sandbox, clock: TickingClock, words: str
) -> None:
    """An id that X does not know any more, or not for long, is replaced before the slot, and the post goes out whole."""
    sender, first = channel("x", sandbox.base("x"), clock), asked(words, clock)
    marks = {**sender.prepare(first), **forgotten}
    renewed = sender.prepare(again(first, marks))
    assert renewed["media"] != marks["media"]
    sender.send(again(first, dict(renewed)))
    assert [picture["alt"] for picture in sandbox.out(words)[0]["pictures"]] == ["Bussi"]


def test_ids_are_kept_as_long_as_x_says(clock: TickingClock) -> None:
    """Of several pictures the one that X forgets first decides."""
    uploads = [
        Answer(200, json.dumps({"data": {"id": str(number), "expires_after_secs": number}}).encode())
        for number in (9000, 8000)
    ]
    alts = [Answer(200, json.dumps({"data": {"id": number}}).encode()) for number in ("9000", "8000")]
    me = Answer(200, json.dumps({"data": {"id": "1001", "username": "espoo_fi"}}).encode())
    with server(me, *uploads, *alts) as (base, seen):
        marks = channel("x", base, clock).prepare(claim(pictured(message(), bus("Bussi"), park("Puisto")), clock.now()))
    assert marks["media"] == "9000 8000"
    left = dt.datetime.fromisoformat(marks["media_until"]) - clock.now()
    assert dt.timedelta(seconds=7000) < left <= dt.timedelta(seconds=8000)
    assert seen[1:] == ["POST /2/media/upload"] * 2 + ["POST /2/media/metadata"] * 2


def test_a_no_to_a_picture_is_a_no_to_the_message(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """An alt text that is too long for X burns this message, not the account."""
    with pytest.raises(Refused, match="answered 400") as no:
        channel("x", sandbox.base("x"), clock).prepare(asked(words, clock, "a" * 1001))
    assert type(no.value) is Refused


def test_five_are_too_many(sandbox: Sandbox, clock: TickingClock) -> None:
    """Four pictures is all that a post takes: a fifth is a no to this message before anything is uploaded."""
    with sandbox.rule("x", "*", after=NEVER):
        with pytest.raises(Refused, match="4 pictures"):
            channel("x", sandbox.base("x"), clock).prepare(showing("Viisi", clock, *[park()] * 5))
        assert sandbox.seen() == 0


def test_pictures_that_are_used_up_are_evidence(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Ids that X knew in `prepare` and does not take in the post may be those of a post that is out: it is looked up."""
    sender, first = channel("x", sandbox.base("x"), clock), asked(words, clock)
    marks = dict(sender.prepare(first))
    sender.send(again(first, marks))
    with pytest.raises(Duplicate, match="media IDs are invalid"):
        sender.send(again(asked(f"Toisin {words}", clock), marks))
    assert len(sandbox.out(words)) == 1


def test_an_answer_about_another_picture_is_no_alt_text(clock: TickingClock) -> None:
    """When it is not certain that X has the alt text, the post waits."""
    answers = [
        {"data": {"id": "1001", "username": "e"}},
        {"data": {"id": "7", "expires_after_secs": 9}},
        {"data": {"id": "8"}},
    ]
    with server(*(Answer(200, json.dumps(each).encode()) for each in answers)) as (base, _), pytest.raises(Unavailable):
        channel("x", base, clock).prepare(asked("Koe", clock))


@pytest.mark.parametrize(
    ("media", "told"),
    [([{"media_key": "3_7", "alt_text": "Bussi"}], False), ([{"media_key": "3_7"}], True), ([], True)],
)
def test_a_lost_alt_text_is_told(
    media: list[dict[str, str]], told: bool, clock: TickingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A post that is found is asked for its alt texts; one that lost them is found all the same, and told with its address."""
    keys = [medium["media_key"] for medium in media]
    post = {"id": "5", "text": "Kuvalla https://t.co/abc", "attachments": {"media_keys": keys}}
    page = {"data": [post], "includes": {"media": media}, "meta": {"result_count": 1}}
    with server(Answer(200, json.dumps(page).encode())) as (base, seen):
        finding = channel("x", base, clock).find(claim(pictured(message("Kuvalla"), bus("Bussi")), marks=MARKS))
    assert isinstance(finding, Found)
    assert ("look at https://x.com/espoo_fi/status/5" in caplog.text) is told
    assert "media.fields=alt_text" in seen[0]
