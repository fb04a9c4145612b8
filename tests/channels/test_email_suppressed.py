"""Whom SendGrid does not write to any more is known before a mail is sent."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import requests

from kutsu.channels.email import listed
from kutsu.clock import TickingClock
from tests.channels.mails import Memory, Named, mail, remembered, tokened
from tests.channels.stages import STAGES, Answer, Sandbox, server
from tests.channels.worlds import claim, message

KEY = {"Authorization": f"Bearer {STAGES['email'].secrets['api_key']}"}
ALLOWED = json.dumps({"scopes": ["mail.send", "asm.groups.read", "asm.groups.suppressions.read", "suppression.read"]})


def test_who_bounced_is_not_written_to_again(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The first mail bounces, is blocked, complained of; after the check all but the one in good standing are left out.

    A share of theirs alone is settled without a request: who may not be written to must not break the release for all others.
    """
    people = Named(
        [
            "bounce-s@example.org",
            "spam-s@example.org",
            "block-s@example.org",
            "invalid-s@example.org",
            "Hyva-s@example.org",
        ]
    )
    memory = Memory()
    sender = mail(sandbox.base("email"), clock, remembered(people, memory))
    (share,) = sender.shares(message())
    sender.send(claim(message(text=f"{words} {message().parts['text']}"), recipients=share))
    assert sender.check() == []
    why = {token: memory.rows[token, ""] for token in map(tokened, people.addresses) if (token, "") in memory.rows}
    assert list(why.values()) == ["bounced", "complained", "blocked", "invalid"]
    assert sender.shares(message()) == [(tokened("hyva-s@example.org"),)]
    assert sender.send(claim(message(), recipients=share[:4])).left_out == why


def test_who_left_the_group_has_left_the_audience(sandbox: Sandbox, clock: TickingClock) -> None:
    """Who left at SendGrid is kept for the mail of this audience alone; the address is not."""
    left = {"recipient_emails": ["Poistunut@example.org"]}
    groups = f"{sandbox.base('email')}/v3/asm/groups/301/suppressions"
    requests.post(groups, json=left, headers=KEY, timeout=5).raise_for_status()
    memory = Memory()
    sender = mail(sandbox.base("email"), clock, remembered(Named([]), memory), unsubscribe_group=301)
    assert sender.check() == []
    assert memory.rows[tokened("poistunut@example.org"), "residents"] == "left"


def test_a_later_reading_begins_a_little_before_the_last(clock: TickingClock) -> None:
    """The first reading asks for all, page by page of 500; the next one for what came since, with an overlap."""
    page = Answer(200, json.dumps([{"email": f"a{number}@example.org"} for number in range(500)]).encode())
    answers = [Answer(200, ALLOWED.encode()), Answer(200, b'[{"id": 101}]')]
    empty, memory = Answer(200, b"[]"), Memory()
    with server(*answers, page, *[empty] * 6, *answers, empty) as (base, seen):
        sender = mail(base, clock, remembered(Named(), memory))
        assert sender.check() == []
        assert sender.check() == []
    first, second = seen[2:9], seen[11:]
    assert first[:2] == [f"GET /v3/suppression/spam_reports?limit=500&offset={offset}" for offset in (0, 500)]
    assert not any("start_time" in asked for asked in first)
    (since,) = {
        dt.datetime.fromtimestamp(int(asked.split("start_time=")[1].split("&")[0]), dt.UTC) for asked in second[:5]
    }
    (told,) = memory.told.values()
    assert abs(told - listed.OVERLAP - since) < dt.timedelta(seconds=1)
    assert len(memory.rows) == 500


@pytest.mark.parametrize("answer", [Answer(500, b"{}"), Answer(200, b"<h1>Hei</h1>"), Answer(200, b'{"result": []}')])
def test_lists_that_cannot_be_read_hold_the_channel(answer: Answer, clock: TickingClock) -> None:
    """The check says so in words, nothing is half kept, and no address is told."""
    memory = Memory()
    with server(Answer(200, ALLOWED.encode()), Answer(200, b'[{"id": 101}]'), Answer(200, b"[]"), answer) as (base, _):
        (reason,) = mail(base, clock, remembered(Named(), memory)).check()
    assert "SendGrid (kanava)" in reason
    assert memory == Memory()


def test_a_list_that_repeats_itself_is_not_believed(clock: TickingClock) -> None:
    """A page that comes again and again would hide the rest."""
    page = Answer(200, json.dumps([{"email": "a@example.org"}] * 500).encode())
    with server(Answer(200, ALLOWED.encode()), Answer(200, b'[{"id": 101}]'), page) as (base, _):
        (reason,) = mail(base, clock, remembered(Named(), Memory())).check()
    assert "the same page" in reason


def test_the_scope_for_suppressions_is_asked_for(clock: TickingClock) -> None:
    """A key that may not read them is told like any other scope."""
    with server(Answer(200, b'{"scopes": ["mail.send", "asm.groups.read"]}')) as (base, _):
        (reason,) = mail(base, clock, remembered(Named(), Memory())).check()
    assert reason == "SendGrid (kanava): the key lacks the scope asm.groups.suppressions.read, suppression.read"
