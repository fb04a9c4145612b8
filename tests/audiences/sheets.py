"""A list as a spreadsheet has it."""

from __future__ import annotations

import datetime as dt

from kutsu.core.grid import Book, Tab
from tests.books import NOW, Value, cell

LONG_AGO = dt.date(2018, 5, 25)
HEADER: tuple[Value, ...] = ("osoite", "kieli", "suostumus", "aiheet")
PEOPLE: tuple[tuple[Value, ...], ...] = (
    ("yksi@example.org", "fi", LONG_AGO, None),
    ("kaksi@example.org", "fi", "2018-05-25", "transport"),
    (None, None, None, None),
    ("tva@example.org", "sv", LONG_AGO, "youth"),
)


def listed(*people: tuple[Value, ...], title: str = "Tilaajat") -> Book:
    """A spreadsheet with something else in its first tab, and these people in another."""
    rows = tuple(tuple(map(cell, row)) for row in (HEADER, *people))
    return Book("list", (Tab("Ohje", ((cell("Lue tämä"),),)), Tab(title, rows)), NOW)
