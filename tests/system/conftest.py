"""One played demo for all tests that look at it, and what is left of a Kutsu that was killed in its house."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.system.chromium import CHROMIUM, PATIENCE, QUIET
from tests.system.house import House, eventually, own_processes


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose demo was played once; nothing of it may be left running at the end."""
    made = House(tmp_path_factory.mktemp("demo") / "state")
    made.pin()
    played = made.demo()
    assert played.returncode == 0, played.stdout + played.stderr
    yield made
    assert own_processes(made.state) == []


@dataclass(frozen=True)
class Killed:
    """What a second Kutsu on the same state said, and the run that was under way when the first one was killed outright."""

    second: subprocess.CompletedProcess[str]
    run: str


@pytest.fixture(scope="session")
def killed(house: House) -> Killed:
    """The house after its Kutsu was killed outright at eleven; no process of it is left."""
    with house.up("2026-11-23T11:00:00+02:00") as first:
        eventually(lambda: house.published())
        eventually(lambda: requests.get(f"{house.address('KUTSU_WEB')}/health", timeout=9).text == "ok\n")
        stuck = abandoned(house)
        second = subprocess.run(house.command("up"), capture_output=True, text=True, timeout=60)
        first.kill()
        first.wait()
        eventually(lambda: own_processes(house.state) == [], 30)
    return Killed(second, stuck)


def abandoned(house: House) -> str:
    """A run that seems to be under way, and of which no process knows: what a kill leaves in Prefect."""
    wanted = {"deployments": {"name": {"any_": ["report"]}}}
    (deployment,) = eventually(lambda: house.prefect("deployments/filter", wanted))
    under_way = {"state": {"type": "RUNNING"}}
    made = eventually(lambda: house.prefect(f"deployments/{deployment['id']}/create_flow_run", under_way))
    return str(made["id"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page whose console stays clean of errors of our own pages."""
    made = browser.new_page(locale="en-GB")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()
