"""The little of a spreadsheet that a write has to look at once more: header rows, the columns of ids, and Kutsu's own tabs.

A season's sheet weighs tens of megabytes as the API gives it. Which row has which id at this moment is a few kilobytes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gspread.utils import absolute_range_name

from kutsu.core.cells.normal import folded
from kutsu.core.columns import SCHEMAS, TabSchema, find_columns, find_tab, letter
from kutsu.core.config import Language
from kutsu.core.grid import Book, Edit, Page, Tab
from kutsu.sheets.google_batch import page_id
from kutsu.sheets.google_grid import FIELDS, tab

LEAN = FIELDS.replace("data(", "data(startRow,startColumn,")
"""The usual fields, and where each block of cells begins."""

Answer = Mapping[str, Any]
Languages = Mapping[str, Language]


def ranges(known: Book, edits: Iterable[Edit], pages: Iterable[Page], languages: Languages) -> list[str]:
    """What to ask for, by the reading before; empty where that does not tell, and everything has to be read."""
    found: list[str] = []
    for schema in _concerned(edits):
        place = _ids(known, schema, languages)
        if place is None:
            return []
        own, column = place
        found += [absolute_range_name(own.title, each) for each in ("1:1", f"{letter(column)}:{letter(column)}")]
    return found + [absolute_range_name(own.title) for own in known.tabs if any(_is(own, page) for page in pages)]


def gathered(answer: Answer) -> dict[str, Any]:
    """The answer with the blocks of each tab put together as one, as if all of it had been asked for."""
    return {**answer, "sheets": [{**sheet, "data": [_one(sheet.get("data", []))]} for sheet in answer["sheets"]]}


def book(known: Book, answer: Answer, edits: Iterable[Edit], languages: Languages) -> Book | None:
    """The tabs of a gathered answer; None where the ids do not stand in the columns that were asked for."""
    was = {each.gid: each.was for each in known.tabs}
    tabs = (replace(each, was=was.get(each.gid, "")) for each in map(tab, answer["sheets"]))
    found = replace(known, tabs=tuple(tabs))
    for schema in _concerned(edits):
        before, now = _ids(known, schema, languages), _ids(found, schema, languages)
        if before is None or now is None or (before[0].gid, before[1]) != (now[0].gid, now[1]):
            return None
    return found


def _concerned(edits: Iterable[Edit]) -> list[TabSchema]:
    """The tabs that edits are for."""
    wanted = {edit.tab for edit in edits}
    return [schema for schema in SCHEMAS if schema.key in wanted]


def _ids(known: Book, schema: TabSchema, languages: Languages) -> tuple[Tab, int] | None:
    """The tab of a schema, and the column (from 0) of its ids."""
    own = find_tab(known, schema)
    column = find_columns(own, schema, languages)[0].get("id") if own else None
    return None if own is None or column is None else (own, column)


def _is(own: Tab, page: Page) -> bool:
    """Whether a tab is the one of a page, by its title or by the id that Kutsu gave to it."""
    return folded(own.title) == folded(page.title) or own.gid == str(page_id(page.title))


def _one(blocks: Sequence[Answer]) -> dict[str, Any]:
    """Several blocks of cells as one that begins at the top left; what was not asked for is blank in it."""
    rows: dict[int, dict[int, Any]] = {}
    for block in blocks:
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for number, row in enumerate(block.get("rowData", []), start=top):
            cells = rows.setdefault(number, {})
            cells |= dict(enumerate(row.get("values", []), start=left))
    return {"rowData": [_row(rows.get(number, {})) for number in range(max(rows, default=-1) + 1)]}


def _row(cells: Mapping[int, Any]) -> dict[str, Any]:
    return {"values": [cells.get(column, {}) for column in range(max(cells, default=-1) + 1)]}
