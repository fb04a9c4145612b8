"""A spreadsheet as it stands, for the outline to be held against.

Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets and /cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kutsu.core.outline.standing import HEADER, Standing, StandingTab
from kutsu.sheets.google_grid import CELL, tab

GRID = "gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)"
BESIDE = "merges,protectedRanges(range),basicFilter(range,sortSpecs,filterSpecs)"
FIELDS = (
    f"properties(locale,timeZone),sheets(properties(sheetId,title,{GRID}),{BESIDE},"
    f"data(rowData(values({CELL},note,dataValidation(condition(type))))))"
)
"""All that is asked for: cells, and whether there is a rule, a note, a format, a warning."""

Sheet = Mapping[str, Any]


def standing(answer: Mapping[str, Any]) -> Standing:
    """The spreadsheet as the API gave it."""
    own = answer["properties"]
    return Standing(tuple(map(_tab, answer["sheets"])), own["locale"], own["timeZone"], guards=True)


def _tab(sheet: Sheet) -> StandingTab:
    read, grid = tab(sheet), sheet["properties"].get("gridProperties", {})
    rows = [row.get("values", []) for row in sheet.get("data", [{}])[0].get("rowData", [])]
    filter_ = sheet.get("basicFilter", {}).get("range", {})
    ends = [area.get("endColumnIndex", 0) for area in (*sheet.get("merges", []), filter_)]
    noted = {index + 1 for row in rows for index, cell in enumerate(row) if "note" in cell}
    width = max([0, *map(len, read.rows), *noted, *ends])
    return StandingTab(
        read,
        width,
        noted=frozenset(index for row in rows[:1] for index, cell in enumerate(row) if "note" in cell),
        ruled=frozenset(index for row in rows[1:] for index, cell in enumerate(row) if "dataValidation" in cell),
        formatted=frozenset(_formatted(rows[max(len(read.rows), 1) :])),
        guarded=frozenset(_guarded(sheet.get("protectedRanges", []), grid.get("columnCount", width))),
        frozen=bool(grid.get("frozenRowCount") or grid.get("frozenColumnCount")),
        filtered=bool(filter_) and filter_.get("endColumnIndex", 0) == width,
    )


def _formatted(rows: Iterable[list[Sheet]]) -> Iterator[int]:
    """Columns (from 0) of which some cell yet to be filled has a number format."""
    for row in rows:
        yield from (index for index, cell in enumerate(row) if cell.get("effectiveFormat", {}).get("numberFormat"))


def _guarded(guards: Iterable[Sheet], width: int) -> Iterator[int]:
    """Columns (from 0) that warn whoever edits them, and the header row."""
    for guard in guards:
        area = guard.get("range", {})
        columns = range(area.get("startColumnIndex", 0), area.get("endColumnIndex", width))
        if area.get("startRowIndex", 0) == 0 and len(columns) == width:
            yield HEADER
        if area.get("startRowIndex", 0) <= 1 and "endRowIndex" not in area:
            yield from columns
