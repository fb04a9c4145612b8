"""A local .xlsx workbook as a sheet of the staff: the embedded default, and the stand-in for Google Sheets."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import FORMAT_GENERAL, FORMAT_TEXT, is_datetime
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.config import Language
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Cell, Edit, Raw, Tab
from kutsu.core.ports import Clock
from kutsu.sheets import ooxml
from kutsu.sheets.placing import placed
from kutsu.sheets.serials import serial, shown, trimmed

UNREADABLE = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError)


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

    def write(self, edits: Sequence[Edit]) -> None:
        """Write each edit into the row that has its id now; raises as `read` does, and `Unavailable` while the file is open."""
        self._refuse_open_file()
        content = self._content()
        values = placed(self._book(content), edits, self._languages)
        try:
            changed = ooxml.put(content, values)
        except ValueError as wrong:
            raise Faulty([f"Sheet {self.name}, {self._path.name}: {wrong}."]) from wrong
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
        """The cells, out of two readings: one gives the formulas and one their results."""
        try:
            typed = openpyxl.load_workbook(BytesIO(content))
            valued = openpyxl.load_workbook(BytesIO(content), data_only=True)
        except UNREADABLE as broken:
            words = f"Sheet {self.name}: {self._path} is not a whole .xlsx workbook. Restore it from a backup or save it again."
            raise Faulty([words]) from broken
        tabs = (_tab(sheet, valued[sheet.title]) for sheet in typed.worksheets)
        return Book(self.name, tuple(tabs), self._clock.now())

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


def _tab(typed: Worksheet, valued: Worksheet) -> Tab:
    """One tab out of its two readings."""
    return Tab(typed.title, trimmed([list(_cells(*pair)) for pair in zip(typed.rows, valued.rows, strict=True)]))


def _cells(typed: Sequence[ExcelCell | MergedCell], valued: Sequence[ExcelCell | MergedCell]) -> Iterator[Cell]:
    """The cells of one row."""
    for cell, result in zip(typed, valued, strict=True):
        pattern = str(cell.number_format)
        kind, raw = _kind(pattern), _raw(result.value)
        yield Cell(raw, shown(raw, kind, pattern), kind, _formula(cell))


def _kind(pattern: str) -> str:
    """What Google calls a number format of this pattern."""
    if pattern in (FORMAT_GENERAL, FORMAT_TEXT):
        return "text" if pattern == FORMAT_TEXT else ""
    return is_datetime(pattern) or "number"


def _raw(value: Any) -> Raw:
    """The stored value as Google gives it: a date or time as its serial number, an error as the text that it shows."""
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return serial(value)
    if value is None or isinstance(value, bool | str):
        return value
    return float(value)


def _formula(cell: ExcelCell | MergedCell) -> str:
    """The formula as written, with its equals sign, or nothing."""
    if isinstance(cell.value, ArrayFormula):
        return str(cell.value.text)
    return str(cell.value) if cell.data_type == "f" else ""
