"""X, through tweepy and by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import requests
import tweepy

from tests.sandbox.clients import oauth, published, until, x
from tests.sandbox.conftest import SHOWN


def _timeline(client: tweepy.Client, **asked: Any) -> list[tweepy.Tweet]:
    return client.get_users_tweets("1001", user_auth=True, max_results=5, **asked).data or []


def test_a_post_lags_and_then_reads_back_with_its_links_wrapped(sandbox: str) -> None:
    """Tweepy posts; the timeline shows it only after a lag, with t.co in the text and the real link in its entities."""
    client, text = x(sandbox), "Uusi robottibussi & muuta https://kokeilut.example.org/fi/bussi?a=1"
    answer = client.create_tweet(text=text)
    assert "https://t.co/" in answer.data["text"]
    assert "&amp;" in answer.data["text"]
    assert client.get_tweet(answer.data["id"], user_auth=True).data is None
    assert _timeline(client) == []
    fields = ["created_at", "entities", "note_tweet"]
    (tweet,) = until(lambda: _timeline(client, tweet_fields=fields, start_time=SHOWN))
    (link,) = tweet.entities["urls"]
    assert tweet.text[link["start"] : link["end"]] == link["url"]
    assert link["expanded_url"] == "https://kokeilut.example.org/fi/bussi?a=1"
    assert tweet.created_at >= SHOWN
    assert client.get_tweet(answer.data["id"], user_auth=True).data.id == tweet.id
    assert _timeline(client, since_id=tweet.id) == []
    assert _timeline(client, start_time=tweet.created_at + dt.timedelta(minutes=1)) == []


def test_the_same_text_twice_is_forbidden_per_account(sandbox: str) -> None:
    """The duplicate rule answers 403 without an id, and holds for one account only."""
    x(sandbox).create_tweet(text="Kahdesti sama")
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        x(sandbox).create_tweet(text="Kahdesti sama")
    assert x(sandbox, "sv").create_tweet(text="Kahdesti sama").data["id"]
    assert len(published(sandbox, network="x", account="espoo_fi", text="Kahdesti sama")) == 1


def test_length_is_weighted(sandbox: str) -> None:
    """280 Finnish letters fit, 281 do not, 141 wide ones neither, and a link counts 23 whatever its length."""
    client = x(sandbox, "en")
    assert client.create_tweet(text="ä" * 280).data
    assert client.create_tweet(text="b" * 256 + " https://kokeilut.example.org/" + "c" * 90).data
    for long in ("ö" * 281, "字" * 141):
        with pytest.raises(tweepy.Forbidden, match="too long"):
            client.create_tweet(text=long)


@pytest.mark.parametrize(
    "words",
    [
        {"consumer_key": "another"},
        {"consumer_secret": "another"},
        {"access_token": "another"},
        {"access_token_secret": "another"},
    ],
)
def test_each_of_the_four_words_must_be_right(sandbox: str, words: dict[str, str]) -> None:
    """A wrong key, token or either secret is 401: signatures are really verified."""
    with pytest.raises(tweepy.Unauthorized):
        x(sandbox, **words).create_tweet(text="Kuka minä olen?")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("GET", "/2/users/me", None, 200, '"username":"espoo_fi"'),
        ("POST", "/2/tweets", {"text": "a", "idempotency_key": "1"}, 400, "idempotency_key"),
        ("POST", "/2/tweets", {"text": " "}, 400, "$.text"),
        ("POST", "/2/tweets", {"text": "b", "reply_settings": "nobody"}, 400, "reply_settings"),
        ("POST", "/2/tweets", [1], 400, "not a JSON object"),
        ("GET", "/2/users/1001/tweets?max_results=4", None, 400, "not between 5 and 100"),
        ("GET", "/2/users/1001/tweets?max_results=101", None, 400, "not between 5 and 100"),
        ("GET", "/2/users/1001/tweets?count=5", None, 400, "[count] is not one of"),
        ("GET", "/2/users/1001/tweets?tweet.fields=mood", None, 400, "[mood] is not one of"),
        ("GET", "/2/users/1001/tweets?start_time=yesterday", None, 400, "start_time"),
        ("GET", "/2/users/9/tweets", None, 200, "resource-not-found"),
        ("GET", "/2/tweets/9", None, 200, "resource-not-found"),
        ("DELETE", "/2/tweets/9", None, 200, '"deleted":false'),
    ],
)
def test_documented_answers(sandbox: str, method: str, path: str, body: object, status: int, says: str) -> None:
    """Each documented request gets its documented status and words, with the rate headers."""
    answer = requests.request(method, f"{sandbox}/x{path}", json=body, auth=oauth(), timeout=10)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    assert int(answer.headers["x-rate-limit-reset"]) > SHOWN.timestamp()


def test_without_a_signature_there_is_no_answer(sandbox: str) -> None:
    """No or another kind of Authorization is 401 in X's problem shape."""
    for header in ({}, {"Authorization": "Bearer sandbox-x-fi-token"}):
        answer = requests.get(f"{sandbox}/x/2/users/me", headers=header, timeout=10)
        assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")


def test_own_posts_can_be_deleted(sandbox: str) -> None:
    """A deleted post is gone from the wall; another account's is forbidden."""
    made = x(sandbox).create_tweet(text="Tämä poistetaan").data["id"]
    with pytest.raises(tweepy.Forbidden):
        x(sandbox, "sv").delete_tweet(made)
    assert x(sandbox).delete_tweet(made).data == {"deleted": True}
    assert not published(sandbox, id=made)


def test_more_than_the_allowance_is_429_until_its_reset(sandbox: str) -> None:
    """The 76th /users/me within 15 minutes is told when to come again."""
    client = x(sandbox, "en")
    for _ in range(75):
        client.get_me()
    with pytest.raises(tweepy.TooManyRequests) as caught:
        client.get_me()
    assert SHOWN.timestamp() < caught.value.reset_time
