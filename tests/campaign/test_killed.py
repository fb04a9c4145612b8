"""The crown of the house: answers are lost, publishers are killed, and nothing is said twice or forgotten."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.publication import State
from tests.campaign.world import World, world
from tests.channels.stages import OVER_HTTP, STAGES

pytestmark = pytest.mark.system

SCALE = 20.0
"""Leases, lags, timeouts and proofs run twenty times as fast, in Kutsu and the sandbox alike."""

KILLS = 8
SEED = 20261123
PENDING = (State.CLAIMED, State.UNAVAILABLE, State.UNCONFIRMED)


def test_killed_and_lost(tmp_path: Path) -> None:
    """With every second answer lost and publishers killed at random, each thing is out exactly once, or waits for a person."""
    with world(tmp_path, SCALE) as campaign:
        without_pictures(campaign)
        campaign.approve()
        for stage in map(STAGES.__getitem__, OVER_HTTP):
            campaign.fail(stage.network, "lost", path=stage.acts, every=2)
        campaign.fail("x", "drop-before", path=STAGES["x"].acts, every=7)
        campaign.fail("x", "hang", path=STAGES["x"].acts, every=5)
        killed = kill_at_random(campaign)
        code = run_to_the_end(campaign)
        assert killed == KILLS
        assert died(campaign)
        assert campaign.states("x") == {State.SENT: len(due(campaign, "x"))}
        assert campaign.states("facebook") == {State.SENT: len(due(campaign, "facebook"))}
        assert campaign.states("linkedin") == {State.SENT: len(due(campaign, "linkedin"))}
        assert campaign.states("mastodon") == {State.SENT: len(due(campaign, "mastodon"))}
        assert campaign.states("bluesky") == {State.SENT: len(due(campaign, "bluesky"))}
        once(campaign)
        mail_at_most_once(campaign)
        assert code == 3
        assert unfinished(campaign) == []


def without_pictures(campaign: World) -> None:
    """Leave the pictures out: to draw them all takes each of many publishers longer than it lives (`tests/chaos` has them)."""
    channels = campaign.config / "channels.toml"
    tables = re.sub(r'(adapter = "(?!email).+"\n)', r"\1pictures = false\n", channels.read_text("utf-8"))
    channels.write_text(tables, "utf-8")


def kill_at_random(campaign: World) -> int:
    """Start publishers and kill each from outside, by turns amid a request and after a random while; gives how many."""
    chance, killed = random.Random(SEED), 0
    while killed < KILLS:
        process = campaign.start("publish", "--due")
        if killed % 2 == 0:
            wait_for_a_request(campaign, process)
            still = process.poll() is None
        else:
            still = survives(process, chance.uniform(1.5, 3.5))
        if still:
            process.kill()
            killed += 1
        process.communicate()
    return killed


def survives(process: subprocess.Popen[str], seconds: float) -> bool:
    """Whether a publisher is still at work after a while."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def wait_for_a_request(campaign: World, process: subprocess.Popen[str]) -> None:
    """Watch the ledger from outside until a request is under way that takes its time, for a while."""
    deadline, before = time.monotonic() + 30, set[int]()
    while time.monotonic() < deadline and process.poll() is None:
        now = asked(campaign, "SELECT id FROM attempts WHERE closed_at IS NULL")
        if before & now:
            return
        before = now
        time.sleep(0.05)


def died(campaign: World) -> set[str]:
    """What the ledger says of the publishers that were killed amid their work."""
    reasons: set[str] = asked(campaign, "SELECT reason FROM attempts WHERE reason LIKE '%died%'")
    return reasons


def asked(campaign: World, question: str) -> set[Any]:
    """The ledger's answers, read by another process than its publisher."""
    with sqlite3.connect(campaign.state / "ledger.db", timeout=10) as ledger:
        return {answer for (answer,) in ledger.execute(question)}


def run_to_the_end(campaign: World) -> int:
    """Publish until nothing is pending any more; gives the last exit code."""
    deadline = time.monotonic() + 150
    while True:
        code, _, err = campaign.kutsu("publish", "--due", "--json")
        if not any(row.state in PENDING for row in campaign.ledger()):
            return code
        assert time.monotonic() < deadline, err


def due(campaign: World, adapter: str) -> list[str]:
    """The keys that the plan wants out by now on an adapter's channels."""
    works = campaign.works()
    survey = works.surveyor.look()
    channels = {name for name, table in works.settings.channels.items() if table.adapter == adapter}
    wanted = (each for each in survey.deliveries if each.channel in channels and not each.held_because)
    return [each.key for each in wanted if each.slot <= survey.now < each.expires]


def once(campaign: World) -> None:
    """On every network each text is out once, and the ledger's addresses are those of the posts."""
    rows = {row.remote_id for row in campaign.ledger()}
    for network in ("x", "facebook", "linkedin", "mastodon", "bluesky"):
        out = campaign.published(network)
        assert len(out) == len(due(campaign, network))
        assert max(Counter((each["account"], each["text"]) for each in out).values()) == 1
        assert {each["id"] for each in out} <= rows


def mail_at_most_once(campaign: World) -> None:
    """No mail went out twice; what the ledger calls sent is out; what nobody can know waits."""
    states = campaign.states("email")
    assert set(states) == {State.SENT, State.WAITING}
    out = campaign.published("sendgrid")
    assert states[State.SENT] <= len(out) <= states[State.SENT] + states[State.WAITING]
    assert max(Counter((each["text"], each["account"], str(each.get("group"))) for each in out).values()) == 1


def unfinished(campaign: World) -> list[str]:
    """The rows that are out although they are not finished."""
    return [row.key for row in campaign.ledger() if row.subject in ("PILOT-11", "INFO-13", "INFO-14")]
