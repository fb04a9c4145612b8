"""A workbook is written by id, whole or not at all, and nothing of the staff's is lost."""

from __future__ import annotations

import random
import resource
from pathlib import Path

import openpyxl
import pytest

from kutsu.clock import TickingClock
from kutsu.core.columns import PILOTS, find_columns, find_tab
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Cell, Edit
from kutsu.sheets import ooxml
from kutsu.sheets.workbook import Workbook
from tests.books import LANGUAGES
from tests.sheets.xlsx import part, rewritten

TICK = Edit("pilots", "PILOT-04", "approve.fi", True)
STATE = Edit("pilots", "PILOT-04", "state", "Julkaistu <a> & \x07b")


def pilot_cell(book: Book, id_: str, column: str) -> Cell:
    """The cell of a pilot by id and column key."""
    tab = find_tab(book, PILOTS)
    assert tab is not None
    places, _ = find_columns(tab, PILOTS, LANGUAGES)
    (row,) = [row for row in tab.rows if row[places["id"]].raw == id_]
    return row[places[column]] if places[column] < len(row) else Cell()


def sorted_anew(path: Path) -> None:
    """Shuffle the rows of the pilots as a sort by staff does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Pilotit"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    random.Random(4).shuffle(rows)
    for number, row in enumerate(rows, start=2):
        for index, value in enumerate(row, start=1):
            sheet.cell(number, index).value = value
    book.save(path)


def test_the_demo_plan_is_read_as_it_was_built(workbook: Workbook, demo: Book) -> None:
    """Every cell of the plan comes back out of the file as it was laid down."""
    assert workbook.read().tabs == demo.tabs


def test_a_write_finds_its_row_after_a_sort(workbook: Workbook, path: Path) -> None:
    """The row is found by its id at the moment of writing, not by a number from before."""
    workbook.read()
    sorted_anew(path)
    workbook.write([TICK, STATE])
    book = workbook.read()
    assert pilot_cell(book, "PILOT-04", "approve.fi").raw is True
    assert pilot_cell(book, "PILOT-04", "state").raw == "Julkaistu <a> & b"
    assert pilot_cell(book, "PILOT-05", "approve.fi").raw is False


def test_a_write_changes_its_own_cells_alone(workbook: Workbook, path: Path) -> None:
    """Every other byte of the worksheet, and every other part of the file, is as staff's program wrote it."""
    before, theme = part(path, "xl/worksheets/sheet2.xml"), part(path, "xl/theme/theme1.xml")
    workbook.write([TICK])
    after = part(path, "xl/worksheets/sheet2.xml")
    assert after.count(b"<v>1</v></c>") == 1 + before.count(b"<v>1</v></c>")
    assert len(after) < len(before) + 10
    assert part(path, "xl/theme/theme1.xml") == theme


def test_formulas_keep_their_results(workbook: Workbook, path: Path) -> None:
    """A formula elsewhere in the tab still has its formula and its result after a write."""
    rewritten(
        path, {b"<sheetData>": "<sheetData>", b'<c r="C2"': '<c r="C2" t="str"><f>UPPER("a")</f><v>A</v></c><c r="X2"'}
    )
    workbook.write([Edit("round", "ROUND-1", "approve.sv", True)])
    assert workbook.read().tabs[0].rows[1][2] == Cell("A", "A", "", '=UPPER("a")')


def test_staffs_formula_is_never_overwritten(path: Path, workbook: Workbook) -> None:
    """A cell with a formula is not Kutsu's to fill: the write is refused and the file stays as it was."""
    book = openpyxl.load_workbook(path)
    tab = book["Pilotit"]
    header = [cell.value for cell in tab[1]]
    tab.cell(5, header.index("Julkaise (fi)") + 1).value = "=TRUE()"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(Faulty, match="formula"):
        workbook.write([TICK])
    assert path.read_bytes() == before


def test_edits_without_a_row_are_all_told(workbook: Workbook, path: Path) -> None:
    """Unknown ids of several tabs are named at once, and nothing is written."""
    before = path.read_bytes()
    with pytest.raises(Faulty) as faulty:
        workbook.write([TICK, Edit("pilots", "PILOT-99", "state", "x"), Edit("sessions", "INFO-99", "state", "x")])
    assert [fault.split('"')[1] for fault in faulty.value.faults] == ["PILOT-99", "INFO-99"]
    assert path.read_bytes() == before


def test_a_write_that_fails_leaves_the_old_file(workbook: Workbook, path: Path) -> None:
    """When the disk takes no more in the middle of a write, the old workbook is whole and no scrap is left beside it."""
    before, (soft, hard) = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, hard))
    try:
        with pytest.raises(Unavailable, match="cannot be written now"):
            workbook.write([TICK])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_an_open_workbook_is_read_but_not_written(workbook: Workbook, path: Path, lock: str) -> None:
    """While somebody has it open in Excel or LibreOffice, reading goes on and writing waits."""
    path.with_name(lock).touch()
    assert workbook.read().tabs
    with pytest.raises(Unavailable, match=r"open\. Close it"):
        workbook.write([TICK])


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "zip"])
def test_a_broken_file_is_named(workbook: Workbook, path: Path, content: bytes) -> None:
    """A file that is no workbook is a fault with its path and what to do."""
    path.write_bytes(content)
    with pytest.raises(Faulty, match=r"plan\.xlsx is not a whole \.xlsx workbook"):
        workbook.read()


def test_a_torn_file_is_named(workbook: Workbook, path: Path) -> None:
    """Half a workbook, as after a broken copy, and one with broken XML are faults too."""
    whole = path.read_bytes()
    rewritten(path, {b"</sheetData>": ""})
    with pytest.raises(Faulty, match="not a whole"):
        workbook.read()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Faulty, match="not a whole"):
        workbook.read()


def test_a_missing_file_is_named(tmp_path: Path, clock: TickingClock) -> None:
    """A path that leads nowhere is a fault; one that cannot be opened is a matter of waiting."""
    with pytest.raises(Faulty, match=r"there is no workbook .*lost\.xlsx"):
        Workbook("demo", tmp_path / "lost.xlsx", clock, LANGUAGES).read()
    with pytest.raises(Unavailable, match="cannot be opened now"):
        Workbook("demo", tmp_path, clock, LANGUAGES).read()


SHEETS = {
    "prefixed": '<x:worksheet xmlns:x="{ns}"><x:sheetData><x:row r="2"><x:c r="A2"/><x:c r="D2" s="0"/></x:row>'
    "</x:sheetData></x:worksheet>",
    "bare": '<worksheet xmlns="{ns}"><sheetData><row r="2"><c r="D2" s="0"></c></row><row r="3"/></sheetData></worksheet>',
    "tail": '<worksheet xmlns="{ns}"><cols><col min="1" max="9"/></cols><sheetData><row r="2"><c r="AA2"/></row></sheetData></worksheet>',
}
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize("xml", SHEETS.values(), ids=SHEETS.keys())
def test_cells_are_put_in_however_a_program_writes_them(tmp_path: Path, xml: str) -> None:
    """With a prefix, without an end tag, or absent: a value lands in its cell, in the order of the columns."""
    path = tmp_path / "odd.xlsx"
    openpyxl.Workbook().save(path)
    whole = part(path)
    rewritten(path, {whole: xml.format(ns=NAMESPACE)})
    path.write_bytes(ooxml.put(path.read_bytes(), {"Sheet": {"B2": "b", "D2": "d", "C2": True, "E2": False}}))
    sheet = openpyxl.load_workbook(path)["Sheet"]
    assert [cell.value for cell in sheet[2]][:5] == [None, "b", True, "d", False]
    addresses = part(path).decode().split('c r="')[1:]
    assert [text.split('"')[0] for text in addresses][-4:] in (["B2", "C2", "D2", "E2"], ["C2", "D2", "E2", "AA2"])


def test_a_row_that_is_not_there_is_refused(path: Path) -> None:
    """A cell outside the rows of the file is refused in words, and so is a tab that is not in UTF-8."""
    with pytest.raises(ValueError, match="row 900"):
        ooxml.put(path.read_bytes(), {"Pilotit": {"A900": "x"}})
    rewritten(path, {b"<worksheet ": '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet '})
    with pytest.raises(ValueError, match="UTF-8"):
        ooxml.put(path.read_bytes(), {"Kierros": {"A1": "x"}})
