"""A run's words go where its runner's go, and not through the runner: or they would be the end of a run that outlives it.

Prefect's runner reads what its runs print by a pipe, and the library that prints ends a program whose pipe is broken
(`rich.console.Console.on_broken_pipe`): a run amid its sends, at its next line of log.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress

VARIABLE = "FLOWS_WORDS"
"""Where a runner's words go, by the environment that its runs inherit; no setting of Kutsu's."""

OUT, ERR = 1, 2


def tell_runs() -> None:
    """Called by the runner: say where its words go. Without /proc the runs stay with their pipes."""
    os.environ[VARIABLE] = _own()


def keep_apart() -> None:
    """Called by a run: print there. What is no pipe stays as it is, and so does all where the runner is gone or prints to a socket."""
    path = os.environ.get(VARIABLE)
    piped = [number for number in (OUT, ERR) if stat.S_ISFIFO(os.fstat(number).st_mode)]
    if not path or not piped or path == _own():
        return
    with suppress(OSError):
        words = os.open(path, os.O_WRONLY | os.O_APPEND)
        for number in piped:
            os.dup2(words, number)
        os.close(words)


def _own() -> str:
    """Where the words of this program go."""
    return f"/proc/{os.getpid()}/fd/{ERR}"
