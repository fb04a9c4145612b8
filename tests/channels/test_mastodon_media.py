"""Pictures on Mastodon alone: the server's own limits, its work on them, ids that it has forgotten, descriptions that were lost."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Duplicate, Refused, Unavailable
from kutsu.core.publication import Claimed, Picture, Receipt
from tests.channels.pictures import bus, pictured, showing
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import claim, message

MARKS = {**STAGES["mastodon"].marks, **STAGES["mastodon"].pictured}
NEVER = 10**6
ME = {"id": "2001", "acct": "espoo_fi"}
INSTANCE: dict[str, Any] = {"statuses": {"max_characters": 500, "characters_reserved_per_url": 23}}
READY = {"id": "7", "url": "https://mastodon.example/7.png", "description": "Bussi"}


def says(*bodies: Any, status: int = 200) -> list[Answer]:
    """Answers in JSON."""
    return [Answer(status, json.dumps(body).encode()) for body in bodies]


def welcome(**limits: Any) -> list[Answer]:
    """What a server of these limits tells before anything is uploaded."""
    return says(ME, {"configuration": {**INSTANCE, **limits}})


def asked(words: str, clock: TickingClock) -> Claimed:
    """A claim with one picture."""
    return showing(words, clock, bus("Bussi"))


def test_a_second_try_names_the_first_picture(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """While the server has the picture, it is named by the id of the first try."""
    sender, first = channel("mastodon", sandbox.base("mastodon"), clock), asked(words, clock)
    marks = sender.prepare(first)
    with sandbox.rule("mastodon", "*", after=NEVER):
        assert sender.prepare(dataclasses.replace(first, marks=marks)) == marks
        assert sandbox.seen() == 0


def test_a_picture_that_the_server_forgot(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """An id that the server does not have any more is replaced before the slot, and the status goes out whole."""
    sender, first = channel("mastodon", sandbox.base("mastodon"), clock), asked(words, clock)
    marks = sender.prepare(dataclasses.replace(first, marks={**MARKS, "media": "999999"}))
    sender.send(dataclasses.replace(first, marks=marks))
    assert [picture["alt"] for picture in sandbox.out(words)[0]["pictures"]] == ["Bussi"]


def test_the_servers_work_is_awaited(clock: TickingClock) -> None:
    """A picture that is worked on is asked for until it is ready, and nothing else is asked before its upload."""
    working = {**READY, "url": None}
    with server(*welcome(), *says(working, status=202), *says(working, working, status=206), *says(READY)) as (
        base,
        seen,
    ):
        marks = channel("mastodon", base, clock).prepare(claim(pictured(message(), bus("Bussi"))))
    assert marks == {"account": "2001", "media": "7"}
    assert seen[2:] == ["POST /api/v2/media"] + ["GET /api/v1/media/7"] * 3


def test_a_server_that_never_ends_its_work(clock: TickingClock) -> None:
    """The time of the call ends the waiting; nothing was sent."""
    with server(*welcome(), *says({**READY, "url": None}, status=206)) as (base, _), pytest.raises(Unavailable):
        channel("mastodon", base, clock).prepare(claim(pictured(message(), bus("Bussi"))))


def test_a_description_that_was_not_kept_holds_the_status(clock: TickingClock) -> None:
    """Nothing goes out without its alt text: the server shows the description that it has, and it is compared."""
    with (
        server(*welcome(), *says({**READY, "description": None})) as (base, _),
        pytest.raises(Unavailable, match="alt text"),
    ):
        channel("mastodon", base, clock).prepare(claim(pictured(message(), bus("Bussi"))))


@pytest.mark.parametrize(
    ("limits", "says_what"),
    [
        ({"media_attachments": {"description_limit": 4}}, "4 characters of alt text"),
        ({"media_attachments": {"image_size_limit": 9}}, "does not take a picture"),
        ({"media_attachments": {"supported_mime_types": ["image/webp"]}}, "does not take a picture"),
        ({"statuses": {**INSTANCE["statuses"], "max_media_attachments": 1}}, "1 pictures at once, and there are 2"),
    ],
)
def test_the_limits_are_those_of_the_server(limits: dict[str, Any], says_what: str, clock: TickingClock) -> None:
    """What this server would not take is refused before anything is uploaded, and never cut short."""
    with server(*welcome(**limits)) as (base, seen), pytest.raises(Refused, match=says_what) as no:
        channel("mastodon", base, clock).prepare(claim(pictured(message(), bus("Bussi"), bus("Auto"))))
    assert type(no.value) is Refused
    assert len(seen) == 2


def test_a_no_to_a_picture_is_a_no_to_the_message(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """What is no picture is refused with the server's own words; the account is not held by it."""
    broken = dataclasses.replace(message(words), pictures=(Picture(b"words", "image/png", ""),))
    with pytest.raises(Refused, match="content type is invalid") as no:
        channel("mastodon", sandbox.base("mastodon"), clock).prepare(claim(broken, clock.now()))
    assert type(no.value) is Refused


def test_pictures_that_have_a_status_are_evidence(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Ids that were there in `prepare` and are attached by now may be those of a status that is out: it is looked up."""
    sender, first = channel("mastodon", sandbox.base("mastodon"), clock), asked(words, clock)
    first = dataclasses.replace(first, marks=sender.prepare(first))
    sender.send(first)
    with pytest.raises(Duplicate, match="already attached"):
        sender.send(dataclasses.replace(first, key="P-2/testers-wanted/fi/channel/"))
    assert len(sandbox.out(words)) == 1


@pytest.mark.parametrize(
    ("attachments", "told"),
    [([READY], False), ([{**READY, "description": None}], True), ([], True), (None, True), (["odd"], True)],
)
def test_a_lost_description_is_told(
    attachments: Any, told: bool, clock: TickingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A status that is out without its alt text is out all the same: that is told with its address, and endangers no receipt."""
    status = {"id": "5", "url": "https://mastodon.example/5", "media_attachments": attachments}
    with server(*says(status)) as (base, _):
        receipt = channel("mastodon", base, clock).send(claim(pictured(message(), bus("Bussi")), marks=MARKS))
    assert receipt == Receipt("5", "https://mastodon.example/5")
    assert ("look at https://mastodon.example/5" in caplog.text) is told
