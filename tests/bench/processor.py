"""The processor time of a process with all its children, those included that have ended, as Linux counts it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PARENT, SPENT = 1, slice(11, 15)
"""Fields of /proc/PID/stat behind the name: the parent; ticks of its own and of its ended children, for user and kernel."""


def shares(root: int, named: Callable[[str], str | None]) -> dict[str, float]:
    """Seconds so far of `root` and everything below it, by the name that a command line has; without a name, its parent's."""
    stats, below = _stats(), defaultdict[int, list[int]](list)
    for pid, fields in stats.items():
        below[int(fields[PARENT])].append(pid)
    found, waiting = defaultdict[str, float](float), [(root, "itself")]
    while waiting:
        pid, above = waiting.pop()
        name = (named(_command(pid)) if pid != root else None) or above
        found[name] += sum(map(int, stats[pid][SPENT])) / TICKS if pid in stats else 0
        waiting += [(child, name) for child in below[pid]]
    return dict(found)


def _stats() -> dict[int, list[str]]:
    """The fields of every process behind its name, which may hold blanks."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has just ended; whoever waits for it has its time
            continue
    return found


def _command(pid: int) -> str:
    """A command line; empty when it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
