"""Lay down an outline as a new workbook, which staff open in Excel or LibreOffice.

No tab is locked. A workbook's lock covers a tab, and a locked tab cannot be sorted where one cell in it is locked, in Excel and in
LibreOffice alike; staff sort every day. So columns that must not be touched are coloured, and their notes say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.numbers import FORMAT_GENERAL
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.columns import MODEL_ID
from kutsu.core.errors import Faulty
from kutsu.core.outline import Outline, OutlinedColumn, OutlinedTab, Owner
from kutsu.sheets.build import PATTERNS

LAST_ROW = 2000
"""As far down as cells have their drop-downs; a season has a few hundred rows."""
LISTS = "Valinnat"
"""The hidden tab of what the drop-downs offer: a list written into a cell's own rule ends at 255 characters and cannot hold commas."""
BOXES = (True, False)
"""The stand-in for tick-boxes, which .xlsx has not. Stored as booleans, so that each program shows them in its own language."""
HEADS = {Owner.STAFF: "1F4E79", Owner.ID: "9C4A00", Owner.DECISION: "1E6B3A", Owner.KUTSU: "595959"}
BODIES = {Owner.ID: "FDF0E1", Owner.DECISION: "E8F4EA", Owner.KUTSU: "EDEDED"}
NOTE_WIDTH, NOTE_LINE, LINE_CHARACTERS = 420, 20, 58
"""Of the notes on headers: pixels, and how many characters fit in a line of them."""
HEADER_HEIGHT, HELP_WIDTH = 34, 110
TOP = Alignment(vertical="top", wrap_text=True)

Options = tuple[str | bool, ...]


def write_new(path: Path, outline: Outline) -> None:
    """Write the outline to a new file; raises `Faulty` where there is one already, or no folder for it."""
    content = BytesIO()
    _laid_down(outline).save(content)
    try:
        with path.open("xb") as file:
            file.write(content.getvalue())
    except FileExistsError as there:
        raise Faulty(
            [f"{path} is there already and stays as it is. Give another name, or move the file away."]
        ) from there
    except FileNotFoundError as missing:
        raise Faulty([f"There is no folder {path.parent}. Make it first."]) from missing


def _laid_down(outline: Outline) -> openpyxl.Workbook:
    """The workbook: the tabs that staff fill, the help, and the hidden lists."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = [book.create_sheet(tab.title) for tab in outline.tabs]
    _explain(book.create_sheet(outline.help_title), outline)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    offered = _offered(outline, lists)
    titles = {tab.key: tab.title for tab in outline.tabs}
    for sheet, tab in zip(sheets, outline.tabs, strict=True):
        _fill(sheet, tab)
        for index, column in enumerate(tab.columns, start=1):
            source = _ids(titles[column.refers]) if column.refers else offered.get(_options(column), "")
            if source:
                _offer(sheet, get_column_letter(index), source, column)
    return book


def _fill(sheet: Worksheet, tab: OutlinedTab) -> None:
    """Header row and model row, with the look of each column also for the rows to come."""
    for index, column in enumerate(tab.columns, start=1):
        head, model = sheet.cell(1, index, column.header), sheet.cell(2, index, column.example)
        _head(head, column)
        dimension = sheet.column_dimensions[get_column_letter(index)]
        for styled in (model, dimension):
            styled.number_format = PATTERNS.get(column.format, FORMAT_GENERAL)
            styled.alignment = TOP
            if column.owner in BODIES:
                styled.fill = PatternFill("solid", BODIES[column.owner])
        model.font = Font(italic=tab.columns[0].example == MODEL_ID, color="666666")
        dimension.width = column.width
    sheet.row_dimensions[1].height = HEADER_HEIGHT
    sheet.freeze_panes = "B2"


def _head(cell: Cell, column: OutlinedColumn) -> None:
    """A header: white on the colour of its owner, with its note."""
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", HEADS[column.owner])
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    lines = sum(1 + len(line) // LINE_CHARACTERS for line in column.note.splitlines())
    cell.comment = Comment(column.note, "Kutsu", width=NOTE_WIDTH, height=NOTE_LINE * (lines + 1))


def _options(column: OutlinedColumn) -> Options:
    return BOXES if column.tick else column.options


def _offered(outline: Outline, lists: Worksheet) -> dict[Options, str]:
    """Every list of options once, a column each -> where it stands."""
    every = dict.fromkeys(_options(column) for tab in outline.tabs for column in tab.columns)
    places = {}
    for index, options in enumerate(filter(None, every), start=1):
        for row, option in enumerate(options, start=1):
            lists.cell(row, index, option)
        letter = get_column_letter(index)
        places[options] = f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(options)}"
    return places


def _ids(title: str) -> str:
    """Where the ids of a tab stand."""
    return f"{quote_sheetname(title)}!$A$2:$A${LAST_ROW}"


def _offer(sheet: Worksheet, letter: str, source: str, column: OutlinedColumn) -> None:
    """A drop-down for a whole column. It warns and lets through: the Swedish or English word is as good as the Finnish one."""
    rule = DataValidation("list", formula1=source, allow_blank=True, errorStyle="warning")
    rule.showErrorMessage = not column.free
    rule.errorTitle = column.header
    rule.error = "Ei ole valikossa. / Finns inte i listan. / Not in the list."
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _explain(sheet: Worksheet, outline: Outline) -> None:
    """The help, language below language, with their headings in bold."""
    sheet.column_dimensions["A"].width = HELP_WIDTH
    sheet.sheet_view.showGridLines = False
    row = 1
    for paragraphs in outline.help.values():
        _write_down(sheet, row, paragraphs)
        row += len(paragraphs) + 1


def _write_down(sheet: Worksheet, row: int, paragraphs: Sequence[str]) -> None:
    for number, paragraph in enumerate(paragraphs):
        cell = sheet.cell(row + number, 1, paragraph)
        cell.alignment = TOP
        cell.font = Font(bold=True, size=14) if number == 0 else Font(size=11)
