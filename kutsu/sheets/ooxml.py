"""Put values into single cells of an .xlsx file, and whole tabs of Kutsu's own, and leave all else as staff's program wrote it.

A library that loads and saves a workbook loses what it does not know: the results of formulas, rich text, slicers,
tick-box cells. So the cells are replaced in the XML of their worksheet alone. Source: ECMA-376, part 1, 18.3.1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeVar
from xml.parsers import expat
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple

from kutsu.core.grid import Page
from kutsu.sheets.heights import LINE_HEIGHT, height
from kutsu.sheets.ooxml_pages import Changes, Unwritable, in_utf8, inline, paged, worksheets, wrapping

Values = Mapping[str, str | bool]
"""What to write, by A1 address."""
T = TypeVar("T")

TRUE = ("1", "true")
USUAL_WIDTH = 8.43
"""Of a column that has none, in characters."""
MOST_LINES = 10
"""So many lines of an answer are seen in its row; all of it stands in the cell."""


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
    """Where the rows and cells of a worksheet lie in its XML, and its columns' styles and widths by first and last column.

    `starts` has each cell's beginning and column by its row.
    """

    xml: bytes
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    widths: dict[tuple[int, int], float] = field(default_factory=dict)
    rows: dict[int, Span] = field(default_factory=dict)
    cells: dict[str, Span] = field(default_factory=dict)
    starts: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    prefix: str = ""


def put(content: bytes, values: Mapping[str, Values], pages: Sequence[Page] = ()) -> bytes:
    """The workbook `content` with these values, by tab title, and these pages; raises `Unwritable` where that cannot be."""
    reader = ExcelReader(BytesIO(content))
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    wraps = wrapping(reader)
    parts = worksheets(reader)
    with ZipFile(BytesIO(content)) as file:
        changes: Changes = {
            parts[title]: _written(file.read(parts[title]), cells, wraps) for title, cells in values.items()
        }
        return _packed(file, changes | paged(file, reader, pages))


def _packed(file: ZipFile, changes: Changes) -> bytes:
    """The file with these parts, new ones at its end."""
    target = BytesIO()
    with ZipFile(target, "w") as new:
        for entry in file.infolist():
            new.writestr(entry, changes.get(entry.filename) or file.read(entry))
        for name in sorted(changes.keys() - set(file.namelist())):
            new.writestr(ZipInfo(name), changes[name], ZIP_DEFLATED)
    return target.getvalue()


def _written(xml: bytes, values: Values, wraps: Set[int]) -> bytes:
    """The XML of one worksheet with the values in their cells, put together in one go: it may be long, and they may be many.

    `wraps` are the styles whose texts go on in the next line: their rows get the height for it.
    """
    sheet, pieces, done = _mapped(xml), list[bytes](), 0
    splices = [*(_splice(sheet, address, value) for address, value in values.items()), *_raised(sheet, values, wraps)]
    for start, stop, _, new in sorted(splices):
        pieces += [xml[done:start], new]
        done = stop
    return b"".join([*pieces, xml[done:]])


def _splice(sheet: Map, address: str, value: str | bool) -> tuple[int, int, int, bytes]:
    """Which bytes give way to which: a cell that is there is replaced, a missing one goes in where its column belongs."""
    number, column = coordinate_to_tuple(address)
    old = sheet.cells.get(address)
    if old and old.formula:
        raise Unwritable(f"{address}: there is a formula in this cell; it belongs to staff and is not overwritten")
    new = _cell(sheet.prefix, address, _style(sheet, address), value)
    if old:
        return old.start, old.stop, column, new
    if number not in sheet.rows:
        raise Unwritable(
            f"{address}: row {number} is not there in a form that can be written; save the file in Excel once"
        )
    row = sheet.rows[number]
    at = min((start for start, own in sheet.starts[number] if own > column), default=row.inside)
    return at, at, column, new


def _raised(sheet: Map, values: Values, wraps: Set[int]) -> Iterator[tuple[int, int, int, bytes]]:
    """The tags of rows that are too low for what is written into them; a height that a person chose stays."""
    needed: dict[int, int] = {}
    for address, value in values.items():
        row, column = coordinate_to_tuple(address)
        if isinstance(value, str) and int(_style(sheet, address) or 0) in wraps:
            high = height(value, _along(sheet.widths, column, USUAL_WIDTH), MOST_LINES)
            needed[row] = max(needed.get(row, 0), high)
    for row, high in needed.items():
        span = sheet.rows[row]
        if span.attributes.get("customHeight") not in TRUE and float(span.attributes.get("ht", LINE_HEIGHT)) < high:
            stop = sheet.xml.index(b">", span.start)
            bare = re.sub(rb"""\sht=(?:"[^"]*"|'[^']*')""", b"", sheet.xml[span.start : stop])
            yield span.start, stop, 0, bare + b' ht="%d"' % high


def _style(sheet: Map, address: str) -> str:
    """The style of a cell by its number; one that is not there yet has that of its row, else that of its column."""
    row, column = coordinate_to_tuple(address)
    if address in sheet.cells:
        return sheet.cells[address].attributes.get("s", "")
    own = sheet.rows[row].attributes if row in sheet.rows else {}
    return own.get("s", "") if own.get("customFormat") in TRUE else _along(sheet.styles, column, "")


def _along(known: Mapping[tuple[int, int], T], column: int, otherwise: T) -> T:
    """What holds for a column, of what is known from one column to another."""
    return next((each for (first, last), each in known.items() if first <= column <= last), otherwise)


def _cell(prefix: str, address: str, style: str, value: str | bool) -> bytes:
    """The XML of one cell, with the number format, colours and borders (`style`) that it had or that its column gives it."""
    look = f" s={quoteattr(style)}" if style else ""
    if isinstance(value, bool):
        kind, inside = "b", f"<{prefix}v>{value:d}</{prefix}v>"
    else:
        kind, inside = "inlineStr", inline(value, prefix)
    return f'<{prefix}c r="{address}"{look} t="{kind}">{inside}</{prefix}c>'.encode()


def _mapped(xml: bytes) -> Map:
    """Find the rows and cells of a worksheet; raises `Unwritable` when it is not written in UTF-8."""
    in_utf8(xml, "the worksheet")
    sheet, parser, begun = Map(xml), expat.ParserCreate(), list[Span]()

    def begin(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in ("row", "c"):
            begun.append(Span(parser.CurrentByteIndex, attributes))
        elif local == "col":
            area = int(attributes["min"]), int(attributes["max"])
            sheet.styles[area] = attributes.get("style", "")
            sheet.widths[area] = float(attributes.get("width", USUAL_WIDTH))
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
        row, column = coordinate_to_tuple(address)
        sheet.cells[address] = span
        sheet.starts[row].append((span.start, column))
    elif address and tagged:
        sheet.rows[int(address)] = span
