"""Additions to a sheet, made in a workbook as openpyxl holds it.

No tab is locked. A workbook's lock covers a tab, and a locked tab cannot be sorted where one cell in it is locked, in Excel and in
LibreOffice alike; staff sort every day. So columns that must not be touched are coloured, and their notes say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.numbers import FORMAT_GENERAL
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.shape import OutlinedColumn
from kutsu.sheets.build import PATTERNS
from kutsu.sheets.excel_lists import Lists
from kutsu.sheets.heights import LINE_HEIGHT, lines
from kutsu.sheets.looks import BODIES, FACE, HEADS, HELP_WIDTH, MODEL, ON_HEAD, as_typed

LAST_ROW = 2000
"""As far down as cells have their drop-downs; a season has a few hundred rows."""
BOXES = (True, False)
"""The stand-in for tick-boxes, which .xlsx has not. Stored as booleans, so that each program shows them in its own language."""
TRUTH = '"TRUE";"TRUE";"FALSE"'
"""How LibreOffice writes the format of its own yes and no, which it shows in its own language; without it some show as 0."""
NOTE_WIDTH, NOTE_LINE, LINE_CHARACTERS = 420, 20, 58
"""Of the notes on headers: pixels, and how many characters fit in a line of them."""
HEADER_HEIGHT, HEADING_HEIGHT, GAP = 34, 22, 5
"""Of rows and between paragraphs, in points."""
TOP = Alignment(vertical="top", wrap_text=True)


def add(book: openpyxl.Workbook, additions: Iterable[Addition]) -> None:
    """Make all additions that a workbook can hold: new tabs first, so that rules may point to any of them."""
    lists = Lists(book)
    for each in sorted(additions, key=lambda one: one.what is not What.TAB):
        if each.what is What.TAB:
            book.create_sheet(each.tab).row_dimensions[1].height = HEADER_HEIGHT
        elif each.what is What.CHOICE:
            _offer(book[each.tab], each, lists)
        elif each.what in DONE:
            DONE[each.what](book[each.tab], each)


def _column_of(each: Addition) -> OutlinedColumn:
    """The column of an addition that has one."""
    assert each.column is not None
    return each.column


def _head(sheet: Worksheet, each: Addition) -> None:
    """A header, white on the colour of its owner, and the look of the cells below it."""
    column = _column_of(each)
    cell, dimension = sheet.cell(1, each.index + 1, column.header), _dimension(sheet, each.index + 1)
    cell.font = Font(FACE, 11, bold=True, color=ON_HEAD)
    cell.fill = PatternFill("solid", HEADS[column.owner])
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    dimension.alignment = TOP
    dimension.width, dimension.hidden = column.width, False
    if column.tick:
        dimension.number_format = TRUTH
    if column.owner in BODIES:
        dimension.fill = PatternFill("solid", BODIES[column.owner])


def _note(sheet: Worksheet, each: Addition) -> None:
    """The note on a header, as high as its lines need."""
    note = _column_of(each).note
    length = sum(1 + len(line) // LINE_CHARACTERS for line in note.splitlines())
    sheet.cell(1, each.index + 1).comment = Comment(note, "Kutsu", width=NOTE_WIDTH, height=NOTE_LINE * (length + 1))


def _format(sheet: Worksheet, each: Addition) -> None:
    """The number format of the cells that are yet to be filled."""
    _dimension(sheet, each.index + 1).number_format = PATTERNS[_column_of(each).format]


def _dimension(sheet: Worksheet, column: int) -> Any:
    """The look of one column (from 1) alone: one that it shares with its neighbours is split, as two must not overlap."""
    dimensions: Any = sheet.column_dimensions  # the stubs do not know what it is made of
    for shared in list(dimensions.values()):
        first, last = shared.min or 0, shared.max or 0
        if first <= column <= last and first != last:
            for start, stop in ((first, column - 1), (column, column), (column + 1, last)):
                if start <= stop:
                    part = copy(shared)
                    part._style, part.min, part.max = copy(shared._style), start, stop  # a plain copy shares its style
                    part.index = get_column_letter(start)
                    dimensions[part.index] = part
    return dimensions[get_column_letter(column)]


def _offer(sheet: Worksheet, each: Addition, lists: Lists) -> None:
    """A drop-down from a row on. It warns and lets through: the Swedish or English word is as good as the Finnish one."""
    column = _column_of(each)
    source = _ids(*each.source) if each.source else lists.place(BOXES if column.tick else column.options)
    rule = DataValidation("list", formula1=source, allow_blank=True, errorStyle="warning")
    rule.showErrorMessage = not column.free
    rule.errorTitle = column.header[:32]
    rule.error = "Ei ole valikossa. / Finns inte i listan. / Not in the list."
    letter = get_column_letter(each.index + 1)
    rule.add(f"{letter}{each.row}:{letter}{max(LAST_ROW, each.row)}")
    sheet.add_data_validation(rule)


def _ids(title: str, index: int) -> str:
    """Where the ids of a tab stand."""
    letter = get_column_letter(index + 1)
    return f"{quote_sheetname(title)}!${letter}$2:${letter}${LAST_ROW}"


def _freeze(sheet: Worksheet, each: Addition) -> None:
    sheet.freeze_panes = f"{get_column_letter(each.index + 1)}2"


def _widen(sheet: Worksheet, each: Addition) -> None:
    """The filter, or the table with its filter, that reaches farthest to the right ends with the new columns."""
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _wider(sheet.auto_filter.ref, each.index)
    for table in sorted(sheet.tables.values(), key=lambda one: CellRange(one.ref).max_col)[-1:]:
        for column in range(CellRange(table.ref).max_col + 1, each.index + 1):
            number = max(one.id for one in table.tableColumns) + 1
            table.tableColumns.append(TableColumn(id=number, name=str(sheet.cell(1, column).value)))
        table.ref = _wider(table.ref, each.index)
        if table.autoFilter:
            table.autoFilter.ref = _wider(str(table.autoFilter.ref), each.index)


def _wider(area: str, columns: int) -> str:
    """The range, up to this number of columns."""
    left, top, _, bottom = CellRange(area).bounds
    return f"{get_column_letter(left)}{top}:{get_column_letter(columns)}{bottom}"


def _model(sheet: Worksheet, each: Addition) -> None:
    """The model row, in grey italics."""
    needed = [
        lines(str(example), sheet.column_dimensions[get_column_letter(index + 1)].width)
        for index, example in each.cells
    ]
    sheet.row_dimensions[each.row].height = LINE_HEIGHT * max(needed, default=1)
    for index, example in each.cells:
        cell: Any = sheet.cell(each.row, index + 1)
        look = _dimension(sheet, index + 1)
        cell.value, cell._style = as_typed(example), copy(look._style)
        if isinstance(example, dt.date) and look.number_format == FORMAT_GENERAL:
            cell.number_format = PATTERNS["date"]
        cell.font = Font(FACE, 11, italic=True, color=MODEL)


def _help(sheet: Worksheet, each: Addition) -> None:
    """The help, language below language, with their headings in bold."""
    sheet.column_dimensions["A"].width = HELP_WIDTH
    sheet.sheet_view.showGridLines = False
    for row in range(1, max(sheet.max_row, len(each.lines)) + 1):
        line = each.lines[row - 1] if row <= len(each.lines) else ""
        heading = line and (row == 1 or not each.lines[row - 2])
        cell = sheet.cell(row, 1, line or None)
        cell.value, cell.alignment = line or None, TOP
        cell.font = Font(FACE, 14, bold=True) if heading else Font(FACE, 11)
        sheet.row_dimensions[row].height = HEADING_HEIGHT if heading else GAP + LINE_HEIGHT * lines(line, HELP_WIDTH)


DONE: dict[What, Callable[[Worksheet, Addition], None]] = {
    What.COLUMN: _head,
    What.NOTE: _note,
    What.FORMAT: _format,
    What.FREEZE: _freeze,
    What.FILTER: _widen,
    What.MODEL: _model,
    What.HELP: _help,
}
