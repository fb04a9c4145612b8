"""One Kutsu per state; and nothing of it is left behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest
import requests

from tests.system.conftest import Killed
from tests.system.house import House, eventually, own_processes

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]


def test_one_kutsu_per_state(house: House, killed: Killed) -> None:
    """A second one on the same state is refused in words; the first one, killed outright, took its companions with it."""
    assert killed.second.returncode == 1
    assert f"another Kutsu is running on {house.state}" in killed.second.stderr
    assert own_processes(house.state) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_stopped(house: House, number: signal.Signals) -> None:
    """A supervisor's stop and a closed terminal end all of it cleanly, while it starts too."""
    process = subprocess.Popen(house.command("up"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: len(own_processes(house.state)) > 1)
    process.send_signal(number)
    process.wait(60)
    eventually(lambda: own_processes(house.state) == [], 30)


AUTH = ("desk", "a password")
SLOT = "Tue 24.11. 12.00 · session-reminder"


def test_what_dies_comes_back(house: House) -> None:
    """Server, flows and site are killed outright before a slot: they come back where they were, and it goes out once.

    Prefect listens everywhere and asks for its password, before and after; it hears no page of another origin.
    """
    password = {"KUTSU_PREFECT_AUTH": ":".join(AUTH)}
    with house.up("2026-11-24T11:59:10+02:00", "--host", "0.0.0.0", **password) as kutsu:
        eventually(lambda: placed(house))
        before, addresses = len(house.published()), (house.state / "environment").read_text()
        for name in ("prefect", "flows", "site"):
            os.kill(house.companions()[name]["pid"], signal.SIGKILL)
        eventually(lambda: back(house, "prefect", "flows", "site"))
        assert (
            requests.post(f"{house.address('KUTSU_PREFECT')}/api/flow_runs/count", json={}, timeout=9).status_code
            == 401
        )
        assert not heard(house, "https://evil.example")
        assert requests.get(house.address("KUTSU_SITE"), timeout=9).ok
        assert (house.state / "environment").read_text() == addresses
        eventually(lambda: len(house.published()) > before)
        assert kutsu.poll() is None
    assert not (house.state / "companions.json").exists()
    assert own_processes(house.state) == []


def heard(house: House, origin: str) -> bool:
    """Whether a page of this origin may ask Prefect through the browser of somebody who may."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = requests.options(f"{house.address('KUTSU_PREFECT')}/api/flow_runs/count", headers=asked, timeout=9)
    return "access-control-allow-origin" in answer.headers


def placed(house: House) -> bool:
    """Whether the slot stands in Prefect, for those who know the password."""
    coming = {"flow_runs": {"name": {"any_": [SLOT]}, "state": {"type": {"any_": ["SCHEDULED"]}}}}
    return bool(house.companions()) and bool(house.prefect("flow_runs/filter", coming, AUTH))


def back(house: House, *names: str) -> bool:
    """Whether each of them was started again once, and is well."""
    found = [house.companions()[name] for name in names]
    return all((each["restarts"], each["last_exit"], each["state"]) == (1, -9, "running") for each in found)
