"""A folder that appears whole or not at all, with the sums by which it can be proven unchanged."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kutsu.core.errors import Faulty

SUMS = "SHA256SUMS"
"""The name of the file of sums, as `sha256sum --check` reads it."""


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into, which becomes `out` when all went well and is gone otherwise.

    Raises `Faulty` where `out` is there already with something in it, and OSError as the file system does.
    """
    refuse(out)
    place = out.absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.mkdir()
    try:
        yield draft
        _keep(draft)
        refuse(out)
        draft.replace(place)
        _keep(place.parent, deep=False)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def refuse(out: Path) -> None:
    """Raise `Faulty` where a record would be written over something."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise Faulty([f"--out {out} is no folder: name one that is not there yet"])
    if out.exists() and any(out.iterdir()):
        raise Faulty([f"--out {out} is not empty, and a record is never written over anything: name another folder"])


def sums(root: Path) -> str:
    """Write the sum of every file; gives the sum of the sums, which stands for the whole record."""
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    lines = "".join(f"{_sum(root / name)}  {name}\n" for name in names)
    (root / SUMS).write_text(lines, "utf-8")
    return hashlib.sha256(lines.encode()).hexdigest()


def _sum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(folder: Path, *, deep: bool = True) -> None:
    """Bring a folder to the disk before it gets its name, with the files in it where it is `deep`."""
    for path in [*(folder.rglob("*") if deep else ()), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
