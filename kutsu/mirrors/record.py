"""What a mirror wrote last, and what that was made of: where both are as they were, its pages need not be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kutsu.mirrors.files import bring_up_to_date


class Record:
    """The record of the files below `root`, beside that folder and not in it: the world reads what is in it."""

    def __init__(self, root: Path, owned: Sequence[str]) -> None:
        """Keep the record of this folder; `owned` are the patterns of what the mirror may remove."""
        self._root = root
        self._owned = owned
        self.path = root.with_name(f"{root.name}.shown")

    def holds(self, made_of: str) -> bool:
        """Whether the files were made of this, and are all there, untouched, with no others that the mirror would remove."""
        try:
            kept = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return bool(kept == self._record(made_of, kept.get("files", ())) and self._found() <= set(kept["files"]))

    def keep(self, made_of: str, paths: Iterable[str]) -> None:
        """Record that these files were made of this; raises OSError as the file system does."""
        text = json.dumps(self._record(made_of, paths))
        bring_up_to_date(self.path.parent, {self.path.name: text}, ())

    def _record(self, made_of: str, paths: Iterable[str]) -> dict[str, object]:
        """What is kept, as the files are now: the size of each, and when it was written."""
        return {"made_of": made_of, "files": {path: self._state(path) for path in paths}}

    def _state(self, path: str) -> list[int]:
        """A file's size and the nanosecond of its writing; nothing where there is none."""
        try:
            found = (self._root / path).stat()
        except OSError:
            return []
        return [found.st_size, found.st_mtime_ns]

    def _found(self) -> set[str]:
        """Every file that is the mirror's own by its name."""
        return {path.relative_to(self._root).as_posix() for pattern in self._owned for path in self._root.glob(pattern)}
