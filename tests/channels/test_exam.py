"""What each network tells a doctor of an account, in the sandbox and by answers in which one thing is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest

from kutsu.clock import TickingClock
from kutsu.core.checked import Checked
from tests.channels.stages import MAIL, PAGE, Answer, Sandbox, at_bluesky, channel, server

FB_ME = Answer(200, json.dumps({"id": PAGE["id"], "name": "Espoo"}).encode())
MAY = ["pages_manage_posts", "pages_read_engagement"]
PLENTY = {"remain": 5000, "next_reset": "2026-12-01"}
DOMAIN = [{"domain": "espoo.example", "valid": True}]
SIGNED = {"webhooks": [{"enabled": True, "url": "https://kutsu.example/events/sendgrid/kanava", "public_key": "MFkw"}]}


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(body).encode(), headers or {})


def examined(adapter: str, base: str, clock: TickingClock, **options: str | int) -> list[Checked]:
    """What the exam of a channel at this base gives."""
    made = channel(adapter, base, clock, None, secrets=None, **options)
    return list(import_module(f"kutsu.channels.{adapter}.exam").examine(made))


def told(adapter: str, clock: TickingClock, *answers: Answer, level: str = "fault", **options: str | int) -> str:
    """What of this level is seen where the network gives these answers."""
    with server(*answers) as (base, _):
        return "; ".join(each.seen for each in examined(adapter, base, clock, **options) if each.level == level)


def test_all_is_well(sandbox: Sandbox, adapter: str, clock: TickingClock) -> None:
    """A right account has no fault on any network, and the doctor names it; nothing is published."""
    before = {each["id"] for each in sandbox.out("")}
    seen = examined(adapter, sandbox.base(adapter), clock)
    assert [each for each in seen if each.level == "fault"] == []
    assert "speaks as" in seen[0].seen or "mails through" in seen[0].seen
    assert {each["id"] for each in sandbox.out("")} == before


def test_a_token_that_may_only_read(clock: TickingClock) -> None:
    """X tells in a header that a token may only read."""
    me = {"data": {"id": "1001", "name": "Espoo", "username": "espoo_fi"}}
    assert "may read, not write" in told("x", clock, answer(me, headers={"x-access-level": "read"}))
    assert told("x", clock, answer(me, headers={"x-access-level": "read-write"})) == ""
    assert "did not tell" in told("x", clock, answer(me), level="note")


@pytest.mark.parametrize(
    ("app", "level", "words"),
    [
        ({"scopes": ["read", "write"]}, "fault", ""),
        ({"scopes": ["read", "write:statuses"]}, "fault", "no write:media"),
        ({"name": "Kutsu"}, "note", "tells no scopes"),
    ],
)
def test_scopes_of_an_app(clock: TickingClock, app: dict[str, Any], level: str, words: str) -> None:
    """A scope that the app on Mastodon lacks is a fault, one that holds it is enough, and older servers tell none."""
    seen = told("mastodon", clock, answer({"id": "2001", "acct": "espoo_fi"}), answer(app), level=level)
    assert words in seen
    assert bool(words) == bool(seen)


def test_the_end_of_a_token(clock: TickingClock) -> None:
    """Facebook's token is a note two weeks before its end and a fault after it, and a missing permission is a fault."""
    now = int(clock.now().timestamp())

    def token(level: str = "fault", scopes: list[str] = MAY, **ends: int) -> str:
        return told("facebook", clock, FB_ME, answer({"data": {"scopes": scopes, **ends}}), level=level)

    assert token(expires_at=0) == token("note", expires_at=0) == ""
    assert "the token has 4 days left" in token("note", expires_at=now + 5 * 86400 - 60)
    assert "the token ended 2 days ago" in token(expires_at=now - 2 * 86400 - 60)
    assert "no pages_manage_posts" in token(scopes=MAY[1:])


def test_facebook_may_tell_nothing(clock: TickingClock) -> None:
    """Where Facebook refuses the question, that is a note, and the token stands nowhere in it."""
    no = {"error": {"code": 100, "message": f"(#100) no app for {PAGE['token']}", "type": "OAuthException"}}
    seen = told("facebook", clock, FB_ME, answer(no, 400), level="note")
    assert "tells a page's token nothing" in seen
    assert PAGE["token"] not in seen


def test_credits_domain_and_webhook(clock: TickingClock) -> None:
    """SendGrid's account is well with credits, an authenticated domain and a signed webhook; without one of them it is not."""

    def account(left: Any = PLENTY, domains: Any = DOMAIN, hooks: Any = SIGNED, level: str = "fault") -> str:
        return told("email", clock, answer(left), answer(domains), answer(hooks), level=level)

    assert account() == account(level="note") == ""
    assert "0 credits" in account({"remain": 0})
    assert "999 credits" in account({"remain": 999}, level="note")
    assert "not authenticated" in account(domains=[{"domain": "elsewhere.example", "valid": True}])
    assert "not valid" in account(domains=[{"domain": "espoo.example", "valid": False}])
    unsigned = {"webhooks": [{**SIGNED["webhooks"][0], "public_key": ""}]}
    assert "not signed" in account(hooks=unsigned)
    assert "no event webhook" in account(hooks={"webhooks": []}, level="note")


def test_a_key_that_may_not_ask(clock: TickingClock) -> None:
    """A key without the scopes for these questions still sends mail: notes name each scope, and the key stands nowhere."""
    no = answer({"errors": [{"message": f"access forbidden {MAIL['key']}", "field": None}]}, 403)
    with server(no) as (base, _):
        seen = examined("email", base, clock)
    assert [each.level for each in seen] == ["ok", "note", "note", "note"]
    assert "user.credits.read" in seen[1].do
    assert MAIL["key"] not in repr(seen)


def test_an_old_version(clock: TickingClock) -> None:
    """A version of LinkedIn's API that will be retired soon is a note."""
    acl = {"elements": [{"role": "ADMINISTRATOR", "organization": "urn:li:organization:400500600"}]}
    assert "version 202507" in told("linkedin", clock, answer(acl), level="note", version="202507")
    assert "version" not in told("linkedin", clock, answer(acl), level="note", version="202604")


def test_another_account(clock: TickingClock) -> None:
    """A login on Bluesky that is another account's than config says is a fault."""
    made = channel("bluesky", "http://127.0.0.1:9", clock, handle="vaara.example")
    at_bluesky(made)
    seen = list(import_module("kutsu.channels.bluesky.exam").examine(made))
    assert "not of @vaara.example" in "; ".join(each.seen for each in seen if each.level == "fault")
