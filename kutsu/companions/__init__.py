"""The child processes of a running Kutsu: started, waited for, and stopped, all of them and only them."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import requests
from requests import Response

from kutsu.companions.machine import LOOPBACK, asked, end_with_parent, free, send
from kutsu.companions.member import Member
from kutsu.core.errors import Faulty

PATIENCE_SECONDS = 90
STOP_SECONDS = 15
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""How we are told to stop: by Ctrl-C, by a supervisor, by a terminal that was closed."""

AGAIN_SECONDS = 1
"""Python swallows an exception that a signal raises inside a destructor or at a fork; so it is raised again until the stop."""

FULL_BYTES = 20_000_000
"""A log of more is put aside as `<name>.log.1` at its companion's next start, in the place of the one before."""

LOCKS = Path(tempfile.gettempdir())
"""Where Kutsus of one machine see each other's ports."""


class Companions:
    """Child processes by name; each writes its words to a log of its own, and sees `environment`."""

    def __init__(self, logs: Path) -> None:
        """Start nothing yet."""
        self.environment: dict[str, str] = dict(os.environ)
        self._logs = logs
        self.members: dict[str, Member] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._heirs: list[subprocess.Popen[bytes]] = []
        self._locks: list[IO[str]] = []
        self._told = False

    def heed(self) -> None:
        """From now on, raise KeyboardInterrupt when we are told to stop; a shell may have told its background jobs not to listen."""
        for number in (*STOPPING, signal.SIGALRM):
            signal.signal(number, self._interrupt)

    def _interrupt(self, *_: object) -> None:
        """Interrupt whatever goes on, now and until the stop begins."""
        self._told = True
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
        raise KeyboardInterrupt

    def hold(self, path: Path) -> bool:
        """Lock a file until the stop; False when another process has it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._locks.append(lock)
        return True

    def take(self, number: int, host: str = LOOPBACK) -> bool:
        """Reserve a port until the stop; False when somebody has it."""
        return bool(free(number, host)) and self.hold(LOCKS / f"kutsu-port-{number}.lock")

    def port(self, known: str | None, wish: int, host: str = LOOPBACK) -> int:
        """The port of a known address, else the one wished for, else any free one; no other Kutsu takes it meanwhile."""
        wanted = [int(known.rpartition(":")[2])] if known else []
        for candidate in (*wanted, wish, *(0 for _ in range(9))):
            number = free(candidate, host)
            if number and self.take(number, host):
                return number
        raise Faulty([f"no port is free on {host}"])

    def enlist(self, member: Member) -> None:
        """Start a member, and remember it for whoever starts it again."""
        self.members[member.name] = member
        self.start(member.name, member.command, shown=member.shown)

    def again(self, member: Member) -> None:
        """Start a member again that has ended; what it left behind is ended first, but for heirs."""
        before = self._running[member.name]
        if member.heirs:
            self._heirs.append(before)
        else:
            send(before, signal.SIGKILL)
        self.enlist(member)

    def kill(self, name: str) -> None:
        """End one that does not answer."""
        self._running[name].kill()

    def ended(self, name: str) -> int | None:
        """The exit code of one that ended by itself (a signal as a negative number), None while it lives."""
        self._heirs = [
            each for each in self._heirs if send(each, None)
        ]  # the numbers of those that ended may be reused
        return self._running[name].poll()

    def pid(self, name: str) -> int:
        """The process id of one."""
        return self._running[name].pid

    def start(self, name: str, command: Sequence[str], *, shown: bool = False) -> None:
        """Start one in a session of its own: Ctrl-C then reaches us alone, and we stop them in order.

        The words of one that is `shown` go where ours go.
        """
        self._running[name] = self._open(command) if shown else self._logged(name, command)

    def run(self, name: str, command: Sequence[str]) -> None:
        """Run one to its end; raises `Faulty` with the log's name when it fails."""
        self.start(name, command)
        code = self._running[name].wait()
        del self._running[name]
        if code != 0:
            raise Faulty([f"{name} failed; its words are in {self.log(name)}"])

    def wait_for(
        self,
        name: str,
        address: str,
        ours: Callable[[Response], bool] = lambda _: True,
        auth: tuple[str, str] | None = None,
    ) -> None:
        """Block until `address` gives an answer of `ours`; raises `Faulty` when the companion died or stays silent."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._running[name].poll() is None:
            try:
                answer = asked(address, auth)
                if answer.ok and ours(answer):
                    return
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise Faulty([f"{name} did not come up at {address}; its words are in {self.log(name)}"])

    def stop(self) -> None:
        """Stop all with their children, the last started first, and insist after a while; nothing interrupts this."""
        before = {number: signal.signal(number, signal.SIG_IGN) for number in (*STOPPING, signal.SIGALRM)}
        if self._told:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for companion in reversed(self._running.values()):
            send(companion, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                companion.wait(STOP_SECONDS)
            send(companion, signal.SIGKILL)
            companion.wait()
        self._running.clear()
        self._disinherit()
        for lock in self._locks:
            lock.close()
        self._locks.clear()
        for number, handler in before.items():
            signal.signal(number, handler)

    def _disinherit(self) -> None:
        """End what the children of killed companions still do, and insist after a while."""
        deadline = time.monotonic() + STOP_SECONDS
        left = [each for each in self._heirs if send(each, signal.SIGTERM)]
        while left and time.monotonic() < deadline:
            time.sleep(0.1)
            left = [each for each in left if send(each, None)]
        for each in left:
            send(each, signal.SIGKILL)
        self._heirs.clear()

    def _logged(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """A child process whose words go to its log."""
        self._logs.mkdir(parents=True, exist_ok=True)
        path = self.log(name)
        if path.is_file() and path.stat().st_size > FULL_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as words:
            return self._open(command, words)

    def _open(self, command: Sequence[str], words: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """A child process whose words go to this file, or where ours go."""
        return subprocess.Popen(  # noqa: S603 - our own modules, no shell
            command,
            stdout=words,
            stderr=words,
            env=self.environment,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def log(self, name: str) -> Path:
        """Where a companion's words go."""
        return self._logs / f"{name}.log"
