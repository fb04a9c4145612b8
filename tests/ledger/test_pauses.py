"""Pauses: who pauses, until when, and who may resume."""

from __future__ import annotations

import datetime as dt

import pytest

from kutsu.core.errors import Faulty
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import SHEET, Pauses
from tests.factories import NOW
from tests.ledger.works import FI, SV, later


@pytest.fixture
def pauses(database: Database) -> Pauses:
    """The pauses of an empty ledger."""
    return Pauses(database)


def test_everything_waits(pauses: Pauses) -> None:
    """While a pause is on, every delivery is told why it waits; afterwards none is."""
    pauses.pause(NOW, "anna", "storm")
    assert pauses.stops([FI, SV], NOW) == dict.fromkeys([FI, SV], "paused by anna: storm")
    pauses.resume(later(hours=1))
    assert pauses.stops([FI, SV], later(hours=1)) == {}


def test_a_pause_outlives_its_process(pauses: Pauses, address: str) -> None:
    """It is kept in the ledger: another publisher, or one after a restart, sees it."""
    pauses.pause(NOW, "anna")
    later_on = Database(address)
    assert Pauses(later_on).stops([FI], NOW) == {FI: "paused by anna"}
    later_on.close()


def test_until(pauses: Pauses) -> None:
    """A pause with an end ends there by itself."""
    pauses.pause(NOW, "anna", until=later(hours=2))
    assert pauses.stops([FI], later(hours=2) - dt.timedelta(seconds=1))
    assert pauses.stops([FI], later(hours=2)) == {}


def test_until_the_past(pauses: Pauses) -> None:
    """Who mistypes the end is told that nothing is paused, and nothing is."""
    with pytest.raises(Faulty, match="nothing is paused"):
        pauses.pause(NOW, "anna", until=NOW)
    assert not pauses.active(NOW - dt.timedelta(hours=1))


def test_the_sheets_own_pause(pauses: Pauses) -> None:
    """A tick in the sheet pauses once, outlasts a person's resume, and ends when it is taken away."""
    pauses.follow(True, NOW)
    pauses.follow(True, later(minutes=5))
    assert [pause.at for pause in pauses.active(later(minutes=5))] == [NOW]
    pauses.resume(later(minutes=6))
    assert pauses.stops([FI], later(minutes=6)) == {FI: f"paused by {SHEET}"}
    pauses.follow(False, later(minutes=10))
    assert pauses.active(later(minutes=10)) == []


def test_only_a_tick_that_is_taken_away_ends_it(pauses: Pauses) -> None:
    """A row of the pause that is gone ends nothing, nor does a reading from before the tick that is noted after it."""
    pauses.follow(True, later(minutes=5))
    pauses.follow(None, later(minutes=6))
    pauses.follow(False, NOW)
    assert pauses.active(later(minutes=6))
    pauses.follow(False, later(minutes=7))
    assert not pauses.active(later(minutes=7))


def test_unticking_ends_nobody_elses_pause(pauses: Pauses) -> None:
    """The sheet's tick speaks of the sheet's pause alone."""
    pauses.pause(NOW, "anna")
    pauses.follow(False, NOW)
    assert pauses.stops([FI], NOW) == {FI: "paused by anna"}


def test_hold_and_unhold(pauses: Pauses) -> None:
    """A hold stops one key, with its latest reason, until it is taken away, once."""
    pauses.hold(FI, NOW, "first")
    pauses.hold(FI, NOW, "second")
    assert pauses.stops([FI, SV], NOW) == {FI: "held by a person: second"}
    assert pauses.unhold(FI)
    assert not pauses.unhold(FI)
    assert pauses.stops([FI, SV], NOW) == {}
