"""LinkedIn alone: a urn that a duplicate names, a text that was cut, versions that grow old."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from kutsu.clock import TickingClock
from kutsu.core.errors import Duplicate, Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, Found, Unclear
from tests.channels.stages import STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import NOON, claim, message

STAGE = STAGES["linkedin"]
URN = "urn:li:share:7141138937766391808"
DUPLICATE = Answer(422, json.dumps({"message": f"Content is a duplicate of {URN}", "code": "DUPLICATE_POST"}).encode())
AUTHOR = f"urn:li:organization:{STAGE.options['organization']}"


def post(commentary: str, number: int = 1, seconds: float = 0) -> dict[str, Any]:
    """A post as LinkedIn gives it, created so long after noon."""
    at = int((NOON.timestamp() + seconds) * 1000)
    return {"id": f"urn:li:share:{number}", "commentary": commentary, "createdAt": at, "lastModifiedAt": at}


def page(*posts: Mapping[str, Any]) -> Answer:
    """The list with these posts."""
    return Answer(200, json.dumps({"elements": posts}).encode())


def test_a_duplicate_names_the_post(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Sent again after an answer that was lost, the urn stands in the words and is found by itself, before the list shows it."""
    sender, ready = channel("linkedin", sandbox.base("linkedin"), clock), claim(message(words), clock.now())
    with sandbox.rule("linkedin", STAGE.acts), pytest.raises(Unconfirmed):
        sender.send(ready)
    (out,) = sandbox.out(words)
    with pytest.raises(Duplicate, match=out["id"]):
        sender.send(ready)
    finding = sender.find(ready)
    assert isinstance(finding, Found)
    assert finding.receipt.url == f"https://www.linkedin.com/feed/update/{out['id']}/"
    assert len(sandbox.out(words)) == 1


def test_a_ghost_is_no_post(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """The urn of a deleted post is named by a duplicate answer and answers 404: it is not taken for a publication."""
    sender, ready = channel("linkedin", sandbox.base("linkedin"), clock), claim(message(words), clock.now())
    urn = sender.send(ready).remote_id
    headers = {"Authorization": f"Bearer {STAGE.secrets['token']}", "X-Restli-Protocol-Version": "2.0.0"}
    headers["LinkedIn-Version"] = str(STAGE.options["version"])
    requests.delete(f"{sandbox.base('linkedin')}/rest/posts/{urn}", headers=headers, timeout=5).raise_for_status()
    with pytest.raises(Duplicate):
        sender.send(ready)
    assert sender.find(ready) == Absent()


def test_a_named_post_that_is_older_is_another(clock: TickingClock) -> None:
    """What had the same text before the claim is not this publication."""
    older = Answer(200, json.dumps(post("Hei", seconds=-3600)).encode())
    with server(DUPLICATE, older, page()) as (base, seen):
        sender = channel("linkedin", base, clock)
        with pytest.raises(Duplicate):
            sender.send(claim(message("Hei")))
        assert sender.find(claim(message("Hei"))) == Absent()
    assert seen[1] == f"GET /rest/posts/{URN.replace(':', '%3A')}"


def test_a_post_that_was_cut_is_for_a_person(clock: TickingClock) -> None:
    """The beginning of the text is neither the publication nor proof that nothing is out; the whole text elsewhere wins."""
    with server(page(post("Tule "), post("Muuta", 2))) as (base, _):
        finding = channel("linkedin", base, clock).find(claim(message("Tule (heti)")))
    assert isinstance(finding, Unclear)
    assert "urn:li:share:1" in finding.reason
    with server(page(post("Tule "), post(r"Tule \(heti\)", 2))) as (base, _):
        assert isinstance(channel("linkedin", base, clock).find(claim(message("Tule (heti)"))), Found)


def test_every_page_is_read(clock: TickingClock) -> None:
    """Behind a hundred other posts of the window the text is still found; pages older than it are not asked for."""
    others = page(*(post("Muuta", number) for number in range(100)))
    with server(others, page(post("Hei", 100))) as (base, seen):
        assert isinstance(channel("linkedin", base, clock).find(claim(message("Hei"))), Found)
        assert "start=100" in seen[1]
    older = page(*(post("Hei", number, -3600) for number in range(100)))
    with server(older) as (base, seen):
        assert channel("linkedin", base, clock).find(claim(message("Hei"))) == Absent()
        assert len(seen) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "says"),
    [
        (426, {"code": "NONEXISTENT_VERSION", "message": "Requested version is not active"}, Held, "set `version`"),
        (401, {"code": "EXPIRED_ACCESS_TOKEN", "serviceErrorCode": 65601}, Held, "EXPIRED_ACCESS_TOKEN, 65601"),
        (403, {"code": "ACCESS_DENIED", "message": "Not enough permissions"}, Held, "Not enough permissions"),
        (422, {"message": "ERROR :: /commentary :: too long\n"}, Refused, "/commentary"),
        (429, {"code": "TOO_MANY_REQUESTS"}, Unavailable, "TOO_MANY_REQUESTS"),
        (409, {"message": "conflict"}, Unconfirmed, "conflict"),
        (503, [], Unconfirmed, "answered 503"),
    ],
)
def test_what_an_answer_means(
    status: int, body: object, kind: type[KutsuError], says: str, clock: TickingClock
) -> None:
    """Each documented answer has its class and its own words."""
    with server(Answer(status, json.dumps(body).encode())) as (base, _), pytest.raises(KutsuError, match=says) as told:
        channel("linkedin", base, clock).send(claim(message()))
    assert type(told.value) is kind


@pytest.mark.parametrize("urn", ["", "7141138937766391808"])
def test_a_yes_without_a_urn_is_in_doubt(urn: str, clock: TickingClock) -> None:
    """A 201 that names no post is looked up, never believed and never repeated."""
    with server(Answer(201, b"", {"x-restli-id": urn})) as (base, _), pytest.raises(Unconfirmed, match="no urn"):
        channel("linkedin", base, clock).send(claim(message()))


def test_escapes_count(clock: TickingClock) -> None:
    """3,000 characters fit, 1,500 that need an escape fit, one more does not."""
    sender = channel("linkedin", "", clock)
    assert [sender.fits(message(text)) for text in ("a" * 3000, "(" * 1500)] == [True, True]
    assert [sender.fits(message(text)) for text in ("a" * 3001, "(" * 1501)] == [False, False]


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        ({"organization": AUTHOR, "role": "CONTENT_ADMIN"}, 0),
        ({"organization": AUTHOR, "role": "ANALYST"}, 1),
        ({"organization": "urn:li:organization:1", "role": "ADMINISTRATOR"}, 1),
    ],
)
def test_the_role_is_checked(row: Mapping[str, str], reasons: int, clock: TickingClock) -> None:
    """Only a role that may publish, and for this very organisation, is enough."""
    with server(page(row)) as (base, _):
        assert len(channel("linkedin", base, clock).check()) == reasons


def test_check_on_the_sandbox(sandbox: Sandbox, clock: TickingClock) -> None:
    """The account of the sandbox may publish; a retired version and an unknown token are told."""
    base = sandbox.base("linkedin")
    assert channel("linkedin", base, clock).check() == []
    (retired,) = channel("linkedin", base, clock, version="202505").check()
    assert "NONEXISTENT_VERSION" in retired
    (unknown,) = channel("linkedin", base, clock, secrets={"token": "another"}).check()
    assert "INVALID_ACCESS_TOKEN" in unknown


@pytest.mark.parametrize(("version", "told"), [("202508", False), ("202507", True), ("202510", False)])
def test_an_old_version_is_told_in_time(
    version: str, told: bool, sandbox: Sandbox, clock: TickingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """In May a version of nine months is good, one of ten is warned of; it still publishes, so it holds nothing."""
    with caplog.at_level(logging.WARNING):
        assert channel("linkedin", sandbox.base("linkedin"), clock, version=version).check() == []
    assert ("months old" in caplog.text) == told
