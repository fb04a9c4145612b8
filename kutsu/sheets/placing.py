"""Where edits go in a book that was read just now, for every adapter alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kutsu.core.columns import SCHEMAS, TabSchema, address, find_tab, locate
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Edit, Tab

Values = Mapping[str, str | bool]
"""What to write, by A1 address."""


def placed(book: Book, edits: Sequence[Edit], languages: Mapping[str, Language]) -> dict[str, Values]:
    """The value of every edit by tab title and A1 address; raises `Faulty` with every edit that has no cell."""
    schemas = {schema.key: schema for schema in SCHEMAS}
    faults: list[str] = []
    values: dict[str, Values] = {}
    for key in dict.fromkeys(edit.tab for edit in edits):
        try:
            tab = _tab(book, schemas[key])
            targets = locate(tab, schemas[key], languages, edits)
        except Faulty as missing:
            faults += missing.faults
        else:
            values[tab.title] = {address(row, column - 1): value for row, column, value in targets}
    if faults:
        raise Faulty(faults)
    return values


def _tab(book: Book, schema: TabSchema) -> Tab:
    """The tab of `schema`; raises `Faulty` when the book has none."""
    tab = find_tab(book, schema)
    if tab is None:
        raise Faulty([f"{book.sheet}: there is no tab {schema.titles['fi'][0]}; nothing was written."])
    return tab
