"""SendGrid's batches, through its own library: what waits, what is stopped, and what is thrown away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from kutsu.clock import TickingClock
from kutsu.sandbox import start
from tests.sandbox.clients import MAIL_KEY, letter, mail, published, until
from tests.sandbox.conftest import SHOWN, ZONE

MINUTE = 60


@pytest.fixture(scope="module")
def clock() -> TickingClock:
    """Ten minutes pass in a second."""
    return TickingClock.starting(ZONE, SHOWN, 600)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, clock: TickingClock) -> Iterator[str]:
    """A sandbox with that clock."""
    with start(tmp_path_factory.mktemp("sandbox"), clock) as address:
        yield address


def handed_over(sandbox: str, clock: TickingClock, minutes: int) -> tuple[str, str]:
    """A mail that waits so long in a batch of its own: the batch and the mail's id."""
    client = mail(sandbox).client
    batch = json.loads(client.mail.batch.post().body)["batch_id"]
    due = int(clock.now().timestamp()) + minutes * MINUTE
    answer = client.mail.send.post(request_body=letter(batch_id=batch, send_at=due))
    return batch, answer.headers["X-Message-Id"]


def stop(sandbox: str, method: str, batch: str = "", **body: str) -> requests.Response:
    """Ask for something of the stops."""
    place = f"{sandbox}/sendgrid/v3/user/scheduled_sends" + (f"/{batch}" if batch else "")
    return requests.request(method, place, json=body or None, headers=MAIL_KEY, timeout=10)


def test_what_was_cancelled_is_thrown_away_at_its_time(sandbox: str, clock: TickingClock) -> None:
    """Of two mails one is cancelled: at their time the other is out, and lifting the stop afterwards brings nothing back."""
    (batch, name), (_, other) = handed_over(sandbox, clock, 14), handed_over(sandbox, clock, 14)
    assert stop(sandbox, "POST", batch_id=batch, status="cancel").status_code == 201
    until(lambda: published(sandbox, id=other))
    assert stop(sandbox, "GET", batch).json() == [{"batch_id": batch, "status": "cancel"}]
    assert stop(sandbox, "DELETE", batch).status_code == 204
    assert not published(sandbox, id=name)


def test_what_was_paused_goes_when_it_is_resumed(sandbox: str, clock: TickingClock) -> None:
    """A pause keeps the mail beyond its time; without it the mail goes."""
    (batch, name), (_, other) = handed_over(sandbox, clock, 13), handed_over(sandbox, clock, 13)
    assert stop(sandbox, "POST", batch_id=batch, status="pause").status_code == 201
    until(lambda: published(sandbox, id=other))
    assert not published(sandbox, id=name)
    stop(sandbox, "DELETE", batch).raise_for_status()
    assert published(sandbox, id=name)


def test_a_cancellation_counts_for_what_comes_later(sandbox: str) -> None:
    """Mail that arrives under an id that is cancelled already is thrown away too: nothing leaves under it any more."""
    batch = json.loads(mail(sandbox).client.mail.batch.post().body)["batch_id"]
    stop(sandbox, "POST", batch_id=batch, status="cancel").raise_for_status()
    answer = mail(sandbox).client.mail.send.post(request_body=letter(batch_id=batch))
    assert not published(sandbox, id=answer.headers["X-Message-Id"])
    stop(sandbox, "DELETE", batch)


@pytest.mark.parametrize(
    ("method", "body", "status", "says"),
    [
        ("POST", {"batch_id": "BATCH", "status": "cancel"}, 400, "already"),
        ("POST", {"batch_id": "another", "status": "cancel"}, 400, "invalid batch id"),
        ("POST", {"batch_id": "BATCH", "status": "stop"}, 400, "either cancel or pause"),
        ("PATCH", {"status": "stop"}, 400, "either cancel or pause"),
        ("PATCH", {"status": "cancel"}, 204, ""),
        ("GET", {}, 200, '"cancel"'),
    ],
)
def test_documented_answers(sandbox: str, method: str, body: dict[str, Any], status: int, says: str) -> None:
    """A second stop is refused, a pause is changed, an unknown id or word is named."""
    batch = _paused(sandbox)
    asked = {key: value.replace("BATCH", batch) for key, value in body.items()}
    if method == "GET":
        stop(sandbox, "PATCH", batch, status="cancel").raise_for_status()
    answer = stop(sandbox, method, "" if method == "POST" else batch, **asked)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text
    stop(sandbox, "DELETE", batch).raise_for_status()


def test_what_is_not_there_is_404_and_an_unknown_batch_spoils_a_mail(sandbox: str) -> None:
    """Nothing can be changed that was not stopped; an id that SendGrid never gave is none."""
    batch = json.loads(mail(sandbox).client.mail.batch.post().body)["batch_id"]
    place = f"{sandbox}/sendgrid/v3/mail/batch"
    assert requests.get(f"{place}/{batch}", headers=MAIL_KEY, timeout=10).json() == {"batch_id": batch}
    assert requests.get(f"{place}/another", headers=MAIL_KEY, timeout=10).status_code == 400
    assert [stop(sandbox, method, batch, status="cancel").status_code for method in ("PATCH", "DELETE")] == [404, 404]
    assert stop(sandbox, "GET", batch).json() == []
    url = f"{sandbox}/sendgrid/v3/mail/send"
    answer = requests.post(url, json=letter(batch_id="another"), headers=MAIL_KEY, timeout=10)
    assert (answer.status_code, "batch_id" in answer.text) == (400, True)


def test_ten_at_a_time_and_none_in_the_last_ten_minutes(sandbox: str, clock: TickingClock) -> None:
    """The eleventh stop is refused, and so is one that comes too late."""
    late, _ = handed_over(sandbox, clock, 9)
    answer = stop(sandbox, "POST", batch_id=late, status="cancel")
    assert (answer.status_code, "less than 10 minutes" in answer.text) == (400, True)
    batches = [_paused(sandbox) for _ in range(10)]
    assert len(stop(sandbox, "GET").json()) == 10
    another = json.loads(mail(sandbox).client.mail.batch.post().body)["batch_id"]
    answer = stop(sandbox, "POST", batch_id=another, status="cancel")
    assert (answer.status_code, "no more than 10" in answer.text) == (400, True)
    for batch in batches:
        stop(sandbox, "DELETE", batch).raise_for_status()


def _paused(sandbox: str) -> str:
    """A batch that is paused, with no mail in it."""
    batch: str = json.loads(mail(sandbox).client.mail.batch.post().body)["batch_id"]
    assert stop(sandbox, "POST", batch_id=batch, status="pause").status_code == 201
    return batch
