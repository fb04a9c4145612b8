"""Run the sandbox as its own process for as long as a block lasts: for tests, the demo and rehearsals."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kutsu.clock import TickingClock

STOP_SECONDS = 10


@contextmanager
def start(
    state: Path, clock: TickingClock | None = None, *, port: int = 0, accounts: Path | None = None
) -> Iterator[str]:
    """Run a sandbox whose world lives in the folder `state`, and give its address, such as `http://127.0.0.1:8123`.

    It shares the time of `clock` (default: the real time) and listens on `port` (0: any free one). Leaving the block stops
    it; starting again on the same folder shows the same world. Raises RuntimeError with its last words when it cannot start.
    """
    state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "kutsu.sandbox", "--port", str(port), "--state", str(state)]
    command += ["--clock", str(clock)] if clock else []
    command += ["--accounts", str(accounts)] if accounts else []
    log = state / "sandbox.log"
    with log.open("ab") as words:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words)  # noqa: S603 - our own module, no shell
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first:
            raise RuntimeError(f"the sandbox did not start; see {log}:\n{log.read_text(encoding='utf-8')[-2000:]}")
        yield str(json.loads(first)["address"])
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and insist after a while."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
