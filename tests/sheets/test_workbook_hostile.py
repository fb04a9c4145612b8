"""A workbook that is vast, torn or mad costs little, and is a fault of its own sheet in words."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Edit
from kutsu.sheets.workbook import Workbook
from tests.sheets.xlsx import rewritten

TICK = Edit("pilots", "PILOT-04", "approve.fi", True)
MEGABYTES = 1_000_000


def changed(path: Path, change: Callable[[Worksheet], None]) -> None:
    """Let staff's program change the pilots."""
    book = openpyxl.load_workbook(path)
    change(book["Pilotit"])
    book.save(path)


def put(address: str, value: str) -> Callable[[Worksheet], None]:
    """Type `value` into one cell."""

    def change(sheet: Worksheet) -> None:
        sheet[address] = value

    return change


@pytest.mark.parametrize("address", ["A20000", "A100000", "XFD1048576"])
def test_a_stray_blank_is_nothing(workbook: Workbook, path: Path, demo: Book, address: str) -> None:
    """A blank far below or right of the plan changes nothing that is read, and costs no memory."""
    changed(path, put(address, " "))
    tracemalloc.start()
    try:
        assert workbook.read().tabs == demo.tabs
        assert tracemalloc.get_traced_memory()[1] < 30 * MEGABYTES
    finally:
        tracemalloc.stop()


def test_a_merged_column_is_read_as_its_first_cell(workbook: Workbook, path: Path, demo: Book) -> None:
    """What a merged area hides is not read, and a million cells of it cost nothing."""
    rewritten(
        path,
        {
            b"</row></sheetData>": '</row><row r="9"><c r="B9" t="inlineStr"><is><t>piilossa</t></is></c></row></sheetData>'
            '<mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>'
        },
    )
    assert workbook.read().tabs == demo.tabs


@pytest.mark.parametrize(("address", "words"), [("A20001", "row 20001, column 1"), ("GS2", "row 2, column 201")])
def test_a_plan_has_an_end(workbook: Workbook, path: Path, address: str, words: str) -> None:
    """Something that stands where no plan reaches is told with its place, not read and not passed over."""
    changed(path, put(address, "eksynyt"))
    with pytest.raises(Faulty, match=rf"Sheet demo, plan.xlsx: Pilotit has something in {words}; .* Delete what"):
        workbook.read()


def test_a_file_that_unpacks_to_a_hundred_megabytes_is_not_unpacked(workbook: Workbook, path: Path) -> None:
    """A small file with a vast content is told before it is read."""
    with ZipFile(path, "a", ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet9.xml", bytes(101 * MEGABYTES))
    with pytest.raises(Faulty, match="far larger than a plan"):
        workbook.read()


@pytest.mark.parametrize(
    "changes",
    [
        {b'<c r="A2" s="': '<c r="A2" s="9999'},
        {b'<c r="A1"': '<c r="A1" t="s"><v>999999</v></c><c r="A1"'},
        {b'<row r="1"': '<row r="one"'},
        {b'<c r="A1"': '<c r="1A"'},
        {
            b"<sheetData>": '<sheetData><row r="9"><c r="A9"><f t="shared" si="0">((</f></c><c r="B9"><f t="shared" si="0"/></c></row>'
        },
        {b"<worksheet ": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet '},
    ],
)
def test_a_mad_worksheet_is_a_fault(workbook: Workbook, path: Path, changes: dict[bytes, str]) -> None:
    """Styles, texts, rows and cells that cannot be, in reading and in writing, are nothing worse than a fault."""
    rewritten(path, changes)
    for use in (workbook.read, lambda: workbook.write([TICK])):
        with suppress(Faulty):
            use()


def test_a_zip_without_a_workbook_is_a_fault(workbook: Workbook, path: Path) -> None:
    """A zip of something else, whole in itself, is told as no workbook."""
    with ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
    with pytest.raises(Faulty, match="not a whole"):
        workbook.read()


def flipped(content: bytes, dice: random.Random) -> bytes:
    """The file with a few bytes of its packed form changed, as a bad disk does."""
    torn = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        torn[dice.randrange(len(torn))] = dice.randrange(256)
    return bytes(torn)


def mangled(content: bytes, dice: random.Random) -> bytes:
    """The file with a few bytes of one of its parts changed, and packed again as it should be."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        victim = dice.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, flipped(old.read(name), dice) if name == victim else old.read(name))
    return target.getvalue()


@pytest.mark.parametrize("tear", [flipped, mangled])
def test_a_torn_file_is_read_or_a_fault(
    workbook: Workbook, path: Path, tear: Callable[[bytes, random.Random], bytes]
) -> None:
    """Of sixty damaged copies each is either read and written as well as it can be, or a fault: nothing else is raised."""
    whole, dice = path.read_bytes(), random.Random(2)
    for _ in range(60):
        path.write_bytes(tear(whole, dice))
        for use in (workbook.read, lambda: workbook.write([TICK])):
            with suppress(Faulty):
                use()
