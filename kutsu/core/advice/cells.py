"""The texts of the plan together with the cells in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutsu.core.columns import PILOTS, ROUND, SESSIONS, Columns, Read, TabSchema, address, find_columns, headers, keys
from kutsu.core.config import Language
from kutsu.core.grid import Book
from kutsu.core.model import Entry, Pilot, Round, Session, Subject, Texts

SCHEMAS: Mapping[type, TabSchema] = {Round: ROUND, Pilot: PILOTS, Session: SESSIONS}


@dataclass(frozen=True)
class Written:
    """A text of a row in one language: under which header, in which cell. `names` are the headers of its tab by key."""

    entry: Entry
    key: str
    language: str
    text: str
    header: str
    address: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Head:
    """Where the columns of one tab are, and what they are called there."""

    schema: TabSchema
    columns: Columns
    names: Mapping[str, str]


def written(entries: Iterable[Entry], books: Iterable[Book], languages: Mapping[str, Language]) -> Iterator[Written]:
    """Every text of these rows, proper names left out; a row of another book is passed over."""
    known = {book.sheet: book for book in books}
    heads: dict[tuple[str, str], Head | None] = {}
    for entry in entries:
        place = (entry.place.sheet, entry.place.tab)
        if place not in heads:
            heads[place] = _head(known.get(place[0]), place[1], SCHEMAS[type(entry.subject)], languages)
        head = heads[place]
        if head:
            yield from _texts(entry, head, languages)


def texts_of(subject: Subject[Texts], column: str) -> Texts:
    """The texts of a subject under a column, by language."""
    if column == "image_alt":
        image = getattr(subject, "image", None)
        return (image.alt if image else None) or {}
    return getattr(subject, column, None) or {}


def _head(book: Book | None, title: str, schema: TabSchema, languages: Mapping[str, Language]) -> Head | None:
    """The columns of the tab of this title, if the book has it."""
    tab = next((tab for tab in book.tabs if tab.title == title), None) if book else None
    if tab is None:
        return None
    columns, _ = find_columns(tab, schema, languages)
    row = headers(tab)
    return Head(schema, columns, {key: row[index] for key, index in columns.items()})


def _texts(entry: Entry, head: Head, languages: Mapping[str, Language]) -> Iterator[Written]:
    for key, column, language in keys(head.schema, languages):
        if language and key in head.columns and column.read in (Read.TEXT, Read.LONG):
            text = texts_of(entry.subject, column.key).get(language)
            if text:
                cell = address(entry.place.row, head.columns[key])
                yield Written(entry, key, language, text, head.names[key], cell, head.names)
