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
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import requests

from tests.bench.processor import shares
from tests.bench.slot import arranged
from tests.system.house import SECONDS, eventually

MINUTES = 10.0
"""Two pulls, wherever it begins."""

MORNING = "2026-11-23T06:05:00+02:00"
"""Nothing is due for hours."""

PILOTS = 4
"""Sixty coming publications."""

RESTING_SECONDS = 700
"""The second or third pull after a start rests."""

SETTLED_SECONDS = 90
"""From the first pull to the figures: what the start itself costs is over, and the pulls are at rest."""

STOP_SECONDS = 3
"""How long a bare server and its runner may take to end."""

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

POLLS = {"bare": {}, "bare, polling as Kutsu": {"PREFECT_RUNNER_POLL_FREQUENCY": "2"}}
"""The bare ones: with Prefect's own defaults, and with slots fetched every two seconds."""


def figures(minutes: float = MINUTES) -> dict[str, Any]:
    """Seconds of the processor per minute by part, of Kutsu and of the bare ones, and how many times theirs ours is."""
    with tempfile.TemporaryDirectory(prefix="kutsu-idle-") as folder, ExitStack() as opened:
        roots = {"kutsu": opened.enter_context(_kutsu(Path(folder)))}
        for name, environment in POLLS.items():
            roots[name] = opened.enter_context(_bare(Path(folder) / name.replace(" ", "-"), environment))
        time.sleep(SETTLED_SECONDS)
        before = {name: shares(pid, _named) for name, pid in roots.items()}
        time.sleep(minutes * 60)
        after = {name: shares(pid, _named) for name, pid in roots.items()}
    spent = {name: _spent(before[name], after[name], minutes) for name in roots}
    total = {name: sum(parts.values()) for name, parts in spent.items()}
    times = {name: round(total["kutsu"] / total[name], 2) for name in POLLS}
    return {"minutes": minutes, "seconds_per_minute": spent, "times": times, "load": round(os.getloadavg()[0], 2)}


def _spent(before: Mapping[str, float], after: Mapping[str, float], minutes: float) -> dict[str, float]:
    """Seconds per minute by part, the outside world left out."""
    names = sorted(after.keys() - {WORLD})
    return {name: round((after[name] - before.get(name, 0)) / minutes, 3) for name in names}


def _named(command: str) -> str | None:
    """The part that a command line belongs to."""
    return next((name for words, name in NAMES.items() if words in command), None)


@contextmanager
def _kutsu(folder: Path) -> Iterator[int]:
    """A Kutsu whose sheet is approved, early on a day on which much is to come, its pulls at rest."""
    house = arranged(folder, PILOTS)
    with house.up(MORNING) as process:
        wanted = {"flow_runs": {"state": {"name": {"any_": ["At rest"]}}}}
        eventually(lambda: house.prefect("flow_runs/filter", wanted), RESTING_SECONDS)
        yield process.pid


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
    for name, parts in told["seconds_per_minute"].items():
        each = "  ".join(f"{part} {seconds:.2f}" for part, seconds in parts.items())
        yield f"idle, {name}: {sum(parts.values()):.2f} s of the processor per minute ({each})"
    for name, times in told["times"].items():
        yield f"idle: {times} times the cost of {name} (load {told['load']})"


if __name__ == "__main__":
    for told in lines(figures(*map(float, sys.argv[1:]))):
        sys.stdout.write(f"{told}\n")
