"""The hidden tab of what the drop-downs of a workbook offer."""

from __future__ import annotations

import openpyxl
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

LISTS, OTHERWISE = "Valinnat", "Kutsun valinnat"
"""Its title; the other one where staff have a tab of the first name."""

Options = tuple[str | bool, ...]


class Lists:
    """A column for each list: one written into a cell's own rule ends at 255 characters and cannot hold commas."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        """Look at the lists that are there; the tab is made when there is something to put on it."""
        self._book = book
        titles = [title for title in (LISTS, OTHERWISE) if self._hidden(title)]
        self._title = titles[0] if titles else OTHERWISE if LISTS in book.sheetnames else LISTS

    def place(self, options: Options) -> str:
        """Where these options stand, as a rule names it; they are written where they are not there yet."""
        sheet = self._sheet()
        columns = [tuple(cell.value for cell in column if cell.value is not None) for column in sheet.iter_cols()]
        if options not in columns:
            columns = [column for column in columns if column]
            for row, option in enumerate(options, start=1):
                sheet.cell(row, len(columns) + 1, option)
            columns.append(options)
        letter = get_column_letter(columns.index(options) + 1)
        return f"{quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(options)}"

    def _hidden(self, title: str) -> bool:
        return title in self._book.sheetnames and self._book[title].sheet_state != "visible"

    def _sheet(self) -> Worksheet:
        if self._title not in self._book.sheetnames:
            self._book.create_sheet(self._title).sheet_state = "hidden"
        sheet: Worksheet = self._book[self._title]
        return sheet
