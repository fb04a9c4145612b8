"""What pulls cost in requests, and ids that are given in a sheet where others type: over HTTP, against the sandbox."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.columns import PILOTS, find_columns, find_tab, unnamed
from kutsu.core.errors import Unavailable
from kutsu.core.grid import Edit, Page
from kutsu.naming import Namer
from kutsu.sheets.google import WHOLE
from kutsu.survey import Survey, Surveyor
from tests.books import LANGUAGES
from tests.sheets.google import Google
from tests.test_survey import Desk

PAGE = Page("Tila", (("Kaikki hyvin",),))


class PullDesk(Desk):
    """A surveyor of one Google Sheet, with an answer that writes whenever the sheet was read anew."""

    def __init__(self, path: Path, google: Google) -> None:
        super().__init__(path)
        self.google, self.sheet = google, google.sheet(recall=self.memories.snapshot)
        sheets = {"demo": self.sheet}
        reader = dataclasses.replace(self.surveyor.reader, sheets=sheets, clock=google.clock)
        self.surveyor: Surveyor = dataclasses.replace(
            self.surveyor, reader=reader, followers=[Namer(sheets, self.memories, LANGUAGES), self.answer]
        )

    def answer(self, survey: Survey) -> list[Any]:
        """A page and a cell, where what stands there differs."""
        (book,) = survey.books
        if "Tila" not in [tab.title for tab in book.tabs]:
            self.sheet.write([Edit("pilots", "PILOT-01", "state", "Luonnos")], [PAGE])
        return []

    def pull(self) -> tuple[Survey, int]:
        """One pull of the flow, and what it asked of Google."""
        self.google.count()
        survey = self.surveyor.pull(trusting=True)[0]
        return survey, self.google.counted()


@pytest.fixture
def desk(tmp_path: Path, google: Google) -> Iterator[PullDesk]:
    """The demo's plan in Google, not pulled yet."""
    made = PullDesk(tmp_path, google)
    yield made
    made.database.close()


def new_row(google: Google, where: int = -1) -> None:
    """Staff write a pilot without an id: a copy of the first with another title."""
    kept = google.kept()
    rows = kept["tabs"][1]["rows"]
    row = [dict(cell) for cell in rows[1]]
    row[0] = {"raw": None}
    row[5] = {"raw": "Uusi kokeilu"}
    rows.insert(len(rows) if where < 0 else where, row)
    google.keep(kept)


def ids(google: Google) -> list[str]:
    """The ids of the pilots as Google keeps them."""
    return [str(row[0]["raw"] or "") for row in google.kept()["tabs"][1]["rows"][1:]]


def test_what_pulls_cost(desk: PullDesk) -> None:
    """A changed sheet with an answer is five requests; the pull after Kutsu's own write reads once; from then on it is one."""
    costs = [desk.pull()[1] for _ in range(4)]
    assert costs == [5, 3, 1, 1]


def test_an_edit_moves_the_stamp(desk: PullDesk, google: Google) -> None:
    """What somebody types is read by the next pull."""
    for _ in range(3):
        desk.pull()
    kept = google.kept()
    kept["tabs"][1]["rows"][1][5]["raw"] = kept["tabs"][1]["rows"][1][5]["shown"] = "Uusi nimi"
    google.keep(kept)
    survey, cost = desk.pull()
    assert cost == 3
    assert "Uusi nimi" in [entry.subject.title.get("fi") for entry in survey.plan.entries]


def test_drive_may_be_forbidden(desk: PullDesk, google: Google) -> None:
    """Without the Drive API a pull reads the sheet, answers in it, and says in a note what to switch on."""
    google.fail("refused", "GET", "*/drive/*", times=9)
    survey, _ = desk.pull()
    (told,) = [fault for fault in survey.plan.faults if fault.code == "sheet-unstamped"]
    assert "Enable the Google Drive API in the project of" in told.message["sv"]
    assert survey.books
    assert google.kept()["tabs"][-1]["title"] == "Tila"


def test_a_new_row_gets_its_id(desk: PullDesk, google: Google) -> None:
    """In its own row, beside the others, with seven requests in that pull."""
    new_row(google, where=3)
    before = ids(google)
    desk.pull()
    desk.surveyor = dataclasses.replace(desk.surveyor, followers=desk.surveyor.followers[:1])
    _, cost = desk.pull()
    after = ids(google)
    assert before[2] == ""
    assert [*after[:2], *after[3:]] == [*before[:2], *before[3:]]
    assert after[2] == "PILOT-12"
    assert cost == 7


def test_a_sheet_that_changes_while_ids_are_given_is_left_alone(google: Google) -> None:
    """Somebody sorts between the reading and the write: nothing is written, and the next pull tries again."""
    new_row(google)
    book = google.sheet().read()
    tab = find_tab(book, PILOTS)
    assert tab is not None
    columns, _ = find_columns(tab, PILOTS, LANGUAGES)
    (shows,) = unnamed(tab, columns)
    sheet = google.sheet()
    fetched = sheet._fetched

    def meanwhile(asked: Mapping[str, Any] = WHOLE) -> dict[str, Any]:
        answer, kept = fetched(asked), google.kept()
        kept["tabs"][1]["rows"][1:] = kept["tabs"][1]["rows"][:0:-1]
        google.keep(kept)
        return answer

    sheet._fetched = meanwhile  # type: ignore[method-assign]  # the moment between two requests, which no client shows
    naming = Edit("pilots", "PILOT-50", "id", "PILOT-50", shows)
    with pytest.raises(Unavailable, match="somebody is typing"):
        sheet.write([naming])
    assert "PILOT-50" not in ids(google)
    google.sheet().write([naming])
    assert ids(google)[0] == "PILOT-50"
