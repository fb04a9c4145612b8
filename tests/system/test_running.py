"""One Kutsu per state; and nothing of it is left behind, however it ends."""

from __future__ import annotations

import signal
import subprocess

import pytest

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
