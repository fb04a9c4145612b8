"""Run the sandbox in a thread of this process, on the very clock of its clients: for rehearsals, whose clock jumps."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from kutsu.clock import TickingClock
from kutsu.sandbox.accounts import Accounts
from kutsu.sandbox.app import build
from kutsu.sandbox.store import Store
from kutsu.sandbox.world import World

BACKLOG = 1024
STOP_SECONDS = 10
"""How long it may take to come up, and to end."""


@contextmanager
def serve(state: Path, clock: TickingClock, accounts: Accounts) -> Iterator[str]:
    """Serve a world that lives in the folder `state` while the block lasts; gives its address on loopback.

    Raises RuntimeError when it does not come up.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(BACKLOG)
        thread = _Server(state, clock, accounts, listener)
        thread.start()
        try:
            thread.wait()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            thread.end()


class _Server(threading.Thread):
    """The thread of the server; its world is opened there, as SQLite wants."""

    def __init__(self, state: Path, clock: TickingClock, accounts: Accounts, listener: socket.socket) -> None:
        super().__init__(name="sandbox", daemon=True)
        self._state, self._clock, self._accounts, self._listener = state, clock, accounts, listener
        self._server: uvicorn.Server | None = None

    def run(self) -> None:
        """Serve until the end is wanted."""
        world = World(self._clock, Store(self._state), self._accounts)
        config = uvicorn.Config(build(world), log_level="warning", timeout_graceful_shutdown=1, server_header=False)
        self._server = uvicorn.Server(config)
        self._server.run(sockets=[self._listener])

    def wait(self) -> None:
        """Return when it serves; raises RuntimeError when it does not."""
        for _ in range(STOP_SECONDS * 100):
            if self._server and self._server.started:
                return
            if not self.is_alive():
                break
            time.sleep(0.01)
        raise RuntimeError("the sandbox did not start in this process")

    def end(self) -> None:
        """Let it end, and wait for that."""
        if self._server:
            self._server.should_exit = True
        self.join(STOP_SECONDS)
