"""A write after a reading looks at little of the spreadsheet once more, and at all of it where that little does not tell."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from kutsu.core.grid import Book, Page, Tab
from kutsu.sheets.google import WHOLE, GoogleSheet
from tests.sheets.google import Google
from tests.sheets.test_google import sorted_anew
from tests.sheets.test_workbook import STATE, TICK, pilot_cell

PAGE = Page("Tila", (("Kutsu: laji", "Solu"), ("Virhe", "Pilotit!C2")))
Asked = list[Any]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What is asked of the spreadsheet from now on."""
    found: Asked = []
    fetched = GoogleSheet._fetched

    def noting(self: GoogleSheet, wanted: Any = WHOLE) -> dict[str, Any]:
        found.append(wanted)
        return fetched(self, wanted)

    monkeypatch.setattr(GoogleSheet, "_fetched", noting)
    return found


def moved(book: Book) -> Book:
    """The book with the ids of every tab in the last column."""
    tabs = [
        dataclasses.replace(tab, rows=tuple((*_full(row, tab)[1:], row[0]) for row in tab.rows)) for tab in book.tabs
    ]
    return dataclasses.replace(book, tabs=tuple(tabs))


def _full(row: Any, tab: Tab) -> Any:
    """A row as long as the header."""
    return (*row, *[type(row[0])()] * (len(tab.rows[0]) - len(row)))


def renamed(book: Book) -> Book:
    """The book with a tab of pilots that staff call otherwise, by another name that is known."""
    tabs = [dataclasses.replace(tab, title="Kokeilut") if tab.title == "Pilotit" else tab for tab in book.tabs]
    return dataclasses.replace(book, tabs=tuple(tabs))


def test_a_row_is_found_by_its_id_alone(google: Google, demo: Book, asked: Asked) -> None:
    """After a sort the value lands in its row, and only header, ids and the tab of the page were read for that."""
    sheet = google.sheet()
    sheet.write([], [PAGE])
    sheet.read()
    google.lay_down(
        dataclasses.replace(sorted_anew(demo), tabs=(*sorted_anew(demo).tabs, Tab("Tila", demo.tabs[-1].rows)))
    )
    asked.clear()
    sheet.write([TICK, STATE], [PAGE])
    assert [each.get("ranges") for each in asked] == [["'Pilotit'!1:1", "'Pilotit'!A:A", "'Tila'"]]
    after = sheet.read()
    assert pilot_cell(after, "PILOT-04", "approve.fi").raw is True
    assert pilot_cell(after, "PILOT-04", "state").raw == STATE.value
    assert [[cell.shown for cell in row] for row in after.tabs[-1].rows] == [list(row) for row in PAGE.rows]


@pytest.mark.parametrize("change", [moved, renamed])
def test_where_that_does_not_tell_all_is_read(
    google: Google, demo: Book, asked: Asked, change: Callable[[Book], Book]
) -> None:
    """A column of ids that moved, or a tab that was renamed, between the reading and the write: the value still lands in its row."""
    sheet = google.sheet()
    sheet.read()
    google.lay_down(change(demo))
    asked.clear()
    sheet.write([STATE])
    assert (len(asked), asked[-1]) == (2, WHOLE)
    assert pilot_cell(sheet.read(), "PILOT-04", "state").raw == STATE.value
