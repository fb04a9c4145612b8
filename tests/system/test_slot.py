"""Much at one instant, and an answer that is lost: all is out in time, and the run that sent it settles it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.publication import State
from kutsu.settings import read_clock, read_settings
from kutsu.wiring import wire
from tests.bench.slot import PER_PILOT, figures, open_house
from tests.system.house import House, eventually

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]

PILOTS = 2
LEAD = dt.timedelta(seconds=95)
BOUND = 20
"""Seconds: a generous one, for a busy machine; `make bench` measures."""


def test_all_at_once_and_settled_by_its_own_run(tmp_path: Path) -> None:
    """Nothing is early or late; an answer that was lost is looked up by the publish run itself, and no other run is placed."""
    with open_house(tmp_path, PILOTS, lead=LEAD) as house:
        house.fail("x", "lost", path="/x/2/tweets", times=1)
        late = figures(house, PILOTS)
        assert (late.deliveries, late.early) == (PILOTS * PER_PILOT, 0)
        assert late.last < BOUND
        assert states(house).count(State.UNCONFIRMED) == 1
        eventually(lambda: states(house) == [State.SENT] * late.deliveries)
        (run,) = eventually(lambda: runs(house, "publish"))
        eventually(lambda: runs(house, "publish")[0]["state_type"] == "COMPLETED")
        assert "30 of 30 sent" in runs(house, "publish")[0]["state"]["message"], run["name"]
        assert runs(house, "reconcile") == []


def states(house: House) -> list[State]:
    """Where everything stands."""
    settings = read_settings(house.config, house.state)
    return [row.state for row in wire(settings, read_clock(settings)).views.rows()]


def runs(house: House, deployment: str) -> list[dict[str, Any]]:
    """The runs of a deployment."""
    found = house.prefect("flow_runs/filter", {"deployments": {"name": {"any_": [deployment]}}})
    return list(found)
