"""A workbook as openpyxl parses it, in Kutsu's words: only the cells that are filled, wherever they stand.

openpyxl's own rows are padded to the last cell that was ever touched: one stray blank in A100000 would cost gigabytes.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles.numbers import FORMAT_GENERAL, FORMAT_TEXT, is_datetime
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.formula import ArrayFormula

from kutsu.core.grid import Cell, Raw, Tab
from kutsu.sheets.serials import serial, shown

ROWS, COLUMNS = 20_000, 200
"""What stands below or right of these was not meant to be part of a plan."""
UNPACKED = 100_000_000
"""Bytes; a plan of a hundred rows has one million."""

Where = tuple[int, int]
"""Row and column, from 1."""


class TooLarge(Exception):
    """A workbook with more in it than a plan can be, in words for people."""


def tabs(content: bytes) -> tuple[Tab, ...]:
    """Every tab, out of two readings: one gives the formulas and one their results.

    Raises `TooLarge`, and whatever it is that openpyxl and the parsers below it raise for a file that is no whole workbook.
    """
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED:
            raise TooLarge("it is far larger than a plan; delete the empty rows and columns that are formatted")
    typed = openpyxl.load_workbook(BytesIO(content), read_only=True)
    valued = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    return tuple(_tab(*pair) for pair in zip(typed.worksheets, valued.worksheets, strict=True))


def _tab(typed: Any, valued: Any) -> Tab:
    """One tab out of its two readings, rows as short as they are filled."""
    results = _stored(valued)
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), cell in _filled(_stored(typed), results):
        if row > ROWS or column > COLUMNS:
            raise TooLarge(
                f"{typed.title} has something in row {row}, column {column}; a plan ends at row {ROWS} and column {COLUMNS}. "
                "Delete what stands there"
            )
        rows[row][column] = cell
    filled = (rows.get(number, {}) for number in range(1, max(rows, default=0) + 1))
    return Tab(typed.title, tuple(_row(cells) for cells in filled))


def _row(cells: Mapping[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(column, Cell()) for column in range(1, max(cells, default=0) + 1))


def _filled(typed: Mapping[Where, ReadOnlyCell], results: Mapping[Where, ReadOnlyCell]) -> Iterator[tuple[Where, Cell]]:
    """Every cell that says something; blanks alone say nothing."""
    for where, cell in typed.items():
        pattern, result = str(cell.number_format), results.get(where)
        kind, raw = _kind(pattern), _raw(result.value if result else None)
        read = Cell(raw, shown(raw, kind, pattern), kind, _formula(cell))
        if read.shown.strip() or read.formula:
            yield where, read


def _stored(sheet: Any) -> dict[Where, ReadOnlyCell]:
    """Every cell with a value, but nothing of what a merged area hides under its first cell."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, book.data_only, book.epoch, book._date_formats, book._timedelta_formats
        )
        cells = {
            (each["row"], each["column"]): ReadOnlyCell(sheet, **each)
            for _, row in parser.parse()
            for each in row
            if each["value"] is not None
        }
    for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
        left, top, right, bottom = area.bounds
        hidden = [(row, column) for row, column in cells if top <= row <= bottom and left <= column <= right]
        for where in hidden:
            if where != (top, left):
                del cells[where]
    return cells


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


def _formula(cell: ReadOnlyCell) -> str:
    """The formula as written, with its equals sign, or nothing."""
    if isinstance(cell.value, ArrayFormula):
        return str(cell.value.text)
    return str(cell.value) if cell.data_type == "f" else ""
