"""An audience out of a CSV file that lies outside the shared sheet; who is to be forgotten is taken out of it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, pairwise
from pathlib import Path

from kutsu.audiences.listed import Listed, Record, rows_of
from kutsu.audiences.roll import Person, Roll
from kutsu.audiences.rules import Rules
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.ports import Clock

__all__ = ["FileAudience", "Person"]


class _Rolls:
    """The rolls that this process has read, one for each file and its rules, as long as the file is the same: whoever opens it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: dict[Hashable, tuple[Hashable, Roll]] = {}

    def roll(self, name: Hashable, stamp: Hashable, read: Callable[[], Roll]) -> Roll:
        """The roll of this name and stamp; an old one is given up before the new one is read, and a fault is kept by nobody."""
        with self._turn:
            if name in self._kept and self._kept[name][0] != stamp:
                del self._kept[name]
            if name not in self._kept:
                self._kept[name] = stamp, read()
            return self._kept[name][1]


_ROLLS = _Rolls()


class FileAudience(Listed):
    """The people of one list; the file is read anew once it has changed, so that who left it is not written to again.

    `languages` are those that a row may have, `themes` the topics that may be chosen, `audience` the one of the channel.
    """

    numbered = "line"

    def __init__(
        self,
        path: Path,
        languages: Collection[str],
        pepper: str,
        *,
        themes: Collection[str] = (),
        audience: str = "",
        clock: Clock | None = None,
    ) -> None:
        super().__init__(Rules(tuple(languages), tuple(themes), audience), pepper, clock)
        self._path, self.place = path, str(path)

    def roll(self) -> Roll:
        """Everyone as the file is now: known by its time, its length and its number on the disk."""
        with self._readable():
            found = self._path.stat()
            stamp = found.st_mtime_ns, found.st_size, found.st_ino
            return _ROLLS.roll((self._path, self._rules, self._pepper), stamp, lambda: self._read(self._records()))

    def records(self) -> Iterator[Record]:
        """Every line as typed."""
        with self._readable():
            yield from self._records()

    def remove(self, address: str) -> int:
        """Take the rows of an address out of the file, whose other bytes stay as they are; gives how many.

        Raises `Faulty` for a file that cannot be read, and `Unavailable` for one that is being written by somebody else.
        """
        with self._readable():
            before = self._path.read_bytes()
            # Line ends and the mark at the beginning of the file are kept: what is not taken out is the same to the byte.
            lines = list(io.StringIO(before.decode("utf-8"), newline=""))
            records = list(_parsed(lines, lines[0] if lines else ""))
            gone = {row.number for row in rows_of(iter(records), address)}
        if gone:
            ends = [number for number, _ in records]
            kept = (lines[begin:end] for begin, end in pairwise([0, *ends, len(lines)]) if end not in gone)
            self._replace(before, "".join(chain.from_iterable(kept)).encode())
        return len(gone)

    def _records(self) -> Iterator[Record]:
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            yield from _parsed(file, first)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Make a fault of a file that is no CSV."""
        try:
            yield
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Faulty([f"{self._path}: cannot be read as a UTF-8 text file ({type(error).__name__})"]) from None

    def _replace(self, before: bytes, after: bytes) -> None:
        """Put the new file in the place of the old one in one step, with the same permissions; a link leads to it as before."""
        path = self._path.resolve()
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            shutil.copymode(path, draft)
            if path.read_bytes() != before:
                raise Unavailable(f"{self._path}: somebody saved it at this moment. Nothing was removed; try again.")
            Path(draft).replace(path)
        except OSError as error:
            raise Unavailable(f"{self._path}: cannot be written now ({error.strerror})") from None
        finally:
            Path(draft).unlink(missing_ok=True)


def _parsed(lines: Iterable[str], first: str) -> Iterator[Record]:
    """Every row with the number of its last line; takes the comma, and the semicolon that spreadsheets write in Finland."""
    reader = csv.reader(lines, delimiter=";" if ";" in first else ",")
    for row in reader:
        yield reader.line_num, row
