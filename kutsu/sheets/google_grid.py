"""A spreadsheet as the Sheets API gives it, in Kutsu's words.

Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/cells and /sheets#GridData.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kutsu.core.grid import Cell, Raw, Tab
from kutsu.sheets.serials import BLANK, trimmed

CELL = "effectiveValue,formattedValue,effectiveFormat(numberFormat(type)),userEnteredValue(formulaValue)"
GRID = "gridProperties(rowCount,columnCount)"
FIELDS = f"properties(locale,timeZone),sheets(properties(sheetId,title,{GRID}),data(rowData(values({CELL}))))"
"""All that is asked for: without this mask the answer holds every colour and border of every cell."""
FORMATS = {"DATE": "date", "TIME": "time", "DATE_TIME": "datetime", "TEXT": "text"}
"""Google's number formats in the words of `Cell`; all others (PERCENT, CURRENCY, SCIENTIFIC …) are numbers."""


def tab(sheet: Mapping[str, Any]) -> Tab:
    """One tab; a sheet without a grid (a chart) has no rows."""
    rows = sheet.get("data", [{}])[0].get("rowData", [])
    cells = [_row(row.get("values", [])) for row in rows]
    return Tab(sheet["properties"]["title"], trimmed(cells), str(sheet["properties"].get("sheetId", 0)))


def _row(cells: Sequence[Mapping[str, Any]]) -> list[Cell]:
    """One row; one that is only formatted, as are hundreds below the last that is filled, has no cells."""
    filled = any("effectiveValue" in cell or "userEnteredValue" in cell for cell in cells)
    return [_cell(cell) for cell in cells] if filled else []


def _cell(cell: Mapping[str, Any]) -> Cell:
    """One cell out of `CellData`; whatever its format, it is blank when nothing stands in it and nothing is shown."""
    if "userEnteredValue" not in cell and not cell.get("formattedValue"):
        return BLANK
    kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
    return Cell(
        raw=_raw(cell),
        shown=cell.get("formattedValue", ""),
        format=FORMATS.get(kind, "number") if kind else "",
        formula=cell.get("userEnteredValue", {}).get("formulaValue", ""),
    )


def _raw(cell: Mapping[str, Any]) -> Raw:
    """The stored value out of `ExtendedValue`; an error (#N/A) is the text that it shows."""
    value = cell.get("effectiveValue", {})
    if "errorValue" in value:
        return str(cell.get("formattedValue", "")) or None
    raw = next(iter(value.values()), None)
    return float(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
