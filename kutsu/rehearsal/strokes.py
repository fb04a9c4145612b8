"""What staff do to one tab of the sheet, as a change from rows to rows: type, add, delete, copy, sort, rename, empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kutsu.core.cells.normal import digits, folded
from kutsu.core.columns import Column, TabSchema, find_columns, keys
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Cell, Tab
from kutsu.sheets.build import typed

Cells = tuple[Cell, ...]
Value = bool | int | float | dt.datetime | dt.date | dt.time | str
"""What is typed into a cell; a text such as `next monday+7` is that day in a column of dates."""


@dataclass(frozen=True)
class Worksheet:
    """A tab with its schema, as somebody works on it; `today` is what relative dates count from."""

    tab: Tab
    schema: TabSchema
    languages: Mapping[str, Language]
    today: dt.date

    def has(self, id_: str) -> bool:
        """Whether some row has this id."""
        return bool(self._numbers(id_))

    def put(self, id_: str, values: Mapping[str, Value]) -> Tab:
        """Type into cells of the one row with this id."""
        return self._changed(self._number(id_), lambda row: self._typed(row, values))

    def add(self, values: Mapping[str, Value]) -> Tab:
        """A new row at the end."""
        return replace(self.tab, rows=(*self.tab.rows, self._typed((), values)))

    def delete(self, id_: str) -> Tab:
        """The row of this id is gone."""
        gone = self._number(id_)
        return replace(self.tab, rows=(*self.tab.rows[:gone], *self.tab.rows[gone + 1 :]))

    def copy(self, id_: str) -> Tab:
        """The row once more, right below, with its id: what copying a row leaves."""
        number = self._number(id_)
        return replace(self.tab, rows=(*self.tab.rows[: number + 1], *self.tab.rows[number:]))

    def sort(self, column: str, leave: Sequence[str] = ()) -> Tab:
        """All rows by one column; the columns to `leave` stay where they were, as when only some were marked."""
        by, stay = self._column(column), [self._column(key) for key in leave]
        rows = list(self.tab.rows[1:])
        ordered = sorted(rows, key=lambda row: _rank(_at(row, by)))
        mixed = [laid(new, {index: _at(old, index) for index in stay}) for old, new in zip(rows, ordered, strict=True)]
        return replace(self.tab, rows=(*self.tab.rows[:1], *mixed))

    def rename(self, column: str, header: str) -> Tab:
        """Another header over a column; an empty one is none."""
        return self._changed(0, lambda row: laid(row, {self._column(column): Cell(header, header)}))

    def empty(self) -> Tab:
        """Every row is gone but the header."""
        return replace(self.tab, rows=self.tab.rows[:1])

    def _changed(self, number: int, change: Callable[[Cells], Cells]) -> Tab:
        rows = list(self.tab.rows)
        rows[number] = change(rows[number])
        return replace(self.tab, rows=tuple(rows))

    def _typed(self, row: Cells, values: Mapping[str, Value]) -> Cells:
        """The row with these values typed into it, by column."""
        known: dict[str, Column] = {key: column for key, column, _ in keys(self.schema, self.languages)}
        return laid(row, {self._column(key): typed(known[key], value, self.today) for key, value in values.items()})

    def _column(self, key: str) -> int:
        columns, _ = find_columns(self.tab, self.schema, self.languages)
        if key not in columns:
            raise Faulty([f'{self.tab.title}: there is no column "{key}" at this moment'])
        return columns[key]

    def _number(self, id_: str) -> int:
        """Where the row of an id stands, counted from the header's 0; raises `Faulty` unless it is one row."""
        found = self._numbers(id_)
        if len(found) != 1:
            raise Faulty([f'{self.tab.title}: the id "{id_}" is on {len(found) or "no"} rows at this moment'])
        return found[0]

    def _numbers(self, id_: str) -> list[int]:
        index = find_columns(self.tab, self.schema, self.languages)[0].get(self.schema.columns[0].key)
        rows = enumerate(self.tab.rows[1:], start=1)
        return [n for n, row in rows if index is not None and folded(digits(_at(row, index))) == folded(id_)]


def _at(row: Cells, index: int) -> Cell:
    return row[index] if index < len(row) else Cell()


def laid(row: Cells, cells: Mapping[int, Cell]) -> Cells:
    """The row with some cells (by their index) replaced, lengthened where that is needed."""
    long = [*row, *[Cell()] * (max(cells, default=-1) + 1 - len(row))]
    return tuple(cells.get(index, cell) for index, cell in enumerate(long))


def _rank(cell: Cell) -> tuple[int, float, str]:
    """The order of a spreadsheet: numbers, then texts, then blanks."""
    if isinstance(cell.raw, int | float):
        return 0, float(cell.raw), ""
    return (1, 0.0, folded(cell.shown)) if cell.shown else (2, 0.0, "")
