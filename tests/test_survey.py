"""One look at everything: sheets that can be read, and those that cannot, with what stands approved and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Never

import pytest

from kutsu.core.approval import Verdict
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Fault
from kutsu.gallery import Gallery
from kutsu.ledger import gallery as ledger
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import Pauses
from kutsu.readings import Reader
from kutsu.survey import UNDONE, Survey, Surveyor
from tests.books import CITY, LANGUAGES, NOW, Row
from tests.core.rows import CONTACT, PILOT, TICKED, sheet
from tests.factories import kind, rules
from tests.fakes import FakeMirror, FakeSheet, FakeWeb, HandClock

CHOSEN = kind("pilot-chosen", "pilot", "announce", lasts_days=30)
READ = f"{NOW:%d.%m.%Y %H.%M}"
OTHER: Row = {**PILOT, "id": "PILOT-2", "round": None, "contact": "OTHERS"}


def pilots(**changes: object) -> Book:
    """The first sheet: a round and its pilot."""
    return sheet("pilots", pilots=[{**PILOT, **changes}], sessions=[])  # type: ignore[dict-item]  # values of cells


def others(**changes: object) -> Book:
    """The second sheet: a pilot with a contact of its own."""
    row: Row = {**OTHER, **changes}  # type: ignore[dict-item]  # values of cells
    return sheet("others", round=[], pilots=[row], sessions=[], venues=[], contacts=[{**CONTACT, "id": "OTHERS"}])


class Desk:
    """A surveyor of two sheets, with a site."""

    def __init__(self, path: Path) -> None:
        self.database = Database(f"sqlite:///{path / 'ledger.db'}")
        self.memories, self.clock, self.site = Memories(self.database), HandClock(NOW), FakeMirror()
        self.first, self.second = FakeSheet(pilots(), "pilots"), FakeSheet(others(), "others")
        self.pauses, self.web = Pauses(self.database), FakeWeb()
        self.gallery = Gallery(ledger.Gallery(self.database), self.web.look, self.clock)
        made = replace(rules(CHOSEN), city=CITY, languages=LANGUAGES)
        sheets = {each.name: each for each in (self.first, self.second)}
        reader = Reader(sheets, self.memories, made, self.clock, self.gallery)
        rest = (self.pauses, Editions(self.database))
        self.surveyor = Surveyor(reader, self.memories, made, [self.site], *rest)

    def verdicts(self, subject: str = "PILOT-1") -> list[Verdict]:
        """What a pull concludes of a subject, in Finnish and Swedish."""
        found = self.surveyor.pull()[0].standings
        return [found[subject, language].verdict for language in ("fi", "sv")]

    def going(self) -> set[str]:
        """The subjects of which something is held by nothing."""
        return {each.subject for each in self.surveyor.look().deliveries if not each.held_because}

    def whole(self) -> list[Fault]:
        """The faults of whole sheets and mirrors that a pull finds."""
        return [fault for fault in self.surveyor.pull()[0].plan.faults if fault.row is None]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Both sheets shown once and then ticked."""
    made = Desk(tmp_path)
    made.surveyor.pull()
    made.first.holds, made.second.holds = pilots(**TICKED), others(**TICKED)
    yield made
    made.database.close()


def test_shown_ticked_approved(desk: Desk) -> None:
    """What was shown by one pull and ticked by the next is approved, planned and on the site; a third pull changes nothing."""
    survey, changed = desk.surveyor.pull()
    assert {standing.verdict for standing in survey.standings.values() if standing.language != "en"} == {
        Verdict.APPROVES,
        Verdict.UNTICKED,
    }
    assert desk.going() == {"PILOT-1", "PILOT-2"}
    assert [(each.content.id, each.language) for each in desk.site.shown] == [
        ("PILOT-1", "fi"),
        ("PILOT-1", "sv"),
        ("PILOT-2", "fi"),
        ("PILOT-2", "sv"),
    ]
    assert changed == 4
    again, changed = desk.surveyor.pull()
    assert changed == 0
    assert again.standings["PILOT-1", "fi"].verdict is Verdict.STANDS


def test_a_look_remembers_nothing(desk: Desk) -> None:
    """However often somebody looks, only a pull shows a row to its approvers, approves it, and touches the site."""
    before = desk.memories.recall()
    desk.surveyor.look()
    desk.surveyor.look()
    assert desk.memories.recall() == before
    assert desk.site.shown == []


def test_an_edit_between_two_pulls(desk: Desk) -> None:
    """A mended title is not approved by the old tick, and the site shows the old one until it is ticked anew."""
    desk.surveyor.pull()
    desk.first.holds = pilots(**TICKED, **{"title.fi": "Uusi nimi"})
    assert desk.verdicts() == [Verdict.CHANGED, Verdict.STANDS]
    desk.first.holds = pilots(**{**TICKED, "approve.fi": False, "title.fi": "Uusi nimi"})
    desk.surveyor.pull()
    desk.first.holds = pilots(**TICKED, **{"title.fi": "Uusi nimi"})
    assert desk.verdicts() == [Verdict.APPROVES, Verdict.STANDS]
    assert "Uusi nimi" in {each.content.title for each in desk.site.shown}


@pytest.mark.parametrize("error", [Unavailable("no answer in 20 s."), Faulty(["it is not a workbook."])])
def test_a_sheet_that_cannot_be_read(desk: Desk, error: Exception) -> None:
    """It is taken from its last good reading, whose age is told in three languages; the other sheet goes on as it is now."""
    desk.surveyor.pull()
    desk.clock.move(hours=2)
    desk.first.holds = error
    desk.second.holds = others(**TICKED, **{"title.fi": "Uusi nimi"})
    (fault,) = desk.whole()
    assert (fault.sheet, fault.cell, fault.severity, fault.code) == ("pilots", None, "error", "sheet-unreadable")
    assert fault.message == {
        "fi": f"Taulukkoa ei voi lukea: {error} Käytössä on {READ} luettu tilanne.",
        "sv": f"Arket kan inte läsas: {error} Läget från {READ} används.",
        "en": f"The sheet cannot be read: {error} The reading of {READ} is used.",
    }
    assert desk.verdicts("PILOT-1") == [Verdict.STANDS, Verdict.STANDS]
    assert desk.verdicts("PILOT-2") == [Verdict.CHANGED, Verdict.STANDS]
    assert "PILOT-1" in desk.going()


def test_a_sheet_that_was_never_read(tmp_path: Path) -> None:
    """Without any snapshot that is said, and the other sheet's rows are there."""
    desk = Desk(tmp_path)
    desk.first.holds = Unavailable("no answer in 20 s.")
    (fault,) = desk.whole()
    assert fault.message["fi"].endswith("Sitä ei ole vielä luettu.")
    assert fault.message["sv"].endswith("Det har inte lästs tidigare.")
    assert fault.message["en"].endswith("It was never read before.")
    assert [entry.subject.id for entry in desk.surveyor.look().plan.entries] == ["PILOT-2"]
    desk.database.close()


def test_a_sheet_that_comes_back(desk: Desk) -> None:
    """When it can be read again it is read as it is now, and the fault is gone."""
    desk.first.holds = Unavailable("no answer in 20 s.")
    assert desk.whole()
    desk.first.holds = pilots(**TICKED)
    assert desk.whole() == []
    assert desk.going() == {"PILOT-1", "PILOT-2"}


def test_a_broken_sheet_is_held_and_no_snapshot(desk: Desk) -> None:
    """A sheet whose header is broken holds its rows as they were approved; the other goes on; the good snapshot stays."""
    desk.surveyor.pull()
    good = desk.memories.snapshot("pilots")
    desk.first.holds = replace(pilots(**TICKED), locale="en_US")
    assert [fault.code for fault in desk.whole()] == ["book-locale"]
    assert desk.verdicts() == [Verdict.FROZEN, Verdict.FROZEN]
    assert desk.going() == {"PILOT-2"}
    assert len(desk.site.shown) == 4
    assert desk.memories.snapshot("pilots") == good


def test_a_column_under_another_name(desk: Desk) -> None:
    """A header that is not found holds its sheet as a whole, as it was read last: no row is lost, and no snapshot made."""
    desk.surveyor.pull()
    good, book = desk.memories.snapshot("pilots"), pilots(**TICKED)
    tabs = [replace(tab, rows=(tab.rows[0][:2] + tab.rows[0][3:], *tab.rows[1:])) for tab in book.tabs]
    desk.first.holds = replace(book, tabs=tuple(tabs))
    survey, _ = desk.surveyor.pull()
    assert {entry.subject.id for entry in survey.plan.entries} >= {"PILOT-1", "PILOT-2"}
    assert desk.verdicts() == [Verdict.FROZEN, Verdict.FROZEN]
    assert desk.memories.snapshot("pilots") == good
    assert [[book.sheet for book in books] for books in (survey.books, survey.read)] == [
        ["others"],
        ["pilots", "others"],
    ]


def test_faults_of_both_sheets_at_once(desk: Desk) -> None:
    """What is wrong in one sheet and in the other is told together, each at its cell."""
    desk.first.holds = pilots(announce="huomenna")
    desk.second.holds = others(theme="Avaruus")
    errors = [fault for fault in desk.surveyor.look().plan.faults if fault.severity == "error"]
    assert {fault.sheet for fault in errors} == {"pilots", "others"}
    assert all(fault.cell for fault in errors)


@pytest.mark.parametrize("error", [Faulty(["templates/labels.toml: broken"]), OSError("No space left on device")])
def test_a_mirror_that_fails(desk: Desk, error: Exception) -> None:
    """A site that cannot be written is told in three languages and is in nobody's way: approvals are kept."""
    desk.site.breaks = error
    (fault,) = desk.whole()
    assert (fault.sheet, fault.code) == ("site", "mirror-failed")
    assert set(fault.message) == {"fi", "sv", "en"}
    assert all(str(error) in words for words in fault.message.values())
    assert desk.verdicts() == [Verdict.STANDS, Verdict.STANDS]


def test_now_is_the_clock_s(desk: Desk) -> None:
    """A survey is of the moment at which the sheets had been read: what is past by then has passed."""
    desk.clock.move(days=60)
    survey = desk.surveyor.look()
    assert survey.now == NOW + dt.timedelta(days=60)
    assert all(delivery.expires <= survey.now for delivery in survey.deliveries)


def test_what_breaks_is_in_nobodys_way(desk: Desk) -> None:
    """An error in the advice, the answer, the site or the previews is told, and the others do their part of the pull."""
    done = []

    def breaks(_: Survey) -> Never:
        raise KeyError("unforeseen")

    def follows(survey: Survey) -> list[Fault]:
        done.append(survey.now)
        return []

    pulls = replace(desk.surveyor, advisers=(breaks, follows), answer=breaks, followers=(breaks, follows))
    faults = pulls.pull()[0].plan.faults
    assert [each.code for each in faults] == [UNDONE] * 3
    assert "KeyError" in faults[0].message["fi"]
    assert len(done) == 2
    assert desk.site.shown
    desk.site.breaks = ValueError("unforeseen")
    assert [each.code for each in desk.surveyor.pull(whole=False)[0].plan.faults] == [UNDONE]
