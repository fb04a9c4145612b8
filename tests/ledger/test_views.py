"""What the ledger tells: rows, states, doubts, and when there is something to do again."""

from __future__ import annotations

import datetime as dt

from kutsu.core.publication import State
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, LAPSED, SENT, SV, attempt, later, unavailable, unconfirmed, work


def test_an_empty_ledger(views: Views) -> None:
    """Before the first claim there is nothing to tell and nothing to do."""
    assert (views.rows(), views.states(NOW), views.doubts()) == ([], {}, [])
    assert views.next(NOW) is None
    assert views.latest() is None


def test_rows_by_slot_and_key(claims: Claims, views: Views) -> None:
    """The earliest slot comes first, and within one slot the key decides."""
    early = "PILOT-2/pilot-chosen/fi/x-fi/"
    claims.claim([work(SV), work(FI), work(early, slot=later(hours=-1))], NOW)
    assert [row.key for row in views.rows()] == [early, FI, SV]


def test_free_counts_as_planned(claims: Claims, views: Views) -> None:
    """What is unavailable counts as planned from the instant on at which it may be tried again."""
    claims.claim([work()], NOW)
    attempt(claims, unavailable(later(minutes=5)))
    assert views.states(later(minutes=4)) == {FI: State.UNAVAILABLE}
    assert views.states(later(minutes=5)) == {FI: State.PLANNED}


def test_doubts_in_the_order_of_their_look_ups(claims: Claims, views: Views) -> None:
    """The share to be looked up first is at the front, with all by which its network will know it."""
    claims.claim([work(FI), work(SV, people=(("a",), ("b",)))], NOW)
    claims.mark(SV, 1, {"post": "7"})
    attempt(claims, unconfirmed(later(seconds=60)))
    attempt(claims, unconfirmed(later(seconds=30)), SV, 1)
    first, second = views.doubts()
    assert (first.claimed.key, first.claimed.share, first.claimed.recipients) == (SV, 1, ("b",))
    assert (first.claimed.marks, first.channel, first.language) == ({"post": "7"}, "x-sv", "sv")
    assert second.claimed.key == FI


def test_a_look_up_counts_only_when_it_was_clear(claims: Claims, views: Views) -> None:
    """An unclear reading moves the next one and is not counted."""
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed())
    claims.looked(FI, 0, NOW, later(seconds=15), looks=0, counts=False)
    claims.looked(FI, 0, NOW, later(seconds=30), looks=0, counts=True)
    (doubt,) = views.doubts()
    assert (doubt.looks, doubt.next_look) == (1, later(seconds=30))


def test_next_is_the_end_of_a_lease(claims: Claims, views: Views) -> None:
    """While something is claimed, its lease's end is when to look again, and right now once that is past."""
    claims.claim([work()], NOW)
    assert views.next(NOW) == LAPSED
    assert views.next(LAPSED + LEASE) == LAPSED + LEASE


def test_next_is_a_look_up_or_a_new_try(claims: Claims, views: Views) -> None:
    """The earlier one of a look-up and a new try is when to do something again."""
    claims.claim([work(FI), work(SV)], NOW)
    attempt(claims, unavailable(later(minutes=5)))
    attempt(claims, unconfirmed(later(minutes=3)), SV)
    assert views.next(NOW) == later(minutes=3)
    claims.settle(SV, 0, SENT, NOW, NOW)
    assert views.next(NOW) == later(minutes=5)


def test_doubt_is_no_reason_to_look_before_its_time(claims: Claims, views: Views) -> None:
    """The lease of what is in doubt is over and done with: the next thing to do is its look-up, not something right now."""
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed(later(minutes=3)))
    assert views.next(later(minutes=1)) == later(minutes=3)


def test_doubt_that_is_attended_wakes_nobody_else(claims: Claims, views: Views) -> None:
    """For so long as its own publisher stays with it a doubt is not to be looked up by others, and no longer."""
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed(later(seconds=15)))
    assert views.next(NOW, [FI]) == later(seconds=15)
    assert views.next(NOW, [SV]) is None
    assert views.next(NOW, attended=dt.timedelta(minutes=4)) == later(minutes=4)
    claims.looked(FI, 0, NOW, later(minutes=10), looks=0, counts=True)
    assert views.next(NOW, attended=dt.timedelta(minutes=4)) == later(minutes=10)


def test_nothing_to_do_when_all_is_settled(claims: Claims, views: Views) -> None:
    """What is out wakes nobody, nor does what might have been tried again before now, nor a late note of a look-up."""
    claims.claim([work(FI), work(SV)], NOW)
    attempt(claims, SENT)
    claims.looked(FI, 0, NOW, later(seconds=15), looks=0, counts=True)
    attempt(claims, unavailable(later(seconds=1)), SV)
    assert views.next(later(seconds=1)) is None


def test_latest_is_the_last_word(claims: Claims, views: Views) -> None:
    """The ledger's last instant follows claims, attempts and their ends, and never runs back."""
    claims.claim([work()], NOW)
    assert views.latest() == NOW
    attempt(claims, unavailable(), now=later(seconds=9))
    claims.claim([work()], later(seconds=10))
    assert views.latest() == later(seconds=9)
    assert claims.begin(FI, 0, later(seconds=11))
    assert views.latest() == later(seconds=11)
    claims.settle(FI, 0, SENT, later(seconds=12), later(seconds=11))
    assert views.latest() == later(seconds=12)


def test_when_it_began(claims: Claims, views: Views) -> None:
    """The first request of what was claimed before its slot is told with its instant; what was claimed later is not: it is not late."""
    claims.claim([work(FI, slot=later(seconds=20))], NOW)
    claims.claim([work(SV)], later(seconds=1))
    assert claims.begin(FI, 0, later(seconds=20.5))
    assert claims.begin(SV, 0, later(seconds=2))
    assert views.begun(NOW, later(hours=1)) == {FI: later(seconds=20.5)}
    assert views.begun(later(hours=1), later(hours=2)) == {}
