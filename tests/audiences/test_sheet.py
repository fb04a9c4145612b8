"""A list in a spreadsheet: read as a file is, held in words where it cannot be read, and never more often than it has to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kutsu.audiences.rules import Rules
from kutsu.audiences.sheet import SheetAudience
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book
from kutsu.sheets.workbook import Workbook
from tests.audiences.sheets import LONG_AGO, PEOPLE, listed
from tests.books import LANGUAGES
from tests.fakes import FakeSheet, HandClock
from tests.workbooks import write_workbook

RULES = Rules(("fi", "sv", "en"), ("transport", "youth"), "residents")


@dataclass
class StampedSheet(FakeSheet):
    """A sheet that has a stamp, and counts its readings."""

    stands: str = "1"
    readings: int = 0

    def read(self) -> Book:
        """What it holds."""
        self.readings += 1
        return super().read()

    def stamp(self) -> str:
        """The stamp that it was given."""
        return self.stands


def audience(sheet: FakeSheet, clock: HandClock, tab: str = "Tilaajat") -> SheetAudience:
    """The list in this sheet."""
    return SheetAudience(sheet, tab, RULES, "pippuri", clock)


def names(people: SheetAudience, *topics: str) -> list[str]:
    """The Finnish-speaking, by what stands before the at sign."""
    return [person.address.partition("@")[0] for person in people.recipients("fi", topics)]


def test_a_workbook_is_read_as_a_file_is(tmp_path: Path) -> None:
    """A day that the spreadsheet knows as a date, or as text, is a consent; the file is read anew once it changed."""
    path, clock = tmp_path / "list.xlsx", HandClock()
    write_workbook(path, listed(*PEOPLE))
    people = SheetAudience(
        Workbook("list", path, clock, LANGUAGES), "tilaajat", RULES, "pippuri", clock, fresh=clock.now() - clock.now()
    )
    assert names(people) == ["yksi", "kaksi"]
    assert names(people, "youth") == ["yksi"]
    (row,) = people.rows_of("TVA@example.org")
    assert (row.number, row.cells["consent"], row.cells["topics"]) == (5, "2018-05-25", "youth")
    write_workbook(path, listed(PEOPLE[1]))
    assert names(people) == ["kaksi"]


def test_faults_by_row_without_an_address() -> None:
    """Every bad row is told by its number in the spreadsheet, and nothing of it is quoted."""
    bad = (("c@example.org", "suomi", LONG_AGO, None), ("ei osoite", "fi", None, "d@example.org"))
    people = audience(FakeSheet(listed(*PEOPLE, *bad)), HandClock())
    with pytest.raises(Faulty) as told:
        people.recipients("fi")
    assert [fault.split(": ")[0] for fault in told.value.faults] == [
        "demo, tab Tilaajat row 6",
        *["demo, tab Tilaajat row 7"] * 3,
    ]
    assert "@" not in str(told.value)


def test_a_sheet_that_cannot_be_read_is_a_fault_in_words() -> None:
    """Whatever keeps the sheet or its tab from being read holds the list; nobody is taken to have left it."""
    with pytest.raises(Faulty, match=r"the list cannot be read\. Google is out of order"):
        audience(FakeSheet(Unavailable("Google is out of order")), HandClock()).people(["f" * 32])
    with pytest.raises(Faulty, match="demo, tab Nobody: there is no such tab"):
        audience(FakeSheet(listed(*PEOPLE)), HandClock(), tab="Nobody").recipients("fi")
    with pytest.raises(Faulty, match="row 1: the header must be"):
        audience(FakeSheet(listed(*PEOPLE)), HandClock(), tab="").recipients("fi")


def test_it_is_asked_no_more_than_it_has_to_be() -> None:
    """A reading counts for a minute, then for as long as the stamp is the same; a new one, or none, is read."""
    sheet, clock = StampedSheet(listed(*PEOPLE)), HandClock()
    people = audience(sheet, clock)
    assert names(people) == names(people) == ["yksi", "kaksi"]
    clock.move(seconds=61)
    assert (len(names(people)), sheet.readings) == (2, 1)
    sheet.stands, sheet.holds = "2", listed(PEOPLE[0])
    clock.move(seconds=30)
    assert len(names(people)) == 2
    clock.move(seconds=31)
    assert (names(people), sheet.readings) == (["yksi"], 2)
    sheet.stands = ""
    clock.move(seconds=61)
    assert (len(names(people)), sheet.readings) == (1, 3)
