"""What a record keeps in files of their own: pictures, and the texts that are pages, calendar entries or too long for a cell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}

SEALED = """<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
"""
"""Before the copy of a mail that is for looking at: whatever stands in it, it fetches and runs nothing. A reader of HTML takes the
elements of the mail's own head after these."""


class Files:
    """Writes each file once, under the SHA-256 of its bytes; of a picture the ledger is asked when it is needed."""

    def __init__(self, root: Path, picture: Callable[[str], bytes | None]) -> None:
        """Write below `root`; `picture` gives the bytes of a digest."""
        self._root, self._picture = root, picture
        self._known: dict[str, str | None] = {}

    def text(self, words: str) -> str:
        """The exact bytes of a text, as a file that no program runs."""
        content = words.encode()
        return self._once(f"texts/{hashlib.sha256(content).hexdigest()}.txt", content)

    def letter(self, html: str) -> str:
        """A page of mail for looking at."""
        return self._once(f"letters/{hashlib.sha256(html.encode()).hexdigest()}.html", (SEALED + html).encode())

    def picture(self, digest: str, media_type: str) -> str | None:
        """A picture by its digest; None where the ledger does not have it, or has other bytes than those that went out."""
        if digest not in self._known:
            content = self._picture(digest)
            whole = content is not None and hashlib.sha256(content).hexdigest() == digest
            name = f"pictures/{digest}{SUFFIXES.get(media_type, '')}"
            self._known[digest] = self._once(name, content) if content and whole else None
        return self._known[digest]

    def _once(self, name: str, content: bytes) -> str:
        """Write a file unless it is there; gives its name."""
        if name not in self._known:
            path = self._root / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            self._known[name] = name
        return name
