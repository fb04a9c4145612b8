"""`deployments/prefect.yaml` says of many machines what `flows/deployments.py` says of one."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentScheduleUpdate
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow, load_flow_from_entrypoint
from ruamel.yaml import YAML

from flows import deployments
from tests.campaign.world import ROOT
from tests.houses import House

FILE = ROOT / "deployments/prefect.yaml"
URGENT = "slots"
"""The queue of what goes out or is somebody's word; what is left may wait for it."""


def test_the_same_deployments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names, tags, schedules and limits agree, and each entry point is the flow of that deployment."""
    monkeypatch.setattr(deployments, "works", House(tmp_path).works)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [*sys.path])
    written = {each["name"]: each for each in _written()}
    served = {each.name: each for each in asyncio.run(deployments.deployments())}
    assert written.keys() == served.keys()
    for name, one in written.items():
        flow: Flow[..., Any] = load_flow_from_entrypoint(one["entrypoint"], use_placeholder_flow=False)
        assert flow.name == served[name].flow_name
        assert one["tags"] == served[name].tags
        assert one.get("concurrency_limit") == _limit(served[name])
        assert one.get("schedules", []) == [*map(_schedule, served[name].schedules or [])]


def test_what_is_urgent_has_a_queue_of_its_own() -> None:
    """Pulls and reports never take the place of a slot."""
    written = _written()
    assert {each["work_pool"]["name"] for each in written} == {"kutsu"}
    waiting = {each["name"] for each in written if each["work_pool"]["work_queue_name"] != URGENT}
    assert waiting == {"pull", "reconcile", "report"}


def test_no_flow_hides_a_module_of_python() -> None:
    """Who loads a flow by its file looks into its folder first for every import after it, as do the processes it starts."""
    assert not {path.stem for path in (ROOT / "flows").glob("*.py")} & sys.stdlib_module_names


def _written() -> list[dict[str, Any]]:
    """The deployments of the file."""
    return list(YAML(typ="safe").load(FILE)["deployments"])


def _limit(served: RunnerDeployment) -> dict[str, Any] | None:
    """The limit of a served deployment, as the file writes it."""
    options = served.concurrency_options
    if served.concurrency_limit is None or options is None:
        return None
    return {"limit": served.concurrency_limit, "collision_strategy": options.collision_strategy.value}


def _schedule(served: DeploymentScheduleCreate | DeploymentScheduleUpdate) -> dict[str, Any]:
    """A schedule of a served deployment, as the file writes it."""
    if isinstance(served.schedule, CronSchedule):
        return {"cron": served.schedule.cron, "timezone": served.schedule.timezone}
    assert isinstance(served.schedule, IntervalSchedule)
    return {"interval": served.schedule.interval // dt.timedelta(seconds=1)}
