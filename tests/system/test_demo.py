"""The demo: one command, the whole campaign through Prefect, once."""

from __future__ import annotations

import json

import pytest

from kutsu.core.publication import State
from kutsu.settings import read_clock, read_settings
from kutsu.wiring import Works, wire
from tests.campaign.world import ROOT
from tests.system.conftest import Killed
from tests.system.house import House, eventually, run_state

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]

REMINDERS = 30
"""At noon: two sessions in three languages on X, Facebook, Bluesky and by mail."""


def works(house: House) -> Works:
    """The works on the house's state, after its world has stopped."""
    settings = read_settings(ROOT / "config/demo", house.state)
    return wire(settings, read_clock(settings))


def test_everything_due_is_sent_once(house: House) -> None:
    """Every approved, complete row has one sent entry per due kind, language and channel; the unfinished rows have none."""
    parts = works(house)
    survey = parts.surveyor.look()
    due = {each.key for each in survey.deliveries if not each.held_because and each.slot <= survey.now < each.expires}
    rows = parts.views.rows()
    assert {row.key for row in rows} == due
    assert len(due) >= 60
    assert {row.state for row in rows} == {State.SENT}
    assert not {row.subject for row in rows} & {"PILOT-11", "INFO-13", "INFO-14"}
    assert {row.kind for row in rows} == {name for name, kind in parts.rules.kinds.items() if not kind.change} - {
        "session-reminder",
        "recruiting-ends-soon",
        "pilot-results",
        "digest",
    }


def test_played_again_and_up_at_noon(house: House, killed: Killed) -> None:
    """Played again nothing more is published, and a run that died with its Kutsu is waited for by nobody; noon's reminders go at noon."""
    before = len(works(house).views.rows())
    again = house.demo()
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(works(house).views.rows()) == before
    with house.up("2026-11-23T11:59:20+02:00"):
        eventually(lambda: len(house.published()) == before + REMINDERS)
        told = house.published()
        reminders = [each for each in told if each["published_at"] >= "2026-11-23T12:00"]
        assert len(reminders) == REMINDERS
        assert max(each["published_at"] for each in reminders) < "2026-11-23T12:01:30", (
            "a generous bound: the machine may be busy"
        )
        out = sorted(each["id"] for each in told)
        eventually(lambda: sorted(row.remote_id or "" for row in works(house).views.rows()) == out)
        tasks(house)
        eventually(lambda: run_state(house, killed.run) == "CRASHED")


def tasks(house: House) -> None:
    """Each delivery is a task by its key, each slot a run, and a table says what went where."""
    key = {"task_runs": {"name": {"any_": ["INFO-02/session-reminder/fi/x-fi/day-before"]}}}
    eventually(lambda: house.prefect("task_runs/count", key) == 1)
    runs = house.prefect("flow_runs/filter", {"limit": 200})
    assert any(run["state_type"] == "SCHEDULED" and run["auto_scheduled"] for run in runs), "Prefect's own scheduler"
    names_of_slots = [run["name"] for run in runs if run["parameters"].get("slot")]
    assert len(names_of_slots) == len(set(names_of_slots)), "each slot is placed once, after a restart too"
    slot = next(run for run in runs if run["name"] == "Mon 23.11. 12.00 · session-reminder")
    eventually(lambda: run_state(house, slot["id"]) == "COMPLETED")
    assert any(run["state_type"] == "SCHEDULED" and "session-reminder" in run["name"] for run in runs)
    artifacts = house.prefect("artifacts/filter", {"limit": 200})
    table = next(each for each in artifacts if each["key"] == "slot-2026-11-23-1200")
    rows = json.loads(table["data"])
    assert len(rows) == REMINDERS
    assert all(row["state"] == "sent" for row in rows)
    assert any("https://x.com/" in row["link"] for row in rows)
