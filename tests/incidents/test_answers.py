"""Answers that were lost, false or misread: with the real clients against the sandbox."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from kutsu.core.errors import Refused
from kutsu.core.publication import State
from tests.channels.stages import STAGES, Answer, server
from tests.channels.worlds import LINK, claim, message
from tests.incidents.desk import Desk

X, FACEBOOK = STAGES["x"], STAGES["facebook"]
OWNERS = ("two", "three", "four")
NEVER = 10**6


def put_out(desk: Desk, adapter: str) -> None:
    """Put a claimed delivery out behind the publisher's back, as a network does whose own answer then says otherwise."""
    (share,) = desk.publisher().claims.shares(f"PILOT-1/pilot-chosen/fi/{adapter}/")
    desk.channels[adapter].send(share)


def test_postiz_1813_publish_and_wait_in_one_retried_step(desk: Desk) -> None:
    """A step that posted and waited was retried whole and doubled; here later runs leave a hanging post alone: one request acts."""
    with desk.sandbox.rule("x", X.acts, "hang", times=1):
        assert desk.run("x").state is State.UNCONFIRMED
        assert [desk.run("x", owner).state for owner in OWNERS] == [State.UNCONFIRMED] * 3
        assert desk.sandbox.seen() == 1
    assert desk.read_back("x").state is State.SENT
    assert (desk.attempts(), desk.out()) == (1, 1)


def test_postiz_1321_1323_unrelated_call_fails_after_the_post(desk: Desk) -> None:
    """A call after the post failed and it was posted endlessly; here nothing is asked between the yes and the record."""
    (mine,) = desk.ready("x")
    with desk.sandbox.rule("x", "*", "500-before", method="GET"):
        desk.publisher().send(mine, desk.clock.now())
        row = desk.row("x")
        assert [desk.run("x", owner) for owner in OWNERS] == [row] * 3
    assert (row.state, row.remote_id) == (State.SENT, desk.sandbox.out(desk.words)[0]["id"])
    assert (desk.attempts(), desk.out()) == (1, 1)


@pytest.mark.parametrize(("adapter", "fault", "no"), [("facebook", "refused", "368"), ("x", "", "duplicate content")])
def test_postiz_1681_called_blocked_but_live(adapter: str, fault: str, no: str, desk: Desk) -> None:
    """The network said no, the post was live, the user retried; here such a no is looked up and found before anybody is told of it."""
    (mine,) = desk.ready(adapter)
    put_out(desk, adapter)
    with desk.sandbox.rule(adapter, STAGES[adapter].acts, fault or "lost", after=0 if fault else NEVER):
        desk.publisher().send(mine, desk.clock.now())
    row = desk.row(adapter)
    assert row.state is State.UNCONFIRMED
    assert no in (row.reason or "")
    row = desk.read_back(adapter)
    assert (row.state, row.remote_id) == (State.SENT, desk.sandbox.out(desk.words)[0]["id"])
    assert (desk.attempts(), desk.out()) == (1, 1)


@pytest.mark.parametrize("answer", [b'{"data": {"id": ""}}', b'{"data": {}}', b"<html>Please wait</html>", b""])
def test_postiz_989_published_but_nothing_there(answer: bytes, desk: Desk) -> None:
    """A yes was shown and nothing was there; here a yes without an id is doubt, and reading back proves that it is not out."""
    whose, nothing = b'{"data": {"id": "1", "username": "espoo_fi"}}', b'{"meta": {"result_count": 0}}'
    with server(Answer(200, whose), Answer(201, answer), Answer(200, nothing)) as (base, _):
        desk.place("x", base)
        assert desk.run("x").state is State.UNCONFIRMED
        row = desk.settle("x")
    assert (row.state, row.remote_id, row.url) == (State.UNAVAILABLE, None, None)
    assert row.reason == "read back 4 times: it is not out"


@pytest.mark.parametrize("adapter", ["x", "facebook"])
def test_tusky_2951_koala_699_server_error_after_success(adapter: str, desk: Desk) -> None:
    """A 5xx after the post was live led to 11 and 7 copies; here it is doubt, settled by reading back after one request."""
    with desk.sandbox.rule(adapter, STAGES[adapter].acts, "500-after", times=1):
        assert desk.run(adapter).state is State.UNCONFIRMED
        assert desk.run(adapter, "two").state in (State.UNCONFIRMED, State.SENT)
        row = desk.read_back(adapter)
        desk.run(adapter, "three")
        assert desk.sandbox.seen() == 1
    assert (row.state, row.remote_id) == (State.SENT, desk.sandbox.out(desk.words)[0]["id"])
    assert desk.out() == 1


def test_share_on_mastodon_125_two_runs_race_during_the_upload(desk: Desk) -> None:
    """Two crons raced while the picture was uploaded; here the claim comes before the invisible step, which happens once."""
    with desk.sandbox.rule("facebook", "*/feed", after=NEVER), ThreadPoolExecutor(8) as crowd:
        won = list(crowd.map(lambda owner: desk.ready("facebook", f"owner {owner}"), range(8)))
        assert desk.sandbox.seen() == 1
    assert sum(map(len, won)) == 1


def test_creatoros_996_stale_put_back_to_scheduled(desk: Desk) -> None:
    """Rows stuck in "publishing" were scheduled again after ten minutes; here a dead publisher's are looked up, never resent."""
    (mine,) = desk.ready("x")
    publisher = desk.publisher()
    (share,) = publisher.claims.shares(mine.key)
    assert publisher.claims.begin(mine.key, 0, desk.clock.now())
    desk.channels["x"].send(share)
    desk.clock.move(minutes=10)
    for owner in OWNERS:
        desk.run("x", owner)
    assert desk.read_back("x").state is State.SENT
    assert (desk.attempts(), desk.out()) == (1, 1)


@pytest.mark.parametrize(("published", "attempts"), [(True, 1), (False, 2)])
def test_bridgy_812_a_passing_400(published: bool, attempts: int, desk: Desk) -> None:
    """A 400 was final though it passed, or had published; here what is read back decides: found, or tried again at once."""
    draft = {"id": "100200300_1", "permalink_url": "https://www.facebook.com/1"}
    passing = {"error": {"code": 2, "message": "An unexpected error has occurred. Please retry your request later."}}
    told = [(200, draft), (400, passing), (200, {"is_published": published}), (200, {"success": True})]
    with server(*(Answer(status, json.dumps(body).encode()) for status, body in told)) as (base, seen):
        desk.place("facebook", base)
        assert desk.run("facebook").state is State.UNCONFIRMED
        desk.read_back("facebook")
        assert desk.run("facebook", "two").state is State.SENT
    assert desk.attempts() == attempts
    assert len(seen) == 2 + attempts


@pytest.mark.parametrize(
    ("adapter", "fault", "told"),
    [
        ("x", "refused", r"X \(kanava\) answered 403 .*You are not permitted"),
        ("x", "401", r"X \(kanava\) answered 401: .*Unauthorized"),
        ("x", "hang", r"X \(kanava\) gave no answer that can be read"),
        ("facebook", "429", r"Facebook \(kanava\) answered 4\d\d: code \d+, \w+"),
        ("email", "refused", r"SendGrid \(kanava\) answered 403: .*under review"),
        ("x", "", r"X \(kanava\) could not be reached"),
    ],
)
def test_postiz_1058_1129_1779_useless_error_text(adapter: str, fault: str, told: str, desk: Desk) -> None:
    """All that one was told was that something went wrong; here the reason names network, phase and code."""
    (mine,) = desk.ready(adapter)
    if not fault:
        desk.place(adapter, "http://127.0.0.1:9")
    with desk.sandbox.rule(adapter, STAGES[adapter].acts, fault or "lost"):
        desk.publisher().send(mine, desk.clock.now())
    row = desk.row(adapter)
    assert row.state is not State.SENT
    assert re.search(told, row.reason or ""), row.reason


@pytest.mark.parametrize(
    "text", ["ä" * 280, "€" * 140, "👩‍👩‍👧‍👦" * 140, "a" * 256 + f" {LINK}/" + "b" * 200, "a\u0308" * 280]
)
def test_mixpost_65_148_x_count_two_short(text: str, desk: Desk) -> None:
    """A count that was two short had posts refused; here what fits to the last letter is taken by X, and one letter more by neither."""
    fits, longer = message(text), message(f"a{text}")
    sender = desk.channels["x"]
    assert sender.fits(fits)
    assert not sender.fits(longer)
    assert sender.send(claim(fits, desk.clock.now(), marks=X.marks)).remote_id
    with pytest.raises(Refused, match="too long"):
        sender.send(claim(longer, desk.clock.now(), marks=X.marks))
