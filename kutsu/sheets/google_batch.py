"""What a write asks of Google: one batch of `spreadsheets.batchUpdate`, which is applied whole or not at all.

Values are given as what they are (`stringValue`, `boolValue`), so that no text is ever parsed as a formula, and `fields` names
the values alone, so that formats, notes and rules of cells stay. Source:
developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from kutsu.core.cells.normal import folded
from kutsu.core.columns.locate import Target
from kutsu.core.grid import Page
from kutsu.sheets.google_grid import tab
from kutsu.sheets.placing import Placed, fitting

VALUES = "userEnteredValue"
Request = dict[str, Any]
Sheets = Sequence[Mapping[str, Any]]
"""The tabs of a spreadsheet as the API gave them a moment ago."""


def edited(placed: Iterable[Placed]) -> Iterator[Request]:
    """The requests for single cells; those below one another go in one."""
    for own, targets in placed:
        in_order = sorted(targets, key=lambda target: (target[1], target[0]))
        for _, run in groupby(enumerate(in_order), lambda each: (each[1][1], each[1][0] - each[0])):
            yield _column(int(own.gid), [target for _, target in run])


def paged(sheets: Sheets, pages: Iterable[Page]) -> Iterator[Request]:
    """The requests for whole tabs: each made where it is not there, made large enough, filled, and cleared beyond."""
    for page in pages:
        known = _found(sheets, page)
        gid = known["properties"].get("sheetId", 0) if known else page_id(page.title)
        before = tab(known).rows if known else ()
        height, width = len(page.rows), max(map(len, page.rows), default=0)
        yield from _grown(gid, known["properties"]["gridProperties"], height, width) if known else [_added(gid, page)]
        area = {
            "sheetId": gid,
            "startRowIndex": 0,
            "endRowIndex": max(height, len(before), 1),
            "startColumnIndex": 0,
            "endColumnIndex": max(width, *map(len, before), 1),
        }
        yield {"updateCells": {"range": area, "rows": [_row(row) for row in page.rows], "fields": VALUES}}


def page_id(title: str) -> int:
    """The sheet id that Kutsu gives to a tab of its own: always the same, so that it is found even under another title."""
    return int.from_bytes(hashlib.sha256(title.encode()).digest()[:4]) >> 1


def _found(sheets: Sheets, page: Page) -> Mapping[str, Any] | None:
    """The tab of a page: by its title, or else by the id that Kutsu gave to it."""
    by_title = (each for each in sheets if folded(each["properties"]["title"]) == folded(page.title))
    by_id = (each for each in sheets if each["properties"].get("sheetId", 0) == page_id(page.title))
    return next(by_title, None) or next(by_id, None)


def _added(gid: int, page: Page) -> Request:
    """A new tab with room for the page and its header frozen."""
    grid = {
        "rowCount": max(len(page.rows), 2),
        "columnCount": max(map(len, page.rows), default=1),
        "frozenRowCount": 1,
    }
    return {"addSheet": {"properties": {"sheetId": gid, "title": page.title, "gridProperties": grid}}}


def _grown(gid: int, grid: Mapping[str, int], height: int, width: int) -> Iterator[Request]:
    """More rows and columns, where there are too few."""
    for dimension, more in (("ROWS", height - grid["rowCount"]), ("COLUMNS", width - grid["columnCount"])):
        if more > 0:
            yield {"appendDimension": {"sheetId": gid, "dimension": dimension, "length": more}}


def _column(gid: int, run: Sequence[Target]) -> Request:
    """Values that stand below one another."""
    row, column, _ = run[0]
    start = {"sheetId": gid, "rowIndex": row - 1, "columnIndex": column - 1}
    return {"updateCells": {"start": start, "rows": [_row([value]) for _, _, value in run], "fields": VALUES}}


def _row(values: Iterable[str | bool]) -> Request:
    """One row of cells; an empty text empties its cell."""
    return {"values": [_cell(fitting(value)) for value in values]}


def _cell(value: str | bool) -> Request:
    if isinstance(value, bool):
        return {VALUES: {"boolValue": value}}
    return {VALUES: {"stringValue": value}} if value else {}
