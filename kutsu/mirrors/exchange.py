"""Two names of the file system that change places at one instant; Python's own `os` has no word for it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

HERE, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2), which Linux has since 3.15 and glibc since 2.28."""


def exchange(one: Path, other: Path) -> bool:
    """Let each of two things of one file system have the other's name; False where the machine or the file system cannot."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "renameat2"):
        return False
    return bool(library.renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)
