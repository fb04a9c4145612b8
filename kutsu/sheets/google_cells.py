"""Single additions as requests of the Sheets API: headers, formats, rules, warnings, the model row, the help.

What Kutsu guards warns and does not lock: a locked column could not be sorted by anybody else, and staff sort every day.
Sources: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request, /cells and /other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from gspread.utils import absolute_range_name

from kutsu.core.columns import letter
from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.shape import Example, OutlinedColumn
from kutsu.core.outline.standing import HEADER
from kutsu.sheets.looks import BODIES, HEADS, HELP_WIDTH, MODEL, ON_HEAD, as_typed
from kutsu.sheets.serials import serial

PIXELS = 7
"""Of a character."""
FORMATS = {"date": {"type": "DATE", "pattern": "d.m.yyyy"}, "text": {"type": "TEXT"}}
WARNING = "Kutsu: {} – mieti ennen kuin muutat / tänk efter före du ändrar / think before you edit"
HEAD = "userEnteredValue,userEnteredFormat"
BODY = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}

Request = dict[str, Any]
Cell = dict[str, Any]


def _column(each: Addition) -> OutlinedColumn:
    assert each.column is not None
    return each.column


def _colour(rgb: str) -> Cell:
    """A colour as the API has it."""
    red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


def columns(gid: int, additions: Iterable[Addition]) -> Iterator[Request]:
    """New columns: their headers, and the look of the cells below."""
    new = list(additions)
    yield from _cells(gid, 0, [(each.index, _head(_column(each))) for each in new], HEAD)
    for each in new:
        yield _dressed(gid, each, {**BODY, **_body(_column(each))}, "userEnteredFormat")
        yield _wide(gid, each.index, _column(each).width)


def notes(gid: int, additions: Iterable[Addition]) -> Iterator[Request]:
    """Notes on headers."""
    return _cells(gid, 0, [(each.index, {"note": _column(each).note}) for each in additions], "note")


def _head(column: OutlinedColumn) -> Cell:
    """A header: white on the colour of its owner."""
    look = {
        "backgroundColorStyle": _colour(HEADS[column.owner]),
        "textFormat": {"bold": True, "foregroundColorStyle": _colour(ON_HEAD)},
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }
    return {"userEnteredValue": {"stringValue": column.header}, "userEnteredFormat": look}


def _body(column: OutlinedColumn) -> Cell:
    return {"backgroundColorStyle": _colour(BODIES[column.owner])} if column.owner in BODIES else {}


def _cells(gid: int, row: int, cells: Iterable[tuple[int, Cell]], fields: str) -> Iterator[Request]:
    """Cells of one row (from 0) by their columns; neighbours go in one request."""
    for _, run in groupby(enumerate(cells), lambda each: each[1][0] - each[0]):
        side_by_side = [each for _, each in run]
        start = {"sheetId": gid, "rowIndex": row, "columnIndex": side_by_side[0][0]}
        values = [cell for _, cell in side_by_side]
        yield {"updateCells": {"start": start, "rows": [{"values": values}], "fields": fields}}


def _below(gid: int, each: Addition) -> Cell:
    """The cells of a column from the row of the addition to the end of the grid."""
    return {
        "sheetId": gid,
        "startRowIndex": each.row - 1,
        "startColumnIndex": each.index,
        "endColumnIndex": each.index + 1,
    }


def _dressed(gid: int, each: Addition, look: Cell, fields: str) -> Request:
    return {"repeatCell": {"range": _below(gid, each), "cell": {"userEnteredFormat": look}, "fields": fields}}


def _wide(gid: int, index: int, characters: int) -> Request:
    area = {"sheetId": gid, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    size = {"pixelSize": characters * PIXELS}
    return {"updateDimensionProperties": {"range": area, "properties": size, "fields": "pixelSize"}}


def _format(gid: int, each: Addition) -> Iterator[Request]:
    """The number format of the cells that are yet to be filled."""
    look = {"numberFormat": FORMATS[_column(each).format]}
    yield _dressed(gid, each, look, "userEnteredFormat.numberFormat")


def _offer(gid: int, each: Addition) -> Iterator[Request]:
    """Tick-boxes, a list, or the ids of another tab; what is not offered is refused unless the column is free."""
    column = _column(each)
    values = [*column.options] if not each.source else [f"={_ids(*each.source)}"]
    kind = "BOOLEAN" if column.tick else "ONE_OF_RANGE" if each.source else "ONE_OF_LIST"
    condition: Cell = {"type": kind}
    if not column.tick:
        condition["values"] = [{"userEnteredValue": value} for value in values]
    rule = {"condition": condition, "strict": not column.free, "showCustomUi": True}
    yield {"setDataValidation": {"range": _below(gid, each), "rule": rule}}


def _ids(title: str, index: int) -> str:
    """Where the ids of a tab stand."""
    return absolute_range_name(title, f"${letter(index)}$2:${letter(index)}")


def _guard(gid: int, each: Addition) -> Iterator[Request]:
    """A warning on a column or on the header row."""
    if each.index == HEADER:
        area, words = {"sheetId": gid, "startRowIndex": 0, "endRowIndex": 1}, f"{each.tab} 1"
    else:
        area = {"sheetId": gid, "startColumnIndex": each.index, "endColumnIndex": each.index + 1}
        words = _column(each).header
    guard = {"range": area, "description": WARNING.format(words), "warningOnly": True}
    yield {"addProtectedRange": {"protectedRange": guard}}


def _freeze(gid: int, each: Addition) -> Iterator[Request]:
    grid = {"frozenRowCount": 1, "frozenColumnCount": each.index}
    fields = "gridProperties.frozenRowCount,gridProperties.frozenColumnCount"
    yield {"updateSheetProperties": {"properties": {"sheetId": gid, "gridProperties": grid}, "fields": fields}}


def widened(known: Mapping[str, Any], width: int) -> Request:
    """The filter as it was, up to the last of the new columns."""
    return {"setBasicFilter": {"filter": {**known, "range": {**known["range"], "endColumnIndex": width}}}}


def _model(gid: int, each: Addition) -> Iterator[Request]:
    """The model row, in grey italics."""
    look = {"textFormat": {"italic": True, "foregroundColorStyle": _colour(MODEL)}}
    for dated in (False, True):
        more = {"numberFormat": FORMATS["date"]} if dated else {}
        fields = "userEnteredValue,userEnteredFormat.textFormat" + (",userEnteredFormat.numberFormat" if dated else "")
        cells = [
            (index, {"userEnteredValue": _value(example), "userEnteredFormat": look | more})
            for index, example in each.cells
            if isinstance(example, dt.date) is dated
        ]
        yield from _cells(gid, each.row - 1, cells, fields)


def _value(example: Example) -> Cell:
    """An example as an `ExtendedValue`: nothing is parsed, so that no text becomes a number or a formula."""
    typed = as_typed(example)
    if isinstance(typed, bool):
        return {"boolValue": typed}
    if isinstance(typed, dt.date):
        return {"numberValue": serial(typed)}
    return {"stringValue": typed} if isinstance(typed, str) else {"numberValue": typed}


def _help(gid: int, each: Addition) -> Iterator[Request]:
    """The help in the first column, headings in bold; what stood there before gives way."""
    rows = []
    for number, line in enumerate(each.lines):
        heading = bool(line) and (number == 0 or not each.lines[number - 1])
        look = {**BODY, "textFormat": {"bold": heading, "fontSize": 14 if heading else 11}}
        rows.append({"values": [{"userEnteredValue": {"stringValue": line}, "userEnteredFormat": look}]})
    area = {"sheetId": gid, "startColumnIndex": 0, "endColumnIndex": 1, "startRowIndex": 0}
    yield {"updateCells": {"range": area, "rows": rows, "fields": HEAD}}
    yield _wide(gid, 0, HELP_WIDTH)


MADE: dict[What, Callable[[int, Addition], Iterator[Request]]] = {
    What.CHOICE: _offer,
    What.FORMAT: _format,
    What.GUARD: _guard,
    What.FREEZE: _freeze,
    What.MODEL: _model,
    What.HELP: _help,
}
