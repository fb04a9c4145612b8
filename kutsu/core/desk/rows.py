"""The rows of a book that Kutsu answers: each with its id, its language, and what stands in Kutsu's own cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kutsu.core.cells.normal import digits, folded, plain
from kutsu.core.columns import (
    PILOTS,
    ROUND,
    SESSIONS,
    Columns,
    TabSchema,
    address,
    find_columns,
    find_tab,
    header,
    headers,
    keys,
)
from kutsu.core.columns.headers import staff_language
from kutsu.core.config import Language
from kutsu.core.grid import Book, Cell, Fault, Place, Tab
from kutsu.core.messages.desk import FORMULA
from kutsu.core.plan.book import filled_rows

OWN = ("state", "preview")
"""The columns that Kutsu fills in."""


@dataclass(frozen=True)
class DeskRow:
    """One row of a tab: `id` as typed, `ui` the language of its headers, `names` the headers by column key.

    `own` are Kutsu's cells that this tab has, by column key. `writable` tells whether its id is on no other row of the tab.
    """

    place: Place
    tab: str
    id: str
    ui: str
    names: Mapping[str, str] = field(repr=False)
    own: Mapping[str, Cell]
    writable: bool
    columns: Columns = field(repr=False)

    @property
    def subject(self) -> str:
        """The id as compared."""
        return folded(self.id)


def desk_rows(book: Book, languages: Mapping[str, Language]) -> Iterator[DeskRow]:
    """Every filled row of the tabs that staff approve in, the model row left out."""
    for schema in (ROUND, PILOTS, SESSIONS):
        tab = find_tab(book, schema)
        if tab:
            yield from _rows(book.sheet, tab, schema, languages)


def formulas(rows: Iterable[DeskRow]) -> Iterator[Fault]:
    """Kutsu's own cells in which somebody put a formula: it is theirs, so that nothing is written over it."""
    for row in rows:
        for key, cell in row.own.items():
            if cell.formula:
                place, where = row.place, address(row.place.row, row.columns[key])
                yield Fault(place.sheet, place.tab, place.row, row.names[key], where, "note", "own-formula", FORMULA)


def _rows(sheet: str, tab: Tab, schema: TabSchema, languages: Mapping[str, Language]) -> Iterator[DeskRow]:
    columns, _ = find_columns(tab, schema, languages)
    ui, heads = staff_language(tab, schema, languages), headers(tab)
    names = {key: header(column, ui, language) for key, column, language in keys(schema, languages)}
    names |= {key: heads[index] for key, index in columns.items()}
    found = [(number, cells, _id(cells, columns)) for number, cells in filled_rows(tab, schema, columns)]
    count = Counter(folded(name) for _, _, name in found)
    for number, cells, name in found:
        own = {key: _cell(cells, columns[key]) for key in OWN if key in columns}
        writable = bool(name) and count[folded(name)] == 1
        yield DeskRow(Place(sheet, tab.title, number), schema.key, name, ui, names, own, writable, columns)


def _id(cells: tuple[Cell, ...], columns: Mapping[str, int]) -> str:
    return plain(digits(_cell(cells, columns["id"]))) if "id" in columns else ""


def _cell(cells: tuple[Cell, ...], index: int) -> Cell:
    return cells[index] if index < len(cells) else Cell()
