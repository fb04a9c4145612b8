"""Faults on demand, seen by the real clients."""

from __future__ import annotations

import datetime as dt
import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import tweepy

from tests.sandbox.clients import letter, mail, oauth, published, x


def _rule(faults: str, fault: str, network: str = "x", **other: Any) -> None:
    requests.post(faults, json={"network": network, "fault": fault, **other}, timeout=10).raise_for_status()


@pytest.mark.parametrize(
    ("fault", "error", "acted"),
    [
        ("lost", requests.ConnectionError, True),
        ("reset", requests.ConnectionError, True),
        ("drop-before", requests.ConnectionError, False),
        ("truncated", requests.exceptions.ChunkedEncodingError, True),
        ("html", requests.exceptions.JSONDecodeError, True),
        ("500-after", tweepy.TwitterServerError, True),
        ("500-before", tweepy.TwitterServerError, False),
        ("429", tweepy.TooManyRequests, False),
        ("401", tweepy.Unauthorized, False),
        ("refused", tweepy.Forbidden, False),
    ],
)
def test_each_fault_acts_or_not_and_is_seen_as_named(
    sandbox: str, faults: str, fault: str, error: type[Exception], acted: bool
) -> None:
    """Tweepy sees the fault as a real one, and the wall shows the post only where the network had acted."""
    _rule(faults, fault)
    with pytest.raises(error):
        x(sandbox).create_tweet(text=f"Vika {fault}")
    assert bool(published(sandbox, text=f"Vika {fault}")) is acted


def test_a_hanging_answer_never_comes(sandbox: str, faults: str) -> None:
    """The client waits until its own timeout, though the network has acted."""
    _rule(faults, "hang")
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{sandbox}/x/2/tweets", json={"text": "Odota"}, auth=oauth(), timeout=(5, 0.5))
    assert published(sandbox, text="Odota")


def test_every_second_matching_write_fails_and_reads_do_not(sandbox: str, faults: str) -> None:
    """Counting is exact: after the first, every second write, three times at most; readings are not counted."""
    _rule(faults, "500-before", path="/x/2/tweets", after=1, every=2, times=3)
    seen = []
    for number in range(10):
        requests.get(f"{sandbox}/x/2/users/me", auth=oauth("sv"), timeout=10).raise_for_status()
        body = {"text": f"Laskettu {number}"}
        seen.append(requests.post(f"{sandbox}/x/2/tweets", json=body, auth=oauth("sv"), timeout=10).status_code)
    assert [place for place, status in enumerate(seen) if status == 503] == [2, 4, 6]


def test_a_lost_mail_answer_is_a_closed_connection(sandbox: str, faults: str) -> None:
    """The SendGrid library sees no HTTP answer at all, or one cut short, and the mail is out."""
    for fault, error in (("lost", http.client.RemoteDisconnected), ("truncated", http.client.IncompleteRead)):
        requests.delete(faults, timeout=10)
        _rule(faults, fault, "sendgrid")
        with pytest.raises(error):
            mail(sandbox).client.mail.send.post(request_body=letter(subject=f"Katosi {fault}"))
        assert published(sandbox, subject=f"Katosi {fault}")


def test_readings_fail_only_when_named(sandbox: str, faults: str) -> None:
    """A rule with a method matches that method alone."""
    _rule(faults, "refused", method="GET")
    assert requests.get(f"{sandbox}/x/2/users/me", auth=oauth(), timeout=10).status_code == 403
    assert requests.post(f"{sandbox}/x/2/tweets", json={"text": "Luku ei"}, auth=oauth(), timeout=10).ok


def test_a_strange_rule_is_told(faults: str) -> None:
    """An unknown fault, field or network is 422, not silence."""
    for strange in ({"fault": "gremlins"}, {"network": "myspace"}, {"often": 2}):
        rule = {"network": "x", "fault": "lost"} | strange
        assert requests.post(faults, json=rule, timeout=10).status_code == 422


def test_a_slow_network_acts_late_and_on_all_at_once(sandbox: str, faults: str) -> None:
    """A slow network acts after its time and not before; requests wait side by side, not one after the other."""
    x(sandbox).create_tweet(text="Nopea")
    _rule(faults, "slow", seconds=120)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: x(sandbox).create_tweet(text=f"Hidas {number}"), range(8)))
    (begun,) = (_instant(each) for each in published(sandbox, text="Nopea"))
    slow = [_instant(each) for number in range(8) for each in published(sandbox, text=f"Hidas {number}")]
    assert min(slow) - begun >= dt.timedelta(seconds=120)
    assert max(slow) - min(slow) < dt.timedelta(seconds=120)


def _instant(shown: dict[str, Any]) -> dt.datetime:
    """When it went out."""
    return dt.datetime.fromisoformat(shown["published_at"])


def test_a_slow_network_may_fail_besides(sandbox: str, faults: str) -> None:
    """What is slow still meets the fault of another rule, and `*` makes readings slow too."""
    _rule(faults, "slow", seconds=1, method="*")
    _rule(faults, "429")
    with pytest.raises(tweepy.TooManyRequests):
        x(sandbox).create_tweet(text="Hidas ja kiireinen")
    requests.get(f"{sandbox}/x/2/users/me", auth=oauth(), timeout=10).raise_for_status()
    assert [rule["done"] for rule in requests.get(faults, timeout=10).json()] == [2, 1]


def test_a_repeated_request_gets_the_second_answer(sandbox: str, faults: str) -> None:
    """A proxy that repeats makes X say "duplicate" of a post that is out, once."""
    _rule(faults, "replayed")
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        x(sandbox).create_tweet(text="Toistettu")
    assert len(published(sandbox, text="Toistettu")) == 1


def test_a_stale_list_lags_five_minutes_more(sandbox: str, faults: str) -> None:
    """Where the list is stale, what went out a moment ago is not in it, though its usual lag is over."""
    sent = x(sandbox).create_tweet(text="Vanha lista").data["id"]
    listed = f"{sandbox}/x/2/users/1001/tweets"
    while not any(each["id"] == sent for each in requests.get(listed, auth=oauth(), timeout=10).json().get("data", [])):
        time.sleep(0.02)
    _rule(faults, "stale", method="GET", path="/x/2/users/*/tweets")
    again = requests.get(listed, auth=oauth(), timeout=10).json().get("data", [])
    assert all(each["id"] != sent for each in again)
