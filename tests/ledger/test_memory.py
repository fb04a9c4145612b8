"""What the ledger remembers of the sheets: what was shown, what was approved, what was said, and the last good reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kutsu.core.approval import Memory, Seen, Verdict, standings
from kutsu.core.content import digest, localize
from kutsu.core.grid import Book, Cell, Tab
from kutsu.core.model import Entry, Plan
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.memory import Memories
from kutsu.ledger.tables import approvals
from tests.factories import NOW, ZONE, entry, pilot, session, texts
from tests.ledger.works import FI, SENT, attempt, later, rows, work

LANGUAGES: dict[str, object] = {"fi": None}
OLD, NEW = pilot(), pilot(title=texts("Uusi"))


@pytest.fixture
def memories(database: Database) -> Memories:
    """The memory of this ledger."""
    return Memories(database)


def pull(memories: Memories, *rows: Entry, now: dt.datetime = NOW) -> list[Verdict]:
    """What a pull concludes of these rows in Finnish, and remembers."""
    judged = list(standings(Plan(rows), LANGUAGES, memories.recall()))
    memories.remember(judged, now)
    return [each.verdict for each in judged]


def shown(memories: Memories) -> list[str]:
    """The Finnish titles that the mirrors show."""
    return [each.content.title for each in memories.approved()]


def test_shown_then_ticked(memories: Memories) -> None:
    """The first pull shows, the one after the tick approves, and every later one finds it standing."""
    assert pull(memories, entry(OLD, "")) == [Verdict.UNTICKED]
    assert memories.approved() == []
    assert pull(memories, entry(OLD), now=later(minutes=5)) == [Verdict.APPROVES]
    assert pull(memories, entry(OLD)) == [Verdict.STANDS]
    (approved,) = memories.approved()
    content = localize(OLD, "fi")
    assert (approved.content, approved.digest, approved.at) == (content, digest(content), later(minutes=5))
    assert approved.language == "fi"


def test_ticked_before_it_was_shown(memories: Memories) -> None:
    """A row that comes in ticked was never seen by its approver: it needs a new tick."""
    assert pull(memories, entry(OLD)) == [Verdict.CHANGED]
    assert pull(memories, entry(OLD)) == [Verdict.CHANGED]
    assert pull(memories, entry(OLD, "")) == [Verdict.UNTICKED]
    assert pull(memories, entry(OLD)) == [Verdict.APPROVES]


def test_an_edit_keeps_what_was_approved_on_the_mirrors(memories: Memories) -> None:
    """After an edit the approved text is still shown, a revert lets it stand again, and a new tick shows the new one."""
    for row in (entry(OLD, ""), entry(OLD)):
        pull(memories, row)
    assert pull(memories, entry(NEW)) == [Verdict.CHANGED]
    assert shown(memories) == ["Otsikko suomeksi"]
    assert pull(memories, entry(OLD)) == [Verdict.STANDS]
    assert pull(memories, entry(NEW)) + pull(memories, entry(NEW, "")) == [Verdict.CHANGED, Verdict.UNTICKED]
    assert pull(memories, entry(NEW)) == [Verdict.APPROVES]
    assert shown(memories) == ["Uusi suomeksi"]


@pytest.mark.parametrize("change", [{}, {"missing": {"fi": ("what.fi",)}}])
def test_a_taken_tick_withdraws(memories: Memories, change: dict[str, Any]) -> None:
    """Without its tick nothing is shown any more, be the row complete or emptied; its history stays."""
    for row in (entry(OLD, ""), entry(OLD), entry(OLD, "", **change)):
        pull(memories, row)
    assert memories.approved() == []
    assert memories.recall()["PILOT-1", "fi"].approved is None


def test_approvals_are_only_added(memories: Memories, database: Database) -> None:
    """Approved, withdrawn and approved again are two rows, the first with the time of its end."""
    for minute, ticks in enumerate(("", "fi", "", "fi")):
        pull(memories, entry(OLD, ticks), now=later(minutes=minute))
    kept = [(row.at, row.withdrawn_at) for row in rows(database, approvals)]
    assert kept == [(later(minutes=1), later(minutes=2)), (later(minutes=3), None)]


def test_withdrawn_but_said(memories: Memories, claims: Claims) -> None:
    """The page of what residents were told stays, tick or no tick: links lead to it."""
    for row in (entry(OLD, ""), entry(OLD)):
        pull(memories, row)
    claims.claim([work(FI)], NOW)
    attempt(claims, SENT)
    pull(memories, entry(OLD, ""))
    assert shown(memories) == ["Otsikko suomeksi"]


def test_a_faulty_row_stays_as_it_was(memories: Memories) -> None:
    """While a row has an error, neither its edits nor its ticks count."""
    for row in (entry(OLD, ""), entry(OLD)):
        pull(memories, row)
    before = memories.recall()
    assert pull(memories, entry(NEW, "", faulty=True)) == [Verdict.FROZEN]
    assert memories.recall() == before
    assert shown(memories) == ["Otsikko suomeksi"]


def test_recall_by_subject_and_language(memories: Memories) -> None:
    """What is remembered of one subject in one language says nothing of others."""
    pull(memories, entry(OLD, ""), entry(session(), "fi"))
    mark = digest(localize(OLD, "fi"))
    assert memories.recall()["PILOT-1", "fi"] == Memory(Seen(mark, ticked=False), since=NOW)
    assert memories.recall()["INFO-1", "fi"].seen == Seen(digest(localize(session(), "fi")), ticked=True)
    assert ("PILOT-1", "sv") not in memories.recall()


def test_a_snapshot_per_sheet(memories: Memories) -> None:
    """The last good reading of each sheet comes back as it was, whatever its cells hold; before the first there is none."""
    cells = (
        Cell("TRUE", "TRUE"),
        Cell(raw=True, shown="TOSI"),
        Cell(1.0, "1"),
        Cell(0.1 + 0.2),
        Cell(None),
        Cell("\ud83d"),
    )
    first = Book("pilots", (Tab("Pilotit", ((Cell("Tunnus"), Cell(formula="=A1")), cells), "7"),), NOW)
    assert memories.snapshot("pilots") is None
    memories.keep(first)
    assert memories.snapshot("pilots") == first
    second = replace(first, tabs=(), read_at=NOW.astimezone(dt.UTC))
    memories.keep(second)
    memories.keep(replace(first, sheet="others"))
    assert memories.snapshot("pilots") == second
    assert memories.snapshot("others") == replace(first, sheet="others")
    kept = memories.snapshot("pilots")
    assert kept
    assert kept.read_at.astimezone(ZONE) == NOW
