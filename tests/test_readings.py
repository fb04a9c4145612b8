"""A sheet that says that it has not changed is not read again by a pull, and what is wrong with it is told all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book
from kutsu.readings import TRUSTED
from kutsu.survey import Survey
from tests.fakes import FakeSheet
from tests.test_survey import Desk, pilots


@dataclass
class StampedSheet(FakeSheet):
    """A sheet whose stamp counts its changes; `meanwhile` is what somebody makes of it during the next reading."""

    change: int = 1
    asked: list[str] = field(default_factory=list)
    meanwhile: Book | None = None
    unasked: Exception | None = None

    def read(self) -> Book:
        """What it holds, each reading noted."""
        self.asked.append("read")
        found = super().read()
        if self.meanwhile:
            self.edit(self.meanwhile)
            self.meanwhile = None
        return found

    def stamp(self) -> str:
        """The number of its last change."""
        self.asked.append("stamp")
        if self.unasked:
            raise self.unasked
        return str(self.change)

    def edit(self, book: Book) -> None:
        """Somebody changes it."""
        self.holds, self.change = book, self.change + 1


class StampedDesk(Desk):
    """A surveyor of one sheet that has a stamp."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.sheet = StampedSheet(pilots(), "pilots")
        self.surveyor = replace(self.surveyor, reader=replace(self.surveyor.reader, sheets={"pilots": self.sheet}))

    def pull(self, trusting: bool = True) -> tuple[Survey, list[str]]:
        """One pull as the flow does it, and what it asked of the sheet."""
        self.sheet.asked.clear()
        return self.surveyor.pull(trusting=trusting)[0], list(self.sheet.asked)


def title(survey: Survey) -> str:
    """The Finnish title of the pilot."""
    (entry,) = [each for each in survey.plan.entries if each.subject.id == "PILOT-1"]
    return entry.subject.title["fi"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[StampedDesk]:
    """The sheet pulled once."""
    made = StampedDesk(tmp_path)
    made.pull()
    yield made
    made.database.close()


def test_an_unchanged_sheet_costs_one_question(desk: StampedDesk) -> None:
    """The next pull asks for the stamp alone, concludes the same, and the sheet counts as read then."""
    before = desk.surveyor.look().plan
    desk.clock.move(minutes=5)
    survey, asked = desk.pull()
    assert asked == ["stamp"]
    assert (survey.plan, survey.books[0].recalled) == (before, True)
    assert desk.memories.read_at() == {"pilots": desk.clock.now()}


def test_a_changed_sheet_is_read(desk: StampedDesk) -> None:
    """The stamp is asked before and after, and the one that was there both times is kept for the next pull."""
    desk.sheet.edit(pilots(**{"title.fi": "Uusi nimi"}))
    survey, asked = desk.pull()
    assert asked == ["stamp", "read", "stamp"]
    assert title(survey) == "Uusi nimi"
    assert desk.pull()[1] == ["stamp"]


def test_who_types_during_the_reading_is_read_once_more(desk: StampedDesk) -> None:
    """One torn reading is done again, the second counts, and an edit during that one is found by the next pull."""
    desk.sheet.edit(pilots())
    desk.sheet.meanwhile = pilots(**{"title.fi": "Kesken"})
    survey, asked = desk.pull()
    assert asked == ["stamp", "read", "stamp", "read"]
    assert title(survey) == "Kesken"
    assert desk.pull()[1] == ["stamp"]
    desk.sheet.edit(pilots(**{"title.fi": "Valmis"}))
    assert title(desk.pull()[0]) == "Valmis"


def test_who_is_about_to_send_reads_for_real(desk: StampedDesk) -> None:
    """Without trust nothing but the sheet itself counts, and the pull after it reads too, as it left no stamp."""
    desk.sheet.asked.clear()
    desk.surveyor.look()
    desk.surveyor.pull(whole=False)
    assert desk.sheet.asked == ["read", "read"]
    assert desk.pull()[1] == ["stamp", "read", "stamp"]


def test_trust_ends(desk: StampedDesk) -> None:
    """Drive may be late to tell of a change, so a reading is trusted for a quarter of an hour and no longer."""
    desk.sheet.holds = pilots(**{"title.fi": "Uusi nimi"})
    desk.clock.move(seconds=TRUSTED.total_seconds() - 1)
    assert desk.pull()[1] == ["stamp"]
    desk.clock.move(seconds=1)
    survey, asked = desk.pull()
    assert asked == ["stamp", "read", "stamp"]
    assert title(survey) == "Uusi nimi"


def test_faults_are_told_of_a_sheet_that_was_not_read(desk: StampedDesk) -> None:
    """A row in error stays in error: the plan is made anew from the last reading."""
    desk.sheet.edit(pilots(announce="6/11/2026"))
    first, _ = desk.pull()
    again, asked = desk.pull()
    assert asked == ["stamp"]
    assert again.plan.faults == first.plan.faults
    assert [fault.column for fault in again.plan.faults if fault.severity == "error"] == ["Julkistus"]


def test_a_broken_sheet_is_not_trusted(desk: StampedDesk) -> None:
    """A sheet that is held has no good reading with its stamp, so each pull reads it and tells why."""
    desk.sheet.edit(replace(pilots(), locale="en_US"))
    for _ in range(2):
        survey, asked = desk.pull()
        assert "read" in asked
        assert "book-locale" in {fault.code for fault in survey.plan.faults}


def test_a_stamp_that_is_forbidden_is_a_note(desk: StampedDesk) -> None:
    """Where Drive may not be asked, the sheet is read each time, and one note says so in three languages."""
    desk.sheet.unasked = Faulty(["Sheet pilots: Google refused the request."])
    survey, asked = desk.pull()
    (told,) = [fault for fault in survey.plan.faults if fault.code == "sheet-unstamped"]
    assert asked == ["stamp", "read"]
    assert (told.severity, set(told.message)) == ("note", {"fi", "sv", "en"})
    assert not [fault for fault in survey.plan.faults if fault.severity == "error"]


def test_a_stamp_that_does_not_come_is_no_fault(desk: StampedDesk) -> None:
    """While Drive is out of order the sheet is read, and nobody is bothered."""
    desk.sheet.unasked = Unavailable("Google is out of order at the moment (503).")
    survey, asked = desk.pull()
    assert (asked, survey.plan.faults) == (["stamp", "read"], ())


def test_a_sheet_that_is_gone_is_told_once(desk: StampedDesk) -> None:
    """Where neither stamp nor sheet can be had, the reading's own fault is enough."""
    desk.sheet.unasked = desk.sheet.holds = Faulty(["Share the sheet."])
    survey, _ = desk.pull()
    assert [fault.code for fault in survey.plan.faults] == ["sheet-unreadable"]
