"""A folder that the world reads and that changes as a whole: a link to one of its generations, which lie beside it.

`site` leads to `site.d/7`. The next one is made as `site.d/8.draft` out of hard links and what is new, gets its name, and one
rename of the link makes it public. The one before stays for requests under way; the next draft is made of it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kutsu.mirrors.exchange import exchange
from kutsu.mirrors.files import remove, same, walk

DRAFT = ".draft"
TRIES, PAUSE = 1200, 0.05
"""How often, and after how many seconds each time, it is tried whether another process has done its writing: a minute in all."""

LINKS = 40
"""So many links may lead to the folder one after the other, as Linux has it (path_resolution(7))."""


class Generations:
    """The generations of one folder at `root`; a link of the operator's own at that place is followed, and is not replaced."""

    def __init__(self, root: Path) -> None:
        """Nothing is opened yet; raises OSError for a link that leads to itself."""
        for _ in range(LINKS):
            if not root.is_symlink() or root.readlink().parent == Path(f"{root.name}.d"):
                break
            root = root.parent / root.readlink()
        else:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(root))
        self.root = root
        self._beside = root.with_name(f"{root.name}.d")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile; raises `TimeoutError`, an OSError, when another process does so for longer than a minute."""
        self._beside.mkdir(parents=True, exist_ok=True)
        with self.root.with_name(f"{self.root.name}.lock").open("w") as lock:
            _locked(lock)
            yield

    @property
    def public(self) -> str:
        """The name of the generation that the world reads; empty before the first."""
        return self.root.readlink().name if self.root.is_symlink() else ""

    @property
    def folder(self) -> Path:
        """The folder of the generation that the world reads; it does not exist before the first."""
        return self._beside / (self.public or "none")

    def mend(self, meant: str) -> None:
        """Finish what was broken off: a switch to the generation that was `meant`, or the adoption of a folder that has none yet."""
        self._adopt()
        whole = [name for name in self._names if not name.endswith(DRAFT)]
        if meant in whole and meant != self.public:
            self.switch(meant)
        elif whole and not self.root.exists():
            self.switch(max(whole, key=int))

    def _adopt(self) -> None:
        """Make a real folder the newest generation: it changes places with a link that leads to where it is from then on.

        Where that cannot be done at one instant, `mend` makes the link after. A folder in which nothing is has nothing to keep.
        """
        for left in (self._beside / name for name in self._names if (self._beside / name).is_symlink()):
            left.unlink()  # by one that was killed before the two had changed places
        if self.root.is_symlink() or not self.root.is_dir():
            return
        if not any(self.root.iterdir()):
            self.root.rmdir()
            return
        place = self._beside / self._next
        place.symlink_to(Path(self._beside.name) / place.name)
        if not exchange(self.root, place):
            place.unlink()
            self.root.rename(place)

    def draft(self, before: str, behind: Iterable[str]) -> Path:
        """The public generation once more, to be changed; quickly out of the one `before`, which differs from it in what is `behind`."""
        draft = self._beside / f"{self._next}{DRAFT}"
        spare = self._beside / before
        for name in set(self._names) - {before, self.public}:
            shutil.rmtree(self._beside / name)
        if before and before != self.public and spare.is_dir():
            spare.rename(draft)
            self._follow(draft, behind)
        else:
            _twin(self.folder, draft)
        return draft

    def spare(self, draft: Path) -> str:
        """Lay down what is in a draft once more, under a name of its own, so that the change after it is quick too."""
        twin = draft.with_name(f"{int(draft.stem) + 1}{DRAFT}")
        _twin(draft, twin)
        return self.named(twin)

    def _follow(self, draft: Path, behind: Iterable[str]) -> None:
        """Bring an older generation up to the public one."""
        for path in behind:
            remove(draft / path, draft)
            if (source := self.folder / path).is_symlink() or source.exists():
                same(source, draft / path)

    def named(self, draft: Path) -> str:
        """Give a draft that is done its name as a generation."""
        draft.rename(draft.with_suffix(""))
        return draft.stem

    def switch(self, name: str) -> None:
        """Make a generation public, from one instant to the next."""
        link = self.root.with_name(f".{self.root.name}.next")
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self._beside.name) / name)
        link.replace(self.root)

    @property
    def _names(self) -> list[str]:
        """All that lies beside the folder."""
        return [path.name for path in self._beside.iterdir() if path.stem.isdecimal()]

    @property
    def _next(self) -> str:
        """A number that none has yet."""
        return str(max((int(name.removesuffix(DRAFT)) for name in self._names), default=0) + 1)


def _twin(source: Path, target: Path) -> None:
    """The same files under a second name."""
    target.mkdir()
    for path in walk(source):
        same(source / path, target / path)


def _locked(lock: IO[str]) -> None:
    """Hold the lock, as soon as nobody else does."""
    for _ in range(TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        else:
            return
    raise TimeoutError(f"{lock.name}: another process has been writing for a minute; the next pull tries again")
