"""From a new row to its id, through whole pulls and the real adapters: a pull later, in the right row, and never in anybody's way."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from kutsu.core.errors import Unavailable
from kutsu.core.ports import Sheet
from kutsu.naming import Namer
from kutsu.sheets.workbook import Workbook
from kutsu.survey import Survey
from tests.books import LANGUAGES
from tests.core.rows import PILOT, TICKED
from tests.core.rows import sheet as book
from tests.test_survey import Desk
from tests.workbooks import write_workbook

NEW = {**PILOT, "id": None, "title.fi": "Uusi kokeilu"}


class NamingDesk(Desk):
    """A surveyor of one workbook, whose new rows get ids."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path / "plan.xlsx"
        self.sheets = {"demo": Workbook("demo", self.path, self.clock, LANGUAGES)}
        namer = Namer(self.sheets, self.memories, LANGUAGES)
        reader = dataclasses.replace(self.surveyor.reader, sheets=self.sheets)
        self.surveyor = dataclasses.replace(self.surveyor, reader=reader, followers=[namer])

    def pull(self) -> Survey:
        """One pull, as the flow does it."""
        return self.surveyor.pull(trusting=True)[0]

    @property
    def ids(self) -> list[str]:
        """The ids of the pilots as they stand in the file."""
        column = openpyxl.load_workbook(self.path)["Pilotit"]["A"]
        return [str(cell.value or "") for cell in column[1:]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NamingDesk]:
    """A pilot, and a new row that a first pull has seen."""
    made = NamingDesk(tmp_path)
    write_workbook(made.path, book(pilots=[PILOT, NEW], sessions=[]))
    made.pull()
    yield made
    made.database.close()


def test_a_new_row_has_its_id_a_pull_later(desk: NamingDesk) -> None:
    """The first pull sees it, the second names it, the third reads it as a row like any other, and a fourth has nothing to do."""
    assert desk.ids == ["PILOT-1", ""]
    desk.pull()
    assert desk.ids == ["PILOT-1", "PILOT-2"]
    assert {entry.subject.id for entry in desk.pull().plan.entries} >= {"PILOT-2"}
    before = desk.path.read_bytes()
    assert not desk.pull().plan.faults
    assert desk.path.read_bytes() == before


def test_who_is_still_typing_is_not_disturbed(desk: NamingDesk) -> None:
    """Each change of the row puts the id off by a pull."""
    write_workbook(desk.path, book(pilots=[PILOT, {**NEW, "title.fi": "Uusi koe"}], sessions=[]))
    desk.pull()
    assert desk.ids == ["PILOT-1", ""]
    desk.pull()
    assert desk.ids == ["PILOT-1", "PILOT-2"]


def test_an_id_that_was_once_used_is_never_given(desk: NamingDesk) -> None:
    """PILOT-2 was shown, and then staff deleted its row: the new row gets the number after it."""
    rows = [PILOT, {**PILOT, "id": "PILOT-2"}]
    write_workbook(desk.path, book(pilots=rows, sessions=[]))
    desk.pull()
    write_workbook(desk.path, book(pilots=[PILOT, NEW], sessions=[]))
    desk.pull()
    desk.pull()
    assert desk.ids == ["PILOT-1", "PILOT-3"]


def test_an_open_workbook_waits(desk: NamingDesk) -> None:
    """While staff have the file open there is a note, and the id comes when it is closed."""
    lock = desk.path.with_name("~$plan.xlsx")
    lock.touch()
    survey = desk.pull()
    (told,) = [fault for fault in survey.plan.faults if fault.code == "rows-unnamed"]
    assert (told.severity, set(told.message)) == ("note", {"fi", "sv", "en"})
    assert desk.ids == ["PILOT-1", ""]
    lock.unlink()
    desk.pull()
    assert desk.ids == ["PILOT-1", "PILOT-2"]


def test_a_tick_that_came_before_the_id_does_not_count(desk: NamingDesk) -> None:
    """A row that is typed and ticked at once was never shown under its id: it is not approved when it gets one."""
    write_workbook(desk.path, book(pilots=[PILOT, {**NEW, **TICKED}], sessions=[]))
    for _ in range(3):
        survey = desk.pull()
    assert desk.ids == ["PILOT-1", "PILOT-2"]
    assert {each.content.id for each in desk.memories.approved()} == set()
    assert ("PILOT-2", "fi") in survey.standings


def test_a_half_read_plan_names_nobody(desk: NamingDesk) -> None:
    """While another sheet cannot be read nobody knows its ids, so none is given."""
    desk.second.holds = Unavailable("Google does not answer.")
    sheets: dict[str, Sheet] = {**desk.sheets, "others": desk.second}
    reader = dataclasses.replace(desk.surveyor.reader, sheets=sheets)
    namer = Namer(sheets, desk.memories, LANGUAGES)
    desk.surveyor = dataclasses.replace(desk.surveyor, reader=reader, followers=[namer])
    desk.pull()
    assert desk.ids == ["PILOT-1", ""]
