"""A new Google spreadsheet is one that staff can fill in at once; one that is in use is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell, Tab
from kutsu.core.outline import Owner, outlines
from kutsu.core.plan import read_plan
from kutsu.sheets.serials import serial
from tests.books import CITY, LANGUAGES
from tests.sheets.google import Google

WANTED = outlines(LANGUAGES, CITY)
EMPTY = Book("new", (Tab("Taulukko1"),), dt.datetime(2026, 11, 23, tzinfo=dt.UTC), "en_US", "Etc/GMT")


@pytest.fixture
def fresh(google: Google) -> Google:
    """A spreadsheet as Google makes it, laid down."""
    google.lay_down(EMPTY)
    google.outlined().lay_down(WANTED)
    return google


def test_a_new_sheet_has_no_fault(fresh: Google, clock: TickingClock) -> None:
    """Model rows and help are not read, locale and zone are Finnish, and the empty tab has made way."""
    book = fresh.sheet().read()
    assert [tab.title for tab in book.tabs] == [*(tab.title for tab in WANTED["fi"].tabs), WANTED["fi"].help_title]
    plan = read_plan([book], LANGUAGES, CITY, clock.now())
    assert (plan.faults, plan.entries) == ((), ())
    assert (book.locale, book.zone) == ("fi_FI", "Europe/Helsinki")


def test_nothing_is_lacking_in_a_new_sheet(fresh: Google) -> None:
    """An upgrade right after it finds nothing to add."""
    assert fresh.outlined().upgrade(WANTED) == []


def test_it_is_laid_down_in_one_batch(google: Google) -> None:
    """One reading and one write, with Drive asked before and after whether anybody types."""
    google.lay_down(EMPTY)
    google.count()
    google.outlined().lay_down(WANTED)
    assert google.counted() == 4


def test_columns_look_as_outlined(fresh: Google) -> None:
    """Notes, formats below the header, rules, warnings by owner, widths and colours are those of the outline."""
    tab = next(tab for tab in fresh.kept()["tabs"] if tab["title"] == "Infotilaisuudet")
    looks = tab["looks"]
    formats = {
        each["area"]["left"]: each["format"]["numberFormat"]
        for each in looks["formats"]
        if "numberFormat" in each["format"]
    }
    rules = {each["area"]["left"]: each["rule"] for each in looks["rules"]}
    guarded = {guard["range"].get("startColumnIndex") for guard in looks["guards"] if guard["warningOnly"]}
    for index, column in enumerate(WANTED["fi"].tabs[2].columns):
        head = tab["rows"][0][index]
        assert (head["raw"], head["note"]) == (column.header, column.note)
        assert head["style"]["textFormat"]["bold"]
        assert formats.get(index, {}).get("type", "").lower() == column.format
        assert (index in guarded) is (column.owner is not Owner.STAFF)
        assert (index in rules) is bool(column.tick or column.options or column.refers)
        assert rules.get(index, {"strict": not column.free})["strict"] is not column.free
        assert looks["widths"][str(index)] > column.width
    assert None in guarded
    offers = {
        column.key: _offer(rules[index]) for index, column in enumerate(WANTED["fi"].tabs[2].columns) if index in rules
    }
    assert offers["venue"] == ["='Paikat'!$A$2:$A"]
    assert offers["approve.fi"] == []
    assert offers["status"][0] == "suunniteltu"


def _offer(rule: dict[str, Any]) -> list[str]:
    return [each["userEnteredValue"] for each in rule["condition"].get("values", [])]


def test_the_demo_fits_into_a_new_sheet(fresh: Google, demo: Book, clock: TickingClock) -> None:
    """What staff type under the new headers reads as the plan that it is."""
    for tab in demo.tabs:
        fresh.type_into(tab.title, tab.rows[1:])
    plan = read_plan([fresh.sheet().read()], LANGUAGES, CITY, clock.now())
    wanted = read_plan([demo], LANGUAGES, CITY, clock.now())
    assert len(wanted.entries) > 10
    assert [entry.subject for entry in plan.entries] == [entry.subject for entry in wanted.entries]
    assert [fault.code for fault in plan.faults] == [fault.code for fault in wanted.faults]


@pytest.mark.parametrize("ui", ["sv", "en"])
def test_headers_in_another_language(google: Google, clock: TickingClock, ui: str) -> None:
    """A sheet headed in Swedish or English reads as well as one in Finnish."""
    google.lay_down(EMPTY)
    google.outlined().lay_down(WANTED, ui)
    book = google.sheet().read()
    assert book.tabs[1].title == WANTED[ui].tabs[1].title
    plan = read_plan([book], LANGUAGES, CITY, clock.now())
    assert (plan.faults, plan.entries) == ((), ())


def test_a_sheet_in_use_is_refused(google: Google, demo: Book) -> None:
    """One word in one of the tabs is enough: nothing is written, and the other command is named."""
    word = Tab("Piloter", ((Cell("Id", "Id"),),))
    google.lay_down(dataclasses.replace(demo, tabs=(word,)))
    before = google.kept()
    with pytest.raises(Faulty, match=r"has a tab Piloter already.*sheet upgrade"):
        google.outlined().lay_down(WANTED)
    assert google.kept() == before


def test_tabs_of_others_stay(google: Google) -> None:
    """A tab of notes, and an empty one beside it, are no business of Kutsu's."""
    notes = Tab("Muistio", ((Cell("Oma", "Oma"),),))
    google.lay_down(dataclasses.replace(EMPTY, tabs=(notes, Tab("Tyhjä"))))
    google.outlined().lay_down(WANTED)
    assert [tab.title for tab in google.sheet().read().tabs][:2] == ["Muistio", "Tyhjä"]


def test_a_date_in_the_model_row_is_one(fresh: Google) -> None:
    """It is stored as a day and shown as one."""
    tab = fresh.sheet().read().tabs[2]
    index = next(index for index, cell in enumerate(tab.rows[0]) if cell.raw == "Päivä")
    assert tab.rows[1][index] == Cell(serial(dt.date(2027, 3, 30)), "30.3.2027", "date")
