"""A tab is known by its id when staff rename it (C6): read, written, and told in a note; a copy never takes its place."""

from __future__ import annotations

import dataclasses

import pytest

from kutsu.core.columns import SESSIONS, find_tab, recognized
from kutsu.core.grid import Book, Tab
from kutsu.core.plan import read_plan
from tests.books import CITY, LANGUAGES, NOW
from tests.sheets.google import Google
from tests.sheets.test_workbook import TICK, pilot_cell


@pytest.fixture
def before(demo: Book) -> Book:
    """The demo's plan as Google gives it, each tab with an id."""
    return dataclasses.replace(
        demo, tabs=tuple(dataclasses.replace(tab, gid=str(gid)) for gid, tab in enumerate(demo.tabs))
    )


def renamed(book: Book, old: str, new: str) -> Book:
    """The book with one tab under another title."""
    tabs = [dataclasses.replace(tab, title=new) if tab.title == old else tab for tab in book.tabs]
    return dataclasses.replace(book, tabs=tuple(tabs))


def codes(book: Book) -> dict[str, str]:
    """What is told of a book as a whole, by code with its severity."""
    faults = read_plan([book], LANGUAGES, CITY, NOW).faults
    return {fault.code: fault.severity for fault in faults if fault.row is None}


def test_a_renamed_tab_is_read_with_a_note(before: Book) -> None:
    """Under another title it is found by its id, now and after the next reading too, and its rows are all there."""
    now = renamed(before, "Infotilaisuudet", "Syksyn tilaisuudet")
    found = recognized(now, lambda: before)
    again = recognized(now, lambda: found)
    assert found == again
    assert codes(found) == {"tab-recognized": "note"}
    plans = [read_plan([book], LANGUAGES, CITY, NOW) for book in (before, found)]
    assert [each.subject for each in plans[0].entries] == [each.subject for each in plans[1].entries]
    (told,) = [fault for fault in plans[1].faults if fault.code == "tab-recognized"]
    assert told.message["fi"].startswith('Välilehden "Infotilaisuudet" nimi on nyt "Syksyn tilaisuudet".')


def test_a_name_given_back_is_no_matter(before: Book) -> None:
    """With its old title the tab is as before, and nothing is told."""
    found = recognized(renamed(before, "Infotilaisuudet", "Tilapäinen"), lambda: before)
    assert recognized(before, lambda: found) == before
    assert codes(before) == {}


def test_a_copy_never_takes_the_place(before: Book) -> None:
    """A copy has another id: neither beside the tab nor after the tab is gone is it read."""
    copy = Tab("Kopio: Infotilaisuudet", before.tabs[2].rows, gid="77")
    assert before.tabs[2].title == "Infotilaisuudet"
    both = renamed(dataclasses.replace(before, tabs=(copy, *before.tabs)), "Infotilaisuudet", "Vanhat")
    tab = find_tab(recognized(both, lambda: before), SESSIONS)
    assert tab is not None
    assert (tab.title, tab.gid) == ("Vanhat", "2")
    alone = dataclasses.replace(before, tabs=(copy, *before.tabs[:2], *before.tabs[3:]))
    assert find_tab(recognized(alone, lambda: before), SESSIONS) is None


def test_nobody_remembers_a_workbook_or_a_first_reading(before: Book, demo: Book) -> None:
    """Without ids, or without a reading before, a renamed tab is the error that it was."""
    renamed_file = renamed(demo, "Infotilaisuudet", "Syksyn tilaisuudet")
    assert recognized(renamed_file, lambda: demo) == renamed_file
    now = renamed(before, "Infotilaisuudet", "Syksyn tilaisuudet")
    assert recognized(now, lambda: None) == now
    assert codes(now) == {"tab-renamed": "error"}


def test_a_sound_book_costs_no_memory(before: Book) -> None:
    """Where each tab has its title, the ledger is not asked."""
    assert recognized(before, pytest.fail) is before


def test_google_reads_and_writes_a_renamed_tab(google: Google) -> None:
    """Through the adapter: the edit lands in the renamed tab."""
    first = google.sheet().read()
    kept = google.kept()
    kept["tabs"][1]["title"] = "Kaikki kokeilut 2026"
    google.keep(kept)
    sheet = google.sheet(recall=lambda _: first)
    sheet.write([TICK])
    assert pilot_cell(sheet.read(), "PILOT-04", "approve.fi").raw is True
    assert [(tab.title, tab.was) for tab in sheet.read().tabs][1] == ("Kaikki kokeilut 2026", "Pilotit")
