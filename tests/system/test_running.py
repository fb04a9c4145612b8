"""One Kutsu per state; and nothing of it is left behind, however it ends."""

from __future__ import annotations

import signal
import subprocess

import pytest
import requests

from tests.system.house import House, eventually, own_processes, run_state

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]


def test_one_kutsu_per_state(house: House) -> None:
    """A second one on the same state is refused in words; the first one, killed outright, takes its companions with it."""
    with house.up("2026-11-23T11:00:00+02:00") as first:
        eventually(lambda: house.published())
        eventually(lambda: requests.get(f"{house.address('KUTSU_WEB')}/health", timeout=9).text == "ok\n")
        stuck = abandoned(house)
        second = subprocess.run(house.command("up"), capture_output=True, text=True, timeout=60)
        assert second.returncode == 1
        assert f"another Kutsu is running on {house.state}" in second.stderr
        first.kill()
        first.wait()
        eventually(lambda: own_processes(house.state) == [], 30)
    assert house.demo().returncode == 0, "a run that died with the first is waited for by nobody"
    with house.up("2026-11-23T11:00:00+02:00"):
        eventually(lambda: run_state(house, stuck) == "CRASHED")


def abandoned(house: House) -> str:
    """A run that seems to be under way, and of which no process knows: what a kill leaves in Prefect."""
    deployment = eventually(
        lambda: house.prefect("deployments/filter", {"deployments": {"name": {"any_": ["report"]}}})
    )
    made = house.prefect(f"deployments/{deployment[0]['id']}/create_flow_run", {"state": {"type": "RUNNING"}})
    return str(made["id"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_stopped(house: House, number: signal.Signals) -> None:
    """A supervisor's stop and a closed terminal end all of it cleanly, while it starts too."""
    process = subprocess.Popen(house.command("up"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: len(own_processes(house.state)) > 1)
    process.send_signal(number)
    process.wait(60)
    eventually(lambda: own_processes(house.state) == [], 30)
