"""A sheet is laid down out of text files, fresh on whatever day, with every mistake in the files told at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from kutsu.core.columns import CONTACTS, PILOTS, SESSIONS, find_columns
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell
from kutsu.sheets.build import build_plan
from kutsu.sheets.relative import resolved
from kutsu.sheets.serials import serial
from tests.books import LANGUAGES

FRIDAY, SUNDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("today", FRIDAY, FRIDAY),
        ("today+14", FRIDAY, dt.date(2026, 12, 11)),
        ("today-3", FRIDAY, dt.date(2026, 11, 24)),
        ("workday", FRIDAY, FRIDAY),
        ("workday", SUNDAY, dt.date(2026, 11, 30)),
        ("workday+1", FRIDAY, dt.date(2026, 11, 30)),
        ("workday+6", FRIDAY, dt.date(2026, 12, 7)),
        ("workday-1", SUNDAY, FRIDAY),
        ("workday-5", FRIDAY, dt.date(2026, 11, 20)),
        ("next friday", FRIDAY, dt.date(2026, 12, 4)),
        ("next saturday", FRIDAY, dt.date(2026, 11, 28)),
        ("next monday+21", FRIDAY, dt.date(2026, 12, 21)),
        ("6.11.2026", FRIDAY, None),
        ("today 14", FRIDAY, None),
        ("next week", FRIDAY, None),
    ],
)
def test_dates_are_relative_to_the_day(text: str, today: dt.date, day: dt.date | None) -> None:
    """Each rule names the day that it says; any other text is left as typed."""
    assert resolved(text, today) == day


def plan(folder: Path, **files: str) -> Book:
    """The plan of these files."""
    for name, text in files.items():
        target = folder / f"{name.replace('__', '/')}.toml"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return build_plan(folder, FRIDAY, LANGUAGES)


def test_cells_are_what_staff_would_have_typed(tmp_path: Path) -> None:
    """Dates, times, ticks and texts get their types; what is no date stays as typed; rows of several files are one tab."""
    book = plan(
        tmp_path,
        sessions__b='[S-2]\nday = "6.11."\nstart = "klo 25"\nrecorded = true\n',
        sessions__a='[S-1]\nday = "next tuesday"\nstart = 16:30:00\ncapacity = 40\ntitle.sv = "today"\n',
        contacts='[C]\nphone = "09 555 0101"\n',
    )
    tabs = {tab.title: tab for tab in book.tabs}
    places, faults = find_columns(tabs["Infotilaisuudet"], SESSIONS, LANGUAGES)
    _, first, second = tabs["Infotilaisuudet"].rows
    assert not faults
    assert first[places["day"]] == Cell(serial(dt.date(2026, 12, 1)), "1.12.2026", "date")
    assert first[places["start"]] == Cell(0.6875, "16.30", "time")
    assert first[places["capacity"]] == Cell(40.0, "40")
    assert first[places["title.sv"]] == Cell("today", "today")
    assert (second[places["day"]], second[places["start"]]) == (
        Cell("6.11.", "6.11.", "date"),
        Cell("klo 25", "klo 25", "time"),
    )
    assert (first[places["recorded"]].raw, second[places["recorded"]].raw) == (False, True)
    phone, _ = find_columns(tabs["Yhteyshenkilöt"], CONTACTS, LANGUAGES)
    assert tabs["Yhteyshenkilöt"].rows[1][phone["phone"]] == Cell("09 555 0101", "09 555 0101", "text")


def test_every_mistake_in_the_files_is_told(tmp_path: Path) -> None:
    """Columns that no tab has are named with their rows, all at once; so are double ids and broken files."""
    with pytest.raises(Faulty) as faulty:
        plan(tmp_path, pilots='[P-1]\ntitel.fi = "x"\n', contacts='[C]\nfax = "1"\n')
    assert [fault.split(" is ")[0] for fault in faulty.value.faults] == ["pilots: [P-1] titel.fi", "contacts: [C] fax"]
    with pytest.raises(Faulty, match=r"more\.toml: \[P-1\] is in another file"):
        plan(tmp_path, pilots="[P-1]\n", pilots__more="[P-1]\n", contacts="")
    with pytest.raises(Faulty, match=r"pilots\.toml: .*line 1"):
        plan(tmp_path, pilots="P-1]\n", pilots__more="")


def test_the_workbook_is_ready_for_staff(path: Path) -> None:
    """Finnish headers in bold and frozen with the id, formats on whole columns, and widths that can be read."""
    sheet = openpyxl.load_workbook(path)["Pilotit"]
    header = {cell.value: get_column_letter(place) for place, cell in enumerate(sheet[1], start=1)}
    assert sheet["A1"].font.b
    assert sheet.freeze_panes == "B2"
    assert {"Tunnus", "Otsikko (sv)", "Julkaise (en)", "Kutsu kertoo"} <= header.keys()
    assert sheet.column_dimensions[header["Julkistus"]].number_format == "d.m.yyyy"
    assert 10 <= sheet.column_dimensions[header["Mitä (fi)"]].width <= 48


def test_no_row_of_the_demo_is_ticked(demo: Book) -> None:
    """The demo's staff tick rows themselves, after they have seen the preview."""
    tab = next(tab for tab in demo.tabs if tab.title == "Pilotit")
    places, _ = find_columns(tab, PILOTS, LANGUAGES)
    assert {row[places[f"approve.{language}"]].raw for row in tab.rows[1:] for language in LANGUAGES} == {False}
