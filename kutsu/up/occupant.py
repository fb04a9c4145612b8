"""Who listens on a port of this machine, as far as Linux tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")

LISTENS = "0A"
"""The state of a listening socket in /proc/net/tcp (proc(5))."""


def occupant(port: int) -> str:
    """The name and process id of who listens there; somebody, where that cannot be seen (another user's, no Linux)."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError):  # another user's, or gone meanwhile
            if any(_link(each) in sockets for each in (folder / "fd").iterdir()):
                return f"{(folder / 'comm').read_text().strip()} (process {folder.name})"
    return "another program" if sockets else "another Kutsu"


def _link(path: Path) -> str:
    """What an open file of a process is; empty when it was closed meanwhile."""
    try:
        return str(path.readlink())
    except FileNotFoundError:
        return ""


def _inodes(port: int) -> Iterator[str]:
    """The sockets that listen on a port, by the numbers under which their owners hold them."""
    for table in (PROC / "net/tcp", PROC / "net/tcp6"):
        for line in table.read_text().splitlines()[1:] if table.is_file() else []:
            place, state, inode = (line.split()[column] for column in (1, 3, 9))
            if state == LISTENS and int(place.rpartition(":")[2], 16) == port:
                yield inode
