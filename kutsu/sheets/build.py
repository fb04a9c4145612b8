"""Lay down a new sheet out of a folder of text files: the demo's plan, and the plans of tests.

`<tab>.toml` or `<tab>/*.toml` hold one table per row, named by its id and keyed by column (`title.fi = "…"`). Values are
as staff would type them; dates may be relative (see `relative`). No row is ticked.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl.styles.numbers import FORMAT_TEXT

from kutsu.core.columns import SCHEMAS, Column, Read, TabSchema, header, keys, usual
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell, Raw, Tab
from kutsu.sheets.relative import resolved
from kutsu.sheets.serials import serial, shown, trimmed

HEADERS_IN = "fi"
FORMATS = {
    Read.DATE: "date",
    Read.MOMENT: "date",
    Read.TIME: "time",
    Read.SPAN: "time",
    Read.PHONE: "text",
    Read.POSTCODE: "text",
}
PATTERNS = {"date": "d.m.yyyy", "time": "h.mm", "datetime": "d.m.yyyy h.mm", "text": FORMAT_TEXT}
Row = Mapping[str, Any]


def build_plan(folder: Path, today: dt.date, languages: Mapping[str, Language]) -> Book:
    """The sheet that the files of `folder` describe, seen from `today`; raises `Faulty` with all that is wrong in them."""
    rows = {schema.key: _rows(folder, schema) for schema in SCHEMAS}
    faults = [fault for schema in SCHEMAS for fault in _unknown(schema, rows[schema.key], languages)]
    if faults:
        raise Faulty(faults)
    tabs = tuple(_tab(schema, rows[schema.key], today, languages) for schema in SCHEMAS)
    return Book(folder.name, tabs, dt.datetime.combine(today, dt.time(), ZoneInfo(Book.zone)))


def _rows(folder: Path, schema: TabSchema) -> dict[str, Row]:
    """Every row of a tab by its id, in their order, texts as `title.fi`."""
    rows: dict[str, Row] = {}
    for file in (folder / f"{schema.key}.toml", *sorted((folder / schema.key).glob("*.toml"))):
        tables = _tables(file) if file.exists() else {}
        if twice := sorted(rows.keys() & tables.keys()):
            raise Faulty([f"{file}: [{id_}] is in another file already." for id_ in twice])
        rows |= {id_: {schema.columns[0].key: id_, **dict(_flat(row))} for id_, row in tables.items()}
    return dict(sorted(rows.items()))


def _tables(file: Path) -> dict[str, Row]:
    """The tables of one file; raises `Faulty` with the line where it is no TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise Faulty([f"{file}: {wrong}."]) from wrong


def _flat(row: Row) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{language}", text) for language, text in value.items())
        else:
            yield key, value


def _unknown(schema: TabSchema, rows: Mapping[str, Row], languages: Mapping[str, Language]) -> Iterator[str]:
    """What the files hold that has no column."""
    known = {key for key, _, _ in keys(schema, languages)}
    for id_, row in rows.items():
        yield from (f"{schema.key}: [{id_}] {key} is not a column of this tab." for key in row if key not in known)


def _tab(schema: TabSchema, rows: Mapping[str, Row], today: dt.date, languages: Mapping[str, Language]) -> Tab:
    """One tab: the header row, then every row."""
    columns = list(usual(schema, languages))
    head = tuple(Cell(name, name) for name in (header(column, HEADERS_IN, text) for _, column, text in columns))
    body = [[typed(column, row.get(key), today) for key, column, _ in columns] for row in rows.values()]
    return Tab(schema.titles[HEADERS_IN][0], (head, *trimmed(body)))


def typed(column: Column, value: Any, today: dt.date) -> Cell:
    """One cell as it would be after staff had typed `value`; tick-boxes are there, unticked."""
    if value is None:
        return Cell(raw=False, shown=shown(raw=False)) if column.read is Read.TICK else Cell()
    kind = FORMATS.get(column.read, "")
    raw = _raw(value, today, dated=kind == "date")
    return Cell(raw, shown(raw, kind), kind)


def _raw(value: Any, today: dt.date, *, dated: bool) -> Raw:
    """The stored value: dates and times as serial numbers, texts as they are."""
    if isinstance(value, str):
        day = resolved(value, today) if dated else None
        return serial(day) if day else value
    if isinstance(value, dt.date | dt.time):
        return serial(value)
    return value if isinstance(value, bool) else float(value)
