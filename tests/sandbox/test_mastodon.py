"""Mastodon, through Mastodon.py and by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import requests
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonNotFoundError, MastodonRatelimitError, MastodonUnauthorizedError

from kutsu.clock import TickingClock
from kutsu.sandbox import start
from tests.sandbox.clients import published
from tests.sandbox.conftest import SCALE, SHOWN, ZONE

TOKEN = {"Authorization": "Bearer sandbox-mastodon-fi-token"}
LINK = "https://kokeilut.example.org/fi/bussi?a=1&b=2"


def _client(sandbox: str, language: str = "fi", token: str = "") -> Mastodon:
    token = token or f"sandbox-mastodon-{language}-token"
    return Mastodon(
        access_token=token, api_base_url=f"{sandbox}/mastodon", ratelimit_method="throw", request_timeout=10
    )


def test_a_status_lags_and_then_reads_back(tmp_path: Path) -> None:
    """The own list shows a status only after a lag, as HTML; its source has the very text; reading it by id does not lag."""
    text = f"Uusi robottibussi & muuta\n{LINK}\n\n#Espoo"
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN, 0.01)) as sandbox:
        made = _client(sandbox).status_post(text, language="fi", visibility="public")
        assert _client(sandbox).status(made.id).id == made.id
        assert _client(sandbox).account_statuses("2001", since_id=SHOWN) == []
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN + dt.timedelta(seconds=13))) as sandbox:
        client = _client(sandbox)
        (shown,) = client.account_statuses("2001", since_id=SHOWN, exclude_reblogs=True, limit=40)
        assert client.status_source(made.id).text == text
        assert client.account_statuses("2001", since_id=made.id) == []
        assert client.account_statuses("2001", since_id=shown.created_at + dt.timedelta(minutes=1)) == []
        assert client.account_statuses("2001", max_id=made.id) == []
    assert shown.id == made.id
    assert LINK.replace("&", "&amp;") in shown.content
    assert "robottibussi &amp; muuta<br />" in shown.content
    assert ">#<span>Espoo</span></a>" in shown.content
    assert shown.created_at >= SHOWN


def test_the_key_alone_decides_for_an_hour_per_account(sandbox: str) -> None:
    """The same key gives the first status again, other text or not; another account and another key make their own."""
    first = _client(sandbox).status_post("Kerran", idempotency_key="avain")
    assert _client(sandbox).status_post("Kerran ja toisin", idempotency_key="avain").id == first.id
    assert _client(sandbox).status_post("Kerran", idempotency_key="toinen").id != first.id
    assert _client(sandbox, "sv").status_post("Kerran", idempotency_key="avain").id != first.id
    assert not published(sandbox, text="Kerran ja toisin")
    _client(sandbox).status_delete(first.id)
    with pytest.raises(MastodonNotFoundError):
        _client(sandbox).status_post("Kerran", idempotency_key="avain")


def test_a_key_dies_after_its_hour(tmp_path: Path) -> None:
    """An hour later, over a restart, the same key makes a second status: nobody may lean on it for longer."""
    made = set()
    for minutes in (0, 59, 61):
        clock = TickingClock.starting(ZONE, SHOWN + dt.timedelta(minutes=minutes))
        with start(tmp_path, clock) as sandbox:
            made.add((minutes // 60, _client(sandbox).status_post("Tunnin päästä", idempotency_key="avain").id))
    assert len(made) == 2


def test_the_server_tells_its_limits_and_keeps_them(sandbox: str) -> None:
    """500 characters, a link 23, an emoji one; 501 are refused."""
    client = _client(sandbox, "en")
    told = client.instance_v2().configuration.statuses
    assert (told.max_characters, told.characters_reserved_per_url) == (500, 23)
    family = "👨‍👩‍👧‍👦"
    for text in ("ä" * 500, family * 500, "b" * 476 + " https://kokeilut.example.org/" + "c" * 90):
        assert client.status_post(text)
    for text in ("ö" * 501, family * 501, "b" * 477 + " https://kokeilut.example.org/c", " "):
        with pytest.raises(MastodonAPIError, match="Validation failed"):
            client.status_post(text)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("GET", "/v1/accounts/verify_credentials", None, 200, '"acct":"espoo_fi"'),
        ("POST", "/v1/statuses", {"status": "a", "mood": "1"}, 422, "mood"),
        ("POST", "/v1/statuses", {"status": ""}, 422, "Text can't be blank"),
        ("POST", "/v1/statuses", {"status": "b", "media_ids": ["7"]}, 422, "Media 7 not found"),
        ("POST", "/v1/statuses", {"status": "b", "visibility": "nobody"}, 422, "Visibility"),
        ("POST", "/v1/statuses", {"status": "b", "spoiler_text": "c" * 500}, 422, "limit of 500 exceeded"),
        ("POST", "/v1/statuses", [1], 400, "parsing"),
        ("GET", "/v1/accounts/2001/statuses?count=5", None, 422, "count"),
        ("GET", "/v1/accounts/2001/statuses?since_id=yesterday", None, 422, "since_id"),
        ("GET", "/v1/accounts/9/statuses", None, 404, "Record not found"),
        ("GET", "/v1/statuses/9", None, 404, "Record not found"),
        ("GET", "/v1/statuses/9/source", None, 404, "Record not found"),
        ("DELETE", "/v1/statuses/9", None, 404, "Record not found"),
    ],
)
def test_documented_answers(sandbox: str, method: str, path: str, body: Any, status: int, says: str) -> None:
    """Each documented request gets its documented status and words, with the rate headers, the reset in ISO 8601."""
    answer = requests.request(method, f"{sandbox}/mastodon/api{path}", json=body, headers=TOKEN, timeout=10)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    assert dt.datetime.fromisoformat(answer.headers["X-RateLimit-Reset"]) > SHOWN
    assert status == 200 or list(answer.json()) == ["error"]


def test_a_token_opens_its_account_as_far_as_its_scopes(tmp_path: Path) -> None:
    """An unknown token is 401; one that may only read is 403 when it writes."""
    accounts, words = tmp_path / "accounts.toml", 'id = "1"\nusername = "a"\nname = "A"\nlanguage = "fi"\n'
    accounts.write_text(f'[[mastodon]]\n{words}token = "lukija"\nscopes = ["read"]\n', encoding="utf-8")
    with start(tmp_path / "world", TickingClock.starting(ZONE, SHOWN, SCALE), accounts=accounts) as sandbox:
        with pytest.raises(MastodonUnauthorizedError, match="access token is invalid"):
            _client(sandbox, token="another").account_verify_credentials()
        assert _client(sandbox, token="lukija").account_verify_credentials().id == "1"
        with pytest.raises(MastodonAPIError, match="outside the authorized scopes"):
            _client(sandbox, token="lukija").status_post("Saanko?")


def test_own_statuses_can_be_deleted(sandbox: str) -> None:
    """A deleted status is gone from the wall, and its text comes back; another account's is not found."""
    made = _client(sandbox).status_post("Tämä poistetaan").id
    with pytest.raises(MastodonNotFoundError):
        _client(sandbox, "sv").status_delete(made)
    assert _client(sandbox).status_delete(made).text == "Tämä poistetaan"
    assert not published(sandbox, id=made)


def test_more_than_the_allowance_is_429_until_its_reset(tmp_path: Path) -> None:
    """The 31st delete within half an hour is told when to come again."""
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN)) as sandbox:
        client = _client(sandbox, "en")
        for _ in range(30):
            with pytest.raises(MastodonNotFoundError):
                client.status_delete("9")
        with pytest.raises(MastodonRatelimitError):
            client.status_delete("9")
        answer = requests.delete(
            f"{sandbox}/mastodon/api/v1/statuses/9",
            headers={"Authorization": "Bearer sandbox-mastodon-en-token"},
            timeout=10,
        )
    reset = dt.datetime.fromisoformat(answer.headers["X-RateLimit-Reset"])
    assert (answer.status_code, answer.json()) == (429, {"error": "Too many requests"})
    assert dt.timedelta(minutes=29) < reset - SHOWN < dt.timedelta(minutes=31)
