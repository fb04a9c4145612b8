"""One book -> its rows; or, where its settings, tabs or headers are broken, the reasons why all of it is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kutsu.core.cells.normal import blank, digits, folded
from kutsu.core.cells.ticks import tick
from kutsu.core.columns import (
    MODEL_ID,
    SCHEMAS,
    Column,
    Columns,
    Read,
    TabSchema,
    address,
    find_columns,
    find_tabs,
    headers,
)
from kutsu.core.columns.headers import is_copy
from kutsu.core.grid import Book, Cell, Fault, Place, Tab
from kutsu.core.messages import Remark, listed, remark
from kutsu.core.plan.row import Row, Season

LOCALE = "fi_FI"

Rows = Mapping[str, list[Row]]
"""The rows of every tab by the tab's key."""


def read_book(book: Book, season: Season) -> tuple[Rows, list[Fault]]:
    """Every filled row of a book, cell by cell, and the faults of the book itself; an error among these holds all of it."""
    faults = [*_settings(book, season), *_tabs(book, season)]
    rows: dict[str, list[Row]] = defaultdict(list)
    for schema in SCHEMAS:
        for tab in find_tabs(book, schema)[:1]:
            columns, found = find_columns(tab, schema, season.languages, book.sheet)
            faults += found
            if not any(fault.severity == "error" for fault in found):
                rows[schema.key] = list(_rows(book.sheet, tab, schema, columns, season))
                faults += _models(book.sheet, tab, columns)
    return ({} if any(fault.severity == "error" for fault in faults) else rows), faults


def _settings(book: Book, season: Season) -> Iterator[Fault]:
    """A book of another locale or zone stores and shows other dates than its editors mean: it is refused."""
    if book.locale != LOCALE:
        yield _fault(book, "", remark("book-locale", seen=book.locale))
    if book.zone != season.city.zone:
        yield _fault(book, "", remark("book-zone", seen=book.zone, zone=season.city.zone))


def _tabs(book: Book, season: Season) -> Iterator[Fault]:
    """Tabs that are twice there or were renamed. A book need not have every tab; copies and other tabs are left alone."""
    found = {schema.key: find_tabs(book, schema) for schema in SCHEMAS}
    if not any(found.values()):
        names = {ui: ", ".join(schema.titles[ui][0] for schema in SCHEMAS) for ui in ("fi", "sv", "en")}
        yield _fault(book, "", remark("book-empty", tabs=names))
    known = {id(tab) for tabs in found.values() for tab in tabs}
    strangers = [tab for tab in book.tabs if id(tab) not in known and not is_copy(tab)]
    for schema in SCHEMAS:
        tabs = found[schema.key]
        yield from (
            _fault(book, tab.title, remark("tab-recognized", seen=tab.title, tab=tab.was)) for tab in tabs if tab.was
        )
        if len(tabs) > 1:
            yield _fault(
                book, tabs[1].title, remark("tab-doubled", tab=tabs[0].title, tabs=listed([t.title for t in tabs]))
            )
        for stranger in strangers:
            if not tabs and _resembles(stranger, schema, season):
                title = {ui: names[0] for ui, names in schema.titles.items()}
                yield _fault(book, stranger.title, remark("tab-renamed", seen=stranger.title, tab=title))


def _resembles(tab: Tab, schema: TabSchema, season: Season) -> bool:
    """Whether most headers of a tab are those of `schema`: it is that tab under another name."""
    names = [name for name in headers(tab) if name]
    columns, _ = find_columns(tab, schema, season.languages)
    return "id" in columns and 2 * len(columns) > max(len(names), len(schema.columns))


def _rows(sheet: str, tab: Tab, schema: TabSchema, columns: Columns, season: Season) -> Iterator[Row]:
    """Every row in which something is filled in, cell by cell; what the API leaves out is padded by reading nothing."""
    head = headers(tab)
    for number, cells in filled_rows(tab, schema, columns):
        yield Row(Place(sheet, tab.title, number), schema, season, columns, head).read(cells)


def filled_rows(tab: Tab, schema: TabSchema, columns: Columns) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows in which something is filled in, each with its number; the model row is none of them."""
    read = {index: schema.column(key) for key, index in columns.items()}
    for number, cells in enumerate(tab.rows[1:], start=2):
        if not _is_model(cells, columns) and any(
            index < len(cells) and _filled(cells[index], column) for index, column in read.items()
        ):
            yield number, cells


def _models(sheet: str, tab: Tab, columns: Columns) -> Iterator[Fault]:
    """The model row is not read, but who ticks it, or a copy that still has its id, is told that nothing comes of it."""
    ticks = [index for key, index in columns.items() if key.startswith("approve.")]
    for number, cells in enumerate(tab.rows[1:], start=2):
        if _is_model(cells, columns) and any(
            index < len(cells) and tick(cells[index]).value is not False for index in ticks
        ):
            told, index = remark("model-ticked", model=MODEL_ID), columns["id"]
            yield Fault(
                sheet, tab.title, number, headers(tab)[index], address(number, index), "note", told.code, told.message
            )


def _is_model(cells: Sequence[Cell], columns: Columns) -> bool:
    index = columns.get("id")
    return index is not None and index < len(cells) and folded(digits(cells[index])) == MODEL_ID


def _filled(cell: Cell, column: Column) -> bool:
    return column.read is not Read.REMARK and not blank(cell)


def _fault(book: Book, tab: str, told: Remark) -> Fault:
    severity = "error" if told.error else "note"
    return Fault(book.sheet, tab, None, None, None, severity, told.code, told.message)
