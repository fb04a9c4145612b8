"""A book as the ledger keeps it: JSON in which a cell is as short as it can be, for a season has a hundred thousand of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from kutsu.core.grid import Book, Cell, Tab

_BOOK = TypeAdapter(Book)
_BLANK = Cell()


def packed(book: Book) -> str:
    """The book as text, half characters (lone surrogates) too: as ASCII, which takes them."""
    frame = _BOOK.dump_python(replace(book, tabs=(), recalled=False), mode="json")
    tabs = [
        {"title": tab.title, "gid": tab.gid, "was": tab.was, "rows": [list(map(_short, row)) for row in tab.rows]}
        for tab in book.tabs
    ]
    return json.dumps({**frame, "tabs": tabs}, separators=(",", ":"))


def unpacked(text: str) -> Book:
    """The book that `packed` wrote."""
    kept = json.loads(text)
    tabs = tuple(
        Tab(tab["title"], tuple(tuple(map(_whole, row)) for row in tab["rows"]), tab["gid"], tab.get("was", ""))
        for tab in kept["tabs"]
    )
    return replace(_BOOK.validate_python({**kept, "tabs": ()}), tabs=tabs)


def _short(cell: Cell) -> Any:
    """Nothing for a blank cell, its text for one that is no more than that, and all four fields for any other."""
    if cell.format or cell.formula or cell.raw != cell.shown:
        return None if cell == _BLANK else (cell.raw, cell.shown, cell.format, cell.formula)
    return cell.raw


def _whole(kept: Any) -> Cell:
    """The cell that `_short` made short; earlier, each was kept by the names of its fields."""
    match kept:
        case None:
            return _BLANK
        case str():
            return Cell(kept, kept)
        case dict():
            return Cell(**kept)
    return Cell(*kept)
