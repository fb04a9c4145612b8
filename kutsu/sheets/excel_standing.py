"""A workbook as it stands, for the outline to be held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.styles.numbers import FORMAT_GENERAL
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.grid import Tab
from kutsu.core.outline.standing import Standing, StandingTab
from kutsu.sheets.excel_grid import COLUMNS


def standing(book: openpyxl.Workbook, tabs: Sequence[Tab]) -> Standing:
    """The book, whose cells were read as `tabs`; a file has no locale and no zone, and its columns cannot warn."""
    return Standing(tuple(_tab(*pair) for pair in zip(book.worksheets, tabs, strict=True)))


def _tab(sheet: Worksheet, tab: Tab) -> StandingTab:
    areas = _areas(sheet)
    noted: list[Any] = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    width = max([0, *map(len, tab.rows), *(cell.column for cell in noted), *(area.max_col for area in areas)])
    return StandingTab(
        tab,
        width,
        noted=frozenset(cell.column - 1 for cell in noted if cell.row == 1),
        ruled=frozenset(_ruled(sheet)),
        formatted=frozenset(_formatted(sheet, len(tab.rows))),
        frozen=sheet.freeze_panes is not None,
        filtered=any(area.max_col == width for area in _filters(sheet)),
    )


def _filters(sheet: Worksheet) -> list[CellRange]:
    """Filters, and tables, which have their own."""
    ends = [table.ref for table in sheet.tables.values()]
    return [CellRange(each) for each in (*ends, sheet.auto_filter.ref) if each]


def _areas(sheet: Worksheet) -> list[CellRange]:
    """Where something lies that a new column must not cut into."""
    return [*sheet.merged_cells.ranges, *_filters(sheet)]


def _ruled(sheet: Worksheet) -> Iterator[int]:
    """Columns (from 0) in which some cell below the header has a rule."""
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            if area.max_row > 1:
                yield from range(area.min_col - 1, min(area.max_col, COLUMNS))


def _formatted(sheet: Worksheet, filled: int) -> Iterator[int]:
    """Columns (from 0) whose cells yet to be filled have a number format."""
    for look in sheet.column_dimensions.values():
        if look.number_format != FORMAT_GENERAL:
            yield from range((look.min or 0) - 1, min(look.max or 0, COLUMNS))
    for row in sheet.iter_rows(min_row=filled + 1):
        cells: Iterable[Any] = row
        yield from (cell.column - 1 for cell in cells if cell.number_format != FORMAT_GENERAL)
