"""The ledger in one file, for one host: durable commits, one writer at a time, and no file that other hosts could open too."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from kutsu.core.errors import Faulty, Unavailable

WAIT_SECONDS = 30
"""How long a writer waits for its turn."""

OPEN = 64
"""Connections that are kept open: as many as publish at once. To open one anew at the instant of a slot takes milliseconds."""

SHARED = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb2",
        "smb3",
        "smbfs",
    }
)
"""File systems that several hosts mount, by their names in /proc/mounts. Write-ahead needs shared memory and does not work
over them: https://www.sqlite.org/wal.html, "All processes using a database must be on the same host computer"."""

MOUNTS = Path("/proc/mounts")
"""What Linux has mounted where, as fstab(5) writes it."""


def engine(url: URL, mounts: Path) -> Engine:
    """An engine for a file; raises `Faulty` when the file lies where other hosts may write to it too."""
    if url.database:
        path = Path(url.database)
        if kind := shared(path, mounts.read_text("utf-8", "replace") if mounts.is_file() else ""):
            raise Faulty([_refusal(path, kind)])
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # its owner's alone, and so are the files that SQLite puts beside it
    made = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, pool_size=OPEN, hide_parameters=True)
    event.listen(made, "connect", _durable)
    event.listen(made, "begin", _immediate)
    return made


def shared(path: Path, mounts: str) -> str | None:
    """The kind of the network file system that a path lies on, or None when it lies on a disk of this host."""
    mounted = (line.split()[1:3] for line in mounts.splitlines() if line.strip())
    kinds = {Path(_plain(place)): kind for place, kind in mounted}  # of several at one place the last one is seen
    there = path.resolve()
    kind = next((kinds[folder] for folder in (there, *there.parents) if folder in kinds), None)
    return kind if kind in SHARED else None


def _plain(place: str) -> str:
    r"""A place as it is called, of which fstab(5) writes a blank as \040."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)


def _refusal(path: Path, kind: str) -> str:
    """What is wrong, and what to do."""
    return (
        f"KUTSU_LEDGER: {path} lies on a network file system ({kind}), where SQLite cannot keep two hosts from saying a thing "
        "twice; for one host name a state on its own disk, for several set KUTSU_LEDGER=postgresql+psycopg://… on each"
    )


def _durable(connection: Any, _record: Any) -> None:
    """A commit survives the loss of power: what was claimed before a call must be known after it."""
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn a new file to write-ahead; while another process does just that, SQLite answers busy at once and does not wait."""
    for _ in range(WAIT_SECONDS * 100):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.01)
        else:
            return
    raise Unavailable(f"The ledger was busy for {WAIT_SECONDS} seconds; another program keeps it locked.")


def _immediate(connection: Connection) -> None:
    """Take the write lock at the beginning, so that no transaction decides on what another is about to change."""
    options = connection.get_execution_options()
    if options.get("reading", False):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if options.get('followed', False) else 'FULL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
