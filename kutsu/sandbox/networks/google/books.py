"""Spreadsheets: how they are seeded and kept, and blocks of their cells by A1 range."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter
from pydantic import BaseModel, ConfigDict

from kutsu.sandbox.networks.google import words
from kutsu.sandbox.networks.google.cells import Cell
from kutsu.sandbox.networks.google.looks import Looks

ROWS, COLUMNS = 1000, 26
A1 = re.compile(r"([A-Z]{1,3})?([1-9]\d*)?(?::([A-Z]{1,3})?([1-9]\d*)?)?")


class Strict(BaseModel):
    """A part of a spreadsheet; a name that nobody reads is an error."""

    model_config = ConfigDict(extra="forbid")


class Tab(Strict):
    """One tab with the size of its grid; its rows may be short."""

    title: str
    gid: int
    rows: list[list[Cell]] = []
    rowCount: int = ROWS  # noqa: N815 - the API's own word
    columnCount: int = COLUMNS  # noqa: N815 - the API's own word
    frozenRowCount: int = 0  # noqa: N815 - the API's own word
    frozenColumnCount: int = 0  # noqa: N815 - the API's own word
    looks: Looks = Looks()

    @property
    def height(self) -> int:
        """Rows of its grid, empty ones too."""
        return max(self.rowCount, len(self.rows))

    @property
    def width(self) -> int:
        """Columns of its grid."""
        return max(self.columnCount, *map(len, self.rows), 0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at these places, counted from 0; one that was never touched looks as its area does."""
        cells = self.rows[row] if row < len(self.rows) else []
        cell = cells[column] if column < len(cells) else Cell()
        look = self.looks.style(row, column) if cell.blank() else {}
        return cell.restyled(look, list(look)) if look else cell

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set the cell at these places; raises 400 outside the grid."""
        if row >= self.height or (column >= self.columnCount and column >= self.width):
            limits = f"Max rows: {self.height}, max columns: {self.width}"
            raise words.invalid(
                f"Range ('{self.title}'!{get_column_letter(column + 1)}{row + 1}) exceeds grid limits. {limits}"
            )
        self.rows.extend([] for _ in range(row + 1 - len(self.rows)))
        cells = self.rows[row]
        cells.extend(Cell() for _ in range(column + 1 - len(cells)))
        cells[column] = cell


class Book(Strict):
    """One spreadsheet, who may read and edit it, and when it was last changed (epoch seconds)."""

    title: str
    locale: str = "fi_FI"
    timeZone: str = "Europe/Helsinki"  # noqa: N815 - the API's own word
    readers: list[str] = []
    editors: list[str] = []
    tabs: list[Tab]
    modified: float = 0
    linked: bool | None = None
    """Whether anyone with the link may open it; None where Drive does not tell the caller, who may not share it."""

    def permissions(self) -> dict[str, list[dict[str, str]]]:
        """With whom it is shared, as Drive names the kinds of people."""
        if self.linked is None:
            return {}
        return {"permissions": [{"type": "user"}, *([{"type": "anyone"}] if self.linked else [])]}

    def by_gid(self, gid: int) -> Tab:
        """The tab with this sheet id; raises 400."""
        for tab in self.tabs:
            if tab.gid == gid:
                return tab
        raise words.invalid(f"No grid with id: {gid}")

    def block(self, address: str) -> Block:
        """The block that an A1 range names: `'Tab'!A1:C9`, `Tab!A:C`, `Tab`, `A1:C9` (first tab); raises 400."""
        title, mark, cells = address.rpartition("!")
        name = title if mark else cells
        name = name[1:-1].replace("''", "'") if name.startswith("'") and name.endswith("'") else name
        named = next((tab for tab in self.tabs if tab.title == name), None)
        if named is not None:
            return _within(named, cells if mark else "", address)
        if mark or A1.fullmatch(cells) is None:
            raise words.invalid(f"Unable to parse range: {address}")
        return _within(self.tabs[0], cells, address)


@dataclass(frozen=True)
class Block:
    """A rectangle of a tab, counted from 0; the ends lie outside."""

    tab: Tab
    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """Its A1 range, as the API answers it."""
        first, last = (
            f"{get_column_letter(self.left + 1)}{self.top + 1}",
            f"{get_column_letter(self.right)}{self.bottom}",
        )
        title = self.tab.title.replace("'", "''")
        quoted = title if re.fullmatch(r"[A-Za-z_]\w*", title, re.ASCII) else f"'{title}'"
        return f"{quoted}!{first if first == last else f'{first}:{last}'}"

    @property
    def height(self) -> int:
        """Its rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Its columns."""
        return self.right - self.left

    def rows(self) -> list[list[Cell]]:
        """Its cells, without what is empty at the end of rows and of the block."""
        rows = [_shorn([self.tab.cell(row, column) for column in range(self.left, self.right)]) for row in self._used()]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _used(self) -> range:
        """The rows that hold anything at all."""
        return range(self.top, min(self.bottom, len(self.tab.rows)))

    def places(self) -> Iterator[tuple[int, int]]:
        """Every place in it, row by row."""
        return ((row, column) for row in range(self.top, self.bottom) for column in range(self.left, self.right))


def _shorn(cells: Sequence[Cell]) -> list[Cell]:
    """A row without its empty end."""
    end = max((place + 1 for place, cell in enumerate(cells) if not cell.empty()), default=0)
    return list(cells[:end])


def _within(tab: Tab, cells: str, address: str) -> Block:
    """A block of a tab by the part of the range behind the `!`, clipped to its grid."""
    match = A1.fullmatch(cells.replace("$", "").upper())
    if match is None:
        raise words.invalid(f"Unable to parse range: {address}")
    first_column, first_row, last_column, last_row = match.groups()
    alone = ":" not in cells and bool(cells)
    top, left = int(first_row or 1) - 1, column_index_from_string(first_column or "A") - 1
    bottom = int(last_row or (first_row if alone and first_row else tab.height))
    right = column_index_from_string(
        last_column or (first_column if alone and first_column else get_column_letter(tab.width))
    )
    if top >= tab.height or left >= tab.width:
        limits = f"Max rows: {tab.height}, max columns: {tab.width}"
        raise words.invalid(f"Range ({address}) exceeds grid limits. {limits}")
    return Block(tab, top, left, min(bottom, tab.height), min(right, tab.width))
