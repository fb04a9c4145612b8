"""`python -m tests.bench.idle [MINUTES]`: what Kutsu costs while nothing is due, against a bare Prefect server with an empty runner.

All run side by side, so that a busy machine is as busy for each. The sandbox does not count: it is the demo's outside world.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import requests

from kutsu.up import SETTINGS
from tests.bench.processor import shares
from tests.bench.slot import arranged
from tests.system.house import SECONDS, House, eventually

MINUTES = 15.0
"""Three pulls, wherever it begins, of which one reads the sheets; a shorter look has none of these, or too many."""

MORNING = "2026-11-23T06:05:00+02:00"
"""Nothing is due for hours."""

PILOTS = 4
"""Sixty coming publications."""

RESTING_SECONDS = 700
"""The third pull after a start rests, at the latest; two pulls by hand make it rest sooner."""

SETTLED_SECONDS = 90
"""From the first pull to the figures: what the start itself costs is over, and the pulls are at rest."""

STOP_SECONDS = 3
"""How long a bare server and its runner may take to end."""

PULL = {"deployments": {"name": {"any_": ["pull"]}}}
RESTING = {"flow_runs": {"state": {"name": {"any_": ["At rest"]}}}}
ENDED = PULL | {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED"]}}}}

WORLD = "sandbox"
NAMES = {
    "prefect server": "server",
    "prefect.server": "server",
    "kutsu.sandbox": WORLD,
    "flows serve": "flows",
    "prefect.engine": "runs",
    "flow_run": "runs",
    "watch": "watch",
    "kutsu.cli web": "web",
    "kutsu.web": "pages",
    "tests.bench.empty": "flows",
}
"""What a command line holds, and what its part is called."""

POLLS = {
    "bare": {},
    "bare, polling as Kutsu": {"PREFECT_RUNNER_POLL_FREQUENCY": SETTINGS["PREFECT_RUNNER_POLL_FREQUENCY"]},
}
"""The bare ones: with Prefect's own defaults, and with runs fetched as often as Kutsu fetches them."""


def figures(minutes: float = MINUTES) -> dict[str, Any]:
    """Seconds of the processor per minute by part, of Kutsu and of the bare ones, and how many times theirs ours is."""
    with tempfile.TemporaryDirectory(prefix="kutsu-idle-") as folder, ExitStack() as opened:
        root, start = opened.enter_context(_kutsu(Path(folder)))
        roots = {"kutsu": root}
        for name, environment in POLLS.items():
            roots[name] = opened.enter_context(_bare(Path(folder) / name.replace(" ", "-"), environment))
        time.sleep(SETTLED_SECONDS)
        before = {name: shares(pid, _named) for name, pid in roots.items()}
        time.sleep(minutes * 60)
        after = {name: shares(pid, _named) for name, pid in roots.items()}
    spent = {name: _spent(before[name], after[name], minutes) for name in roots}
    total = {name: sum(parts.values()) for name, parts in spent.items()}
    times = {name: round(total["kutsu"] / total[name], 2) for name in POLLS}
    load = round(os.getloadavg()[0], 2)
    return {"minutes": minutes, "start": start, "seconds_per_minute": spent, "times": times, "load": load}


def _spent(before: Mapping[str, float], after: Mapping[str, float], minutes: float) -> dict[str, float]:
    """Seconds per minute by part, the outside world left out."""
    names = sorted(after.keys() - {WORLD})
    return {name: round((after[name] - before.get(name, 0)) / minutes, 3) for name in names}


def _named(command: str) -> str | None:
    """The part that a command line belongs to."""
    return next((name for words, name in NAMES.items() if words in command), None)


@contextmanager
def _kutsu(folder: Path) -> Iterator[tuple[int, dict[str, float]]]:
    """A Kutsu whose sheet is approved, early on a day on which much is to come, its pulls at rest."""
    house, begun = arranged(folder, PILOTS), time.monotonic()
    with house.up(MORNING) as process:
        start = {"healthy": _after(begun, lambda: _shown(house)), "pulled": _after(begun, lambda: _ended(house, 1))}
        pull = eventually(lambda: house.prefect("deployments/filter", PULL))[0]["id"]
        for number in (2, 3):
            house.prefect(f"deployments/{pull}/create_flow_run", {})
            eventually(partial(_ended, house, number))
        eventually(lambda: house.prefect("flow_runs/filter", RESTING), RESTING_SECONDS)
        yield process.pid, start


def _after(begun: float, found: Callable[[], Any]) -> float:
    """Seconds until something is true."""
    eventually(found)
    return round(time.monotonic() - begun, 1)


def _shown(house: House) -> bool:
    """Whether the Prefect server is healthy and shows its UI; not before it has its addresses."""
    if not (house.state / "prefect").is_dir():
        return False
    ui = house.address("KUTSU_PREFECT")
    page = {"Accept": "text/html"}
    return all(requests.get(f"{ui}{path}", timeout=SECONDS, headers=page).ok for path in ("/api/health", "/"))


def _ended(house: House, number: int) -> bool:
    """Whether so many pulls are through."""
    return len(house.prefect("flow_runs/filter", ENDED)) >= number


@contextmanager
def _bare(folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """A server on a new database and an empty runner, below a shell that waits for them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "PREFECT_HOME": str(folder / "prefect")}
    told = {**os.environ, **api, "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", **environment}
    command = f"{sys.executable} -m prefect server start --port {port} & until {sys.executable} -m tests.bench.empty; do sleep 1; done"
    deployed = f"{api['PREFECT_API_URL']}/deployments/filter"
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        shell = subprocess.Popen(["/bin/sh", "-c", command], env=told, stdout=log, stderr=log, start_new_session=True)
    try:
        eventually(lambda: requests.post(deployed, json={}, timeout=SECONDS).json())
        yield shell.pid
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
        shell.wait()
        time.sleep(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The figures for people."""
    yield "start: " + "  ".join(f"{name} after {seconds} s" for name, seconds in told["start"].items())
    for name, parts in told["seconds_per_minute"].items():
        each = "  ".join(f"{part} {seconds:.2f}" for part, seconds in parts.items())
        yield f"idle, {name}: {sum(parts.values()):.2f} s of the processor per minute ({each})"
    for name, times in told["times"].items():
        yield f"idle: {times} times the cost of {name} (load {told['load']})"


if __name__ == "__main__":
    for told in lines(figures(*map(float, sys.argv[1:]))):
        sys.stdout.write(f"{told}\n")
