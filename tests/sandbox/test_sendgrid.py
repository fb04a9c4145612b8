"""SendGrid, through its own library."""

from __future__ import annotations

import json
import urllib.error
from typing import Any

import pytest
import requests
from python_http_client.exceptions import HTTPError

from tests.sandbox.clients import MAIL_KEY, letter, mail, published
from tests.sandbox.conftest import SHOWN


def test_a_mail_is_queued_and_stands_on_the_wall(sandbox: str) -> None:
    """202, an empty body and a message id; the mail shows its language, its group and who gets it."""
    answer = mail(sandbox).client.mail.send.post(request_body=letter("a@example.org", "b@example.org"))
    assert (answer.status_code, answer.body) == (202, b"")
    (row,) = published(sandbox, id=answer.headers["X-Message-Id"])
    assert (row["language"], row["subject"], row["group"]) == (
        "fi",
        "Tule testaajaksi",
        "Espoon digikokeilut: asukkaat",
    )
    assert row["recipients"] == ["a@example.org", "b@example.org"]
    assert row["link"] == "https://kokeilut.example.org/fi/bussi"


def test_who_left_the_group_gets_nothing(sandbox: str) -> None:
    """A suppressed address is dropped in silence, whatever its case."""
    groups = mail(sandbox).client.asm.groups._("201").suppressions
    assert groups.post(request_body={"recipient_emails": ["Pois@example.org"]}).status_code == 201
    assert json.loads(groups.get().body) == ["Pois@example.org"]
    body = letter("pois@example.org", "jai@example.org", asm={"group_id": 201})
    answer = mail(sandbox).client.mail.send.post(request_body=body)
    (row,) = published(sandbox, id=answer.headers["X-Message-Id"])
    assert (row["recipients"], row["dropped"]) == (["jai@example.org"], 1)


def test_substitutions_and_way_out_are_filled_in(sandbox: str) -> None:
    """The wall shows what the first recipient reads, with the group's unsubscribe address."""
    body = letter(content=[{"type": "text/plain", "value": "Hei -nimi-! <%asm_group_unsubscribe_raw_url%>"}])
    body["personalizations"][0]["substitutions"] = {"-nimi-": "naapuri"}
    answer = mail(sandbox).client.mail.send.post(request_body=body)
    (row,) = published(sandbox, id=answer.headers["X-Message-Id"])
    assert row["text"] == "Hei naapuri! https://unsubscribe.example.org/101"


def test_a_later_send_at_is_not_out_before_its_time(sandbox: str) -> None:
    """A mail with send_at waits."""
    body = letter(send_at=int(SHOWN.timestamp()) + 24 * 3600)
    answer = mail(sandbox).client.mail.send.post(request_body=body)
    assert not published(sandbox, id=answer.headers["X-Message-Id"])


def _people(count: int) -> list[dict[str, Any]]:
    return [{"to": [{"email": f"asukas{n}@example.org"}]} for n in range(count)]


@pytest.mark.parametrize(
    ("other", "status", "says"),
    [
        ({"personalizations": _people(1000)}, 202, ""),
        ({"personalizations": _people(1001)}, 400, "personalizations"),
        ({"personalizations": []}, 400, "personalizations"),
        ({"idempotency_key": "1"}, 400, "Additional property idempotency_key"),
        ({"personalizations": [{"to": [{"email": "a@b.example"}], "content": []}]}, 400, "personalizations.0.content"),
        ({"personalizations": [*_people(7), {"to": [{"email": "notanemail"}]}]}, 400, "personalizations.7.to.0.email"),
        ({"subject": ""}, 400, "The subject is required"),
        ({"subject": "a\r\nBcc: x@example.org"}, 400, '"subject"'),
        ({"content": []}, 400, '"content"'),
        ({"content": [{"type": "text/plain", "value": ""}]}, 400, "content.0.value"),
        ({"content": [{"type": t, "value": "x"} for t in ("text/html", "text/plain")]}, 400, "text/plain first"),
        ({"from": {"email": "kokeilut@vantaa.example"}}, 403, "verified Sender Identity"),
        ({"asm": {"group_id": 999}}, 400, "asm.group_id"),
        ({"headers": {"Reply-To": "a@b.example"}}, 400, "reserved"),
        ({"headers": {"List-Unsubscribe": "<https://example.org/u>", "Content-Language": "fi"}}, 202, ""),
        ({"categories": ["a", "a"]}, 400, "unique"),
        ({"categories": [str(n) for n in range(11)]}, 400, "categories"),
        ({"custom_args": {"kutsu_key": "x" * 10_000}}, 400, "custom_args"),
        ({"send_at": int(SHOWN.timestamp()) + 80 * 3600}, 400, "72 hours"),
        ({"batch_id": "1"}, 400, "batch_id"),
    ],
)
def test_documented_answers(sandbox: str, other: dict[str, Any], status: int, says: str) -> None:
    """Each rule of mail/send is held for the whole request, and names the field; the rate headers are always there."""
    url = f"{sandbox}/sendgrid/v3/mail/send"
    answer = requests.post(url, json=letter(**other), headers=MAIL_KEY, timeout=10)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    assert int(answer.headers["X-RateLimit-Remaining"]) < int(answer.headers["X-RateLimit-Limit"])


def test_an_address_twice_in_any_case_spoils_the_request(sandbox: str) -> None:
    """The error names the address and where it came again."""
    url = f"{sandbox}/sendgrid/v3/mail/send"
    answer = requests.post(url, json=letter("a@example.org", "A@example.org"), headers=MAIL_KEY, timeout=10)
    assert answer.status_code == 400
    assert "first duplicate instance of [A@example.org] in the personalizations.1.to field" in answer.text


def test_keys_scopes_and_groups_can_be_asked(sandbox: str) -> None:
    """What a doctor reads: the key's scopes, each group, and a clear no to a wrong key or an unknown group."""
    client = mail(sandbox).client
    assert "mail.send" in json.loads(client.scopes.get().body)["scopes"]
    assert json.loads(client.asm.groups.get().body)[0]["id"] == 101
    assert json.loads(client.asm.groups._("103").get().body)["name"] == "Espoo digital pilots: residents"
    assert json.loads(client.suppression.bounces.get().body) == []
    with pytest.raises((HTTPError, urllib.error.HTTPError)) as missing:
        client.asm.groups._("999").get()
    with pytest.raises((HTTPError, urllib.error.HTTPError)) as stranger:
        mail(sandbox, "another").client.mail.send.post(request_body=letter())
    assert (missing.value.status_code, stranger.value.status_code) == (404, 401)
