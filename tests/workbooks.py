"""Books laid down for tests as they are, cell by cell: as a plain workbook, and as the sandbox's Google Sheets takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.styles.numbers import FORMAT_GENERAL
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.grid import Book, Cell, Tab
from kutsu.sheets.build import PATTERNS

NARROWEST, WIDEST = 10, 48
"""Column widths, in characters."""


def write_workbook(path: Path, book: Book) -> None:
    """Write the book as a new .xlsx: header row in bold and frozen, number formats, columns wide enough to read."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for tab in book.tabs:
        _lay_down(workbook.create_sheet(tab.title), tab)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)


def _lay_down(sheet: Worksheet, tab: Tab) -> None:
    """One tab, cell by cell; new rows find the format of their column."""
    for number, row in enumerate(tab.rows, start=1):
        for index, cell in enumerate(row, start=1):
            target = sheet.cell(number, index, cell.formula or cell.raw)
            target.number_format = PATTERNS.get(cell.format, FORMAT_GENERAL)
            target.alignment = Alignment(vertical="top", wrap_text=True)
            target.font = Font(bold=number == 1)
    sheet.freeze_panes = "B2"
    for index, column in enumerate(zip(*_padded(tab), strict=True), start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = min(max(NARROWEST, *(len(cell.shown) + 2 for cell in column)), WIDEST)
        dimension.number_format = next(
            (PATTERNS[cell.format] for cell in column if cell.format in PATTERNS), FORMAT_GENERAL
        )


def _padded(tab: Tab) -> list[list[Cell]]:
    """The rows, all equally long."""
    width = max(map(len, tab.rows), default=0)
    return [[*row, *[Cell()] * (width - len(row))] for row in tab.rows]


def as_json(book: Book, editors: Sequence[str] = ()) -> dict[str, Any]:
    """The book as the sandbox's Google Sheets takes it, shared with these service accounts."""
    tabs = [
        {"title": tab.title, "gid": index, "rows": [[asdict(cell) for cell in row] for row in tab.rows]}
        for index, tab in enumerate(book.tabs)
    ]
    return {"title": book.sheet, "locale": book.locale, "timeZone": book.zone, "editors": list(editors), "tabs": tabs}
