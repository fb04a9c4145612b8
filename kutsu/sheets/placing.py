"""Where edits go in a book that was read just now, for every adapter alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kutsu.core.columns import SCHEMAS, TabSchema, find_tab, locate
from kutsu.core.columns.locate import Target
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Edit, Tab

LONGEST = 32_767
"""Characters that one cell takes: of Excel's, whose limit is lower than Google's 50 000."""

Placed = tuple[Tab, Sequence[Target]]
"""A tab and what to write into its cells."""


def placed(book: Book, edits: Sequence[Edit], languages: Mapping[str, Language]) -> list[Placed]:
    """The cell of every edit, by tab; raises `Faulty` with every edit that has no cell."""
    schemas = {schema.key: schema for schema in SCHEMAS}
    faults: list[str] = []
    targets: list[Placed] = []
    for key in dict.fromkeys(edit.tab for edit in edits):
        try:
            tab = _tab(book, schemas[key])
            targets.append((tab, locate(tab, schemas[key], languages, edits)))
        except Faulty as missing:
            faults += missing.faults
    if faults:
        raise Faulty(faults)
    return targets


def fitting(value: str | bool) -> str | bool:
    """The value as one cell takes it."""
    return value if isinstance(value, bool) else value[:LONGEST]


def _tab(book: Book, schema: TabSchema) -> Tab:
    """The tab of `schema`; raises `Faulty` when the book has none."""
    tab = find_tab(book, schema)
    if tab is None:
        raise Faulty([f"{book.sheet}: there is no tab {schema.titles['fi'][0]}; nothing was written."])
    return tab
