"""What is wrong is told at its cell, and holds what it must hold and nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from kutsu.core.grid import Book, Cell, Tab
from tests.books import NOW, Row, Value, cell
from tests.core.rows import CONTACT, PILOT, ROUND, SESSION, TICKED, VENUE, codes, fault, plan, sheet


def test_a_fault_names_its_cell() -> None:
    """Sheet, tab, row, header as written, A1 address, severity, and a sentence in three languages."""
    told = fault(plan(sheet(sessions=[SESSION, {**SESSION, "id": "INFO-2", "day": "6.11."}])))
    assert (told.sheet, told.tab, told.row, told.column, told.cell) == ("demo", "Infotilaisuudet", 3, "Päivä", "H3")
    assert (told.severity, told.code) == ("error", "date-no-year")
    assert set(told.message) == {"fi", "sv", "en"}


def test_one_bad_row_holds_itself_alone() -> None:
    """The other rows go on; the bad one stays in the plan, held, where it can still be spoken of."""
    found = plan(sheet(pilots=[{**PILOT, "testers": "noin 50"}, {**PILOT, "id": "PILOT-2"}]))
    assert [(entry.subject.id, entry.faulty) for entry in found.entries[1:3]] == [("PILOT-1", True), ("PILOT-2", False)]


@pytest.mark.parametrize(
    ("tab", "cells", "expected"),
    [
        ("pilots", {"announce": dt.date(1919, 11, 6)}, "date-past"),
        ("pilots", {"announce": dt.date(2109, 11, 6)}, "date-far"),
        ("pilots", {"start": dt.date(2019, 12, 2), "end": dt.date(2019, 12, 1)}, "before"),
        ("pilots", {"recruit": dt.date(2019, 12, 2), "deadline": dt.date(2019, 12, 1)}, "before"),
        ("pilots", {"title.sv": "tulkkaussovellus  ASIOINTIIN"}, "text-finnish"),
        ("pilots", {"round": "ROUND-2"}, "reference-unknown"),
        ("pilots", {"contact": "KOKEILU"}, "reference-unknown"),
        ("round", {"chosen": 58}, "chosen-many"),
        ("sessions", {"start": "17.00", "end": "16.30"}, "before"),
        ("sessions", {"start": "17–19", "end": "20.00"}, "cells-disagree"),
        ("sessions", {"start": "to 7.11.2019 klo 17–19"}, "cells-disagree"),
        ("sessions", {"deadline": dt.date(2019, 11, 7)}, "before"),
        ("sessions", {"doors": "18.00"}, "before"),
        ("sessions", {"pilots": "PILOT-1, PILOT-7"}, "reference-unknown"),
    ],
)
def test_contradictions(tab: str, cells: Row, expected: str) -> None:
    """What cannot all be true is asked about, and the row is held."""
    rows: dict[str, Row] = {"round": ROUND, "pilots": PILOT, "sessions": SESSION}
    found = plan(sheet(**{tab: [{**rows[tab], **cells}]}))
    assert expected in codes(found)
    assert [entry.subject.id for entry in found.entries if entry.faulty][:1] == [rows[tab]["id"]]


def test_a_date_that_passed_by_is_done() -> None:
    """Old dates are no slip on rows that are over, nor within a season."""
    old = dt.date(2015, 11, 6)
    assert not plan(sheet(sessions=[{**SESSION, "status": "pidetty", "day": old}])).faults
    assert not plan(sheet(pilots=[{**PILOT, "stage": "päättynyt", "announce": old}])).faults
    assert not plan(sheet(), now=NOW + dt.timedelta(days=360)).faults


def test_names_may_be_the_same_in_every_language() -> None:
    """A name is no forgotten translation, nor is a text of figures."""
    row = {
        **PILOT,
        "title.sv": "HelloEspoo",
        "title.fi": "HelloEspoo",
        "effort.fi": "2 x 30 min",
        "effort.sv": "2 x 30 min",
    }
    assert not plan(sheet(pilots=[row])).faults


def test_ids_are_given_and_once_only() -> None:
    """A row without an id is offered the next one; a doubled id, in one sheet or over two, is told on both rows."""
    found = plan(sheet(pilots=[{**PILOT, "id": "PILOT-09"}, {**PILOT, "id": None}], sessions=[]))
    assert fault(found).severity == "note"
    assert fault(found).message["fi"].endswith("Voit myös kirjoittaa sen itse, esimerkiksi PILOT-10.")
    found = plan(
        sheet("a"), sheet("b", round=[], sessions=[], venues=[], contacts=[], pilots=[{**PILOT, "id": "pilot-1"}])
    )
    doubled = [told for told in found.faults if told.code == "id-doubled"]
    assert [(told.sheet, told.cell) for told in doubled] == [("a", "A2"), ("b", "A2")]
    assert "a: Pilotit 2 ja b: Pilotit 2" in doubled[0].message["fi"]


def test_an_id_is_one_whatever_its_case() -> None:
    """Who retypes an id in small letters, on its own row or where it is meant, has changed nothing: nothing is new."""

    def retyped(row: Row) -> Row:
        ids = ("id", "round", "pilots", "venue", "contact")
        return {key: str(value).swapcase() if key in ids else value for key, value in row.items()}

    tabs = {"round": ROUND, "pilots": PILOT, "sessions": SESSION, "venues": VENUE, "contacts": CONTACT}
    again = plan(sheet(**{tab: [retyped(row)] for tab, row in tabs.items()}))
    assert again == plan(sheet())


def test_a_broken_venue_holds_the_sessions_there() -> None:
    """A venue without its Swedish name is told, and so is who waits for it."""
    found = plan(sheet(venues=[{**VENUE, "name.sv": None}]))
    assert sorted(codes(found)) == ["reference-faulty", "row-incomplete"]
    assert [entry.faulty for entry in found.entries] == [False, False, True]


def test_a_bad_header_row_holds_its_sheet_alone() -> None:
    """One sheet with a renamed column is held whole; the other goes on."""
    good = sheet("good", round=[], sessions=[{**SESSION, "id": "INFO-9"}])
    bad = sheet("bad")
    tabs = tuple(_headed(tab, "Vaihe", "Vaiheet?") if tab.title == "Pilotit" else tab for tab in bad.tabs)
    found = plan(good, dataclasses.replace(bad, tabs=tabs))
    assert [told.code for told in found.faults if told.sheet == "bad"] == ["column-renamed"]
    assert {entry.place.sheet for entry in found.entries} == {"good"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"locale": "en_US"}, "book-locale"),
        ({"zone": "America/New_York"}, "book-zone"),
        ({"tabs": (Tab("Muuta"),)}, "book-empty"),
    ],
)
def test_a_foreign_book_is_refused(change: dict[str, str], expected: str) -> None:
    """A book of another locale or zone, or with no tab of ours, is not read at all."""
    found = plan(dataclasses.replace(sheet(), **change))  # type: ignore[arg-type]  # mypy cannot follow a field by its name
    assert codes(found) == [expected]
    assert not found.entries


def test_renamed_and_doubled_tabs() -> None:
    """A tab under a new name is recognised by its headers, two tabs of one title are told; a copy disturbs nobody."""
    book = sheet()
    pilots = book.tabs[1]
    assert codes(plan(_with(book, Tab("Kopio: Pilotit", pilots.rows)))) == []
    assert codes(plan(_with(book, Tab("Pilots", pilots.rows)))) == ["tab-doubled"]
    renamed = tuple(Tab("Kokeilulista", tab.rows) if tab is pilots else tab for tab in book.tabs)
    assert codes(plan(dataclasses.replace(book, tabs=renamed))) == ["tab-renamed"]


def test_a_book_need_not_have_every_tab() -> None:
    """A unit's own sheet may hold sessions alone, and an empty table is no fault."""
    own = sheet("own", round=[], pilots=[], venues=[], contacts=[])
    tables = sheet("tables", sessions=[])
    found = plan(dataclasses.replace(own, tabs=(own.tabs[2],)), tables)
    assert not found.faults


def test_a_translation_formula_holds_the_row() -> None:
    """A Swedish title that a formula translates can change after approval."""
    formula = Cell("Tolkningsapp", "Tolkningsapp", formula='=GOOGLETRANSLATE(F2;"fi";"sv")')
    found = plan(sheet(pilots=[{**PILOT, **TICKED, "title.sv": formula}], sessions=[]))
    assert fault(found).message["fi"] == (
        "Otsikko (sv) on konekäännöskaava. Tarkista teksti ja liitä se arvona (Ctrl+Shift+V)."
    )
    assert found.entries[1].faulty


def test_an_error_on_a_contact_is_told_there() -> None:
    """A contact whose address cannot be read holds those who lean on it, without the address being repeated."""
    found = plan(sheet(contacts=[{**CONTACT, "email": "joku ät example.org"}]))
    assert "email-unreadable" in codes(found)
    assert "joku" not in str(found.faults)
    assert all(entry.faulty for entry in found.entries)


def _headed(tab: Tab, old: str, new: Value) -> Tab:
    return Tab(tab.title, (tuple(cell(new) if head.raw == old else head for head in tab.rows[0]), *tab.rows[1:]))


def _with(book: Book, tab: Tab) -> Book:
    return dataclasses.replace(book, tabs=(*book.tabs, tab))
