"""Bluesky, through atproto and by hand."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from atproto import Client, exceptions, models

from kutsu.sandbox.networks.bluesky import tokens
from tests.sandbox.clients import published
from tests.sandbox.conftest import SHOWN

FI = {"identifier": "espoo-fi.example", "password": "sandbox-bluesky-fi-app-password"}
DID = "did:plc:sandboxfiespooespooespoo"
POST = "app.bsky.feed.post"
KEYS = iter(f"3mkxyz2222{first}{second}2" for first in "abcdefghij" for second in "abcdefghij")


def client(sandbox: str, language: str = "fi") -> Client:
    """A client that is logged in; by the wall's time its tokens are old, so it renews them before each call."""
    made = Client(base_url=f"{sandbox}/bluesky")
    handle = {"fi": "espoo-fi", "sv": "esbo-sv", "en": "espoo-en"}[language]
    made.login(f"{handle}.example", f"sandbox-bluesky-{language}-app-password", fetch_bsky_profile=False)
    return made


@pytest.fixture(scope="module")
def bearer(sandbox: str) -> dict[str, str]:
    """The header of a login."""
    url = f"{sandbox}/bluesky/xrpc/com.atproto.server.createSession"
    return {"Authorization": f"Bearer {requests.post(url, json=FI, timeout=10).json()['accessJwt']}"}


def record(text: str = "Hei", **other: Any) -> dict[str, Any]:
    """A valid record."""
    return {"$type": POST, "text": text, "createdAt": "2026-05-04T07:00:00.000Z", "langs": ["fi"], **other}


def put(sandbox: str, bearer: dict[str, str], key: str, said: Any, **other: Any) -> requests.Response:
    """Put a record by hand."""
    body = {"repo": DID, "collection": POST, "rkey": key, "record": said, **other}
    url = f"{sandbox}/bluesky/xrpc/com.atproto.repo.putRecord"
    return requests.post(url, json=body, headers=bearer, timeout=10)


def test_the_client_posts_reads_and_deletes(sandbox: str) -> None:
    """The client logs in, puts a record with its facets, reads it back, lists it, and deletes it twice."""
    sky, key, place = client(sandbox), next(KEYS), {"repo": DID, "collection": POST}
    text = "Bussi kulkee: https://kokeilut.example.org/fi/bussi #Espoo"
    said = models.AppBskyFeedPost.Record(
        text=text, created_at="2026-05-04T07:00:00Z", langs=["fi"], facets=sky.detect_facets(text)
    )
    made = sky.com.atproto.repo.put_record(models.ComAtprotoRepoPutRecord.Data(**place, rkey=key, record=said))
    assert made.uri == f"at://{DID}/{POST}/{key}"
    (out,) = published(sandbox, network="bluesky", id=made.uri)
    assert (out["language"], out["link"], out["text"]) == ("fi", "https://kokeilut.example.org/fi/bussi", text)
    read = sky.com.atproto.repo.get_record(models.ComAtprotoRepoGetRecord.Params(**place, rkey=key))
    assert (read.cid, read.value.text) == (made.cid, text)
    listed = sky.com.atproto.repo.list_records(models.ComAtprotoRepoListRecords.Params(**place, limit=1))
    assert [one.uri for one in listed.records] == [made.uri]
    for _ in range(2):
        sky.com.atproto.repo.delete_record(models.ComAtprotoRepoDeleteRecord.Data(**place, rkey=key))
    with pytest.raises(exceptions.BadRequestError, match="RecordNotFound"):
        sky.com.atproto.repo.get_record(models.ComAtprotoRepoGetRecord.Params(**place, rkey=key))


def test_a_null_swap_creates_and_never_overwrites(sandbox: str, bearer: dict[str, str]) -> None:
    """The same content again gives the same answer, other content is InvalidSwap, and without the field it overwrites."""
    key = next(KEYS)
    first, again = (put(sandbox, bearer, key, record("Kerran"), swapRecord=None) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert [first.json()[name] for name in ("uri", "cid")] == [again.json()[name] for name in ("uri", "cid")]
    other = put(sandbox, bearer, key, record("Toisin"), swapRecord=None)
    assert (other.status_code, other.json()["error"]) == (400, "InvalidSwap")
    assert len(published(sandbox, text="Kerran")) == 1
    assert put(sandbox, bearer, key, record("Toisin")).status_code == 200
    assert not published(sandbox, text="Kerran")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (record("ä" * 300), 200),
        (record("ä" * 301), 400),
        (record("👨‍👩‍👧‍👦" * 120), 200),
        (record("👨‍👩‍👧‍👦" * 121), 400),
        (record(mood="good"), 400),
        (record(createdAt="4.5.2026"), 400),
        (record(langs=["fi", "sv", "en", "et"]), 400),
        (record(langs=["suomea, kiitos"]), 400),
        (record(facets=[{"index": {"byteStart": 0, "byteEnd": 3}, "features": []}]), 200),
        (record(facets=[{"index": {"byteStart": 0, "byteEnd": 4}, "features": []}]), 400),
        ({"$type": POST, "text": "Hei"}, 400),
        ("Hei", 400),
    ],
)
def test_records_are_checked(sandbox: str, bearer: dict[str, str], said: Any, status: int) -> None:
    """Graphemes, bytes, the instant, languages, facets within the text, and no field that a post does not have."""
    answer = put(sandbox, bearer, next(KEYS), said)
    assert answer.status_code == status, answer.text
    assert status == 200 or answer.json()["error"] == "InvalidRequest"


def test_documented_refusals(sandbox: str, bearer: dict[str, str]) -> None:
    """A key that is no TID, another's repository, another collection, and no login, in the protocol's shape of an error."""
    assert put(sandbox, bearer, "uusi-bussi", record()).status_code == 400
    assert put(sandbox, bearer, next(KEYS), record(), repo="esbo-sv.example").status_code == 400
    assert put(sandbox, bearer, next(KEYS), record(), collection="app.bsky.feed.like").status_code == 400
    nobody = put(sandbox, {}, next(KEYS), record())
    assert (nobody.status_code, set(nobody.json())) == (401, {"error", "message"})


def test_an_expired_token_is_400(sandbox: str) -> None:
    """A token whose time is over is ExpiredToken; one that was never given is InvalidToken."""
    old = tokens.issue(DID, "access", SHOWN.timestamp() - 3 * 3600)
    for token, error in ((old, "ExpiredToken"), (f"{old}x", "InvalidToken")):
        answer = put(sandbox, {"Authorization": f"Bearer {token}"}, next(KEYS), record())
        assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_wrong_password_and_then_too_many(sandbox: str) -> None:
    """A wrong app password is 401; the 31st login of an account within five minutes is told when to come again."""
    url, wrong = f"{sandbox}/bluesky/xrpc/com.atproto.server.createSession", {"identifier": "espoo-en.example"}
    answers = [requests.post(url, json={**wrong, "password": "another"}, timeout=10) for _ in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {401}
    assert (answers[30].status_code, answers[30].json()["error"]) == (429, "RateLimitExceeded")
    assert int(answers[30].headers["ratelimit-reset"]) > SHOWN.timestamp()
    assert answers[30].headers["ratelimit-policy"] == "30;w=300"
    assert answers[0].headers["ratelimit-limit"] == "3000"
