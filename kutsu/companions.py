"""The child processes of a running Kutsu: started, waited for, and stopped, all of them and only them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

from kutsu.core.errors import Faulty

PATIENCE_SECONDS = 90
STOP_SECONDS = 15


class Companions:
    """Child processes by name; each writes its words to a log of its own."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        """Start nothing yet; every companion will see `environment`."""
        self._logs, self._environment = logs, environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one in a session of its own: Ctrl-C then reaches us alone, and we stop them in order."""
        self._running[name] = self._open(name, command)

    def run(self, name: str, command: Sequence[str]) -> None:
        """Run one to its end; raises `Faulty` with the log's name when it fails."""
        self.start(name, command)
        code = self._running[name].wait()
        del self._running[name]
        if code != 0:
            raise Faulty([f"{name} failed; its words are in {self._log(name)}"])

    def wait_for(self, name: str, address: str) -> None:
        """Block until `address` answers; raises `Faulty` when the companion died or stays silent."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._running[name].poll() is None:
            try:
                if requests.get(address, timeout=2).ok:
                    return
            except requests.RequestException:
                time.sleep(0.2)
        raise Faulty([f"{name} did not come up at {address}; its words are in {self._log(name)}"])

    def dead(self) -> list[str]:
        """The names of those that ended by themselves."""
        return [name for name, companion in self._running.items() if companion.poll() is not None]

    def stop(self) -> None:
        """Stop all with their children, the last started first, and insist after a while."""
        for companion in reversed(self._running.values()):
            _signal(companion, signal.SIGTERM)
            try:
                companion.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(companion, signal.SIGKILL)
                companion.wait()
        self._running.clear()

    def _open(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """A child process whose words go to its log."""
        self._logs.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("ab") as words:
            return subprocess.Popen(  # noqa: S603 - our own modules, no shell
                command, stdout=words, stderr=words, env=dict(self._environment), start_new_session=True
            )

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"


def port(known: str | None, wish: int) -> int:
    """The port of a known address if it is free, else the one wished for, else any free one of loopback."""
    for wanted in (int(known.rpartition(":")[2]) if known else wish, wish, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Faulty(["no port is free on 127.0.0.1"])


def _signal(companion: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a companion and its children."""
    if companion.poll() is None:
        os.killpg(companion.pid, number)
