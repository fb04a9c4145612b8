"""One file of a mirror before it is made: where it stands, what it is made of, and how."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Page:
    """A file to be: its path below the root, the fingerprint of all that it shows, and who makes it.

    What is made is a text, or a file that lies ready elsewhere. A file whose fingerprint is as it was is not made again:
    whatever a page shows must be in it. More than it shows may be: the page is then made in vain, and not written.
    """

    path: str
    mark: str
    make: Callable[[], str | Path]


def mark(*parts: object) -> str:
    """A fingerprint of plain values."""
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


class Shown(Protocol):
    """What the world reads now: of it may be taken what is as it is to be."""

    def kept(self, path: str, mark: str) -> bool:
        """Whether a file was made of this, and is as it was made."""

    def text(self, path: str) -> str:
        """What a file says; nothing where it is not as it was made."""


class Nothing:
    """That nothing is shown yet."""

    def kept(self, path: str, mark: str) -> bool:  # noqa: ARG002  the same for every file
        """No file was made of anything."""
        return False

    def text(self, path: str) -> str:  # noqa: ARG002  the same for every file
        """No file says anything."""
        return ""
