"""LinkedIn, by plain HTTP as its client would."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
import requests

from kutsu.sandbox.networks.linkedin import little
from tests.sandbox.clients import published, until

ORGANIZATION = "urn:li:organization:400500600"
HEADERS = {
    "Authorization": "Bearer sandbox-linkedin-organization-token",
    "LinkedIn-Version": "202610",
    "X-Restli-Protocol-Version": "2.0.0",
}
FINDER = {"X-RestLi-Method": "FINDER"}


def ask(sandbox: str, method: str, path: str, headers: dict[str, str] | None = None, **given: Any) -> requests.Response:
    """One call with token, version and protocol."""
    url = f"{sandbox}/linkedin/rest/{path}"
    return requests.request(method, url, headers=HEADERS | (headers or {}), timeout=10, **given)


def body(commentary: str, **other: Any) -> dict[str, Any]:
    """A post that LinkedIn takes."""
    usual = {"author": ORGANIZATION, "commentary": commentary, "visibility": "PUBLIC", "lifecycleState": "PUBLISHED"}
    return {**usual, "distribution": {"feedDistribution": "MAIN_FEED"}, **other}


def say(sandbox: str, commentary: str) -> str:
    """Publish, and give the urn."""
    answer = ask(sandbox, "POST", "posts", json=body(commentary))
    assert (answer.status_code, answer.content) == (201, b"")
    return answer.headers["x-restli-id"]


def find(sandbox: str, **other: str) -> requests.Response:
    """The organisation's own posts."""
    wish = {"q": "author", "author": ORGANIZATION, "count": "100", "sortBy": "LAST_MODIFIED"}
    return ask(sandbox, "GET", "posts", FINDER, params=wish | other)


def place(urn: str) -> str:
    """Where the post of a urn is."""
    return f"posts/{quote(urn, safe='')}"


def test_the_list_lags_and_the_urn_answers_at_once(sandbox: str) -> None:
    """A post is read by its urn at once, and comes into the list, newest first, after a while."""
    first, second = say(sandbox, "Yksi https://kokeilut.example.org/sv/bussen"), say(sandbox, "Kaksi")
    assert ask(sandbox, "GET", place(second)).json()["commentary"] == "Kaksi"
    assert second not in find(sandbox).text
    until(lambda: first in find(sandbox).text and second in find(sandbox).text)
    rows = find(sandbox, count="1").json()
    assert rows["paging"]["count"] == len(rows["elements"]) == 1
    assert find(sandbox, start="1").json()["elements"][0]["createdAt"] <= rows["elements"][0]["createdAt"]
    (row,) = published(sandbox, id=first)
    assert (row["account"], row["language"]) == ("espoo", "sv")


@pytest.mark.parametrize(
    ("commentary", "shown"),
    [
        ("Tule (heti) mukaan", "Tule "),
        (r"Tule \(heti\) mukaan", "Tule (heti) mukaan"),
        (r"Koe {hashtag|\#|kokeilut} ja {hashtag|#|espoo}!", "Koe #kokeilut ja #espoo!"),
        ("Koe #kokeilut", "Koe "),
        (r"Takaperin \n", "Takaperin "),
        (r"Kenoviiva \\", "Kenoviiva \\"),
        ("Katso https://example.org/a_b", "Katso https://example.org/a"),
    ],
)
def test_a_reserved_character_cuts_the_post(sandbox: str, commentary: str, shown: str) -> None:
    """An unescaped one ends the post there, with a 201 and without a word; an escaped one is shown."""
    urn = say(sandbox, commentary)
    (row,) = published(sandbox, id=urn)
    assert row["text"] == shown
    assert little.plain(ask(sandbox, "GET", place(urn)).json()["commentary"]) == shown


def test_a_duplicate_is_named_and_haunts(sandbox: str) -> None:
    """The same text is 422 with the urn that has it; after a delete with a ghost's urn, which answers 404."""
    urn = say(sandbox, "Sama")
    again = ask(sandbox, "POST", "posts", json=body("Sama"))
    assert (again.status_code, again.json()["errorDetails"]["inputErrors"][0]["code"]) == (422, "DUPLICATE_POST")
    assert again.json()["message"].endswith(f"Content is a duplicate of {urn}")
    assert [ask(sandbox, "DELETE", place(urn)).status_code for _ in range(3)] == [204, 204, 204]
    assert not published(sandbox, id=urn)
    assert ask(sandbox, "GET", place(urn)).status_code == 404
    ghost = ask(sandbox, "POST", "posts", json=body("Sama")).json()["message"].split()[-1]
    assert ghost not in (urn, "")
    assert ask(sandbox, "GET", place(ghost)).json()["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("headers", "status", "says"),
    [
        ({"Authorization": "Bearer another"}, 401, '"serviceErrorCode":65600,"code":"INVALID_ACCESS_TOKEN"'),
        ({"LinkedIn-Version": "202505"}, 426, '"code":"NONEXISTENT_VERSION"'),
        ({"LinkedIn-Version": "202613"}, 426, "202613 is not active"),
        ({"LinkedIn-Version": ""}, 400, "VERSION_MISSING"),
        ({"X-Restli-Protocol-Version": "1.0.0"}, 400, "X-Restli-Protocol-Version"),
        ({"X-RestLi-Method": "GET"}, 400, "FINDER"),
    ],
)
def test_headers_are_required(sandbox: str, headers: dict[str, str], status: int, says: str) -> None:
    """Token, a live version, the protocol and the method of a finder are all asked for."""
    answer = ask(sandbox, "GET", "posts", FINDER | headers, params={"q": "author", "author": ORGANIZATION})
    assert (answer.status_code, says in answer.text) == (status, True), answer.text


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"idempotencyKey": "1"}, 422, "/idempotencyKey :: unrecognized field"),
        ({"visibility": "CONNECTIONS"}, 422, "/visibility"),
        ({"lifecycleState": "DRAFT"}, 422, "/lifecycleState"),
        ({"distribution": {}}, 422, "/distribution"),
        ({"commentary": "a" * 3001}, 422, "/commentary"),
        ({"commentary": " "}, 422, "/commentary"),
        ({"author": "urn:li:organization:1"}, 403, '"code":"ACCESS_DENIED"'),
    ],
)
def test_a_wrong_post_is_refused(sandbox: str, change: dict[str, Any], status: int, says: str) -> None:
    """Unknown and wrong fields, a text too long and another organisation are a no in LinkedIn's words."""
    answer = ask(sandbox, "POST", "posts", json=body("Hei") | change)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text


def test_a_missing_field_is_told(sandbox: str) -> None:
    """Rest.li names what is not there."""
    answer = ask(sandbox, "POST", "posts", json={"author": ORGANIZATION})
    assert (answer.status_code, "/commentary :: field is required" in answer.text) == (422, True)


@pytest.mark.parametrize("wrong", [{"count": "101"}, {"start": "x"}, {"sortBy": "MOOD"}, {"mood": "1"}])
def test_a_wrong_query_is_refused(sandbox: str, wrong: dict[str, str]) -> None:
    """The list knows its parameters and their bounds."""
    assert find(sandbox, **wrong).status_code == 400


def test_the_role_is_told(sandbox: str) -> None:
    """Whoever has a token can ask what its owner is in which organisation."""
    wish = {"q": "roleAssignee", "state": "APPROVED"}
    (row,) = ask(sandbox, "GET", "organizationAcls", FINDER, params=wish).json()["elements"]
    assert (row["organization"], row["role"], row["state"]) == (ORGANIZATION, "CONTENT_ADMIN", "APPROVED")
    other = ask(sandbox, "GET", "organizationAcls", FINDER, params={**wish, "role": "ANALYST"})
    assert other.json()["elements"] == []


def test_a_day_has_its_limit(sandbox: str) -> None:
    """After 150 posts in a day comes 429, without a word on when to come again; reading goes on."""
    answers = [ask(sandbox, "POST", "posts", json=body(f"Tiedote {number}")) for number in range(151)]
    assert answers[0].status_code == 201
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "TOO_MANY_REQUESTS")
    assert "Retry-After" not in answers[-1].headers
    assert find(sandbox).ok
