"""The programs of this machine, as /proc tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def commands() -> Iterator[tuple[int, str]]:
    """Every process with its command line."""
    for path in Path("/proc").glob("[0-9]*"):
        if command := read(int(path.name), "cmdline"):
            yield int(path.name), command.replace(b"\0", b" ").decode("utf-8", "replace")


def read(pid: int, name: str) -> bytes:
    """A file of a process; nothing when it has just ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/{name}").read_bytes()
    return b""
