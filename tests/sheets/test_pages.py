"""Whole tabs of Kutsu's own, in a workbook and in Google alike: made, filled again, and never in the way of staff's."""

from __future__ import annotations

import pytest

from kutsu.core.errors import Faulty, KutsuError, Unavailable
from kutsu.core.grid import Book, Cell, Edit, Page, Tab
from kutsu.core.ports import Sheet
from kutsu.sheets.google_batch import page_id
from kutsu.sheets.placing import LONGEST
from kutsu.sheets.workbook import Workbook
from tests.sheets.google import Google
from tests.sheets.test_workbook import STATE, TICK, pilot_cell

PAGE = Page("Tila", (("Missä", "Mitä"), ("Pilotit!A2", '=HYPERLINK("https://x.example")'), ("", "a\nb <i> &amp; 🙂")))
SHORT = Page("Tila", (("Kaikki hyvin",),))


@pytest.fixture(params=["workbook", "google"])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """The demo's plan in either of the two."""
    if request.param == "workbook":
        found: Workbook = request.getfixturevalue("workbook")
        return found
    google: Google = request.getfixturevalue("google")
    return google.sheet()


def tab(book: Book, title: str = "Tila") -> Tab:
    """The one tab of this title."""
    (found,) = [each for each in book.tabs if each.title == title]
    return found


def shown(page: Page) -> tuple[tuple[Cell, ...], ...]:
    """The cells as which a page is read."""
    return tuple(tuple(Cell(text, text) if text else Cell() for text in row) for row in page.rows)


def test_a_page_is_made_with_edits_in_one_write(sheet: Sheet) -> None:
    """A tab that is not there is added and filled, raw, and the edits of the same write stand in staff's tabs."""
    before = sheet.read()
    sheet.write([TICK, STATE], [PAGE])
    after = sheet.read()
    assert tab(after).rows == shown(PAGE)
    assert pilot_cell(after, "PILOT-04", "approve.fi").raw is True
    others = [each for each in after.tabs if each.title not in ("Tila", "Pilotit")]
    assert others == [each for each in before.tabs if each.title != "Pilotit"]


def test_a_page_gives_way_whole(sheet: Sheet) -> None:
    """What stood below and right of the new rows is gone, and there is one such tab still."""
    sheet.write([], [PAGE, Page("Kalenteri", (("Pvm",), ("1.12.2026",)))])
    sheet.write([], [SHORT])
    assert tab(sheet.read()).rows == shown(SHORT)
    assert tab(sheet.read(), "Kalenteri").rows[1] == (Cell("1.12.2026", "1.12.2026"),)
    sheet.write([], [PAGE])
    assert tab(sheet.read()).rows == shown(PAGE)


def test_a_page_may_be_large(sheet: Sheet) -> None:
    """The tab grows to what it has to hold, and no cell holds more than any program takes."""
    sheet.write([], [SHORT])
    large = Page("Tila", (*((f"rivi {number}",) for number in range(1, 1200)), tuple("x" * 30), ("y" * 40_000,)))
    sheet.write([], [large])
    rows = tab(sheet.read()).rows
    assert [row[0].raw for row in rows[:1199]] == [f"rivi {number}" for number in range(1, 1200)]
    assert len(rows[1199]) == 30
    assert len(str(rows[1200][0].raw)) == LONGEST


def test_a_write_holds_whole_or_not_at_all(sheet: Sheet) -> None:
    """An edit without its row keeps the page of the same write back too."""
    with pytest.raises(Faulty, match="PILOT-99"):
        sheet.write([Edit("pilots", "PILOT-99", "state", "x")], [PAGE])
    assert "Tila" not in [each.title for each in sheet.read().tabs]


def test_a_page_of_another_title_in_case_is_the_same(sheet: Sheet) -> None:
    """Neither program has two tabs whose titles differ in case alone, so neither gets them."""
    sheet.write([], [Page("TILA", (("vanha",),))])
    sheet.write([], [SHORT])
    assert tab(sheet.read(), "TILA").rows == shown(SHORT)


def test_nothing_to_write_is_no_write(sheet: Sheet) -> None:
    """A write of nothing leaves the sheet's stamp as it was."""
    before = sheet.stamp()
    sheet.write([])
    assert sheet.stamp() == before


def test_google_finds_its_page_under_another_title(google: Google, demo: Book) -> None:
    """Kutsu's tab has an id of Kutsu's choice: renamed by staff, it is filled under its new title."""
    google.sheet().write([], [PAGE])
    assert tab(google.sheet().read()).gid == str(page_id("Tila"))
    kept = google.kept()
    kept["tabs"][-1]["title"] = "Kutsun tila"
    google.keep(kept)
    google.sheet().write([], [SHORT])
    book = google.sheet().read()
    assert tab(book, "Kutsun tila").rows == shown(SHORT)
    assert len(book.tabs) == len(demo.tabs) + 1


def test_google_keeps_formats_and_asks_little(google: Google) -> None:
    """Only values change, the notes and formats of their cells stay; a write is one reading and one request."""
    kept = google.kept()
    kept["tabs"][1]["rows"][4][0] |= {"note": "Älä muuta", "format": "text"}
    google.keep(kept)
    google.count()
    google.sheet().write([TICK, STATE, Edit("pilots", "PILOT-04", "id", "PILOT-04")], [PAGE])
    assert google.counted() == 2
    cell = google.kept()["tabs"][1]["rows"][4][0]
    assert (cell["raw"], cell["note"], cell["format"]) == ("PILOT-04", "Älä muuta", "text")


@pytest.mark.parametrize("fault", ["500-before", "lost"])
def test_a_failed_write_may_be_repeated(google: Google, fault: str) -> None:
    """Whether Google did it or not, the same write again ends in the same sheet, with one such tab."""
    google.fail(fault, "POST", "*:batchUpdate")
    with pytest.raises(KutsuError) as raised:
        google.sheet().write([TICK], [PAGE])
    assert isinstance(raised.value, Unavailable)
    google.sheet().write([TICK], [PAGE])
    assert tab(google.sheet().read()).rows == shown(PAGE)
