"""A page and an edit change their own parts of an .xlsx file alone, whichever program wrote it, and programs open the result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from kutsu.core.grid import Book, Page
from kutsu.core.outline import Owner, outlines
from kutsu.settings import read_settings
from kutsu.sheets import ooxml
from kutsu.sheets.furnished import write_furnished
from kutsu.sheets.looks import HEADS
from kutsu.sheets.ooxml_pages import Unwritable
from tests.samples import ROOT

LIBREOFFICE = Path(__file__).with_name("libreoffice.xlsx")
"""The workbook of `staffs`, opened and saved by LibreOffice 7.4, where formulas got their results."""
PAGE = Page("Tila", (("Missä", "Mitä"), ("Työ!A2", "=1+1")))
LISTS = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}


def staffs(path: Path) -> Path:
    """A workbook with what staff put into one: formulas, a drop-down, a comment, rich text, formats, a defined name, a merged cell."""
    book = openpyxl.Workbook()
    work, lists = book.worksheets[0], book.create_sheet("Valinnat & muut")
    work.title = "Työ"
    work["A1"], work["A2"], work["B2"] = "Otsikko", 20, "=A2*2.1"
    work["A1"].font, work["A1"].alignment = Font(bold=True), Alignment(wrap_text=True)
    work["C2"].alignment = Alignment(wrap_text=True)
    work["C2"] = CellRichText("tämä on ", TextBlock(InlineFont(b=True), "tärkeää"))
    work["D2"], work["D2"].number_format = 43775, "d.m.yyyy"
    work["A2"].comment = Comment("Kysy Leenalta", "Aino")
    work.merge_cells("E2:F3")
    rule = DataValidation("list", formula1="'Valinnat & muut'!$A$1:$A$2")
    rule.add("C3")
    work.add_data_validation(rule)
    lists["A1"], lists["A2"], lists["B1"] = "kyllä", "ei", '=UPPER("info")'
    book.defined_names["Valinnat"] = DefinedName("Valinnat", attr_text="'Valinnat & muut'!$A$1:$A$2")
    book.save(path)
    return path


@pytest.fixture(params=["openpyxl", "LibreOffice"])
def content(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """The file, as either program writes it."""
    return (staffs(tmp_path / "staff.xlsx") if request.param == "openpyxl" else LIBREOFFICE).read_bytes()


def parts(content: bytes) -> Mapping[str, bytes]:
    """Every part of a file by its name; none is there twice."""
    with ZipFile(BytesIO(content)) as file:
        assert max(Counter(name.casefold() for name in file.namelist()).values()) == 1
        return {name: file.read(name) for name in file.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ, came or went."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def test_a_new_page_adds_its_part_and_its_entries(content: bytes) -> None:
    """Every other part is the same to the byte, and the three lists are the old ones with one entry each put in."""
    after = ooxml.put(content, {}, [PAGE])
    old, new = parts(content), parts(after)
    (own,) = new.keys() - old.keys()
    assert re.fullmatch(r"xl/worksheets/sheet\d+\.xml", own)
    assert changed(content, after) == {own, *LISTS}
    for name in LISTS:
        entry = re.search(rb"<(?:Override|Relationship|sheet) [^<>]*/>(?=</(?:Types|Relationships|sheets)>)", new[name])
        assert entry is not None
        assert new[name].replace(entry[0], b"") == old[name]


def test_a_page_that_is_there_changes_one_part(content: bytes) -> None:
    """Filling it again touches nothing but its worksheet."""
    once = ooxml.put(content, {}, [PAGE])
    (own,) = changed(once, ooxml.put(once, {}, [Page("Tila", (("Kaikki hyvin",),))]))
    assert own.startswith("xl/worksheets/")
    assert ooxml.put(once, {}, [PAGE]) == once


def test_staffs_tabs_are_as_they_were(content: bytes) -> None:
    """After two pages and an edit: formulas, their results, drop-down, comment, rich text, format, name and merged cell are there."""
    after = ooxml.put(content, {"Valinnat & muut": {"A2": "joo"}}, [PAGE, Page("Kalenteri", (("Pvm",),))])
    book, before = openpyxl.load_workbook(BytesIO(after), rich_text=True), openpyxl.load_workbook(BytesIO(content))
    work = book["Työ"]
    assert book.sheetnames == ["Työ", "Valinnat & muut", "Tila", "Kalenteri"]
    assert (work["A2"].value, work["B2"].value) == (20, "=A2*2.1")
    assert isinstance(work["C2"].value, CellRichText)
    assert work["A2"].comment.text.endswith("Kysy Leenalta")
    assert work["D2"].number_format == before["Työ"]["D2"].number_format
    assert [str(rule.sqref) for rule in work.data_validations.dataValidation] == ["C3"]
    assert [str(area) for area in work.merged_cells.ranges] == ["E2:F3"]
    assert "Valinnat" in book.defined_names
    assert (book["Valinnat & muut"]["A2"].value, book["Valinnat & muut"]["B1"].value) == ("joo", '=UPPER("info")')
    assert [[cell.value for cell in row] for row in book["Tila"]] == [list(row) for row in PAGE.rows]


def test_results_of_formulas_stay() -> None:
    """What staff's program computed is still there for those who only read."""
    after = ooxml.put(LIBREOFFICE.read_bytes(), {"Työ": {"A1": "Uusi"}}, [PAGE])
    book = openpyxl.load_workbook(BytesIO(after), data_only=True)
    assert (book["Työ"]["B2"].value, book["Valinnat & muut"]["B1"].value) == (42, "INFO")


def test_the_package_is_sound(content: bytes) -> None:
    """Every worksheet has its content type, every relation a part, and ids and names are there once."""
    new = parts(ooxml.put(content, {}, [PAGE, Page("Kalenteri", (("Pvm",),))]))
    types = re.findall(rb'PartName="/(xl/worksheets/[^"/]+)"', new["[Content_Types].xml"])
    assert {name for name in new if re.match(r"xl/worksheets/[^/]+$", name)} == {name.decode() for name in types}
    sheets = list(fromstring(new["xl/workbook.xml"]).iter(f"{{{SHEET_MAIN_NS}}}sheet"))
    relations = {each.get("Id"): str(each.get("Target")) for each in fromstring(new["xl/_rels/workbook.xml.rels"])}
    keys = [str(each.get(f"{{{REL_NS}}}id")) for each in sheets]
    assert len({each.get("sheetId") for each in sheets}) == len(set(keys)) == len(sheets) == 4
    assert {f"xl/{relations[key].removeprefix('/xl/')}" for key in keys} <= new.keys()


def test_a_page_has_a_frozen_header_in_the_files_own_styles(content: bytes) -> None:
    """The header is frozen and bold where the file has such a style, long texts wrap, and no style was added."""
    book = openpyxl.load_workbook(BytesIO(ooxml.put(content, {}, [PAGE])))
    page = book["Tila"]
    assert page.freeze_panes == "A2"
    assert (page["A1"].font.b, page["A2"].font.b, page["A2"].alignment.wrap_text) == (True, False, True)
    assert page["B2"].data_type == "s"


def styled(path: Path, **heights: float) -> bytes:
    """A workbook whose column B is wide, grey and wrapped, with words in A2 and A3 only; `heights` are of rows, as `r2=40`."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = "Tunnus", "INFO-01", "INFO-02"
    look = sheet.column_dimensions["B"]
    look.width, look.fill, look.alignment = 40, PatternFill("solid", "EDEDED"), Alignment(wrap_text=True)
    for row, points in heights.items():
        sheet.row_dimensions[int(row[1:])].height = points
    book.save(path)
    return path.read_bytes()


def test_a_new_cell_looks_like_its_column(tmp_path: Path) -> None:
    """A cell that was not there yet is wrapped and grey as its column says; one in a plain column stays plain."""
    after = ooxml.put(styled(tmp_path / "a.xlsx"), {"Sheet": {"B2": "Tulossa", "C2": "x"}})
    sheet = openpyxl.load_workbook(BytesIO(after)).worksheets[0]
    assert (sheet["B2"].alignment.wrap_text, sheet["B2"].fill.fgColor.rgb) == (True, "00EDEDED")
    assert not sheet["C2"].alignment.wrap_text


def test_a_row_is_as_high_as_its_answer(tmp_path: Path) -> None:
    """A row grows to show a long answer, to ten lines at most, and never shrinks; a short answer and a person's height change nothing."""
    content = styled(tmp_path / "a.xlsx", r3=20)

    def heights(content: bytes, text: str) -> list[float | None]:
        after = ooxml.put(content, {"Sheet": {"B2": text, "B3": text}})
        sheet = openpyxl.load_workbook(BytesIO(after)).worksheets[0]
        return [sheet.row_dimensions[row].height for row in (2, 3)]

    assert heights(content, "Tulossa") == [None, 20]
    assert heights(content, "yksi\nkaksi\nkolme") == [45, 20]
    assert heights(content, "rivi\n" * 30) == [150, 20]
    high = ooxml.put(content, {"Sheet": {"B2": "yksi\nkaksi\nkolme"}})
    assert heights(high, "Tulossa") == [45, 20]
    assert heights(high, "rivi\n" * 4) == [75, 20]


def test_a_page_is_headed_as_kutsus_columns_are(tmp_path: Path, demo: Book) -> None:
    """In a sheet of Kutsu's making the header of a page is white on grey, and a row is as high as its longest text, to four lines."""
    path, settings = tmp_path / "new.xlsx", read_settings(ROOT / "config", tmp_path, {})
    write_furnished(path, demo, outlines(settings.languages, settings.city), settings.languages)
    page = Page("Tila", (("Kutsu: mitä",), ("a\nb",), ("rivi\n" * 9,)))
    sheet = openpyxl.load_workbook(BytesIO(ooxml.put(path.read_bytes(), {}, [page])))["Tila"]
    assert sheet["A1"].fill.fgColor.rgb.endswith(HEADS[Owner.KUTSU])
    assert (sheet["A2"].fill.fill_type, sheet["A2"].font.b, sheet["A2"].font.i) == (None, False, False)
    assert [sheet.row_dimensions[row].height for row in (2, 3)] == [30, 60]


def test_staffs_formula_in_kutsus_tab_is_told(content: bytes) -> None:
    """Excel would miss a formula that it had counted: the page waits until staff took it away."""
    with pytest.raises(Unwritable, match="Työ is Kutsu's own tab, and there is a formula in it"):
        ooxml.put(content, {}, [Page("Työ", (("x",),))])


def test_a_commented_page_lets_its_comments_go(tmp_path: Path) -> None:
    """Comments in Kutsu's own tab belong to rows that are gone: the new worksheet has no relation to them."""
    path, book = tmp_path / "plan.xlsx", openpyxl.Workbook()
    book.worksheets[0]["A1"].comment = Comment("Kysy Leenalta", "Aino")
    book.save(path)
    after = ooxml.put(path.read_bytes(), {}, [Page("Sheet", (("x",),))])
    assert changed(path.read_bytes(), after) == {"xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"}
    cell = openpyxl.load_workbook(BytesIO(after))["Sheet"]["A1"]
    assert (cell.value, cell.comment) == ("x", None)


def test_many_new_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first answer to a long sheet looks at each cell a few times, not once for every other, and each lands where it belongs."""
    book, target, seen = openpyxl.Workbook(), BytesIO(), list[str]()
    for row in range(200):
        book.worksheets[0].append([f"{row}", None, "c", None, "e"])
    book.save(target)

    def looked(address: str) -> tuple[int, int]:
        seen.append(address)
        return coordinate_to_tuple(address)

    monkeypatch.setattr("kutsu.sheets.ooxml.coordinate_to_tuple", looked)
    values = {f"{column}{row}": f"new {column}{row}" for row in range(1, 201) for column in "FDB"}
    written = ooxml.put(target.getvalue(), {"Sheet": values})
    assert len(seen) == 3 * 200 + 4 * len(values)  # its place, its style twice, its row's height
    rows = openpyxl.load_workbook(BytesIO(written)).worksheets[0].iter_rows(values_only=True)
    assert list(rows) == [(f"{n - 1}", f"new B{n}", "c", f"new D{n}", "e", f"new F{n}") for n in range(1, 201)]
