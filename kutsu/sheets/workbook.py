"""A local .xlsx workbook as a sheet of the staff: the embedded default, and the stand-in for Google Sheets."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kutsu.core.columns import address
from kutsu.core.config import Language
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Edit, Page
from kutsu.core.ports import Clock
from kutsu.sheets import excel_grid, ooxml
from kutsu.sheets.ooxml_pages import Unwritable
from kutsu.sheets.placing import placed


class Workbook:
    """The port `Sheet` over a file that staff edit in Excel or LibreOffice.

    A write replaces single cells and nothing else (see `ooxml`), and the file whole or not at all. What it cannot do is
    compute: a formula that counts Kutsu's cells shows its old result until staff's program opens the file.
    """

    def __init__(self, name: str, path: Path, clock: Clock, languages: Mapping[str, Language]) -> None:
        """Name the sheet as config does; `languages` are those that the columns of texts are in."""
        self.name = name
        self._path = path
        self._clock = clock
        self._languages = languages

    def read(self) -> Book:
        """Read all tabs; raises `Faulty` for a file that is missing or broken, `Unavailable` for one that cannot be opened now."""
        return self._book(self._content())

    def stamp(self) -> str:
        """The file's time, length and number on its disk: a file that took its place at the same moment has another one."""
        try:
            found = self._path.stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"

    def write(self, edits: Sequence[Edit], pages: Sequence[Page] = ()) -> None:
        """Write each edit into the row that has its id now, and each page.

        Raises as `read` does, and `Unavailable` while the file is open.
        """
        self._refuse_open_file()
        content = self._content()
        targets = placed(self._book(content), edits, self._languages) if edits else []
        values = {
            tab.title: {address(row, column - 1): value for row, column, value in cells}
            for tab, cells in targets
            if cells
        }
        if not values and not pages:
            return
        with self._verdicts():
            changed = ooxml.put(content, values, pages)
        if self._content() != content:
            raise Unavailable(
                f"Sheet {self.name}: somebody saved {self._path.name} at this moment. Nothing was written; try again."
            )
        self._replace(changed)

    def _content(self) -> bytes:
        """The whole file as it is now."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError as missing:
            raise Faulty(
                [f"Sheet {self.name}: there is no workbook {self._path}. Check its path in the config."]
            ) from missing
        except OSError as locked:
            raise Unavailable(f"Sheet {self.name}: {self._path} cannot be opened now ({locked.strerror}).") from locked

    def _book(self, content: bytes) -> Book:
        """All tabs of the file."""
        with self._verdicts():
            return Book(self.name, excel_grid.tabs(content), self._clock.now())

    @contextmanager
    def _verdicts(self) -> Iterator[None]:
        """Make a fault of this sheet of whatever its content makes the parsers raise: there is no list of it, fuzzing shows."""
        try:
            yield
        except MemoryError:
            raise
        except (excel_grid.TooLarge, Unwritable) as wrong:
            raise Faulty([f"Sheet {self.name}, {self._path.name}: {wrong}."]) from wrong
        except Exception as broken:
            words = f"Sheet {self.name}: {self._path} is not a whole .xlsx workbook. Restore it from a backup or save it again."
            raise Faulty([words]) from broken

    def _refuse_open_file(self) -> None:
        """Programs leave a lock file beside a workbook that is open; its editor's next save would undo what is written now."""
        for lock in (f"~${self._path.name}", f".~lock.{self._path.name}#"):
            if self._path.with_name(lock).exists():
                raise Unavailable(
                    f"Sheet {self.name}: somebody has {self._path.name} open. Close it there; "
                    f"if nobody has, delete {lock} beside it. Nothing was written."
                )

    def _replace(self, content: bytes) -> None:
        """Put the new file in the place of the old one in one step, with the same permissions."""
        handle, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            shutil.copymode(self._path, temporary)
            Path(temporary).replace(self._path)
        except OSError as failed:
            Path(temporary).unlink(missing_ok=True)
            raise Unavailable(f"Sheet {self.name}: {self._path} cannot be written now ({failed.strerror}).") from failed
