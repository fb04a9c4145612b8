"""The house as a person runs it: `kutsu demo` and `kutsu up` as processes on a state of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from kutsu.settings import read_environment
from tests.campaign.world import ROOT, TODAY

SECONDS = 10

AGAIN = Retry(
    5, connect=0, read=0, status_forcelist=[503], allowed_methods=None, backoff_factor=0.5, raise_on_status=False
)


@dataclass(frozen=True)
class House:
    """One state of a demo on the demo's pinned day."""

    state: Path
    config: Path = ROOT / "config/demo"

    def pin(self) -> None:
        """Fix the demo's day, so that the test does not depend on today's date; it then runs on a later day."""
        self.state.mkdir(parents=True)
        (self.state / "today").write_text(TODAY.isoformat(), "utf-8")

    def demo(self) -> subprocess.CompletedProcess[str]:
        """Play the demo to its end."""
        return subprocess.run(self.command("demo"), capture_output=True, text=True, cwd=ROOT, timeout=230)

    @contextmanager
    def up(self, now: str, *words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """Keep everything open from the instant `now` on, until the block ends; Ctrl-C must stop it within a while."""
        quiet: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        command, told = self.command("up", "--now", now, *words), {**os.environ, **environment}
        process = subprocess.Popen(command, text=True, cwd=ROOT, env=told, **quiet)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)

    def address(self, name: str) -> str:
        """Where a companion answers, such as `KUTSU_PREFECT`."""
        return read_environment(self.state / "environment")[name]

    def prefect(self, path: str, body: dict[str, Any], auth: tuple[str, str] | None = None) -> Any:
        """Ask the Prefect server's API; as Prefect's own client does, again where its database is busy (503)."""
        with requests.Session() as session:
            session.mount("http://", HTTPAdapter(max_retries=AGAIN))
            address = f"{self.address('KUTSU_PREFECT')}/api/{path}"
            answer = session.post(address, json=body, timeout=SECONDS, auth=auth)
        answer.raise_for_status()
        return answer.json()

    def fail(self, network: str, fault: str, **rule: int | float | str) -> None:
        """Let a network fail, as `kutsu.sandbox.faults` describes."""
        faults = f"{self.address('KUTSU_SANDBOX')}/_sandbox/faults"
        body = {"network": network, "fault": fault, **rule}
        requests.post(faults, json=body, timeout=SECONDS).raise_for_status()

    def published(self) -> list[dict[str, Any]]:
        """What residents can see."""
        answer = requests.get(f"{self.address('KUTSU_SANDBOX')}/_sandbox/published", timeout=SECONDS)
        return list(answer.json())

    def companions(self) -> dict[str, dict[str, Any]]:
        """How the companions stand, as the supervisor keeps it; nothing before it does."""
        path = self.state / "companions.json"
        return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}

    def command(self, *words: str) -> list[str]:
        """A command line on this state."""
        places = ["--config", str(self.config), "--state", str(self.state)]
        return [sys.executable, "-m", "kutsu.cli", *words, *places]


def eventually(found: Callable[[], Any], seconds: float = 90) -> Any:
    """Wait for something true, for a while; what is not there yet may also not answer yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if value := found():
                return value
        except requests.RequestException:
            pass
        assert time.monotonic() < deadline, f"never came true: {found}"
        time.sleep(0.3)


def run_state(house: House, run: str) -> str:
    """The state of one flow run."""
    found = house.prefect("flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    return str(found[0]["state_type"])


def own_processes(state: Path) -> list[str]:
    """The command lines of processes that still name this state."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(state) in words and int(path.parent.name) != os.getpid():
            lines.append(words)
    return lines
