"""The little world of a trial: one pilot that has started, a sandbox, a ledger, and publishers as processes of their own.

Publishers and sandbox are forked from a process that has imported everything already: they differ from those of the command
line in nothing but the second and a half that importing takes, and a thousand kills fit into a quarter of an hour.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import shutil
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from kutsu import cli
from kutsu.clock import TickingClock
from kutsu.sandbox import __main__ as sandbox
from kutsu.settings import read_settings
from kutsu.wiring import Works, wire
from tests.channels.stages import OVER_HTTP, STAGES
from tests.core.rows import PILOT, ROUND, sheet
from tests.factories import ZONE
from tests.workbooks import write_workbook

ROOT = Path(__file__).resolve().parents[2]
OPENING = dt.datetime(2026, 11, 23, 10, tzinfo=ZONE)
"""A Monday morning; the pilot starts on this day, which is told at nine."""

SCALE = 20.0
"""One factor for leases, lags, timeouts and proofs, in Kutsu and the sandbox alike: a lease is 2.25 s of the wall, a call's
deadline 0.9 s, a proof of ten minutes 30 s. What a machine really needs (5 to 50 ms for an answer of the sandbox, as much
for a commit) stays well below, so no wait is scaled away."""

CALL = {**ROUND, "proposals": "57", "chosen": "10", "announce": OPENING.date()}
STARTED = {**PILOT, "stage": "käynnissä", "start": OPENING.date(), "announce": OPENING.date()}
TICKS = {"approve.fi": True, "approve.sv": True}
"""The two languages that go together."""
SITE = "https://kokeilut.espoo.example"
SECONDS = 10
FORK = multiprocessing.get_context("fork")
Process = multiprocessing.process.BaseProcess


@dataclass
class Town:
    """One trial's world while it runs."""

    adapter: str
    config: Path
    state: Path
    address: str
    clock: TickingClock
    line: requests.Session

    @property
    def network(self) -> str:
        """Its name in the sandbox."""
        return STAGES[self.adapter].network

    @property
    def ledger(self) -> Path:
        """The ledger's file, for who looks on from outside."""
        return self.state / "ledger.db"

    def publisher(self) -> Process:
        """Start `kutsu publish --due` as a process of its own."""
        words = ["--config", str(self.config), "--state", str(self.state), "publish", "--due"]
        return started(cli.app, words, self.state / "publisher.log")

    def control(self, method: str, path: str, /, **body: Any) -> Any:
        """Ask the sandbox's control API."""
        answer = self.line.request(method, f"{self.address}/_sandbox/{path}", json=body or None, timeout=SECONDS)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def works(self) -> Works:
        """The works of this town, in this process, to read what the ledger says."""
        return wire(read_settings(self.config, self.state), self.clock)


def started(call: Callable[..., Any], words: list[str], log: Path) -> Process:
    """Fork a process that makes this call with these words, its own log for all that it prints."""
    process = FORK.Process(target=_alone, args=(call, words, log), daemon=True)
    process.start()
    return process


def _alone(call: Callable[..., Any], words: list[str], log: Path) -> None:
    """What the forked process does."""
    with log.open("ab") as kept:
        os.dup2(kept.fileno(), 1)
        os.dup2(kept.fileno(), 2)
    sys.argv = ["kutsu", *words]
    call()


@contextmanager
def town(quarters: Path, adapter: str, folder: Path) -> Iterator[Town]:
    """A copy of what `build` made for a network, with a sandbox of its own, at ten o'clock on its clock."""
    shutil.copytree(quarters / adapter, folder)
    state, clock = folder / "state", TickingClock.starting(ZONE, OPENING, SCALE)
    (state / "sandbox").mkdir()
    words = ["--port", "0", "--state", str(state / "sandbox"), "--clock", str(clock)]
    log = state / "sandbox.log"
    outside = started(sandbox.main, words, log)
    try:
        address = _address(log, outside)
        values = {"KUTSU_SITE": SITE, "KUTSU_SANDBOX": address, "KUTSU_CLOCK": str(clock)}
        (state / "environment").write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
        with requests.Session() as line:
            line.headers["Connection"] = "close"  # an idle connection may be closed under our hands
            yield Town(adapter, folder / "config" / "demo", state, address, clock, line)
    finally:
        outside.kill()
        outside.join()


def _address(log: Path, process: Process) -> str:
    """Where the sandbox listens, as soon as it has said so."""
    while process.is_alive():
        if log.exists() and (said := log.read_text("utf-8")).endswith("}\n"):
            return str(json.loads(said)["address"])
        time.sleep(0.01)
    raise RuntimeError(f"the sandbox did not start: {log.read_text('utf-8')}")


def build(quarters: Path) -> None:
    """Make what all trials of a network begin with: its config, the sheet, shown and then ticked, and the ledger of that."""
    for adapter in OVER_HTTP:
        config, state = quarters / adapter / "config", quarters / adapter / "state"
        shutil.copytree(ROOT / "config", config)
        _narrow(config / "demo", adapter)
        state.mkdir()
        (state / "today").write_text(OPENING.date().isoformat(), "utf-8")
        values = f"KUTSU_SITE={SITE}\nKUTSU_SANDBOX=http://127.0.0.1:9\n"
        (state / "environment").write_text(values, "utf-8")
        for row in (STARTED, {**STARTED, **TICKS}):
            write_workbook(state / "pilots.xlsx", sheet("pilots", round=[CALL], pilots=[row], sessions=[]))
            settings = read_settings(config / "demo", state)
            works = wire(settings, TickingClock.starting(ZONE, OPENING - dt.timedelta(hours=1)))
            works.surveyor.pull()


def _narrow(config: Path, adapter: str) -> None:
    """Leave one kind and one network."""
    tables = tomllib.loads((config / "channels.toml").read_text("utf-8"))
    mine = {
        name: table | {"kinds": ["pilot-started"]}
        for name, table in tables.items()
        if table["adapter"] == adapter and table.get("audience", "residents") == "residents"
    }
    (config / "channels.toml").write_text(_toml(mine), "utf-8")
    kinds = tomllib.loads((config.parent / "kinds.toml").read_text("utf-8"))
    (config / "kinds.toml").write_text(_toml({"pilot-started": kinds["pilot-started"]}), "utf-8")


def _toml(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Tables as TOML; its strings, numbers and lists are written as in JSON, and a table within one on a line of its own."""
    lines = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        for key, value in table.items():
            inner = value.items() if isinstance(value, dict) else None
            flat = ", ".join(f"{each} = {json.dumps(one)}" for each, one in inner) if inner else ""
            lines.append(f"{key} = {{ {flat} }}" if inner else f"{key} = {json.dumps(value)}")
    return "\n".join(lines)
