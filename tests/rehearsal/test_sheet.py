"""The sheet in memory takes what staff do to a real one, and Kutsu reads it as it would read that."""

from __future__ import annotations

import datetime as dt
from operator import methodcaller
from pathlib import Path

import pytest

from kutsu.core.columns import find_tab
from kutsu.core.errors import Faulty
from kutsu.core.grid import Edit, Page
from kutsu.rehearsal.sheet import SCHEMA, RehearsedSheet
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from tests.fakes import HandClock

ROOT = Path(__file__).resolve().parents[2]
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def sheet(tmp_path: Path) -> RehearsedSheet:
    """The demo's sheet."""
    languages = read_settings(ROOT / "config", tmp_path / "none", {}).languages
    book = build_plan(ROOT / "config" / "demo" / "plan", MONDAY, languages)
    return RehearsedSheet("pilots", book, HandClock(), languages, MONDAY)


def column(sheet: RehearsedSheet, index: int, tab: str = "sessions") -> list[str]:
    """What stands in a column of a tab."""
    found = find_tab(sheet.read(), SCHEMA[tab])
    assert found
    return [row[index].shown if index < len(row) else "" for row in found.rows]


def row(sheet: RehearsedSheet, id_: str) -> list[str]:
    """What stands in the first row with an id."""
    found = find_tab(sheet.read(), SCHEMA["sessions"])
    assert found
    return next([cell.shown for cell in each] for each in found.rows if each[0].shown == id_)


def test_typing(sheet: RehearsedSheet) -> None:
    """A date is a real date in its column, relative to the first day; the other rows stay as they are."""
    others = row(sheet, "INFO-07")
    sheet.work(
        "sessions", lambda on: on.put("INFO-06", {"day": "today+10", "start": dt.time(17, 30), "title.fi": "Uusi"})
    )
    assert {"3.12.2026", "17.30", "Uusi"} <= set(row(sheet, "INFO-06"))
    assert row(sheet, "INFO-07") == others


def test_rows_come_and_go(sheet: RehearsedSheet) -> None:
    """Rows are added at the end, deleted, and copied with their id; what is not there cannot be deleted."""
    before = column(sheet, 0)
    sheet.work("sessions", lambda on: on.add({"id": "INFO-20", "title.fi": "Uusi"}))
    assert column(sheet, 0) == [*before, "INFO-20"]
    sheet.work("sessions", lambda on: on.delete("INFO-20"))
    assert column(sheet, 0) == before
    sheet.work("sessions", lambda on: on.copy("INFO-02"))
    assert column(sheet, 0).count("INFO-02") == 2
    for id_, words in (("INFO-02", "on 2 rows"), ("INFO-99", "on no rows")):
        with pytest.raises(Faulty, match=words):
            sheet.work("sessions", methodcaller("delete", id_))


def test_sorting(sheet: RehearsedSheet) -> None:
    """A whole sort moves rows; one that leaves the ids moves everything but them, and can be undone once."""
    whole = row(sheet, "INFO-02")
    ids = column(sheet, 0)
    sheet.work("sessions", lambda on: on.sort("title.fi"))
    assert sorted(column(sheet, 0)) == sorted(ids)
    assert row(sheet, "INFO-02") == whole
    sheet.restore("sessions")
    sheet.work("sessions", lambda on: on.sort("title.fi", ["id"]))
    assert column(sheet, 0) == ids
    assert row(sheet, "INFO-02") != whole
    sheet.restore("sessions")
    assert row(sheet, "INFO-02") == whole


def test_nothing_to_restore(sheet: RehearsedSheet) -> None:
    """A tab that nobody has changed has no earlier version."""
    with pytest.raises(Faulty, match="nobody has changed it yet"):
        sheet.restore("sessions")


def test_what_kutsu_writes(sheet: RehearsedSheet) -> None:
    """Kutsu's edits land in the row of their id and its pages become tabs; the stamp tells only of real changes."""
    before = sheet.stamp()
    sheet.write([Edit("sessions", "INFO-06", "approve.fi", value=True)], [Page("Tila", (("a", "b"), ("1", "2")))])
    changed = sheet.stamp()
    assert changed != before
    assert "TOSI" in row(sheet, "INFO-06")
    assert [cell.shown for cell in sheet.read().tabs[-1].rows[1]] == ["1", "2"]
    sheet.write([], [Page("Tila", (("a", "b"), ("1", "2")))])
    assert sheet.stamp() == changed
