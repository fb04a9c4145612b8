"""A workbook that staff use is brought up to the outline, and everything in it stays as staff made it."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book
from kutsu.core.outline import outlines
from kutsu.core.outline.addition import What
from kutsu.core.plan import read_plan
from kutsu.sheets.excel_compare import differences
from kutsu.sheets.outlined_workbook import OutlinedWorkbook
from tests.books import CITY, LANGUAGES
from tests.sheets.staffed import OLDER, OWN, staffed

WANTED = outlines(LANGUAGES, CITY)
HELP = WANTED["fi"].help_title


@pytest.fixture
def old(tmp_path: Path, demo: Book, clock: TickingClock) -> OutlinedWorkbook:
    """The demo's plan in the workbook of a staff that has used it for a year."""
    staffed(tmp_path / "plan.xlsx", demo)
    return OutlinedWorkbook("plan", tmp_path / "plan.xlsx", clock, LANGUAGES)


def content(tmp_path: Path) -> bytes:
    """The workbook's file as it is."""
    return (tmp_path / "plan.xlsx").read_bytes()


def test_every_cell_of_the_staff_stays(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """All cells read as before, results of formulas too, and no look, note, rule, colour, width or name is another."""
    before, read = content(tmp_path), old.read()
    old.upgrade(WANTED)
    for was, is_ in zip(read.tabs, old.read().tabs, strict=False):
        assert was.title == is_.title
        for number, row in enumerate(was.rows):
            assert is_.rows[number][: len(row)] == row
    assert differences(before, content(tmp_path), HELP) == []
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True)["Infotilaisuudet"]
    own = next(cell.column for cell in sheet[1] if cell.value == OWN)
    assert [sheet.cell(row, own).value for row in (2, 3)] == ["INFO & co", 7]


def test_the_columns_of_today_are_there(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """They stand behind the staff's own last column, with note and drop-down, inside the filter, and an alias stays an alias."""
    old.upgrade(WANTED)
    sheet: Any = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Infotilaisuudet"]
    heads = [cell.value for cell in sheet[1]]
    own = heads.index(OWN)
    assert tuple(heads[own + 1 :]) == OLDER
    assert all(sheet.cell(1, index + 1).comment for index in range(len(heads)))
    assert (heads[3], sheet.freeze_panes) == ("Nimi (fi)", "C3")
    assert sheet.auto_filter.ref.endswith(f"{sheet.cell(1, len(heads)).column_letter}{sheet.auto_filter.ref[-2:]}")
    ruled = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert f"{sheet.cell(1, own + 2).column_letter}2:{sheet.cell(1, own + 2).column_letter}2000" in ruled
    assert not any(area.startswith("A2:A2000") for area in ruled)


def test_the_plan_reads_as_before(old: OutlinedWorkbook, clock: TickingClock) -> None:
    """The core reads the same rows out of the sheet afterwards, and has no fault with it that it had not."""
    before = read_plan([old.read()], LANGUAGES, CITY, clock.now())
    old.upgrade(WANTED)
    after = read_plan([old.read()], LANGUAGES, CITY, clock.now())
    assert [entry.subject for entry in after.entries] == [entry.subject for entry in before.entries]
    assert [(fault.code, fault.cell) for fault in after.faults] == [(fault.code, fault.cell) for fault in before.faults]


def test_a_second_run_changes_nothing(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """It finds nothing to add, writes no byte, and makes no second copy."""
    old.upgrade(WANTED)
    after = content(tmp_path)
    assert old.upgrade(WANTED) == []
    assert content(tmp_path) == after
    assert sorted(path.name for path in tmp_path.glob("plan*")) == ["plan.before-upgrade.xlsx", "plan.xlsx"]


def test_the_copy_is_the_file_before(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """The copy beside the file has its bytes of before, and an older copy stays."""
    before = content(tmp_path)
    (tmp_path / "plan.before-upgrade.xlsx").write_bytes(b"older")
    old.upgrade(WANTED)
    assert old.copy_of_before == tmp_path / "plan.before-upgrade-2.xlsx"
    assert (tmp_path / "plan.before-upgrade-2.xlsx").read_bytes() == before
    assert (tmp_path / "plan.before-upgrade.xlsx").read_bytes() == b"older"


def test_a_dry_run_only_tells(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """It tells what a run then does, and writes nothing."""
    before = content(tmp_path)
    told = old.upgrade(WANTED, dry=True)
    assert content(tmp_path) == before
    assert not list(tmp_path.glob("*before*"))
    assert old.upgrade(WANTED) == told
    assert any(
        each.what is What.COLUMN and each.told.startswith("Infotilaisuudet: the column Oikaise") for each in told
    )


def test_an_open_file_waits(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """While somebody has it open in LibreOffice or Excel, nothing is read or written."""
    (tmp_path / ".~lock.plan.xlsx#").touch()
    before = content(tmp_path)
    with pytest.raises(Unavailable, match=r"has plan\.xlsx open"):
        old.upgrade(WANTED)
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/featurePropertyBag/featurePropertyBag.xml", "tick-box cells"),
        ("xl/threadedComments/threadedComment1.xml", "threaded comments"),
        ("xl/pivotTables/pivotTable1.xml", "pivot tables"),
        ("xl/slicers/slicer1.xml", "slicers"),
        ("xl/drawings/drawing1.xml", "pictures, charts or shapes"),
        ("xl/something/new.xml", "xl/something/new.xml"),
    ],
)
def test_what_would_be_lost_is_named(tmp_path: Path, old: OutlinedWorkbook, part: str, words: str) -> None:
    """A file with parts that a saving would drop is left alone, and the part is told in the words of staff."""
    target = BytesIO(content(tmp_path))
    with ZipFile(target, "a") as file:
        file.writestr(part, "<x/>")
    (tmp_path / "plan.xlsx").write_bytes(target.getvalue())
    with pytest.raises(Faulty, match=f"holds .*{words}.* Nothing was written"):
        old.upgrade(WANTED)
    assert content(tmp_path) == target.getvalue()


@pytest.mark.parametrize(
    ("old_xml", "new_xml", "words"),
    [
        (b"</worksheet>", b'<extLst><ext uri="{X}"/></extLst></worksheet>', "rules or formats of newer versions"),
        (b"<sheetData>", b"<protectedRanges/><sheetData>", "ranges that only some may edit"),
        (b'<c r="A2"', b'<c cm="1" r="A2"', "formulas that fill several cells"),
    ],
)
def test_what_a_tab_would_lose_is_named(
    tmp_path: Path, old: OutlinedWorkbook, old_xml: bytes, new_xml: bytes, words: str
) -> None:
    """The same for what stands inside a worksheet."""
    target = BytesIO()
    with ZipFile(BytesIO(content(tmp_path))) as before, ZipFile(target, "w") as after:
        for entry in before.infolist():
            part = before.read(entry)
            named = entry.filename == "xl/worksheets/sheet1.xml"
            after.writestr(entry, part.replace(old_xml, new_xml, 1) if named else part)
    (tmp_path / "plan.xlsx").write_bytes(target.getvalue())
    with pytest.raises(Faulty, match=words):
        old.upgrade(WANTED)
    assert content(tmp_path) == target.getvalue()


@pytest.mark.usefixtures("old")
def test_the_check_sees_a_change(tmp_path: Path) -> None:
    """The comparison that guards the file tells a changed value, look, note, rule, width, merge and name."""
    before = content(tmp_path)
    book = openpyxl.load_workbook(BytesIO(before), rich_text=True)
    sheet = book["Infotilaisuudet"]
    own = next(cell.column_letter for cell in sheet[1] if cell.value == OWN)
    sheet["A3"], sheet[f"{own}1"].comment = "INFO-99", None
    sheet["A4"].number_format = "0.00"
    sheet.data_validations.dataValidation.pop()
    sheet.column_dimensions["B"].width = 5
    sheet.unmerge_cells(f"{own}6:{own}7")
    del book.defined_names["Kevat"]
    book.save(tmp_path / "other.xlsx")
    told = " ".join(differences(before, (tmp_path / "other.xlsx").read_bytes(), HELP))
    seen = (
        "A3: what stands there",
        f"{own}1: its note",
        "A4: how it looks",
        "rules for what",
        "columns",
        "merged",
        "names",
    )
    assert [words for words in seen if words not in told] == []
    assert f"{own}3: what stands there" in told, "the result of a formula has gone"


def test_labels_of_an_office_system_are_carried_over(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """A label of secrecy and the properties of a document library are there afterwards, listed as they were."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    item = f'<Relationship Id="rId90" Type="{office}/customXml" Target="../customXml/item1.xml"/></Relationships>'
    label = '<Relationship Id="rId91" Type="http://x/label" Target="docMetadata/LabelInfo.xml"/></Relationships>'
    types = '<Override PartName="/docMetadata/LabelInfo.xml" ContentType="application/xml"/></Types>'
    inserted = {"xl/_rels/workbook.xml.rels": item, "_rels/.rels": label, "[Content_Types].xml": types}
    target = BytesIO()
    with ZipFile(BytesIO(content(tmp_path))) as before, ZipFile(target, "w") as after:
        for entry in before.infolist():
            end = inserted.get(entry.filename, "")
            part = before.read(entry).decode()
            after.writestr(entry, part.replace(end[end.rfind("</") :], end) if end else part)
        after.writestr("customXml/item1.xml", "<a/>")
        after.writestr("docMetadata/LabelInfo.xml", "<b/>")
    (tmp_path / "plan.xlsx").write_bytes(target.getvalue())
    old.upgrade(WANTED)
    with ZipFile(tmp_path / "plan.xlsx") as file:
        assert (file.read("customXml/item1.xml"), file.read("docMetadata/LabelInfo.xml")) == (b"<a/>", b"<b/>")
        assert b'Target="../customXml/item1.xml"' in file.read("xl/_rels/workbook.xml.rels")
        assert b'Target="docMetadata/LabelInfo.xml"' in file.read("_rels/.rels")
        assert b'PartName="/docMetadata/LabelInfo.xml"' in file.read("[Content_Types].xml")
    assert old.upgrade(WANTED) == []


def test_notes_keep_their_size(tmp_path: Path, old: OutlinedWorkbook) -> None:
    """A note that somebody drew larger, in points as Excel writes it, and a long one of Kutsu's are as large after an upgrade."""
    target = BytesIO()
    with ZipFile(BytesIO(content(tmp_path))) as before, ZipFile(target, "w") as after:
        for entry in before.infolist():
            drawn = before.read(entry).replace(b"width:144px;height:79px", b"width:300pt;height:150pt")
            after.writestr(entry, drawn)
    (tmp_path / "plan.xlsx").write_bytes(target.getvalue())
    old.upgrade(WANTED)
    with ZipFile(tmp_path / "plan.xlsx") as file:
        drawings = [file.read(name).decode() for name in file.namelist() if name.endswith(".vml")]
    assert sum(drawing.count("width:400px;height:200px") for drawing in drawings) == 1
    assert sum(drawing.count("width:420px") for drawing in drawings) > 100
    assert not any("width:144px" in drawing for drawing in drawings)


def test_a_file_of_libreoffice_is_kept(tmp_path: Path, clock: TickingClock) -> None:
    """A workbook that LibreOffice itself saved, with its rich text, formulas and rules, comes through, once and for all."""
    path = tmp_path / "plan.xlsx"
    shutil.copy(Path(__file__).with_name("libreoffice.xlsx"), path)
    before, workbook = path.read_bytes(), OutlinedWorkbook("plan", path, clock, LANGUAGES)
    assert workbook.upgrade(WANTED)
    assert differences(before, path.read_bytes(), HELP) == []
    assert workbook.upgrade(WANTED) == []
