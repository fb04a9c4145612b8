"""Ids that Kutsu gives to new rows: the next one in the manner of their tab, never one that anything has or ever had.

A row gets one when it says something, and has stood unchanged from one reading to the next, so that nobody's typing is
disturbed; rows that are just alike wait, as nobody could tell which is meant. The model row has its id and is never named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count

from kutsu.core.cells.normal import blank, digits, folded
from kutsu.core.columns import (
    CONTACTS,
    PILOTS,
    ROUND,
    SESSIONS,
    VENUES,
    Columns,
    TabSchema,
    find_columns,
    find_tab,
    unnamed,
)
from kutsu.core.config import Language
from kutsu.core.grid import Book, Cell, Edit, Tab

PREFIXES = {"round": "ROUND", "pilots": "PILOT", "sessions": "INFO", "venues": "PAIKKA", "contacts": "YHTEYS"}
NAMED = (ROUND, PILOTS, SESSIONS, VENUES, CONTACTS)
_COUNTED = re.compile(r"(|[A-Za-z0-9][A-Za-z0-9_-]*?)([0-9]{1,9})")
"""An id that counts; `tprek:15321` does not, as it is the number of a place in somebody else's register."""


def following(ids: Iterable[str], taken: Iterable[str], key: str) -> Iterator[str]:
    """The next ids of the tab `key`: after `PILOT-09` among its `ids`, `PILOT-10` and so on, beyond all numbers in `taken`."""
    counted = [match for each in ids if (match := _COUNTED.fullmatch(each))]
    prefix = Counter(match[1] for match in counted).most_common(1)[0][0] if counted else f"{PREFIXES[key]}-"
    width = max((len(match[2]) for match in counted if match[1] == prefix), default=1)
    used = (match for each in taken if (match := _COUNTED.fullmatch(each)))
    numbers = [int(match[2]) for match in (*counted, *used) if folded(match[1]) == folded(prefix)]
    yield from (f"{prefix}{number:0{width}}" for number in count(max(numbers, default=0) + 1))


def namings(
    books: Iterable[Book], earlier: Mapping[str, Book], known: Collection[str], languages: Mapping[str, Language]
) -> Iterator[tuple[str, Edit]]:
    """An id for each row that is due one, with the name of its sheet.

    `books` are all sheets as they are now, `earlier` their readings before, `known` the ids that the ledger has ever known.
    """
    books = list(books)
    taken = {*known, *(id_ for book in books for schema in NAMED for id_ in _ids(book, schema, languages))}
    for book in books:
        for schema in NAMED:
            due = _settled(book, earlier.get(book.sheet), schema, languages)
            given = following(_ids(book, schema, languages), taken, schema.key)
            edits = [Edit(schema.key, id_, "id", id_, shows) for shows, id_ in zip(due, given, strict=False)]
            taken |= {edit.id for edit in edits}
            yield from ((book.sheet, edit) for edit in edits)


def _settled(
    book: Book, before: Book | None, schema: TabSchema, languages: Mapping[str, Language]
) -> list[tuple[str, ...]]:
    """What each row shows that is due an id, in their order."""
    tab, columns = _found(book, schema, languages)
    then, places = _found(before, schema, languages) if before else (None, {})
    if tab is None or then is None or "id" not in columns or "id" not in places:
        return []
    same = unnamed(tab, columns).keys() & unnamed(then, places).keys()
    rows = {shows: tab.rows[number - 1] for shows, number in unnamed(tab, columns).items()}
    return [shows for shows, row in rows.items() if shows in same and _says(row, schema, columns)]


def _says(row: tuple[Cell, ...], schema: TabSchema, columns: Columns) -> bool:
    """Whether something is filled in that a row of this tab needs; a tick alone says nothing."""
    needed = (index for key, index in columns.items() if schema.column(key).needed)
    return any(index < len(row) and not blank(row[index]) for index in needed)


def _ids(book: Book, schema: TabSchema, languages: Mapping[str, Language]) -> list[str]:
    """The ids in a tab, as written."""
    tab, columns = _found(book, schema, languages)
    at = columns.get("id")
    rows = tab.rows[1:] if tab and at is not None else ()
    return [digits(row[at]).strip() for row in rows if at is not None and at < len(row) and not blank(row[at])]


def _found(book: Book, schema: TabSchema, languages: Mapping[str, Language]) -> tuple[Tab | None, Columns]:
    """The tab of `schema` and its columns, where the book has it."""
    tab = find_tab(book, schema)
    return tab, find_columns(tab, schema, languages)[0] if tab else {}
