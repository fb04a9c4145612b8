"""Books -> the plan: every row that can be spoken of, and every fault of every sheet named at once.

A row in error is held and the others go on; a sheet whose settings, tabs or headers are broken is held and the others go on.
Nothing here remembers an earlier reading: rows that vanished are for `kutsu.core.vanishing`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kutsu.core.cells.normal import folded
from kutsu.core.columns import CONTACTS, PILOTS, ROUND, SCHEMAS, SESSIONS, SETTINGS, VENUES, TabSchema
from kutsu.core.config import City, Language
from kutsu.core.grid import Book
from kutsu.core.messages import listed, remark
from kutsu.core.model import Approved, Plan
from kutsu.core.pausing import NAMES, asks
from kutsu.core.plan.book import read_book
from kutsu.core.plan.checks import check_numbers, check_picture, check_texts
from kutsu.core.plan.entries import entry, tell_unfinished
from kutsu.core.plan.identity import check_ids
from kutsu.core.plan.references import Table, contact, link, reference, venue
from kutsu.core.plan.remembered import check_remembered
from kutsu.core.plan.row import Pictures, Row, Season
from kutsu.core.plan.timing import settle

UNREAD = "?"
"""Stands for what a cell of the pause says when nobody can read it: neither yes nor no."""

SUBJECTS = (ROUND, PILOTS, SESSIONS)

__all__ = ["Pictures", "read_plan"]


def read_plan(
    books: Sequence[Book],
    languages: Mapping[str, Language],
    city: City,
    now: dt.datetime,
    pictures: Pictures | None = None,
    approved: Sequence[Approved] | None = None,
) -> Plan:
    """The plan that these books hold `now` (aware); it never raises for anything that stands in a book.

    `approved` is what the ledger remembers, to see ids that moved to other rows and dates edited into the past.
    `pictures` is what is known of the addresses of pictures; a row whose picture is not among them, or is faulty, is held.
    """
    season = dataclasses.replace(Season.at(now, languages, city, pictures), approved=approved)
    read = [read_book(book, season) for book in books]
    rows = {schema.key: [row for found, _ in read for row in found.get(schema.key, ())] for schema in SCHEMAS}
    _check(rows)
    tables = _tables(rows)
    entries = [entry(row, _links(row, tables)) for schema in SUBJECTS for row in rows[schema.key]]
    settings = _settings(rows[SETTINGS.key])
    faults = [fault for _, found in read for fault in found]
    faults += [fault for schema in SCHEMAS for row in rows[schema.key] for fault in row.faults()]
    return Plan(tuple(found for found in entries if found), tuple(faults), settings)


def _check(rows: Mapping[str, Sequence[Row]]) -> None:
    """Everything that can be said of rows without following their references."""
    for schemas in (SUBJECTS, (VENUES,), (CONTACTS,)):
        check_ids([row for schema in schemas for row in rows[schema.key]])
    for schema in SUBJECTS:
        for row in rows[schema.key]:
            settle(row)
            check_remembered(row)
            check_texts(row)
            check_numbers(row)
            check_picture(row)
    for schema in (VENUES, CONTACTS, SETTINGS):
        for row in rows[schema.key]:
            tell_unfinished(row)


def _tables(rows: Mapping[str, Sequence[Row]]) -> Mapping[str, Table]:
    names = {"venues": "name", "contacts": "title"}
    return {
        schema.key: Table(_title(schema, rows[schema.key]), rows[schema.key], names.get(schema.key, ""))
        for schema in SCHEMAS
    }


def _title(schema: TabSchema, rows: Sequence[Row]) -> str:
    return rows[0].place.tab if rows else schema.titles["fi"][0]


def _links(row: Row, tables: Mapping[str, Table]) -> dict[str, Any]:
    """The references of a row by the fields of the model that they fill."""
    title = ("title",)
    found: dict[str, tuple[Any, ...]] = {
        "round": link(row, "round", tables["round"], reference, title),
        "pilots": link(row, "pilots", tables["pilots"], reference, title),
        "venue": link(row, "venue", tables["venues"], venue, ("name", "street", "district")),
        "contact": link(row, "contact", tables["contacts"], contact, title),
    }
    own = {column.key for column in row.schema.columns}
    return {key: things if key == "pilots" else next(iter(things), None) for key, things in found.items() if key in own}


def _settings(rows: Sequence[Row]) -> Mapping[str, str]:
    """What the *Settings* tabs say together; where two disagree, both are told and neither counts.

    Only of the pause is one that asks for it enough, and one that cannot be read asks for it: whoever stops everything is heard.
    """
    holders: dict[str, list[Row]] = {}
    for row in rows:
        key = row.values.get("key")
        if key:
            holders.setdefault(folded(key), []).append(row)
    pauses = {key: holders.pop(key) for key in NAMES if key in holders}
    for key, sharers in list(holders.items()):
        if len({row.values.get("value") for row in sharers}) > 1:
            places = listed([f"{row.place.sheet}: {row.place.tab} {row.place.row}" for row in sharers])
            for row in sharers:
                row.tell("key", remark("setting-doubled", seen=key, places=places))
            del holders[key]
    said = {key: sharers[0].values.get("value", "") for key, sharers in holders.items()}
    return said | {key: _pause(sharers) for key, sharers in pauses.items()}


def _pause(rows: Sequence[Row]) -> str:
    """The first value that asks for a pause, of the rows that speak of it."""
    values = [UNREAD if "value" in row.failed else str(row.values.get("value", "")) for row in rows]
    return next(filter(asks, values), "")
