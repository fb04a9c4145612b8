"""The requests of `spreadsheets.batchUpdate` that are played: each changes the book, and all of them hold or none."""

from __future__ import annotations

from collections.abc import Callable

from kutsu.sandbox.networks.google import look_changes, words
from kutsu.sandbox.networks.google.books import Block, Book, Tab
from kutsu.sandbox.networks.google.cells import taken
from kutsu.sandbox.store import Json

PROPERTIES = {"title", "sheetId", "index", "sheetType", "gridProperties"}
GRID = {"rowCount", "columnCount", "frozenRowCount", "frozenColumnCount"}
GIDS = range(2**31)
"""A sheet id is a signed number of 32 bits that is not negative."""
EDGES = {"sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}


def apply(book: Book, request: Json, where: str) -> Json:
    """Do one request and give its reply."""
    words.only(request, PLAYED, where)
    if len(request) != 1:
        raise words.invalid(f"Invalid value at '{where}': exactly one kind of request must be set")
    ((kind, given),) = request.items()
    return PLAYED[kind](book, given, f"{where}.{kind}")


def _add_sheet(book: Book, given: Json, where: str) -> Json:
    """A new, empty tab."""
    words.only(given, {"properties"}, where)
    properties = given.get("properties", {})
    words.only(properties, PROPERTIES, f"{where}.properties")
    title, gid = properties.get("title", f"Taulukko{len(book.tabs) + 1}"), properties.get("sheetId")
    if title.casefold() in {tab.title.casefold() for tab in book.tabs}:
        raise words.invalid(
            f'Invalid {where}: A sheet with the name "{title}" already exists. Please enter another name.'
        )
    if gid in {tab.gid for tab in book.tabs}:
        raise words.invalid(f"Invalid {where}: A sheet with id {gid} already exists.")
    if gid is not None and gid not in GIDS:
        raise words.invalid(f"Invalid value at '{where}.properties.sheet_id' (TYPE_INT32), {gid}")
    grid = properties.get("gridProperties", {})
    words.only(grid, GRID, f"{where}.properties.grid_properties")
    tab = Tab(title=title, gid=max(one.gid for one in book.tabs) + 1 if gid is None else gid, **grid)
    if min(tab.rowCount - tab.frozenRowCount, tab.columnCount - tab.frozenColumnCount) < 1:
        raise words.invalid(f"Invalid {where}: You can't freeze all visible rows or columns on the sheet.")
    book.tabs.insert(properties.get("index", len(book.tabs)), tab)
    return {"addSheet": {"properties": sheet(tab, book.tabs.index(tab))}}


def _append_dimension(book: Book, given: Json, where: str) -> Json:
    """More empty rows or columns at the end."""
    words.only(given, {"sheetId", "dimension", "length"}, where)
    tab, length = book.by_gid(given.get("sheetId", 0)), given.get("length", 0)
    if length < 1:
        raise words.invalid(f"Invalid {where}: Length must be greater than 0")
    if given.get("dimension") == "ROWS":
        tab.rowCount = tab.height + length
    elif given.get("dimension") == "COLUMNS":
        tab.columnCount = tab.width + length
    else:
        raise words.invalid(f"Invalid {where}: No dimension specified")
    return {}


def _delete_sheet(book: Book, given: Json, where: str) -> Json:
    """A tab goes."""
    words.only(given, {"sheetId"}, where)
    book.tabs.remove(book.by_gid(given.get("sheetId", 0)))
    return {}


def _update_cells(book: Book, given: Json, where: str) -> Json:
    """Rows of cells, from a start or within a range."""
    words.only(given, {"rows", "fields", "start", "range"}, where)
    if "start" in given and "range" in given:
        raise words.invalid(f"Invalid value at '{where}' (area), oneof field 'area' is already set.")
    start = given.get("start", {})
    words.only(start, {"sheetId", "rowIndex", "columnIndex"}, f"{where}.start")
    rows, fields = given.get("rows", []), _fields(given, where)
    for row in rows:
        words.only(row, {"values"}, f"{where}.rows")
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if "range" in given:
        area = _area(book, given["range"], f"{where}.range")
        _within(area, len(rows), width, where)
    else:
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        area = Block(book.by_gid(start.get("sheetId", 0)), top, left, top + len(rows), left + width)
    for row, column in area.places():
        cells = rows[row - area.top].get("values", []) if row - area.top < len(rows) else []
        cell = cells[column - area.left] if column - area.left < len(cells) else {}
        area.tab.put(row, column, taken(area.tab.cell(row, column), cell, fields, where))
    return {}


def _within(area: Block, height: int, width: int, where: str) -> None:
    """Rows of cells that reach out of their range are refused."""
    for name, has, fits in (("row", height, area.height), ("column", width, area.width)):
        if has > fits:
            last = (area.top if name == "row" else area.left) + fits - 1
            raise words.invalid(
                f"Invalid {where}: Attempting to write {name}: {last + 1}, beyond the last requested {name} of: {last}"
            )


def _repeat_cell(book: Book, given: Json, where: str) -> Json:
    """The same cell all over a range."""
    words.only(given, {"range", "cell", "fields"}, where)
    if all(name.startswith("userEnteredFormat") for name in _fields(given, where)):
        return look_changes.restyle(book, given, where)
    fields, area = _fields(given, where), _area(book, given.get("range", {}), f"{where}.range")
    for row, column in area.places():
        area.tab.put(row, column, taken(area.tab.cell(row, column), given.get("cell", {}), fields, where))
    return {}


def _fields(given: Json, where: str) -> frozenset[str]:
    """The mask of what is to change; at least one field."""
    fields = frozenset(filter(None, str(given.get("fields", "")).split(",")))
    if not fields:
        raise words.invalid(
            f"Invalid {where}: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return fields


def _area(book: Book, given: Json, where: str) -> Block:
    """A `GridRange`; an open side reaches to the edge of the grid."""
    words.only(given, EDGES, where)
    tab = book.by_gid(given.get("sheetId", 0))
    top, left = given.get("startRowIndex", 0), given.get("startColumnIndex", 0)
    return Block(tab, top, left, given.get("endRowIndex", tab.height), given.get("endColumnIndex", tab.width))


def sheet(tab: Tab, index: int) -> Json:
    """A tab's `SheetProperties`."""
    frozen = {"frozenRowCount": tab.frozenRowCount, "frozenColumnCount": tab.frozenColumnCount}
    grid = {"rowCount": tab.height, "columnCount": tab.width, **{name: many for name, many in frozen.items() if many}}
    return {"sheetId": tab.gid, "title": tab.title, "index": index, "sheetType": "GRID", "gridProperties": grid}


PLAYED: dict[str, Callable[[Book, Json, str], Json]] = {
    "addSheet": _add_sheet,
    "appendDimension": _append_dimension,
    "deleteSheet": _delete_sheet,
    "updateCells": _update_cells,
    "repeatCell": _repeat_cell,
    **look_changes.LOOKS,
}
