"""Mastodon alone: its key, its limits, its timeline in pages, and what its client's exceptions do not tell."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
from typing import Any

import pytest

from kutsu.channels.mastodon import key_of
from kutsu.clock import TickingClock
from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, Found, Receipt, Unclear
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import LINK, NOON, claim, message

MARKS = STAGES["mastodon"].marks
ME = Answer(200, b'{"id": "2001", "acct": "espoo_fi"}')
MINUTE = dt.timedelta(minutes=1)


def answer(body: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(body).encode())


def instance(characters: int, per_link: int = 23) -> Answer:
    """A server that tells its limits."""
    limits = {"max_characters": characters, "characters_reserved_per_url": per_link}
    return answer({"configuration": {"statuses": limits}})


def status(number: int, text: str) -> dict[str, str]:
    """A status as a server shows it."""
    shown = html.escape(text).replace("\n", "<br />")
    return {"id": str(number), "url": f"https://mastodon.example/@espoo_fi/{number}", "content": f"<p>{shown}</p>"}


def test_the_key_is_frozen_for_fifty_minutes() -> None:
    """Each try of one claim within 50 minutes has one key, whatever its text; later ones, and another share, have others."""
    ready = claim(message(), marks=MARKS)
    first = key_of(ready, NOON)
    assert {key_of(ready, NOON + MINUTE * minutes) for minutes in range(50)} == {first}
    assert key_of(claim(message("Toisin"), marks=MARKS), NOON) == first
    later = [key_of(ready, NOON + MINUTE * minutes) for minutes in (50, 99, 100)]
    assert (later[0] == later[1], len({first, *later})) == (True, 3)
    assert key_of(claim(message(), NOON + MINUTE), NOON + MINUTE) != first
    assert key_of(dataclasses.replace(ready, key="P-2/testers-wanted/fi/channel/"), NOON) != first


def test_a_second_try_does_not_double(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Even when somebody wrongly called it absent, the key of the claim brings the first status back."""
    sender = channel("mastodon", sandbox.base("mastodon"), clock)
    ready = claim(message(f"{words} {LINK}"), clock.now(), marks=MARKS)
    with sandbox.rule("mastodon", STAGES["mastodon"].acts, "500-after"), pytest.raises(Unconfirmed):
        sender.send(ready)
    receipt = sender.send(ready)
    assert [one["id"] for one in sandbox.out(words)] == [receipt.remote_id]
    assert receipt.url == f"{sandbox.address}/?network=mastodon#mastodon-{receipt.remote_id}"


def test_the_limits_are_those_of_the_server(clock: TickingClock) -> None:
    """Until the server has told, Mastodon's defaults hold; a check learns its own; a link counts what the server says."""
    with server(ME, instance(600, 30)) as (base, seen):
        sender = channel("mastodon", base, clock)
        assert [sender.fits(message("ä" * length)) for length in (0, 500, 501)] == [False, True, False]
        assert sender.check() == []
        assert [sender.fits(message("ä" * length)) for length in (600, 601)] == [True, False]
        assert [sender.fits(message("ä" * length + f" {LINK}")) for length in (569, 570)] == [True, False]
        assert sender.prepare(claim(message())) == {"account": "2001"}
    assert seen == ["GET /api/v1/accounts/verify_credentials", "GET /api/v2/instance/"]


def test_what_is_too_long_for_the_server_is_given_back(clock: TickingClock) -> None:
    """A text by the defaults that this server would refuse is surely not sent: it is written anew, shorter."""
    with server(ME, instance(100)) as (base, seen):
        sender = channel("mastodon", base, clock)
        assert sender.fits(message("ä" * 101))
        with pytest.raises(Unavailable, match="100 characters"):
            sender.prepare(claim(message("ä" * 101)))
        assert not sender.fits(message("ä" * 101))
    assert len(seen) == 2


def test_the_whole_window_is_read_and_the_text_compared_exactly(clock: TickingClock) -> None:
    """A status behind the first page is found; one that merely reads alike is not taken for it; the time of the claim is asked for."""
    said = f"Tule testaajaksi: {LINK}"
    pages = [[status(9, "Muuta"), status(8, f"Tule: {LINK}")], [status(7, f"Tule  testaajaksi: {LINK}")], []]
    sources = [{"id": "7", "text": f"{said}!"}, {"id": "8", "text": said}]
    with server(*map(answer, [*pages, *sources])) as (base, seen):
        finding = channel("mastodon", base, clock).find(claim(message(said), marks=MARKS))
    assert finding == Found(Receipt("8", "https://mastodon.example/@espoo_fi/8"))
    since = (int((NOON - MINUTE).timestamp()) * 1000) << 16
    assert all(f"since_id={since}" in request for request in seen[:3])
    assert [f"max_id={last}" in request for last, request in zip((8, 7), seen[1:3], strict=True)] == [True, True]
    assert seen[3:] == ["GET /api/v1/statuses/7/source", "GET /api/v1/statuses/8/source"]


def test_one_empty_reading_proves_nothing(clock: TickingClock) -> None:
    """The timeline lags: absence is only noted, and proven by as many readings as the channel declares."""
    with server(answer([])) as (base, _):
        sender = channel("mastodon", base, clock)
        assert sender.find(claim(message(), marks=MARKS)) == Absent(proven=False)
    assert sender.proof.proves
    assert len(sender.proof.readings) == 4
    assert max(sender.proof.readings) < 50 * MINUTE


@pytest.mark.parametrize("reset", ["2026-05-04T09:13:20.000Z", "1777886000"])
def test_a_look_up_in_haste_says_when_to_come_again(reset: str, clock: TickingClock) -> None:
    """The reset of a 429, which the client keeps to itself, reaches whoever plans the next reading, in either form."""
    haste = Answer(429, headers={"X-RateLimit-Reset": reset})
    with server(haste) as (base, seen):
        finding = channel("mastodon", base, clock).find(claim(message(), marks=MARKS))
    assert isinstance(finding, Unclear)
    assert finding.until == dt.datetime.fromtimestamp(1777886000, dt.UTC)
    assert len(seen) == 1


@pytest.mark.parametrize(
    "yes",
    [
        Answer(200, b"<html>"),
        Answer(200, b""),
        Answer(200, b"[]"),
        Answer(200, b"{}"),
        Answer(200, b'{"id": "7"}', {"X-RateLimit-Reset": "soon"}),
        Answer(302, headers={"Location": "/elsewhere"}),
        Answer(409, b'{"error": "busy"}'),
        Answer(504, b"Gateway Timeout"),
    ],
)
def test_a_yes_that_cannot_be_read_is_doubt(yes: Answer, clock: TickingClock) -> None:
    """What the client takes for a no (a broken 200, a rate header that it cannot read) or would follow is one request, in doubt."""
    with server(yes) as (base, seen), pytest.raises(Unconfirmed) as doubt:
        channel("mastodon", base, clock).send(claim(message(), marks=MARKS))
    assert type(doubt.value) is Unconfirmed
    assert seen == ["POST /api/v1/statuses"]


@pytest.mark.parametrize(
    ("code", "kind"), [(401, Held), (403, Held), (404, Refused), (422, Refused), (429, Unavailable)]
)
def test_a_no_keeps_its_words(code: int, kind: type[Exception], clock: TickingClock) -> None:
    """A definite no is told with the server's own words, and asked for once."""
    with (
        server(answer({"error": "Ei nyt"}, code)) as (base, seen),
        pytest.raises(kind, match=f"answered {code}: Ei nyt"),
    ):
        channel("mastodon", base, clock).send(claim(message(), marks=MARKS))
    assert len(seen) == 1
