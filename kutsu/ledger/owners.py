"""Whose a claim is: the name of the publisher that has it, and whether that publisher may live still."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

PROC = Path("/proc")

AGE = 19
"""Which word of /proc/PID/stat, after the name of the program, is the start of a program, in ticks since the machine's."""

UNKNOWN = "-"
"""Where nobody knows when a program was started: without /proc."""


def owner() -> str:
    """A name that no other publisher has, and that tells an operator where this one runs, and since when."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start(os.getpid()) or UNKNOWN}:{secrets.token_hex(4)}"


def lives(name: str) -> bool:
    """Whether the publisher of this name may live: False only where this host surely runs it no more.

    A number that another program has now is told apart by its start.
    """
    host, number, start, _ = [*name.rsplit(":", 3), "", "", ""][:4]
    if host != socket.gethostname() or not number.isdecimal() or start == "":
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        pass
    since = _start(int(number))
    return UNKNOWN in (start, since or UNKNOWN) or since == start


def _start(pid: int) -> str | None:
    """When a program was started, in words of this machine alone; one that has ended, and waits for its parent, has none."""
    try:
        state, *words = (PROC / f"{pid}/stat").read_text("utf-8", "replace").rpartition(") ")[2].split()
    except (OSError, ValueError):
        return None
    return words[AGE - 1] if state != "Z" else "ended"
