"""The ledger counts the editions, and knows since when an approval stands."""

from __future__ import annotations

import pytest

from kutsu.core.editions import Edition
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.memory import Memories
from kutsu.ledger.views import Views
from tests.factories import NOW, entry, pilot
from tests.ledger.test_memory import pull
from tests.ledger.works import FI, SENT, attempt, later, work

PAIR = ("PILOT-1", "pilot-chosen")


@pytest.fixture
def editions(database: Database) -> Editions:
    """The editions of an empty ledger."""
    return Editions(database)


def test_ordinals(editions: Editions) -> None:
    """The first that is asked for is the second edition; each has its own place, and the latest is recalled."""
    second = editions.ask(PAIR, None, NOW, "anna", "few came")
    assert second == Edition("again-2", NOW, "anna", "few came")
    third = editions.ask(PAIR, second, later(days=1), "bo", "")
    assert third == Edition("again-3", later(days=1), "bo", "")
    assert editions.ask(("PILOT-2", "pilot-chosen"), None, NOW, "bo", "") == Edition("again-2", NOW, "bo", "")
    assert editions.recall()[PAIR] == third


def test_two_ask_at_once(editions: Editions) -> None:
    """Of two people who saw the same ledger, one is told that the other was faster."""
    second = editions.ask(PAIR, None, NOW, "anna", "")
    assert editions.ask(PAIR, None, NOW, "bo", "") is None
    assert editions.recall() == {PAIR: second}


def test_the_ledger_s_latest_instant(editions: Editions, views: Views) -> None:
    """Asking is something that was written down: a clock that goes on from there does not fall behind it."""
    editions.ask(PAIR, None, later(days=3), "anna", "")
    assert views.latest() == later(days=3)


def test_since_when_an_approval_stands(database: Database) -> None:
    """It is the instant of the tick, and that of the newer one after the tick was taken away and set again."""
    memories, row = Memories(database), entry(pilot())
    for minute, ticks in enumerate(("", "fi", "fi")):
        pull(memories, entry(pilot(), ticks), now=later(minutes=minute))
    assert memories.recall()["PILOT-1", "fi"].at == later(minutes=1)
    pull(memories, entry(pilot(), ""), now=later(minutes=5))
    assert memories.recall()["PILOT-1", "fi"].at is None
    pull(memories, row, now=later(minutes=6))
    assert memories.recall()["PILOT-1", "fi"].at == later(minutes=6)


def test_the_words_that_went_out(claims: Claims, views: Views) -> None:
    """Of the same subject and kind, by channel and language, those that were sent; the last ones where there are several."""
    for number, name in enumerate(("", "again-2", "again-3")):
        claims.claim([work(f"{FI}{name}", f"Teksti {number}")], later(days=number))
        if name != "again-3":
            attempt(claims, SENT, f"{FI}{name}", now=later(days=number))
    assert views.parts(PAIR) == {("x-fi", "fi"): {"status": "Teksti 1"}}
    assert views.parts(("PILOT-1", "testers-wanted")) == {}
