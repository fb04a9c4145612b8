"""The answer in the sheet: written where it is missing or wrong, by ids, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.columns import PILOTS, SETTINGS, find_tab
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Cell, Edit, Fault, Tab
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome, Work
from kutsu.sheets.workbook import Workbook
from kutsu.survey import Survey
from tests.answers import LiveSheet, Office, changed, state
from tests.books import LANGUAGES
from tests.core.desks import COMING, TICKED, made
from tests.factories import delivery, message
from tests.fakes import HandClock
from tests.workbooks import write_workbook

OTHER = {**COMING, "id": "PILOT-2"}
WAITS = "Odottaa hyväksyntää: fi, sv, en."
TICK = Cell(True, "TRUE")


@pytest.fixture
def sheet() -> LiveSheet:
    """Two pilots."""
    return LiveSheet(made(COMING, OTHER))


def codes(survey: Survey) -> list[str]:
    """The codes of the faults of a survey."""
    return [fault.code for fault in survey.plan.faults]


def test_answered_once(tmp_path: Path, sheet: LiveSheet) -> None:
    """One pull answers every row and writes both tabs, in one batch; the next two find all of it there and write nothing."""
    office = Office(tmp_path, sheet)
    assert office.pull().answered == 3
    ((edits, pages),) = sheet.written
    assert [(edit.tab, edit.id, edit.column) for edit in edits] == [
        ("round", "ROUND-1", "state"),
        ("pilots", "PILOT-1", "state"),
        ("pilots", "PILOT-2", "state"),
    ]
    assert [page.title for page in pages] == ["Tila", "Kalenteri"]
    assert state(sheet.book, "PILOT-1").startswith(WAITS)
    assert [office.pull().answered, office.pull().answered] == [0, 0]
    assert len(sheet.written) == 1


def test_from_tick_to_link(tmp_path: Path, sheet: LiveSheet) -> None:
    """A row goes from waiting over scheduled, in the very pull that approves it, to published with its link."""
    office = Office(tmp_path, sheet)
    office.pull()
    for language in LANGUAGES:
        sheet.book = changed(sheet.book, "PILOT-1", f"approve.{language}", TICK)
    assert office.pull().answered == 1
    assert state(sheet.book, "PILOT-1").startswith("Tulossa 21.10.2019 klo 10.00: kokeilu valittu (fi, sv, en")
    now, key = office.clock.now(), "PILOT-1/pilot-chosen/fi/x-fi/"
    assert office.claims.claim([Work(delivery(key), message(), [()])], now)
    assert office.claims.begin(key, 0, now)
    office.claims.settle(key, 0, Outcome(State.SENT, receipt=Receipt("1", "https://x.example/1")), now, now)
    office.pull()
    (line,) = [line for line in state(sheet.book, "PILOT-1").splitlines() if line.startswith("Julkaistu")]
    assert line == f"Julkaistu 18.10.2019 klo {now:%H.%M}: kokeilu valittu (fi; x-fi) https://x.example/1"


def test_sorted_between_reading_and_writing(tmp_path: Path, sheet: LiveSheet) -> None:
    """Rows that staff sort while Kutsu thinks get each its own answer."""
    sheet.book = made(COMING, {**OTHER, "title.sv": None})
    sheet.before_write = lambda book: pilots(book, lambda tab: replace(tab, rows=(tab.rows[0], *tab.rows[:0:-1])))
    Office(tmp_path, sheet).pull()
    assert state(sheet.book, "PILOT-1").startswith(WAITS)
    assert state(sheet.book, "PILOT-2").startswith("Luonnos. Puuttuu: Otsikko (sv).")


def test_put_right(tmp_path: Path, sheet: LiveSheet) -> None:
    """What somebody types over Kutsu's answer is put right by the next pull, and nothing else is written."""
    office = Office(tmp_path, sheet)
    office.pull()
    right = state(sheet.book, "PILOT-2")
    sheet.book = changed(sheet.book, "PILOT-2", "state", Cell("Selvä!", "Selvä!"))
    assert office.pull().answered == 1
    assert sheet.written[1] == ((Edit("pilots", "PILOT-2", "state", right),), ())


def test_rows_that_cannot_be_told_apart(tmp_path: Path) -> None:
    """Rows without an id, or with one that others of the tab have, get no answer; the tab tells what is wrong."""
    sheet = LiveSheet(made(COMING, COMING, {**OTHER, "id": None}))
    assert Office(tmp_path, sheet).pull().answered == 1
    assert {line[1] for line in sheet.written[0][1][0].rows[1:]} == {"Pilotit!A2", "Pilotit!A3", "Pilotit!A4"}


def pilots(book: Book, change: Callable[[Tab], Tab]) -> Book:
    """The book with another tab of pilots."""
    return replace(book, tabs=tuple(change(tab) if tab.title == "Pilotit" else tab for tab in book.tabs))


def broken(book: Book) -> Book:
    """The book in another locale."""
    return replace(book, locale="en_US")


def headless(book: Book) -> Book:
    """The book with an empty header over its pilots."""
    return pilots(book, lambda tab: replace(tab, rows=((), *tab.rows[1:])))


def renamed(book: Book) -> Book:
    """The book with a needed column under a name that nobody knows."""
    found = find_tab(book, PILOTS)
    assert found
    head = tuple(Cell("Häh", "Häh") if cell.raw == "Vaihe" else cell for cell in found.rows[0])
    return pilots(book, lambda tab: replace(tab, rows=(head, *tab.rows[1:])))


def emptied(book: Book) -> Book:
    """The book without pilots."""
    return pilots(book, lambda tab: replace(tab, rows=tab.rows[:1]))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(broken, "kieliasetus"), (headless, "otsikkorivi"), (renamed, 'Saraketta "Vaihe"'), (emptied, "kadonneet")],
)
def test_broken_sheet(tmp_path: Path, sheet: LiveSheet, spoil: Callable[[Book], Book], words: str) -> None:
    """A sheet that is held whole is told why in its tab, and none of its rows is touched."""
    office = Office(tmp_path, sheet)
    office.pull()
    sheet.book = spoil(sheet.book)
    assert office.pull().answered == 0
    edits, pages = sheet.written[1]
    assert edits == ()
    errors = [line for line in pages[0].rows if line[0] == "Virhe – Fel – Error"]
    assert [words in line[4] for line in errors] == [True]
    assert "odottaa: rivillä on virhe" in {line[9] for line in pages[1].rows if len(line) > 9}


@pytest.mark.parametrize("error", [Unavailable("somebody has it open."), Faulty(["no right to write."])])
def test_a_sheet_that_cannot_be_written(tmp_path: Path, sheet: LiveSheet, error: Exception) -> None:
    """It is told in three languages, keeps nothing from going on, and is tried again by the next pull."""
    other = LiveSheet(replace(made({**OTHER, "id": "PILOT-3"}, round=[]), sheet="others"))
    office, sheet.fails = Office(tmp_path, sheet, other), error
    survey = office.pull()
    (fault,) = [fault for fault in survey.plan.faults if fault.code == "answer-unwritten"]
    assert (fault.sheet, fault.severity) == ("demo", "error")
    assert {language: str(error) in words for language, words in fault.message.items()} == dict.fromkeys(
        LANGUAGES, True
    )
    assert other.written
    assert office.site.shown == []
    sheet.fails = None
    assert office.pull().answered == 3


def test_a_tab_of_staff(tmp_path: Path, sheet: LiveSheet) -> None:
    """A tab *Kalenteri* that staff made is left alone and told; the other tab is written."""
    theirs = Tab("Kalenteri", ((Cell("Loma-ajat", "Loma-ajat"),),))
    sheet.book = replace(sheet.book, tabs=(*sheet.book.tabs, theirs))
    assert "answer-tab-taken" in codes(Office(tmp_path, sheet).pull())
    assert [page.title for page in sheet.written[0][1]] == ["Tila"]
    assert theirs in sheet.book.tabs


def test_a_formula_in_kutsu_s_cell(tmp_path: Path, sheet: LiveSheet) -> None:
    """It is nobody's but staff's: told at its cell, and not written over; the other rows are answered."""
    sheet.book = changed(sheet.book, "PILOT-1", "state", Cell("x", "x", formula='="x"'))
    survey = Office(tmp_path, sheet).pull()
    assert survey.answered == 2
    assert "own-formula" in codes(survey)
    assert state(sheet.book, "PILOT-1") == "x"


def test_pause_in_the_sheet(tmp_path: Path) -> None:
    """A pause that this pull begins is told by it at the rows that wait."""
    sheet = LiveSheet(made(TICKED, settings=[{"key": "tauko", "value": "x"}]))
    office = Office(tmp_path, sheet)
    office.pull()
    assert find_tab(sheet.book, SETTINGS)
    assert sheet.written[0][1][0].rows[1][0] == "Tauko – Paus – Pause"


def test_previews(tmp_path: Path, sheet: LiveSheet) -> None:
    """The address of a preview stands in its column, where there is a preview; without any, staff's words stay."""
    sheet.book = changed(sheet.book, "PILOT-2", "preview", Cell("oma", "oma"))
    addresses = {"PILOT-1": "https://preview.example/PILOT-1"}
    Office(tmp_path, sheet, preview=addresses.get).pull()
    edits = [edit for edit in sheet.written[0][0] if edit.column == "preview"]
    assert edits == [Edit("pilots", "PILOT-1", "preview", addresses["PILOT-1"])]


@pytest.mark.parametrize(
    ("ui", "words"), [("fi", WAITS), ("sv", "Väntar på godkännande"), ("en", "Waits for approval")]
)
def test_three_languages(tmp_path: Path, ui: str, words: str) -> None:
    """A sheet with headers in a language is answered in it."""
    sheet = LiveSheet(made(COMING, ui=ui))
    Office(tmp_path, sheet).pull()
    assert state(sheet.book, "PILOT-1").startswith(words)


def test_only_whole_pulls_answer(tmp_path: Path, sheet: LiveSheet) -> None:
    """Who looks, or is about to send, writes nothing into the sheet."""
    surveyor = Office(tmp_path, sheet).surveyor
    surveyor.look()
    surveyor.recollect()
    surveyor.pull(whole=False)
    assert sheet.written == []


def test_a_real_workbook(tmp_path: Path) -> None:
    """In an .xlsx file the answers stand in their cells as text, and a second pull leaves the file as it is."""
    path = tmp_path / "plan.xlsx"
    write_workbook(path, made({**COMING, "round": None}, {**OTHER, "round": None}, round=[]))
    office = Office(tmp_path, Workbook("demo", path, HandClock(), LANGUAGES))
    assert office.pull().answered == 2
    before = path.read_bytes()
    assert state(office.surveyor.reader.sheets["demo"].read(), "PILOT-2").startswith(WAITS)
    assert office.pull().answered == 0
    assert path.read_bytes() == before


def test_held_by_the_operators(tmp_path: Path, sheet: LiveSheet) -> None:
    """A hold that operators set in the ledger is told at the row with the next pull."""
    office = Office(tmp_path, sheet)
    office.pull()
    sheet.book = made(TICKED)
    office.pauses.hold("PILOT-1/pilot-chosen/fi/x-fi/", office.clock.now())
    office.pull()
    assert state(sheet.book, "PILOT-1").startswith("Ylläpito on pysäyttänyt: kokeilu valittu (fi; x-fi).")


def test_advice(tmp_path: Path, sheet: LiveSheet) -> None:
    """What an adviser notes at a cell is told at its row and in the tab, by the same pull."""
    words = dict.fromkeys(("fi", "sv", "en"), "Tarkoititko: tulkki?")
    advice = Fault("demo", "Pilotit", 2, "Otsikko (fi)", "F2", "note", "spelling", words)
    Office(tmp_path, sheet, advisers=[lambda _: [advice]]).pull()
    assert state(sheet.book, "PILOT-1").splitlines()[-1] == "Huomaa, F2: Tarkoititko: tulkki?"
    assert sheet.written[0][1][0].rows[1][:3] == ("Huomaa – Obs – Note", "Pilotit!F2", "Otsikko (fi)")
