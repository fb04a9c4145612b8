"""Files that the world reads while they are written: each is replaced whole, or stays as it was."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

State = tuple[int, int]
"""A file's size, and the nanosecond of its writing."""


def write_whole(path: Path, content: bytes) -> bool:
    """Replace one file unless it says the same already; a reader sees the old or the new, never a half."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def walk(root: Path) -> dict[str, State]:
    """Every file below `root` by its path there; a link counts as a file, wherever it leads. Nothing where there is no such folder."""
    found: dict[str, State] = {}
    folders = [""] if root.is_dir() else []
    while folders:
        above = folders.pop()
        with os.scandir(root / above) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{above}{entry.name}/")
                else:
                    known = entry.stat(follow_symlinks=False)
                    found[above + entry.name] = known.st_size, known.st_mtime_ns
    return found


def same(source: Path, target: Path) -> None:
    """Let a file stand at another place too, with its time: as a hard link, or as a copy where a file system has none."""
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def remove(path: Path, root: Path) -> None:
    """Take a file away, and every folder below `root` that this leaves empty."""
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == root or (above.is_dir() and any(above.iterdir())):
            return
        if above.is_dir():
            above.rmdir()
