"""A workbook's cells are typed like Google's."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kutsu.clock import TickingClock
from kutsu.core.grid import Cell
from kutsu.sheets.workbook import Workbook
from tests.books import LANGUAGES
from tests.sheets.cases import CASES, Case
from tests.sheets.xlsx import rewritten

LAST = "the end of the row"


def one_cell(path: Path, case: Case) -> None:
    """A workbook as a spreadsheet program saves it: formulas with their results."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = case.value, LAST
    sheet["A1"].number_format = case.pattern
    sheet["C1"].number_format = "0.00"  # formatted and blank, as the rest of a column is
    book.save(path)
    if case.read.formula:
        kind = "str" if isinstance(case.read.raw, str) else "n"
        rewritten(path, {b'<c r="A1">': f'<c r="A1" t="{kind}">', b"<v />": f"<v>{case.read.raw}</v>"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_cell_is_read_as_google_gives_it(case: Case, tmp_path: Path, clock: TickingClock) -> None:
    """The same cell gives the same `Cell` from a workbook; blank cells at the end are omitted."""
    one_cell(tmp_path / "one.xlsx", case)
    (tab,) = Workbook("one", tmp_path / "one.xlsx", clock, LANGUAGES).read().tabs
    ((cell, last),) = tab.rows
    assert (cell, last.shown) == (case.read, LAST)


def test_an_error_is_the_text_that_it_shows(tmp_path: Path, clock: TickingClock) -> None:
    """A formula that went wrong gives what the editor sees, with the formula."""
    one_cell(tmp_path / "one.xlsx", Case("error", "=NA()", Cell("#N/A", "#N/A", "", "=NA()")))
    rewritten(tmp_path / "one.xlsx", {b't="str"': 't="e"'})
    (tab,) = Workbook("one", tmp_path / "one.xlsx", clock, LANGUAGES).read().tabs
    assert tab.rows[0][0] == Cell("#N/A", "#N/A", "", "=NA()")


def test_hidden_rows_and_every_tab_are_read(tmp_path: Path, clock: TickingClock) -> None:
    """Hidden is not deleted: hidden rows and further tabs come along, blank rows inside stay, those at the end go."""
    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("Toinen")
    first["A1"], first["A3"], second["B2"] = "a", "b", "c"
    first.row_dimensions[3].hidden = True
    first["A5"].number_format = "@"
    book.save(tmp_path / "two.xlsx")
    read = Workbook("two", tmp_path / "two.xlsx", clock, LANGUAGES).read()
    shown = [[[cell.shown for cell in row] for row in tab.rows] for tab in read.tabs]
    assert shown == [[["a"], [], ["b"]], [[], ["", "c"]]]
    assert (read.locale, read.zone) == ("fi_FI", "Europe/Helsinki")
