"""Which column of a tab is which: by its header in any staff language, never by its position."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kutsu.core.cells.normal import blank, folded, plain, typed
from kutsu.core.columns.shape import STAFF_LANGUAGES, Column, TabSchema, header
from kutsu.core.config import Language
from kutsu.core.grid import Book, Fault, Tab
from kutsu.core.messages import Remark, listed, remark

Columns = Mapping[str, int]
"""The position (from 0) of every column that was found, by its key, such as `title.fi`."""

COMPARED = 4096
"""Headers that are kept as compared: all that Kutsu knows, and those of many sheets; every look asks for each of them again."""

_COPY = re.compile(r"(kopio|kopia|copy)\b|.*\(\d+\)$")
_ROUND = str.maketrans("[]", "()")


def letter(index: int) -> str:
    """The letters of the column at `index` (from 0): A, B, … Z, AA."""
    before, last = divmod(index, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def address(row: int, index: int) -> str:
    """The A1 address of the cell in `row` (from 1) and the column at `index` (from 0)."""
    return f"{letter(index)}{row}"


def keys(schema: TabSchema, languages: Mapping[str, Language]) -> Iterator[tuple[str, Column, str | None]]:
    """Every column that the tab may have: key, column, and its text language if it has one."""
    for column in schema.columns:
        if column.texts:
            yield from ((f"{column.key}.{language}", column, language) for language in languages)
        else:
            yield column.key, column, None


def usual(schema: TabSchema, languages: Mapping[str, Language]) -> Iterator[tuple[str, Column, str | None]]:
    """Every column that Kutsu itself writes: all but the extra ones."""
    return (each for each in keys(schema, languages) if not each[1].extra)


def find_tabs(book: Book, schema: TabSchema) -> list[Tab]:
    """Every tab that has a title of `schema` in any language, or had one until staff renamed it.

    Copies that somebody made ("Kopio: …") are not it.
    """
    titles = {folded(title) for names in schema.titles.values() for title in names}
    return [tab for tab in book.tabs if folded(tab.was or tab.title) in titles]


def find_tab(book: Book, schema: TabSchema) -> Tab | None:
    """The tab of `schema`, if the book has it (`find_tabs` tells when there are two)."""
    return next(iter(find_tabs(book, schema)), None)


def is_copy(tab: Tab) -> bool:
    """Whether a tab is a copy that somebody made: Sheets names it "Kopio: Infot", a workbook "Infot (2)"."""
    return _COPY.match(folded(tab.title)) is not None


def find_columns(
    tab: Tab, schema: TabSchema, languages: Mapping[str, Language], sheet: str = ""
) -> tuple[Columns, list[Fault]]:
    """Where each column stands, and everything that is wrong with the header row; any error there holds the whole sheet.

    An absent optional language (none of its columns is there) is no fault; a missing column of a required one is.
    """
    seen = headers(tab)
    if not any(seen):
        return {}, [_fault(sheet, tab, None, None, remark("header-none"))]
    known, unknown = _places(seen, _known(schema, languages))
    columns = {key: found[0] for key, found in known.items()}
    strange = {seen[found[0]]: found[0] for found in unknown.values()}
    faults = [
        *_doubled(sheet, tab, seen, [*known.values(), *unknown.values()]),
        *_headless(sheet, tab, seen),
        *_missing(sheet, tab, schema, languages, columns, strange),
    ]
    return columns, faults


def headers(tab: Tab) -> list[str]:
    """The header row as written, blanks and invisible characters put right."""
    return [plain(typed(cell)) for cell in tab.rows[0]] if tab.rows else []


def staff_language(tab: Tab, schema: TabSchema, languages: Mapping[str, Language]) -> str:
    """The language in which most headers of this tab are written."""
    known = _known(schema, languages)
    spoken = Counter(known[form][1] for name in headers(tab) if (form := _header_form(name)) in known)
    return spoken.most_common(1)[0][0] if spoken else STAFF_LANGUAGES[0]


def _known(schema: TabSchema, languages: Mapping[str, Language]) -> dict[str, tuple[str, str]]:
    """Every header and alias as compared -> the key of its column, and the language it is written in."""
    return {
        _header_form(f"{name} ({language})" if language else name): (key, ui)
        for key, column, language in keys(schema, languages)
        for ui in reversed(STAFF_LANGUAGES)
        for name in column.headers[ui]
    }


def _places(seen: list[str], known: Mapping[str, tuple[str, str]]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Where each known column (by its key) and each unknown header (as compared) stands, all its places."""
    found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for index, form in enumerate(map(_header_form, seen)):
        if form in known:
            found[0].setdefault(known[form][0], []).append(index)
        elif form:
            found[1].setdefault(form, []).append(index)
    return found


@lru_cache(COMPARED)
def _header_form(name: str) -> str:
    """A header as compared: no case, round brackets without blanks about them, no closing mark."""
    rounded = folded(name).translate(_ROUND).rstrip(" :*.")
    return re.sub(r"\s*([()])\s*", r"\1", rounded)


def _doubled(sheet: str, tab: Tab, seen: list[str], places: list[list[int]]) -> Iterator[Fault]:
    for found in places:
        if len(found) > 1:
            letters = listed([letter(index) for index in found])
            name = seen[found[0]]
            yield _fault(sheet, tab, name, found[-1], remark("column-doubled", column=name, letters=letters))


def _headless(sheet: str, tab: Tab, seen: list[str]) -> Iterator[Fault]:
    width = max(len(row) for row in tab.rows)
    for index in range(width):
        named = index < len(seen) and seen[index]
        if not named and any(index < len(row) and not blank(row[index]) for row in tab.rows[1:]):
            yield _fault(sheet, tab, None, index, remark("header-empty", letters=letter(index)))


def _missing(
    sheet: str,
    tab: Tab,
    schema: TabSchema,
    languages: Mapping[str, Language],
    columns: Columns,
    unknown: dict[str, int],
) -> Iterator[Fault]:
    """Missing columns, each with the unknown header that may be its new name; unknown headers left over are noted."""
    ui = staff_language(tab, schema, languages)
    used = {key.partition(".")[2] for key in columns}
    for key, column, language in keys(schema, languages):
        absent_language = language and not languages[language].required and language not in used
        if key in columns or column.optional or absent_language:
            continue
        name = header(column, ui, language)
        near = difflib.get_close_matches(name, unknown, n=1, cutoff=0.5)
        index = unknown.pop(near[0]) if near else None
        told = remark("column-renamed", column=name, nearest=near[0]) if near else remark("column-missing", column=name)
        yield _fault(sheet, tab, name, index, told)
    for name, index in unknown.items():
        yield _fault(sheet, tab, name, index, remark("column-unknown", column=name))


def _fault(sheet: str, tab: Tab, column: str | None, index: int | None, told: Remark) -> Fault:
    cell = None if index is None else address(1, index)
    severity = "error" if told.error else "note"
    return Fault(sheet, tab.title, 1, column, cell, severity, told.code, told.message)
