"""Facebook, by plain HTTP as its client would."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import requests

from tests.sandbox.clients import PAGE_TOKEN, published, until
from tests.sandbox.conftest import SHOWN


def graph(sandbox: str, method: str, path: str, **given: Any) -> requests.Response:
    """One call with the page's token in a header."""
    url, form = f"{sandbox}/facebook/v24.0/{path}", method != "GET"
    return requests.request(
        method, url, headers=PAGE_TOKEN, timeout=10, params=None if form else given, data=given if form else None
    )


def test_a_draft_is_seen_by_nobody_until_it_is_published_by_its_id_once(sandbox: str) -> None:
    """Publishing a draft again and again leaves one public status; before that there is none."""
    made = graph(sandbox, "POST", "espoo/feed", message="Luonnos", published="false", fields="is_published").json()
    assert made["is_published"] is False
    assert not published(sandbox, id=made["id"])
    for _ in range(3):
        assert graph(sandbox, "POST", made["id"], is_published="true").json() == {"success": True}
    assert graph(sandbox, "GET", made["id"], fields="is_published,message").json()["is_published"] is True
    assert len(published(sandbox, id=made["id"])) == 1


def test_repeating_the_last_status_is_506(sandbox: str) -> None:
    """The page's last status cannot be said again, by a draft neither; after another one it can."""
    assert graph(sandbox, "POST", "espoo/feed", message="Yksi").ok
    assert graph(sandbox, "POST", "espoo/feed", message="Yksi").json()["error"]["code"] == 506
    draft = graph(sandbox, "POST", "espoo/feed", message="Yksi", published="false").json()["id"]
    assert graph(sandbox, "POST", draft, is_published="true").json()["error"]["code"] == 506
    assert graph(sandbox, "POST", "espoo/feed", message="Kaksi").ok
    assert graph(sandbox, "POST", draft, is_published="true").ok


def test_the_list_lags_and_omits_but_the_id_always_answers(sandbox: str) -> None:
    """Of twenty statuses the list shows none at first and never all of them; each is read by its id at once."""
    since = int(SHOWN.timestamp())
    made = {graph(sandbox, "POST", "espoo/feed", message=f"Tiedote {n}").json()["id"] for n in range(20)}
    assert all(graph(sandbox, "GET", name, fields="message").ok for name in made)

    def listed() -> set[str]:
        rows = graph(sandbox, "GET", "espoo/published_posts", fields="id,message", since=since, limit=100).json()
        return made & {row["id"] for row in rows["data"]}

    assert len(listed()) < 20
    until(lambda: all(row["visible"] or row["id"] not in listed() for row in published(sandbox, network="facebook")))
    until(lambda: len(listed()) > 5)
    assert len(listed()) < 20
    later = graph(sandbox, "GET", "espoo/published_posts", since=int((SHOWN + dt.timedelta(days=9)).timestamp()))
    assert later.json() == {"data": []}


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "says"),
    [
        ("GET", "me", {}, 200, '"id":"100200300"'),
        ("GET", "espoo", {"fields": "name"}, 200, "Espoo"),
        ("GET", "100200300", {"fields": "name,username"}, 200, '"username":"espoo"'),
        ("GET", "me/permissions", {}, 200, "pages_manage_posts"),
        ("GET", "espoo", {"fields": "mood"}, 400, "nonexisting field (mood)"),
        ("POST", "espoo/feed", {}, 400, '"code":197'),
        ("POST", "espoo/feed", {"message": "a", "idempotency_key": "1"}, 400, "Param idempotency_key"),
        ("POST", "espoo/feed", {"message": "a", "published": "perhaps"}, 400, "must be a boolean"),
        ("POST", "espoo/feed", {"message": "a" * 63_207}, 400, "at most 63206"),
        ("POST", "helsinki/feed", {"message": "a"}, 400, '"error_subcode":33'),
        ("GET", "100200300_1", {}, 400, '"error_subcode":33'),
        ("POST", "100200300_1", {"is_published": "true"}, 400, '"error_subcode":33'),
        ("GET", "espoo/published_posts", {"limit": "101"}, 400, "reduce the amount"),
        ("GET", "espoo/published_posts", {"since": "yesterday"}, 400, "must be an integer"),
    ],
)
def test_documented_answers(sandbox: str, method: str, path: str, given: Any, status: int, says: str) -> None:
    """Each documented request gets its documented status and words, with the usage headers."""
    answer = graph(sandbox, method, path, **given)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    assert "call_count" in answer.headers["X-Business-Use-Case-Usage"]


def test_a_dead_token_is_400_with_code_190(sandbox: str) -> None:
    """What kind of no it is stands in the code; the token is taken from header or body, never from the address."""
    url = f"{sandbox}/facebook/v24.0/me"
    wrong = requests.get(url, headers={"Authorization": "Bearer another"}, timeout=10)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, 190)
    assert "fbtrace_id" in wrong.json()["error"]
    in_query = requests.get(url, params={"access_token": "sandbox-facebook-page-token"}, timeout=10)
    assert in_query.json()["error"]["code"] == 104
    feed = {"message": "Runkoon", "access_token": "sandbox-facebook-page-token"}
    assert requests.post(f"{sandbox}/facebook/v24.0/espoo/feed", json=feed, timeout=10).ok


def test_an_unknown_version_is_refused(sandbox: str) -> None:
    """Graph answers to the versions of today."""
    answer = requests.get(f"{sandbox}/facebook/v3.0/me", headers=PAGE_TOKEN, timeout=10)
    assert answer.json()["error"]["code"] == 2500


def test_a_deleted_status_is_gone(sandbox: str) -> None:
    """After DELETE neither Graph nor the wall knows it."""
    made = graph(sandbox, "POST", "espoo/feed", message="Pois", link="https://kokeilut.example.org/sv/bort").json()[
        "id"
    ]
    (row,) = published(sandbox, id=made)
    assert (row["language"], row["link"]) == ("sv", "https://kokeilut.example.org/sv/bort")
    assert graph(sandbox, "DELETE", made).json() == {"success": True}
    assert graph(sandbox, "GET", made).status_code == 400
    assert not published(sandbox, id=made)
