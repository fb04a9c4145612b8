"""A new sheet with rows in it: what `kutsu sheet new` makes, filled as staff would have filled it. The demo begins with one."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.config import Language
from kutsu.core.grid import Book, Tab
from kutsu.core.outline import HEADERS_IN, Outline
from kutsu.core.outline.additions import additions
from kutsu.core.outline.standing import Standing
from kutsu.sheets.build import PATTERNS
from kutsu.sheets.excel_additions import add


def write_furnished(path: Path, book: Book, outlines: Mapping[str, Outline], languages: Mapping[str, Language]) -> None:
    """Write the rows of `book` below the model rows of a new workbook, each value under the header that it has there."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    add(workbook, additions(outlines, Standing(), languages, HEADERS_IN))
    for tab in book.tabs:
        _fill(workbook[tab.title], tab)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)


def _fill(sheet: Worksheet, tab: Tab) -> None:
    """One tab, its cells in the looks of their columns; times as text; what is not ticked stays empty, for want of boxes."""
    columns = {str(cell.value): index for index, cell in enumerate(sheet[1], start=1)}
    first = sheet.max_row
    for number, row in enumerate(tab.rows[1:], start=1):
        for head, cell in zip(tab.rows[0], row, strict=False):
            if cell.raw is None or cell.raw is False:
                continue
            target: Any = sheet.cell(first + number, columns[head.shown])
            target.value = cell.shown if cell.format == "time" else cell.raw
            look: Any = sheet.column_dimensions[target.column_letter]
            target._style = copy(look._style)
            if cell.format == "date":
                target.number_format = PATTERNS["date"]
