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
from xml.etree.ElementTree import SubElement

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles.numbers import FORMAT_GENERAL, FORMAT_TEXT, is_datetime
from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.xml.constants import SHEET_MAIN_NS

from kutsu.core.grid import Cell, Raw, Tab
from kutsu.sheets.serials import BLANK, serial, shown

ROWS, COLUMNS = 20_000, 200
"""What stands below or right of these was not meant to be part of a plan."""
UNPACKED = 100_000_000
"""Bytes; a plan of a hundred rows has one million."""

TEXT_TAG = f"{{{SHEET_MAIN_NS}}}t"


class TooLarge(Exception):
    """A workbook with more in it than a plan can be, in words for people."""


def tabs(content: bytes) -> tuple[Tab, ...]:
    """Every tab, its formulas and their results read in one go.

    Raises `TooLarge`, and whatever it is that openpyxl and the parsers below it raise for a file that is no whole workbook.
    """
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED:
            raise TooLarge("it is far larger than a plan; delete the empty rows and columns that are formatted")
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    return tuple(_tab(sheet) for sheet in book.worksheets)


def _tab(sheet: Any) -> Tab:
    """One tab, rows as short as they are filled."""
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    for row, column, cell in _filled(sheet):
        if row > ROWS or column > COLUMNS:
            raise TooLarge(
                f"{sheet.title} has something in row {row}, column {column}; a plan ends at row {ROWS} and column {COLUMNS}. "
                "Delete what stands there"
            )
        rows[row][column] = cell
    filled = (rows.get(number, {}) for number in range(1, max(rows, default=0) + 1))
    return Tab(sheet.title, tuple(_row(cells) for cells in filled))


def _row(cells: Mapping[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(column, BLANK) for column in range(1, max(cells, default=0) + 1))


def _filled(sheet: Any) -> Iterator[tuple[int, int, Cell]]:
    """Every cell that says something, with its row and column from 1; blanks alone say nothing."""
    formats: dict[int, tuple[str, str]] = {}
    for row, cells in _stored(sheet).items():
        for column, stored in cells.items():
            style = stored["style_id"]
            if style not in formats:
                pattern = str(ReadOnlyCell(sheet, row, column, None, style_id=style).number_format)
                formats[style] = _kind(pattern), pattern
            kind, pattern = formats[style]
            raw, formula = _raw(stored["value"]), stored["formula"]
            read = Cell(raw, shown(raw, kind, pattern), kind, formula)
            if read.shown.strip() or formula:
                yield row, column, read


def _stored(sheet: Any) -> dict[int, dict[int, Mapping[str, Any]]]:
    """Every cell with a value or a formula by row and column, but nothing of what a merged area hides under its first cell."""
    book = sheet.parent
    rows: dict[int, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    with sheet._get_source() as source:
        parser = _Parser(source, sheet._shared_strings, True, book.epoch, book._date_formats, book._timedelta_formats)
        for _, row in parser.parse():
            for each in row:
                if each["value"] is not None or each["formula"]:
                    rows[each["row"]][each["column"]] = each
    for area in parser.merged_cells.mergeCell if parser.merged_cells else ():
        left, top, right, bottom = area.bounds
        for row, cells in rows.items():
            for column in [column for column in cells if top <= row <= bottom and left <= column <= right]:
                if (row, column) != (top, left):
                    del cells[column]
    return rows


class _Parser(WorkSheetParser):
    """openpyxl's parser of results, which takes along the formulas that they are of."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """One cell with its formula as written, with its equals sign, or nothing."""
        _shorten(element)
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is None:
            return {**cell, "formula": ""}
        formula: Any = self.parse_formula(element)  # type: ignore[no-untyped-call]  # openpyxl's own
        return {**cell, "formula": str(formula.text if isinstance(formula, ArrayFormula) else formula)}


def _shorten(element: Any) -> None:
    """Turn a text without runs that stands in its cell into the plain result that it is: openpyxl takes long over the other form."""
    inline = element.find(INLINE_STRING) if element.get("t") == "inlineStr" else None
    if inline is not None and len(inline) == 1 and inline[0].tag == TEXT_TAG:
        element.set("t", "str")
        SubElement(element, VALUE_TAG).text = inline[0].text


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
