"""The ledger keeps who took what back when and why, and never gives its key out again."""

from __future__ import annotations

import pytest

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.retractions import Retractions
from kutsu.ledger.tables import receipts, retractions
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, SENT, SV, attempt, later, rows, unavailable, work


@pytest.fixture
def taken(database: Database, claims: Claims) -> Retractions:
    """The retractions of a ledger in which Finnish is out and Swedish could not be sent."""
    claims.claim([work(FI), work(SV)], NOW)
    attempt(claims, SENT)
    attempt(claims, unavailable(), SV)
    return Retractions(database)


def test_what_is_out(taken: Retractions) -> None:
    """Only a delivery with a receipt is out; it has its message, its marks and when the yes came."""
    (out,) = taken.out(FI)
    assert (out.receipt, out.channel, out.at) == (SENT.receipt, "x-fi", NOW)
    assert out.claimed.message.parts == {"status": "Tervetuloa!"}
    assert taken.out(SV) == taken.out("no/such/key/x/") == []


def test_taken_back(taken: Retractions, database: Database, claims: Claims, views: Views) -> None:
    """It has its state, its reason and its receipt still, is out no more, and can never be claimed again."""
    number = taken.begin(taken.out(FI)[0].claimed, "anna", "wrong day", later(hours=1))
    taken.settle(number, later(hours=2))
    row = next(each for each in views.rows() if each.key == FI)
    assert (row.state, row.reason) == (State.RETRACTED, "taken back by anna: wrong day")
    assert (row.url, row.settled_at) == ("https://x.example/1", later(hours=2))
    assert taken.out(FI) == []
    assert not claims.claim([work(FI)], later(days=1))
    assert [each.remote_id for each in rows(database, receipts)] == ["1"]
    (kept,) = rows(database, retractions)
    assert (kept.by, kept.why, kept.at, kept.closed_at) == ("anna", "wrong day", later(hours=1), later(hours=2))


def test_a_try_that_failed(taken: Retractions, database: Database, views: Views) -> None:
    """It is kept with its reason, the delivery is as it was, and the next try is another row."""
    said = taken.out(FI)[0].claimed
    taken.fail(taken.begin(said, "anna", "", NOW), "X answered 401", NOW)
    assert {row.key: row.state for row in views.rows()}[FI] is State.SENT
    taken.settle(taken.begin(said, "bo", "", NOW), later(hours=1))
    assert [(each.by, each.reason) for each in rows(database, retractions)] == [
        ("anna", "X answered 401"),
        ("bo", None),
    ]


def test_a_late_word_does_not_resurrect(taken: Retractions, claims: Claims, views: Views) -> None:
    """Neither a lapse nor a look-up that comes late makes of it what it was."""
    taken.settle(taken.begin(taken.out(FI)[0].claimed, "anna", "", NOW), NOW)
    claims.lapse(later(days=1))
    assert not claims.settle(FI, 0, SENT, later(days=1))
    assert {row.key: row.state for row in views.rows()}[FI] is State.RETRACTED


def test_whose_receipt(taken: Retractions, views: Views) -> None:
    """A receipt that another delivery of the same channel has is told apart from one's own and from a stranger's."""
    mine = taken.out(FI)[0].claimed
    again = work(f"{FI}again-2")
    other = type(mine)(again.delivery.key, again.message, NOW)
    assert SENT.receipt
    assert views.taken(other, "x-fi", SENT.receipt)
    assert not views.taken(mine, "x-fi", SENT.receipt)
    assert not views.taken(other, "x-sv", SENT.receipt)
    assert not views.taken(other, "x-fi", Receipt("2"))
