"""A new workbook is one that staff can fill in at once: nothing in it is wrong, and nothing in it is ever published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.clock import TickingClock
from kutsu.core.approval import standings
from kutsu.core.columns import MODEL_ID, SCHEMAS, usual
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Fault
from kutsu.core.model import Pilot, Plan, Session
from kutsu.core.outline import Owner, outlines
from kutsu.core.plan import read_plan
from kutsu.core.schedule import Rules, deliveries
from kutsu.settings import Settings, read_settings
from kutsu.sheets.excel_lists import LISTS
from kutsu.sheets.fresh import write_new
from kutsu.sheets.furnished import write_furnished
from kutsu.sheets.looks import BODIES
from kutsu.sheets.workbook import Workbook
from tests.samples import ROOT

LATER = dt.timedelta(days=30)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The project's own config."""
    return read_settings(ROOT / "config", tmp_path, {})


@pytest.fixture
def fresh(tmp_path: Path, settings: Settings) -> Path:
    """A new workbook."""
    write_new(tmp_path / "new.xlsx", outlines(settings.languages, settings.city), settings.languages)
    return tmp_path / "new.xlsx"


def read(path: Path, settings: Settings, clock: TickingClock) -> Plan:
    """The plan as the real reader and the core see it."""
    book = Workbook("pilots", path, clock, settings.languages).read()
    return read_plan([book], settings.languages, settings.city, clock.now())


def typed(sheet: Worksheet, row: int, **values: Any) -> None:
    """Copy the model row into `row`, as staff do, and type these values over it, by header."""
    heads = {cell.value: index for index, cell in enumerate(sheet[1], start=1)}
    for index in heads.values():
        sheet.cell(row, index, sheet.cell(2, index).value).number_format = sheet.cell(2, index).number_format
    for name, value in values.items():
        sheet.cell(row, heads[name.replace("__", " ")], value)


def test_a_new_sheet_has_no_fault_and_nothing_to_say(fresh: Path, settings: Settings, clock: TickingClock) -> None:
    """The model rows, the help and the hidden lists are not read: no fault, no row, no delivery."""
    plan = read(fresh, settings, clock)
    assert plan.faults == ()
    assert plan.entries == ()
    rules = Rules(settings.city, settings.languages, settings.kinds, settings.channels, frozenset())
    assert deliveries(standings(plan, settings.languages, {}), rules, clock.now()) == []


def test_what_staff_type_is_read(fresh: Path, settings: Settings, clock: TickingClock) -> None:
    """Copies of the model rows with ids and days of their own are a venue, a contact, a pilot and a session without a fault."""
    book, day = openpyxl.load_workbook(fresh), clock.now().date() + LATER
    typed(book["Kierros"], 3, Tunnus="KIERROS-1", Yhteyshenkilö="TIIMI", Julkistus=day)
    typed(book["Paikat"], 3, Tunnus="KIRJASTO")
    typed(book["Yhteyshenkilöt"], 3, Tunnus="TIIMI")
    own = {
        "Alkaa": day + LATER,
        "Päättyy": day + 2 * LATER,
        "Testaajahaku__alkaa": day,
        "Ilmoittaudu__viimeistään": day,
    }
    typed(book["Pilotit"], 3, Tunnus="PILOTTI-1", Kierros="KIERROS-1", Yhteyshenkilö="TIIMI", Julkistus=day, **own)
    times = {"Alkaa": "17.30", "Päättyy": "19.00", "Ovet__avataan": "17.00", "Ilmoittaudu__viimeistään": day}
    ids = {"Pilotit": "PILOTTI-1", "Paikka": "KIRJASTO", "Yhteyshenkilö": "TIIMI"}
    typed(book["Infotilaisuudet"], 3, Tunnus="INFO-1", Päivä=day, **times, **ids)
    book.save(fresh)
    plan = read(fresh, settings, clock)
    assert plan.faults == ()
    found = {entry.subject.id: entry.subject for entry in plan.entries}
    assert set(found) == {"KIERROS-1", "PILOTTI-1", "INFO-1"}
    pilot, session = found["PILOTTI-1"], found["INFO-1"]
    assert isinstance(pilot, Pilot)
    assert isinstance(session, Session)
    assert (pilot.announce, pilot.testers) == (day, 30)
    assert session.start == dt.time(17, 30)
    assert session.venue is not None
    assert session.venue.postcode == "02230"


@pytest.mark.parametrize("ui", ["fi", "sv", "en"])
def test_the_demo_fits_into_a_new_sheet(
    tmp_path: Path, demo: Book, settings: Settings, clock: TickingClock, ui: str
) -> None:
    """The demo's plan, typed below the model rows, reads as the plan that it is, whatever language the headers are in."""
    path = tmp_path / "filled.xlsx"
    write_new(path, outlines(settings.languages, settings.city), settings.languages, ui)
    book = openpyxl.load_workbook(path)
    for sheet, tab in zip(book.worksheets, demo.tabs, strict=False):
        for number, row in enumerate(tab.rows[1:], start=3):
            for index, cell in enumerate(row, start=1):
                target = sheet.cell(number, index, cell.raw)
                target.number_format = sheet.column_dimensions[get_column_letter(index)].number_format
    book.save(path)
    plan = read(path, settings, clock)
    wanted = read_plan([demo], settings.languages, settings.city, clock.now())
    assert len(wanted.entries) > 10
    assert [entry.subject for entry in plan.entries] == [entry.subject for entry in wanted.entries]
    assert [fault.code for fault in plan.faults] == [fault.code for fault in wanted.faults]


def test_a_furnished_sheet_is_the_plan_in_the_looks_of_a_new_one(
    tmp_path: Path, demo: Book, settings: Settings, clock: TickingClock
) -> None:
    """The demo's sheet reads as its plan; its rows stand below the model row in the looks of their columns, and none is ticked."""
    path, outlined = tmp_path / "house" / "pilots.xlsx", outlines(settings.languages, settings.city)
    write_furnished(path, demo, outlined, settings.languages)
    wanted = read_plan([demo], settings.languages, settings.city, clock.now())
    plan = read(path, settings, clock)
    assert [entry.subject for entry in plan.entries] == [entry.subject for entry in wanted.entries]
    assert not any(entry.ticks for entry in plan.entries)
    sheet = openpyxl.load_workbook(path)["Infotilaisuudet"]
    assert [sheet["A2"].value, sheet["A3"].value] == [MODEL_ID, "INFO-01"]
    heads = {cell.value: get_column_letter(index) for index, cell in enumerate(sheet[1], start=1)}
    assert sheet[f"{heads['Alkaa']}3"].value == "16.30"
    assert sheet[f"{heads['Päivä']}3"].number_format == "d.m.yyyy"
    assert sheet["A3"].fill.fgColor.rgb.endswith(BODIES[Owner.ID])


def test_a_ticked_model_row_is_told_and_stays_unread(fresh: Path, settings: Settings, clock: TickingClock) -> None:
    """Who ticks the model row, or a copy that still has its id, is told at its cell; it holds nothing else."""
    book = openpyxl.load_workbook(fresh)
    typed(book["Pilotit"], 3, Tunnus=" Malli ", **{"Julkaise__(fi)": True})
    book.save(fresh)
    plan = read(fresh, settings, clock)
    assert [(fault.code, fault.cell, fault.severity) for fault in plan.faults] == [("model-ticked", "A3", "note")]
    assert set(told(plan.faults[0])) == {"fi", "sv", "en"}
    assert plan.entries == ()


def told(fault: Fault) -> dict[str, str]:
    """The words of a fault, all of which name the model."""
    assert all(MODEL_ID in words for words in fault.message.values())
    return fault.message


def test_every_column_is_explained_in_three_languages(settings: Settings, fresh: Path) -> None:
    """Each column of each tab and language is there, in order, with a note of a line per staff language."""
    book = openpyxl.load_workbook(fresh)
    for schema in SCHEMAS:
        head = book[schema.titles["fi"][0]][1]
        assert len(head) == len(list(usual(schema, settings.languages)))
        for cell in head:
            assert cell.comment is not None
            assert len(cell.comment.text.splitlines()) == 3
            assert all(len(line) > 10 for line in cell.comment.text.splitlines())


def test_drop_downs_offer_what_the_reader_takes(settings: Settings, fresh: Path) -> None:
    """Choices and boxes come from the hidden tab, whose boxes are booleans, and references from the ids of their tab."""
    book = openpyxl.load_workbook(fresh)
    offers = {
        (sheet.title, sheet[f"{str(rule.sqref).split('2:')[0]}1"].value): rule.formula1
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
    }
    assert offers["Infotilaisuudet", "Paikka"] == "'Paikat'!$A$2:$A$2000"
    assert offers["Pilotit", "Yhteyshenkilö"] == "'Yhteyshenkilöt'!$A$2:$A$2000"
    lists = book[LISTS]
    assert lists.sheet_state == "hidden"
    shown = {where: [cell.value for row in lists[offers[where].partition("!")[2]] for cell in row] for where in OFFERED}
    assert shown["Pilotit", "Vaihe"][0] == "suunnittelu"
    assert set(shown["Pilotit", "Teema"]) == {words["fi"] for words in settings.city.themes.values()}
    assert shown["Pilotit", "Julkaise (sv)"] == [True, False]


OFFERED = [("Pilotit", "Vaihe"), ("Pilotit", "Teema"), ("Pilotit", "Julkaise (sv)")]


def test_cells_yet_to_be_filled_have_their_format(fresh: Path) -> None:
    """A column is dated or text also below the model row, no tab is locked, and header and ids stay in view."""
    book = openpyxl.load_workbook(fresh)
    formats = {
        (sheet.title, cell.value): sheet.column_dimensions[get_column_letter(index)].number_format
        for sheet in book.worksheets[:6]
        for index, cell in enumerate(sheet[1], start=1)
    }
    assert formats["Infotilaisuudet", "Päivä"] == "d.m.yyyy"
    assert {formats["Infotilaisuudet", "Alkaa"], formats["Paikat", "Postinumero"]} == {"@"}
    assert formats["Yhteyshenkilöt", "Puhelin"] == "@"
    assert {sheet.freeze_panes for sheet in book.worksheets[:6]} == {"B2"}
    assert not any(sheet.protection.sheet for sheet in book.worksheets)


def test_no_file_is_overwritten(fresh: Path, settings: Settings) -> None:
    """A file that is there stays as it is, byte by byte, and a folder that is not there is told."""
    before = fresh.read_bytes()
    with pytest.raises(Faulty, match="stays as it is"):
        write_new(fresh, outlines(settings.languages, settings.city), settings.languages)
    assert fresh.read_bytes() == before
    with pytest.raises(Faulty, match="no folder"):
        write_new(fresh.parent / "none" / "new.xlsx", outlines(settings.languages, settings.city), settings.languages)
