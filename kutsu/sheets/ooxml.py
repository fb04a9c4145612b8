"""Put values into single cells of an .xlsx file and leave every other byte of it as staff's program wrote it.

A library that loads and saves a workbook loses what it does not know: the results of formulas, rich text, slicers,
tick-box cells. So the cells are replaced in the XML of their worksheet alone. Source: ECMA-376, part 1, 18.3.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple

from kutsu.sheets.placing import Values


class Unwritable(ValueError):
    """A cell that cannot be written, in words for people."""


@dataclass
class Span:
    """A row or cell of the worksheet: its bytes from `start` to `stop`, where what it holds ends, and its attributes."""

    start: int
    attributes: Mapping[str, str]
    inside: int = 0
    stop: int = 0
    formula: bool = False


@dataclass
class Map:
    """Where the rows and cells of a worksheet lie in its XML."""

    xml: bytes
    rows: dict[int, Span] = field(default_factory=dict)
    cells: dict[str, Span] = field(default_factory=dict)
    prefix: str = ""


def put(content: bytes, values: Mapping[str, Values]) -> bytes:
    """The workbook `content` with these values, by tab title; raises `Unwritable` where a cell cannot be written."""
    parts = _parts(content)
    changed = {parts[title]: cells for title, cells in values.items()}
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, _written(part, changed[entry.filename]) if entry.filename in changed else part)
    return target.getvalue()


def _parts(content: bytes) -> dict[str, str]:
    """The path of each worksheet inside the file, by tab title."""
    reader = ExcelReader(BytesIO(content))
    reader.read_manifest()
    reader.read_workbook()
    return {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}


def _written(xml: bytes, values: Values) -> bytes:
    """The XML of one worksheet with the values in their cells, spliced from the end so that earlier places stay true."""
    sheet = _mapped(xml)
    splices = sorted((_splice(sheet, address, value) for address, value in values.items()), reverse=True)
    for start, stop, _, new in splices:
        xml = xml[:start] + new + xml[stop:]
    return xml


def _splice(sheet: Map, address: str, value: str | bool) -> tuple[int, int, int, bytes]:
    """Which bytes give way to which: a cell that is there is replaced, a missing one goes in where its column belongs."""
    number, column = coordinate_to_tuple(address)
    old = sheet.cells.get(address)
    if old and old.formula:
        raise Unwritable(f"{address}: there is a formula in this cell; it belongs to staff and is not overwritten")
    new = _cell(sheet.prefix, address, old.attributes.get("s", "") if old else "", value)
    if old:
        return old.start, old.stop, column, new
    if number not in sheet.rows:
        raise Unwritable(
            f"{address}: row {number} is not there in a form that can be written; save the file in Excel once"
        )
    row = sheet.rows[number]
    later = [cell.start for name, cell in sheet.cells.items() if _after(name, number, column)]
    at = min(later, default=row.inside)
    return at, at, column, new


def _after(address: str, number: int, column: int) -> bool:
    """Whether the cell stands in row `number`, right of `column`."""
    own_row, own_column = coordinate_to_tuple(address)
    return own_row == number and own_column > column


def _cell(prefix: str, address: str, style: str, value: str | bool) -> bytes:
    """The XML of one cell, with the number format, colours and borders (`style`) that it had."""
    look = f" s={quoteattr(style)}" if style else ""
    if isinstance(value, bool):
        kind, inside = "b", f"<{prefix}v>{value:d}</{prefix}v>"
    else:
        text = escape(ILLEGAL_CHARACTERS_RE.sub("", value))
        kind, inside = "inlineStr", f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f'<{prefix}c r="{address}"{look} t="{kind}">{inside}</{prefix}c>'.encode()


def _mapped(xml: bytes) -> Map:
    """Find the rows and cells of a worksheet; raises `Unwritable` when it is not written in UTF-8."""
    if re.match(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", xml, re.IGNORECASE):
        raise Unwritable("the worksheet is not written in UTF-8; save the file in Excel once")
    sheet, parser, begun = Map(xml), expat.ParserCreate(), list[Span]()

    def begin(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in ("row", "c"):
            begun.append(Span(parser.CurrentByteIndex, attributes))
        elif local == "f" and begun:
            begun[-1].formula = True

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        if local in ("row", "c"):
            sheet.prefix = name.removesuffix(local)
            _close(sheet, local, begun.pop(), parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(xml, True)
    return sheet


def _close(sheet: Map, local: str, span: Span, index: int) -> None:
    """Note a row or cell whose end tag stands at `index`, or which ended there if it has none (`<c r="A1"/>`).

    Without its address it is not noted, and neither is a row without cells: they cannot be written to.
    """
    tagged = sheet.xml.startswith(f"</{sheet.prefix}{local}".encode(), index)
    span.inside, span.stop = index, sheet.xml.index(b">", index) + 1 if tagged else index
    address = span.attributes.get("r", "")
    if address and local == "c":
        sheet.cells[address] = span
    elif address and tagged:
        sheet.rows[int(address)] = span
