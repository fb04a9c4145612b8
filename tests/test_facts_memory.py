"""The cases of the facts about the sheet that need the ledger's memory: sorted apart, passed by, emptied, vanished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.approval import Verdict
from kutsu.core.grid import Fault, Tab
from kutsu.core.vanishing import shrunk
from tests.books import HELSINKI, LANGUAGES, NOW, Row
from tests.core.rows import PILOT, SESSION, TICKED, VENUE, sheet
from tests.fakes import FakeSheet
from tests.test_survey import Desk

LIBRARY: Row = {
    **VENUE,
    "id": "KIRJASTO",
    "name.fi": "Sellon kirjasto",
    "name.sv": "Sellobiblioteket",
    "name.en": "Sello Library",
}
OTHER: Row = {
    **SESSION,
    "id": "INFO-2",
    "title.fi": "Kahvilla robotin kanssa",
    "title.sv": "Kaffe med roboten",
    "day": dt.date(2019, 11, 20),
    "venue": "KIRJASTO",
}
MOVED: Row = {key: OTHER[key] for key in ("title.fi", "title.sv", "day", "venue")}


class Sessions(Desk):
    """A surveyor of one sheet with two sessions, both approved."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.lay()
        reader = replace(self.surveyor.reader, sheets={"pilots": self.first})
        self.surveyor = replace(self.surveyor, reader=reader)
        self.surveyor.pull()
        self.lay(TICKED, TICKED)
        self.surveyor.pull()

    def lay(self, first: Row | None = None, second: Row | None = None) -> None:
        """The sheet has these changes to its two sessions from now on."""
        rows: list[Row] = [{**SESSION, **(first or {})}, {**OTHER, **(second or {})}]
        self.hold(rows)

    def hold(self, sessions: list[Row], pilots: list[Row] | None = None) -> None:
        """The sheet has these rows from now on."""
        pilots = [PILOT] if pilots is None else pilots
        self.first.holds = sheet("pilots", pilots=pilots, sessions=sessions, venues=[VENUE, LIBRARY])

    def told(self, code: str) -> list[Fault]:
        """The faults of that code, by a pull after another: what is wrong stays told."""
        self.surveyor.pull()
        return [fault for fault in self.surveyor.pull()[0].plan.faults if fault.code == code]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Sessions]:
    """Two sessions, approved in Finnish and Swedish."""
    made = Sessions(tmp_path)
    assert made.verdicts("INFO-1") == made.verdicts("INFO-2") == [Verdict.STANDS] * 2
    yield made
    made.database.close()


def test_case_22_ids_sorted_apart(desk: Sessions) -> None:
    """An id that stands on a row of another title, date and place is an error, and what was approved stays."""
    back: Row = {key: SESSION[key] for key in MOVED}
    desk.lay({**TICKED, **MOVED}, {**TICKED, **back})
    told = desk.told("id-sorted-apart")
    assert [(fault.row, fault.column, fault.cell, fault.severity) for fault in told] == [
        (2, "Tunnus", "A2", "error"),
        (3, "Tunnus", "A3", "error"),
    ]
    assert told[0].message == {
        "fi": "Tunnus INFO-1 osoittaa nyt aivan eri tilaisuuteen. Lajiteltiinko vain osa sarakkeista?"
        " Palauta versiohistoriasta.",
        "sv": "Id INFO-1 pekar nu på ett helt annat infomöte. Sorterades bara en del av kolumnerna?"
        " Återställ från versionshistoriken.",
        "en": "INFO-1 now points to a different session. Were only some columns sorted? Restore from version history.",
    }
    assert not desk.going() & {"INFO-1", "INFO-2"}
    assert {each.content.title for each in desk.memories.approved()} >= {SESSION["title.fi"], OTHER["title.fi"]}


@pytest.mark.parametrize("kept", sorted({"title.fi", "day", "venue"}))
def test_case_22_two_of_three_may_change(desk: Sessions, kept: str) -> None:
    """A session that is moved, or renamed and moved, is still itself while title, date or place is as it was."""
    keys = {"title.fi", "title.sv"} if kept == "title.fi" else {kept}
    desk.lay({**TICKED, **MOVED, **{key: SESSION[key] for key in keys}}, TICKED)
    assert desk.told("id-sorted-apart") == []


def test_case_22_rows_sorted_whole(desk: Sessions) -> None:
    """Rows that change places with all their cells are what they were."""
    desk.hold([{**OTHER, **TICKED}, {**SESSION, **TICKED}])
    assert desk.told("id-sorted-apart") == []
    assert desk.verdicts("INFO-1") == [Verdict.STANDS, Verdict.STANDS]


def test_case_9_a_date_that_passes_by_is_done(desk: Sessions) -> None:
    """The day after, and a year after, nothing is wrong with an approved row whose date has passed."""
    for days in (20, 365):
        desk.clock.move(days=days)
        assert [fault for fault in desk.told("date-past") if fault.tab == "Infotilaisuudet"] == []


def test_case_9_a_new_row_in_the_past(desk: Sessions) -> None:
    """A row that comes with yesterday's date is asked about at every pull, unless it is marked as held."""
    new: Row = {
        **OTHER,
        "id": "INFO-3",
        "title.fi": "Iltakoulu",
        "title.sv": "Aftonskola",
        "day": dt.date(2019, 10, 17),
    }
    desk.hold([{**SESSION, **TICKED}, {**OTHER, **TICKED}, new])
    (told,) = desk.told("date-past")
    assert (told.cell, told.severity, told.message["fi"]) == (
        "H4",
        "error",
        "Päivä 17.10.2019 on mennyt. Tarkista vuosi.",
    )
    desk.hold([{**SESSION, **TICKED}, {**OTHER, **TICKED}, {**new, "status": "pidetty"}])
    assert desk.told("date-past") == []


def test_case_9_an_hour_edited_into_the_past(desk: Sessions) -> None:
    """An approved session that is moved to an hour of today which is over is held; by itself an hour passes by."""
    desk.clock.shows = dt.datetime(2019, 11, 6, 22, tzinfo=HELSINKI)
    assert desk.told("time-past") == []
    desk.lay({**TICKED, "start": "8–9"}, TICKED)
    (told,) = desk.told("time-past")
    assert told.message["fi"] == (
        "Tilaisuus 6.11.2019 klo 8.00 olisi jo ohi, mutta asukkaille on kerrottu toinen aika. Tarkista päivä ja kellonaika."
    )
    assert desk.verdicts("INFO-1") == [Verdict.FROZEN, Verdict.FROZEN]


def test_case_9_a_date_edited_into_the_past(desk: Sessions) -> None:
    """An approved row whose date becomes an earlier one that is past is held as it was approved."""
    desk.lay({**TICKED, "day": dt.date(2019, 10, 6)}, TICKED)
    assert [fault.row for fault in desk.told("date-past")] == [2]
    assert desk.verdicts("INFO-1") == [Verdict.FROZEN, Verdict.FROZEN]


def test_case_c4_an_emptied_tab(desk: Sessions) -> None:
    """A tab without rows holds its sheet as it was approved; one fault says so at every pull, and the snapshot stays."""
    good = desk.memories.snapshot("pilots")
    desk.hold([])
    for _ in range(2):
        (told,) = desk.surveyor.pull()[0].plan.faults
        assert (told.sheet, told.row, told.severity, told.code) == ("pilots", None, "error", "rows-gone")
    assert told.message == {
        "fi": 'Välilehdeltä "Infotilaisuudet" ovat kadonneet lähes kaikki rivit. Palauta ne versiohistoriasta.'
        " Mitään ei julkaistu eikä peruttu. Jos poisto oli tarkoitus, pyydä ylläpitoa kuittaamaan se: kutsu sheet accept pilots.",
        "sv": 'Nästan alla rader har försvunnit från bladet "Infotilaisuudet". Återställ dem från versionshistoriken.'
        " Inget publicerades eller ställdes in. Om det var avsikten, be driften bekräfta det: kutsu sheet accept pilots.",
        "en": 'Almost all rows are gone from the tab "Infotilaisuudet". Restore them from version history.'
        " Nothing was published or cancelled. If that was meant, ask the operators to confirm it: kutsu sheet accept pilots.",
    }
    assert desk.verdicts("INFO-1") == [Verdict.FROZEN, Verdict.FROZEN]
    assert desk.going() == set()
    assert desk.memories.snapshot("pilots") == good
    assert {each.content.id for each in desk.memories.approved()} == {"INFO-1", "INFO-2"}
    desk.lay(TICKED, TICKED)
    assert desk.whole() == []


@pytest.mark.parametrize(("left", "refused"), [(10, False), (3, False), (2, True), (0, True)])
def test_case_c4_most_rows_gone(left: int, refused: bool) -> None:
    """Eight of ten rows gone are an accident, seven are not."""
    rows: list[Row] = [{**PILOT, "id": f"PILOT-{number}"} for number in range(10)]
    before, now = sheet(pilots=rows), sheet(pilots=rows[:left])
    assert bool(shrunk(before, now, LANGUAGES)) is refused


def test_case_c4_a_deleted_tab() -> None:
    """A tab that is not there any more has lost all its rows."""
    before = sheet()
    told = shrunk(before, replace(before, tabs=before.tabs[:2] + before.tabs[3:]), LANGUAGES)
    assert told is not None
    assert '"Infotilaisuudet"' in told.message["fi"]


def test_case_c5_a_vanished_row(desk: Sessions) -> None:
    """An approved row that is gone is told as a warning; nothing of it is cancelled, and mirrors go on showing it."""
    desk.hold([{**SESSION, **TICKED}])
    (told,) = desk.told("row-vanished")
    assert (told.tab, told.row, told.severity) == ("Infotilaisuudet", None, "note")
    assert told.message == {
        "fi": "Julkaistavaksi hyväksytty rivi INFO-2 on kadonnut. Palauta se; peruuta vain tilanteella peruttu."
        " Mitään ei peruttu.",
        "sv": "Raden INFO-2, som har godkänts för publicering, har försvunnit. Återställ den; ställ in bara med läget"
        " inställt. Inget ställdes in.",
        "en": "Row INFO-2, approved for publishing, is gone. Restore it; to cancel, use the status cancelled."
        " Nothing was cancelled.",
    }
    assert "INFO-2" in {each.content.id for each in desk.site.shown}
    assert desk.verdicts("INFO-1") == [Verdict.STANDS, Verdict.STANDS]
    desk.clock.move(days=40)
    assert desk.told("row-vanished") == []


def test_case_c6_copies_and_new_names(desk: Sessions) -> None:
    """A copy that somebody made disturbs nobody; a tab under another name holds the sheet until it is named back."""
    desk.lay(TICKED, TICKED)
    assert isinstance(desk.first, FakeSheet)
    book = sheet("pilots", sessions=[{**SESSION, **TICKED}, {**OTHER, **TICKED}], venues=[VENUE, LIBRARY])
    infos = book.tabs[2]
    desk.first.holds = replace(book, tabs=(*book.tabs, Tab("Kopio: Infotilaisuudet", infos.rows)))
    assert desk.whole() == []
    desk.first.holds = replace(book, tabs=(*book.tabs[:2], Tab("Syksyn infot", infos.rows), *book.tabs[3:]))
    (told,) = desk.whole()
    assert (told.severity, told.message["fi"]) == (
        "error",
        'Välilehdellä "Syksyn infot" on välilehden "Infotilaisuudet" otsikot. Onko se nimetty uudelleen?'
        " Palauta nimi. Mitään ei julkaistu.",
    )
    assert desk.verdicts("INFO-1") == [Verdict.FROZEN, Verdict.FROZEN]


def test_the_sessions_lie_ahead() -> None:
    """These tests lean on sessions that are not past when they begin."""
    assert all(isinstance(row["day"], dt.date) and row["day"] > NOW.date() for row in (SESSION, OTHER))
