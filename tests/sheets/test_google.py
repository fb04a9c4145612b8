"""A Google Sheet through gspread, against the sandbox over HTTP: read like a workbook, written by id."""

from __future__ import annotations

import dataclasses
import random

import pytest

from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Cell, Edit, Tab
from kutsu.sheets.workbook import Workbook
from tests.sheets.cases import CASES
from tests.sheets.google import Google
from tests.sheets.test_workbook import STATE, TICK, pilot_cell


def sorted_anew(book: Book) -> Book:
    """The book with the rows of each tab in another order, as after a sort by staff."""
    mixed = random.Random(7)
    tabs = [Tab(tab.title, (tab.rows[0], *mixed.sample(tab.rows[1:], len(tab.rows) - 1))) for tab in book.tabs]
    return dataclasses.replace(book, tabs=tuple(tabs))


def test_each_cell_is_read_as_a_workbook_gives_it(google: Google, demo: Book) -> None:
    """The table of cells that a workbook passes gives the same cells from Google, in one reading."""
    rows = tuple((case.read, Cell("the end of the row", "the end of the row"), Cell(format="number")) for case in CASES)
    google.lay_down(dataclasses.replace(demo, tabs=(Tab("Solut", rows),)))
    (tab,) = google.sheet().read().tabs
    assert {case.name: row[0] for case, row in zip(CASES, tab.rows, strict=True)} == {
        case.name: case.read for case in CASES
    }
    assert {len(row) for row in tab.rows} == {2}


def test_the_whole_plan_is_the_same_from_both(google: Google, workbook: Workbook) -> None:
    """The demo's plan read from Google and from the workbook has the same tabs, cell by cell."""
    from_google, from_file = google.sheet().read(), workbook.read()
    assert [(tab.title, tab.rows) for tab in from_google.tabs] == [(tab.title, tab.rows) for tab in from_file.tabs]
    assert (from_google.locale, from_google.zone) == (from_file.locale, from_file.zone)
    assert [tab.gid for tab in from_google.tabs] == ["0", "1", "2", "3", "4", "5"]


def test_a_write_finds_its_row_after_a_sort(google: Google, demo: Book) -> None:
    """The row is found by its id at the moment of writing, and no other cell changes."""
    sheet = google.sheet()
    sheet.read()
    google.lay_down(sorted_anew(demo))
    before = sheet.read()
    sheet.write([TICK, STATE])
    after = sheet.read()
    assert pilot_cell(after, "PILOT-04", "approve.fi") == Cell(True, "TOSI")
    assert pilot_cell(after, "PILOT-04", "state").raw == STATE.value
    changed = [
        (old, new)
        for left, right in zip(before.tabs, after.tabs, strict=True)
        for one, other in zip(left.rows, right.rows, strict=True)
        for old, new in zip(one, other, strict=False)
        if old != new
    ]
    assert changed == [(Cell(False, "EPÄTOSI"), Cell(True, "TOSI"))]


def test_a_write_is_raw(google: Google) -> None:
    """What Kutsu says is never computed: a text that looks like a formula stays a text."""
    google.sheet().write([Edit("pilots", "PILOT-01", "state", "=1+1")])
    assert pilot_cell(google.sheet().read(), "PILOT-01", "state") == Cell("=1+1", "=1+1")


def test_edits_without_a_row_are_all_told(google: Google) -> None:
    """Unknown ids are named at once, and nothing is written."""
    with pytest.raises(Faulty, match="PILOT-99") as faulty:
        google.sheet().write(
            [TICK, Edit("pilots", "PILOT-99", "state", "x"), Edit("sessions", "INFO-99", "state", "x")]
        )
    assert len(faulty.value.faults) == 2
    assert pilot_cell(google.sheet().read(), "PILOT-04", "approve.fi").raw is False


def test_a_write_whose_answer_is_lost_may_be_repeated(google: Google) -> None:
    """A lost answer is `Unavailable`, the write is not repeated in secret, and writing again changes nothing more."""
    google.fail("lost", "POST", "*:batchUpdate")
    sheet = google.sheet()
    with pytest.raises(Unavailable, match="does not answer"):
        sheet.write([TICK])
    once = sheet.read()
    sheet.write([TICK])
    assert sheet.read().tabs == once.tabs


def test_a_token_that_died_is_renewed(google: Google) -> None:
    """When Google takes a token back, a new one is fetched and the reading goes on."""
    sheet = google.sheet()
    sheet.read()
    google.fail("401", "GET")
    assert sheet.read().tabs
