"""How many requests a spreadsheet costs, whatever its size: Google counts them by the minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.columns import PILOTS, find_columns, find_tab
from kutsu.core.grid import Edit
from kutsu.ledger.memory import Memories
from kutsu.naming import Namer
from kutsu.sheets.google import WHOLE
from kutsu.survey import Survey
from tests.answers import Office, state
from tests.bench.plans import large
from tests.books import LANGUAGES
from tests.sheets.google import Google

MOST = 10
"""Requests that one pull may make: to read, to plan and to answer (the part's "done when")."""


class GoogleOffice(Office):
    """A surveyor that gives ids and answers in one spreadsheet, as the pull flow does."""

    def __init__(self, path: Path, google: Google) -> None:
        self.google, self.sheet = google, google.sheet()
        super().__init__(path, self.sheet)
        self.clock.shows = google.clock.now()
        self.sheet._clock = self.clock  # one clock for the reading and for who judges it
        namer = Namer({"demo": self.sheet}, Memories(self.database), LANGUAGES)
        object.__setattr__(self.surveyor, "advisers", (namer,))

    def cost(self, minutes: int = 5) -> tuple[Survey, int]:
        """A pull of the flow so many minutes after the last one, and what it asked of Google."""
        self.clock.move(minutes=minutes)
        self.google.count()
        survey = self.surveyor.pull(trusting=True)[0]
        return survey, self.google.counted()


@pytest.fixture
def office(tmp_path: Path, google: Google) -> Iterator[GoogleOffice]:
    """A sheet of 40 pilots and 80 sessions, pulled until nothing of it is new."""
    google.lay_down(large(40, 80, LANGUAGES, ticked=True))
    made = GoogleOffice(tmp_path, google)
    made.cost()
    made.cost()
    yield made
    made.database.close()


@pytest.mark.parametrize(("pilots", "sessions"), [(5, 10), (60, 120)])
def test_reading_and_answering_every_row(google: Google, pilots: int, sessions: int) -> None:
    """A reading and an answer in every row of a tab are three requests, for few rows as for many."""
    google.lay_down(large(pilots, sessions, LANGUAGES, ticked=True))
    sheet = google.sheet()
    google.count()
    read = sheet.read()
    tab = find_tab(read, PILOTS)
    assert tab is not None
    assert "state" in find_columns(tab, PILOTS, LANGUAGES)[0]
    sheet.write([Edit("pilots", f"PILOT-{number + 1:04}", "state", "odottaa") for number in range(pilots)])
    assert len(tab.rows) == pilots + 1
    assert google.counted() == 3


def test_an_unchanged_sheet(office: GoogleOffice) -> None:
    """Pulls of a sheet at rest ask once each, and conclude all that the first one did."""
    (first, one), (second, other) = office.cost(minutes=1), office.cost(minutes=1)
    assert (one, other) == (1, 1)
    assert [each.key for each in first.deliveries] == [each.key for each in second.deliveries] != []


def test_an_edit_is_answered_by_one_pull(office: GoogleOffice) -> None:
    """The pull after an edit answers it in the sheet with five requests; the next one reads Kutsu's own answer, and writes nothing."""
    before = state(office.sheet.read(), "PILOT-0003")
    office.sheet.write([Edit("pilots", "PILOT-0003", "theme", "Tulkkaus")])
    survey, cost = office.cost()
    assert (survey.answered, cost) == (1, 5)
    assert state(office.sheet.read(), "PILOT-0003") != before
    assert [office.cost(minutes=1)[1] for _ in range(2)] == [3, 1]


def test_a_row_that_is_named_and_answered_while_somebody_types(office: GoogleOffice) -> None:
    """The dearest pull: a new row gets its id, the reading was disturbed, and an answer is written: ten requests."""
    office.sheet.write([Edit("pilots", "PILOT-0003", "id", "")])
    office.cost()
    office.sheet.write([Edit("pilots", "PILOT-0004", "theme", "Tulkkaus")])
    fetched, disturbed = office.sheet._fetched, iter([True])

    def meanwhile(asked: Mapping[str, Any] = WHOLE) -> dict[str, Any]:
        answer = fetched(asked)
        if next(disturbed, False):
            office.google.keep(office.google.kept())
        return answer

    office.sheet._fetched = meanwhile  # type: ignore[method-assign]  # the moment between two requests, which no client shows
    survey, cost = office.cost()
    assert survey.answered >= 1
    assert cost == MOST
