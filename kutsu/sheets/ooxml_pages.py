"""Whole tabs of Kutsu's own in an .xlsx file: a worksheet part that is Kutsu's alone, and its entries in the parts that list it.

Those lists get one entry each where the tab is new, and stay as they were where it is there already. Sources: ECMA-376,
part 1, 18.2.20 (sheets) and 18.3.1; part 2, 10.1.2.2 (content types).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import get_column_letter
from openpyxl.xml.constants import ARC_CONTENT_TYPES, PKG_REL_NS, REL_NS, SHEET_MAIN_NS, WORKSHEET_TYPE

from kutsu.core.cells.normal import folded
from kutsu.core.grid import Page
from kutsu.core.outline import Owner
from kutsu.sheets.heights import LINE_HEIGHT, height
from kutsu.sheets.looks import HEADS
from kutsu.sheets.placing import fitting

RELATION = f"{REL_NS}/worksheet"
NARROWEST, WIDEST = 10, 60
"""Column widths, in characters."""
MOST_LINES = 4
"""Of a row; what is longer is read in its cell."""
NO_NUMBERS = (0, 49)
"""The number formats General and Text."""

UNRELATED = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="%s"/>' % PKG_REL_NS.encode()
)
"""No comments, drawings or links; the part itself stays, as other parts may list it."""

Changes = dict[str, bytes]
"""New content by part name."""


class Unwritable(ValueError):
    """A cell or tab that cannot be written, in words for people."""


def paged(file: ZipFile, reader: ExcelReader, pages: Iterable[Page]) -> Changes:
    """The parts that change so that each page is a tab; raises `Unwritable` where staff put a formula into Kutsu's tab."""
    parts = {folded(title): path for title, path in worksheets(reader).items()}
    changes: Changes = {}
    looks = _looks(reader)
    for number, page in enumerate(pages, start=1):
        path = parts.get(folded(page.title))
        if path is None:
            path = _free(posixpath.dirname(reader.parser.workbook_part_name), {*file.namelist(), *changes})
            _enlist(file, reader, changes, page.title, path, number)
        elif re.search(rb"<(?:[\w.-]+:)?f[\s>/]", file.read(path)):
            raise Unwritable(f"{page.title} is Kutsu's own tab, and there is a formula in it. Delete it there")
        elif (links := _relations(path)) in file.namelist():
            changes[links] = UNRELATED
        changes[path] = _worksheet(page, looks)
    return changes


def worksheets(reader: ExcelReader) -> Mapping[str, str]:
    """The path of each worksheet inside the file, by tab title."""
    return {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}


def _relations(part: str) -> str:
    """The part that tells what another part is related to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, f"_rels/{name}.rels")


def in_utf8(xml: bytes, what: str) -> bytes:
    """The part itself; raises `Unwritable` when it is not written in UTF-8."""
    if re.match(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", xml, re.IGNORECASE) or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unwritable(f"{what} is not written in UTF-8; save the file in Excel once")
    return xml


def _free(folder: str, taken: Iterable[str]) -> str:
    """A name for a new worksheet part; names that differ only in case are the same."""
    names = {name.casefold() for name in taken}
    paths = (posixpath.join(folder, f"worksheets/sheet{number}.xml") for number in count(1))
    return next(path for path in paths if path.casefold() not in names)


def _enlist(file: ZipFile, reader: ExcelReader, changes: Changes, title: str, path: str, number: int) -> None:
    """Name a new worksheet in the workbook, in its relations and among the content types; `number` counts the new ones."""
    book = reader.parser.workbook_part_name
    relation = next(name for each in count(number) if (name := f"rIdKutsu{each}") not in reader.parser.rels)
    key = max(int(sheet.sheetId) for sheet in reader.parser.sheets) + number
    target = posixpath.relpath(path, posixpath.dirname(book))
    entries = {
        book: ("sheets", f'sheet xmlns:r="{REL_NS}" name={quoteattr(title)} sheetId="{key}" r:id="{relation}"'),
        _relations(book): ("Relationships", f'Relationship Id="{relation}" Type="{RELATION}" Target="{target}"'),
        ARC_CONTENT_TYPES: ("Types", f'Override PartName="/{path}" ContentType="{WORKSHEET_TYPE}"'),
    }
    for name, (parent, entry) in entries.items():
        changes[name] = _with_entry(in_utf8(changes.get(name) or file.read(name), name), parent, entry)


def _with_entry(xml: bytes, parent: str, entry: str) -> bytes:
    """A list with one more entry at its end, under the prefix of its own."""
    ends = list(re.finditer(rf"</((?:[\w.-]+:)?){parent}\s*>".encode(), xml))
    if not ends:
        raise Unwritable(f"the file has no list of {parent} that can be written; save it in Excel once")
    at, prefix = ends[-1].start(), ends[-1][1].decode()
    return xml[:at] + f"<{prefix}{entry}/>".encode() + xml[at:]


def _looks(reader: ExcelReader) -> tuple[int, int]:
    """The file's own styles for a wrapped text and a header, by their numbers: none is added to those of staff.

    A header looks like those of Kutsu's columns where there are any, else it is bold.
    """
    book: Any = reader.wb
    wraps = wrapping(reader)
    found: dict[tuple[bool, bool], int] = {}
    for index, style in enumerate(book._cell_styles):
        font, colour = book._fonts[style.fontId], str(book._fills[style.fillId].fgColor.rgb)
        own = bool(style.fillId) and colour.endswith(HEADS[Owner.KUTSU])
        plain = not style.borderId and not font.i and style.numFmtId in NO_NUMBERS
        if index in wraps and plain and (own or not style.fillId):
            found.setdefault((bool(font.b), own), index)
    return found.get((False, False), 0), found.get((True, True), found.get((True, False), 0))


def wrapping(reader: ExcelReader) -> frozenset[int]:
    """The numbers of the styles whose texts go on in the next line; the style sheet was applied before."""
    book: Any = reader.wb
    styles = enumerate(book._cell_styles)
    return frozenset(index for index, style in styles if book._alignments[style.alignmentId].wrap_text)


def _worksheet(page: Page, looks: tuple[int, int]) -> bytes:
    """A worksheet part of texts, its header frozen and its columns wide enough to read."""
    body, bold = looks
    widths = _widths(page)
    each = (_row(number, row, widths, body if number > 1 else bold) for number, row in enumerate(page.rows, start=1))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{SHEET_MAIN_NS}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>{_columns(widths)}'
        f"<sheetData>{''.join(each)}</sheetData></worksheet>"
    ).encode()


def _widths(page: Page) -> dict[int, int]:
    """As wide as the longest line in each column (from 1), within reason."""
    widths: dict[int, int] = {}
    for row in page.rows:
        for index, text in enumerate(row, start=1):
            longest = max(len(line) + 2 for line in text.split("\n"))
            widths[index] = min(max(widths.get(index, NARROWEST), longest), WIDEST)
    return widths


def _columns(widths: Mapping[int, int]) -> str:
    each = (
        f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>' for index, width in sorted(widths.items())
    )
    return f"<cols>{''.join(each)}</cols>" if widths else ""


def _row(number: int, texts: Sequence[str], widths: Mapping[int, int], look: int) -> str:
    cells = (
        f'<c r="{get_column_letter(index)}{number}" s="{look}" t="inlineStr">{inline(text)}</c>'
        for index, text in enumerate(texts, start=1)
        if text
    )
    high = max((height(text, widths[index], MOST_LINES) for index, text in enumerate(texts, start=1)), default=0)
    return f'<row r="{number}" ht="{high or LINE_HEIGHT}">{"".join(cells)}</row>'


def inline(text: str, prefix: str = "") -> str:
    """A text inside its cell, without the characters that XML cannot hold."""
    held = escape(ILLEGAL_CHARACTERS_RE.sub("", str(fitting(text))))
    return f'<{prefix}is><{prefix}t xml:space="preserve">{held}</{prefix}t></{prefix}is>'
