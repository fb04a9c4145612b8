"""A whole world for one campaign: the demo's plan in a sheet, the sandbox, the site, one clock for all, and the command line."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from kutsu import demo, sandbox
from kutsu.clock import TickingClock
from kutsu.companions import Companions
from kutsu.core.publication import State
from kutsu.ledger.views import Row
from kutsu.settings import read_settings
from kutsu.wiring import Works, wire
from tests.factories import ZONE

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)
"""A Monday; the demo's day."""

SECONDS = 10


@dataclass
class World:
    """One campaign on one state."""

    config: Path
    state: Path
    sandbox: str
    clock: TickingClock
    environment: dict[str, str] = field(default_factory=dict)

    def works(self) -> Works:
        """The works of this campaign, in this process."""
        return wire(read_settings(self.config, self.state, os.environ | self.environment), self.clock)

    def approve(self) -> None:
        """What staff do: a pull shows everything, then every finished row is ticked."""
        works = self.works()
        works.surveyor.pull()
        demo.tick(works)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start the command line as a process of its own."""
        command = [sys.executable, "-m", "kutsu.cli", "--config", str(self.config), "--state", str(self.state), *words]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, text=True, env=os.environ | self.environment, cwd=ROOT, **pipes)

    def kutsu(self, *words: str) -> tuple[int, str, str]:
        """Run the command line to its end: exit code, stdout, stderr."""
        process = self.start(*words)
        out, err = process.communicate(timeout=200)
        return process.returncode, out, err

    def fail(self, network: str, fault: str, **rule: int | str) -> None:
        """Let a network fail, as `kutsu.sandbox.faults` describes."""
        body = {"network": network, "fault": fault, **rule}
        requests.post(f"{self.sandbox}/_sandbox/faults", json=body, timeout=SECONDS).raise_for_status()

    def published(self, network: str) -> list[dict[str, Any]]:
        """What residents can see on a network."""
        answer = requests.get(f"{self.sandbox}/_sandbox/published", timeout=SECONDS)
        return [each for each in answer.json() if each["network"] == network]

    def ledger(self) -> list[Row]:
        """Every row of the ledger."""
        return self.works().views.rows()

    def states(self, adapter: str) -> Counter[State]:
        """How many deliveries of an adapter's channels stand where."""
        works = self.works()
        channels = {name for name, table in works.settings.channels.items() if table.adapter == adapter}
        return Counter(row.state for row in works.views.rows() if row.channel in channels)


@contextmanager
def world(folder: Path, scale: float = 1.0, lead: dt.timedelta = dt.timedelta()) -> Iterator[World]:
    """The demo's sheet, unticked, with the sandbox and the site beside it, at ten o'clock (and `lead`) of the demo's day."""
    config, state = folder / "config" / "demo", folder / "state"
    shutil.copytree(ROOT / "config", folder / "config")
    opening = dt.datetime.combine(TODAY, dt.time(10), ZONE) + lead
    clock = TickingClock.starting(ZONE, opening, scale)
    companions = Companions(state / "logs")
    site = f"http://127.0.0.1:{companions.port(None, 0)}"
    with sandbox.start(state / "sandbox", clock) as address:
        values = {"KUTSU_SITE": site, "KUTSU_SANDBOX": address, "KUTSU_CLOCK": str(clock)}
        (state / "today").write_text(TODAY.isoformat(), "utf-8")
        (state / "environment").write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
        try:
            served = [sys.executable, "-m", "kutsu.web", str(state / "site"), "--port", site.rpartition(":")[2]]
            companions.start("site", served)
            made = World(config, state, address, clock)
            demo.build(read_settings(config, state), TODAY)
            yield made
        finally:
            companions.stop()


def as_json(text: str) -> Any:
    """What a command printed with --json."""
    return json.loads(text)
