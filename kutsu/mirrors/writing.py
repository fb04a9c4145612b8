"""The next generation of a folder while it is written: it is begun with the first file that differs, and public once it is done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kutsu.mirrors.files import State, remove, same, walk
from kutsu.mirrors.generations import Generations
from kutsu.mirrors.page import Page
from kutsu.mirrors.record import Record, keep, read

FEW = 500
"""So many new files are brought to the disk one by one before they are shown; for more, the whole machine's are at once."""


class Writing:
    """What is in a folder, and what is to be: `found` is every file as it is now, `changed` what differs in the next generation."""

    def __init__(self, generations: Generations, known: Record, path: Path) -> None:
        """See what is there; a record of another generation than the public one knows nothing."""
        self._generations, self._path = generations, path
        self._known = known if known.generation == generations.public else Record()
        self.found = walk(generations.folder)
        self._drift = self._known.drift(self.found)
        self._files, self._marks = dict(self.found), dict[str, str]()
        self._draft: Path | None = None
        self.changed = set[str]()

    @property
    def ours(self) -> set[str]:
        """Every file that was written here."""
        return self._known.marks.keys() & self.found.keys()

    def kept(self, path: str, mark: str) -> bool:
        """Whether a file was made of this, and is as it was made."""
        return self._known.marks.get(path) == mark and path in self.found and path not in self._drift

    def text(self, path: str) -> str:
        """What a file says; nothing where it is not as it was made."""
        known = path in self._known.marks and path in self.found and path not in self._drift
        return (self._generations.folder / path).read_bytes().decode() if known else ""

    def put(self, page: Page) -> None:
        """Bring one file up to date; made and written only where it must be."""
        self._marks[page.path] = page.mark
        if self.kept(page.path, page.mark):
            return
        made = page.make()
        content = made.read_bytes() if isinstance(made, Path) else made.encode()
        shown = self._generations.folder / page.path
        if self.found.get(page.path, (-1, 0))[0] == len(content) and shown.read_bytes() == content:
            return
        target = self._begun() / page.path
        target.unlink(missing_ok=True)  # it may be the very file that is public, under a second name
        if isinstance(made, Path):
            same(made, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self._files[page.path] = _state(target)
        self.changed.add(page.path)

    def drop(self, path: str) -> None:
        """Take one file away."""
        folder = self._begun()
        remove(folder / path, folder)
        del self._files[path]
        self.changed.add(path)

    def end(self) -> int:
        """Make it public and remember it, or only remember where no file differs; returns how many do."""
        behind = sorted(self.changed if self._draft else {*self._known.behind, *self._drift})
        generation, before = self._generations.public, self._known.before
        if self._draft:
            _settle([self._draft / path for path in self.changed & self._files.keys()])
            before = generation or self._generations.spare(self._draft)
            behind = behind if generation else []
            generation = self._generations.named(self._draft)
        marks, files = dict(sorted(self._marks.items())), dict(sorted(self._files.items()))
        keep(self._path, Record(generation, before, behind if before else [], marks, files))
        if self._draft:
            self._generations.switch(generation)
        return len(self.changed)

    def give_up(self) -> None:
        """Leave no half of it; what is left all the same is taken away by the next one."""
        if self._draft:
            shutil.rmtree(self._draft, ignore_errors=True)

    def _begun(self) -> Path:
        """The folder of the next generation."""
        if self._draft is None:
            self._draft = self._generations.draft(self._known.before, {*self._known.behind, *self._drift})
        return self._draft


@contextmanager
def writing(root: Path, path: Path) -> Iterator[Writing]:
    """Write in the folder at `root` whose record is at `path`: all of it is public at the end of the block, or nothing is.

    Raises OSError as the file system does.
    """
    generations = Generations(root)
    with generations.alone():
        known = read(path)
        generations.mend(known.generation)
        begun = Writing(generations, known, path)
        try:
            yield begun
            begun.end()
        except BaseException:
            begun.give_up()
            raise


def _settle(paths: list[Path]) -> None:
    """Bring the contents of these files to the disk, so that a machine that loses its power has the old or the new as well."""
    if len(paths) > FEW:
        os.sync()
        return
    for path in paths:
        if path.is_symlink():
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _state(path: Path) -> State:
    """A file as it is."""
    found = path.lstat()
    return found.st_size, found.st_mtime_ns
