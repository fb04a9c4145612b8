"""A Google spreadsheet in use is brought up to the outline in one batch, and everything in it stays as staff made it."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Cell, Tab
from kutsu.core.outline import outlines
from kutsu.core.outline.addition import What
from kutsu.core.plan import read_plan
from tests.books import CITY, LANGUAGES
from tests.sheets.google import Google
from tests.sheets.staffed import OLDER, OWN

WANTED = outlines(LANGUAGES, CITY)
INFOS = 2
"""The place of the tab of sessions."""


def staffed(book: Book) -> Book:
    """The book as staff have it: without the columns of today, sorted the other way, with columns and words of their own."""
    return dataclasses.replace(book, tabs=(*map(_older, book.tabs), Tab("Muistio", ((Cell("Oma", "Oma"),),))))


def _older(tab: Tab) -> Tab:
    keep = [index for index, cell in enumerate(tab.rows[0]) if cell.raw not in OLDER]
    rows = [[row[index] if index < len(row) else Cell() for index in keep] for row in tab.rows]
    head, body = rows[0], list(reversed(rows[1:]))
    for number, row in enumerate(body, start=2):
        row.append(Cell(f"rivi {number}", f"rivi {number}", "", f'="rivi "&{number}'))
    return Tab(tab.title, ((*head, Cell(OWN, OWN)), *map(tuple, body)))


@pytest.fixture
def old(google: Google, demo: Book) -> Google:
    """The spreadsheet of a staff that has used it for a year: a note, a rule and a filter of their own, another locale."""
    google.lay_down(dataclasses.replace(staffed(demo), locale="en_US", zone="Etc/GMT"))
    own = {"sheetId": INFOS, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    one_of = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "INFO-01"}]}, "strict": False}
    note = {"rows": [{"values": [{"note": "Meidän huomautus"}]}], "fields": "note", "start": {"sheetId": INFOS}}
    width = len(staffed(demo).tabs[INFOS].rows[0])
    area = {"sheetId": INFOS, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": width}
    google.batch(
        {"setDataValidation": {"range": own, "rule": one_of}},
        {"updateCells": note},
        {"setBasicFilter": {"filter": {"range": area, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}}},
    )
    return google


def unchanged(google: Google) -> dict[str, Any]:
    """The spreadsheet as the sandbox keeps it, but for when it was last changed."""
    return {name: value for name, value in google.kept().items() if name != "modified"}


def tabs(google: Google) -> dict[str, dict[str, Any]]:
    """The tabs as the sandbox keeps them, by title."""
    return {tab["title"]: tab for tab in google.kept()["tabs"]}


def test_every_cell_of_the_staff_stays(old: Google) -> None:
    """All cells read as before: values, formulas and what the editor sees; so do the note, the rule and the sorting."""
    before = old.sheet().read()
    old.outlined().upgrade(WANTED)
    for was, is_ in zip(before.tabs, old.sheet().read().tabs, strict=False):
        assert was.title == is_.title
        for number, row in enumerate(was.rows):
            assert is_.rows[number][: len(row)] == row
    infos = tabs(old)["Infotilaisuudet"]
    assert infos["rows"][0][0]["note"] == "Meidän huomautus"
    rules = [each["rule"]["condition"]["type"] for each in infos["looks"]["rules"] if each["area"]["left"] == 0]
    assert rules == ["ONE_OF_LIST"]
    assert infos["looks"]["filter"]["sortSpecs"] == [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]


def test_what_was_lacking_is_there(old: Google) -> None:
    """Columns behind the staff's own last one, inside the filter, with boxes and warnings; locale, zone, model rows and help."""
    old.outlined().upgrade(WANTED)
    infos, kept = tabs(old)["Infotilaisuudet"], old.kept()
    heads = [cell["raw"] for cell in infos["rows"][0]]
    own = heads.index(OWN)
    assert tuple(heads[own + 1 :]) == OLDER
    assert infos["looks"]["filter"]["range"]["endColumnIndex"] == len(heads) <= infos["columnCount"]
    boxed = {each["area"]["left"] for each in infos["looks"]["rules"] if each["rule"]["condition"]["type"] == "BOOLEAN"}
    assert {own + 1, own + 2, heads.index("Julkaise (fi)")} <= boxed
    assert all(guard["warningOnly"] for guard in infos["looks"]["guards"])
    assert (infos["frozenRowCount"], infos["frozenColumnCount"]) == (1, 1)
    assert (kept["locale"], kept["timeZone"]) == ("fi_FI", "Europe/Helsinki")
    assert [tab["title"] for tab in kept["tabs"]][-2:] == ["Muistio", WANTED["fi"].help_title]
    assert infos["rows"][-1][0]["raw"] == "malli"


def test_a_second_run_changes_nothing(old: Google) -> None:
    """It finds nothing to add, and sends no write."""
    old.outlined().upgrade(WANTED)
    after = unchanged(old)
    assert old.outlined().upgrade(WANTED) == []
    assert unchanged(old) == after


def test_a_dry_run_only_tells(old: Google) -> None:
    """It tells what a run then does, and changes nothing."""
    before = unchanged(old)
    told = old.outlined().upgrade(WANTED, dry=True)
    assert unchanged(old) == before
    assert old.outlined().upgrade(WANTED) == told
    assert any(
        each.what is What.COLUMN and each.told.startswith("Infotilaisuudet: the column Oikaise") for each in told
    )


def test_the_plan_reads_as_before(old: Google, clock: TickingClock) -> None:
    """The core reads the same rows afterwards, without a fault that was not there."""
    before = read_plan(
        [dataclasses.replace(old.sheet().read(), locale="fi_FI", zone="Europe/Helsinki")], LANGUAGES, CITY, clock.now()
    )
    old.outlined().upgrade(WANTED)
    after = read_plan([old.sheet().read()], LANGUAGES, CITY, clock.now())
    assert [entry.subject for entry in after.entries] == [entry.subject for entry in before.entries]
    assert [(fault.code, fault.cell) for fault in after.faults] == [(fault.code, fault.cell) for fault in before.faults]


@pytest.mark.parametrize("fault", ["refused", "500-before", "drop-before"])
def test_nothing_is_half_done(old: Google, fault: str) -> None:
    """When the batch does not get through, the spreadsheet is as it was, and the next run does all of it."""
    before = unchanged(old)
    old.fail(fault, "POST", "*:batchUpdate")
    with pytest.raises((Unavailable, Faulty)):
        old.outlined().upgrade(WANTED)
    assert unchanged(old) == before
    assert old.outlined().upgrade(WANTED)


def test_an_edit_in_between_stops_it(old: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types between the reading and the batch is not written over: nothing is written."""
    outlined, stamps = old.outlined(), itertools.count()
    monkeypatch.setattr(outlined, "stamp", lambda: str(next(stamps)))
    before = unchanged(old)
    with pytest.raises(Unavailable, match="somebody is typing"):
        outlined.upgrade(WANTED)
    assert unchanged(old) == before


def test_who_may_only_read_is_told_to_share(google: Google, demo: Book) -> None:
    """Without the right to it, the error names the account that the spreadsheet is to be shared with."""
    google.lay_down(demo, shared=False)
    with pytest.raises(Faulty, match=rf"Share the sheet with {google.credentials['client_email']} as an editor"):
        google.outlined().upgrade(WANTED)
