"""The requests of `spreadsheets.batchUpdate` that change how a spreadsheet looks and what may be typed into it."""

from __future__ import annotations

from collections.abc import Callable

from kutsu.sandbox.networks.google import words
from kutsu.sandbox.networks.google.books import Block, Book, Tab
from kutsu.sandbox.networks.google.looks import Area, Ruled, Styled, ruled, styled
from kutsu.sandbox.store import Json

EDGES = {"sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}
GUARD = {
    "protectedRangeId",
    "range",
    "namedRangeId",
    "tableId",
    "description",
    "warningOnly",
    "requestingUserCanEdit",
    "unprotectedRanges",
    "editors",
}
FROZEN = {"gridProperties.frozenRowCount": "frozenRowCount", "gridProperties.frozenColumnCount": "frozenColumnCount"}


def fields(given: Json, where: str) -> list[str]:
    """The mask of what is to change; at least one field."""
    named = [name.strip() for name in str(given.get("fields", "")).split(",") if name.strip()]
    if not named:
        raise words.invalid(
            f"Invalid {where}: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return named


def area(book: Book, given: Json, where: str) -> tuple[Tab, Area]:
    """A `GridRange` that is kept: an open side stays open; raises 400 outside the grid."""
    words.only(given, EDGES, where)
    tab = book.by_gid(given.get("sheetId", 0))
    found = Area(
        top=given.get("startRowIndex", 0),
        left=given.get("startColumnIndex", 0),
        bottom=given.get("endRowIndex"),
        right=given.get("endColumnIndex"),
    )
    if (found.bottom or 0) > tab.height or (found.right or 0) > tab.width or found.top >= tab.height:
        raise words.invalid(
            f"Invalid {where}: Range exceeds grid limits. Max rows: {tab.height}, max columns: {tab.width}"
        )
    return tab, found


def restyle(book: Book, given: Json, where: str) -> Json:
    """`repeatCell` of a format alone: kept as one area, and in the cells that stand there."""
    named = fields(given, where)
    words.only(given.get("cell", {}), {"userEnteredFormat"}, f"{where}.cell")
    tab, place = area(book, given.get("range", {}), f"{where}.range")
    look, names = styled(given.get("cell", {}).get("userEnteredFormat", {}), named, f"{where}.cell.user_entered_format")
    block = Block(
        tab, place.top, place.left, min(place.bottom or len(tab.rows), len(tab.rows)), place.right or tab.width
    )
    for row, column in block.places():
        if column < len(tab.rows[row]):
            tab.rows[row][column] = tab.rows[row][column].restyled(look, names)
    tab.looks.formats.append(Styled(area=place, format=look, names=names))
    return {}


def _set_rule(book: Book, given: Json, where: str) -> Json:
    """A rule for an area, or none any more."""
    words.only(given, {"range", "rule", "filteredRowsIncluded"}, where)
    tab, place = area(book, given.get("range", {}), f"{where}.range")
    rule = ruled(given["rule"], f"{where}.rule") if "rule" in given else None
    tab.looks.rules.append(Ruled(area=place, rule=rule))
    return {}


def _add_guard(book: Book, given: Json, where: str) -> Json:
    """A warning or a lock for an area."""
    words.only(given, {"protectedRange"}, where)
    guard = given.get("protectedRange", {})
    words.only(guard, GUARD, f"{where}.protected_range")
    tab, _ = area(book, guard.get("range", {}), f"{where}.protected_range.range")
    taken = [each["protectedRangeId"] for one in book.tabs for each in one.looks.guards]
    kept = {"protectedRangeId": max(taken, default=0) + 1, **guard}
    if kept["protectedRangeId"] in taken:
        raise words.invalid(f"Invalid {where}: A protected range with id {kept['protectedRangeId']} already exists.")
    tab.looks.guards.append(kept)
    return {"addProtectedRange": {"protectedRange": kept}}


def _update_sheet(book: Book, given: Json, where: str) -> Json:
    """A tab's title, and what stays in view."""
    words.only(given, {"properties", "fields"}, where)
    properties = given.get("properties", {})
    words.only(properties, {"sheetId", "title", "gridProperties"}, f"{where}.properties")
    tab, grid = book.by_gid(properties.get("sheetId", 0)), properties.get("gridProperties", {})
    words.only(grid, {"frozenRowCount", "frozenColumnCount"}, f"{where}.properties.grid_properties")
    for name in fields(given, where):
        if name == "title":
            tab.title = properties.get("title", "")
        elif name in FROZEN:
            setattr(tab, FROZEN[name], grid.get(FROZEN[name], 0))
        else:
            raise words.invalid(f"Invalid value at '{where}.fields': {name}")
    if tab.height <= tab.frozenRowCount or tab.width <= tab.frozenColumnCount:
        raise words.invalid(f"Invalid {where}: You can't freeze all visible rows or columns on the sheet.")
    return {}


def _update_book(book: Book, given: Json, where: str) -> Json:
    """The spreadsheet's title, locale and zone."""
    words.only(given, {"properties", "fields"}, where)
    properties = given.get("properties", {})
    words.only(properties, {"title", "locale", "timeZone"}, f"{where}.properties")
    for name in fields(given, where):
        words.only({name: None}, {"title", "locale", "timeZone"}, f"{where}.fields")
        setattr(book, name, properties.get(name, ""))
    return {}


def _update_dimension(book: Book, given: Json, where: str) -> Json:
    """Widths of columns; heights of rows are taken and not kept."""
    words.only(given, {"range", "properties", "fields"}, where)
    place, properties = given.get("range", {}), given.get("properties", {})
    words.only(place, {"sheetId", "dimension", "startIndex", "endIndex"}, f"{where}.range")
    words.only(properties, {"pixelSize"}, f"{where}.properties")
    tab = book.by_gid(place.get("sheetId", 0))
    if place.get("dimension") not in ("ROWS", "COLUMNS"):
        raise words.invalid(f"Invalid {where}: No dimension specified")
    if fields(given, where) != ["pixelSize"] or properties.get("pixelSize", 0) < 1:
        raise words.invalid(f"Invalid {where}: pixelSize must be positive")
    if place["dimension"] == "COLUMNS":
        for index in range(place.get("startIndex", 0), place.get("endIndex", tab.width)):
            tab.looks.widths[index] = properties["pixelSize"]
    return {}


def _set_filter(book: Book, given: Json, where: str) -> Json:
    """The filter of a tab, in the place of the one before."""
    words.only(given, {"filter"}, where)
    words.only(given.get("filter", {}), {"range", "sortSpecs", "filterSpecs", "criteria"}, f"{where}.filter")
    tab, _ = area(book, given.get("filter", {}).get("range", {}), f"{where}.filter.range")
    tab.looks.filter = given["filter"]
    return {}


LOOKS: dict[str, Callable[[Book, Json, str], Json]] = {
    "setDataValidation": _set_rule,
    "addProtectedRange": _add_guard,
    "updateSheetProperties": _update_sheet,
    "updateSpreadsheetProperties": _update_book,
    "updateDimensionProperties": _update_dimension,
    "setBasicFilter": _set_filter,
}
