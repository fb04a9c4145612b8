"""Mail of many requests: its claim is kept, and one request in doubt keeps no other from going out."""

from __future__ import annotations

from kutsu.core.publication import State
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.test_recipients import LIST
from tests.ledger.works import LAPSED, REFUSED, SENT, attempt, later, unavailable, unconfirmed, work


def test_a_lease_is_renewed_by_its_owner_alone(claims: Claims, rival: Claims, views: Views) -> None:
    """Who still has a claim may keep it for another lease; who lost it, or never had it, may not."""
    claims.claim([work(LIST, people=(("a",),))], NOW)
    assert not rival.renew([LIST], NOW)
    assert claims.renew([LIST], later(seconds=40))
    rival.lapse(later(seconds=60))
    assert views.states(later(seconds=60))[LIST] is State.CLAIMED
    assert claims.begin(LIST, 0, later(seconds=60))
    assert not claims.renew([LIST], later(seconds=105))


def test_the_rest_of_mail_in_doubt_goes_on(claims: Claims, rival: Claims, views: Views) -> None:
    """Of three requests one is in doubt, one was put off: the second goes on, whatever becomes of the first, and no third time."""
    claims.claim([work(LIST, people=(("a",), ("b",), ("c",)))], NOW)
    attempt(claims, unconfirmed(LAPSED), LIST, 0)
    assert not rival.claim([work(LIST)], NOW)
    attempt(claims, unavailable(later(minutes=1)), LIST, 1)
    attempt(claims, SENT, LIST, 2)
    assert views.states(NOW)[LIST] is State.UNCONFIRMED
    assert views.states(later(minutes=1))[LIST] is State.PLANNED
    assert rival.claim([work(LIST)], later(minutes=1))
    assert [share.share for share in rival.shares(LIST)] == [1]
    assert not claims.claim([work(LIST)], later(minutes=1))
    attempt(rival, SENT, LIST, 1, later(minutes=1))
    (row,) = views.rows()
    assert (row.state, row.reason) == (State.UNCONFIRMED, "the answer was lost")
    assert views.states(later(days=1))[LIST] is State.UNCONFIRMED


def test_a_publisher_that_died_in_the_middle(claims: Claims, rival: Claims, views: Views) -> None:
    """Of mail whose publisher was killed the one open request waits for a person, and all others go out."""
    claims.claim([work(LIST, people=(("a",), ("b",), ("c",)))], NOW)
    attempt(claims, SENT, LIST, 0)
    claims.begin(LIST, 1, NOW)
    rival.lapse(LAPSED)
    rival.settle(LIST, 1, Outcome(State.WAITING, "who knows"), LAPSED, NOW)
    assert views.states(LAPSED)[LIST] is State.PLANNED
    assert rival.claim([work(LIST)], LAPSED)
    attempt(rival, SENT, LIST, 2, LAPSED)
    (row,) = views.rows()
    assert (row.state, row.reason) == (State.WAITING, "who knows")


def test_the_rest_of_mail_that_was_refused_goes_on(claims: Claims, rival: Claims, views: Views) -> None:
    """One reader's server says no for ever and another's not now, when a third has it: who was put off is tried again all the same."""
    claims.claim([work(LIST, people=(("a",), ("b",), ("c",)))], NOW)
    attempt(claims, SENT, LIST, 0)
    attempt(claims, REFUSED, LIST, 1)
    attempt(claims, unavailable(later(minutes=2)), LIST, 2)
    assert views.next(NOW) == later(minutes=2)
    assert views.states(NOW)[LIST] is State.REFUSED
    assert views.states(later(minutes=2))[LIST] is State.PLANNED
    assert rival.claim([work(LIST)], later(minutes=2))
    assert [share.share for share in rival.shares(LIST)] == [2]
    attempt(rival, SENT, LIST, 2, later(minutes=2))
    (row,) = views.rows()
    assert (row.state, row.reason) == (State.REFUSED, "too blunt")
    assert views.states(later(days=1))[LIST] is State.REFUSED


def test_what_was_refused_with_nothing_out_waits_for_a_person(claims: Claims, rival: Claims, views: Views) -> None:
    """Where nobody has it yet, no part goes on alone, nor is handed over and taken back again and again."""
    claims.claim([work(LIST, people=(("a",), ("b",)))], NOW)
    attempt(claims, REFUSED, LIST, 0)
    attempt(claims, unavailable(later(minutes=2)), LIST, 1)
    assert views.states(later(days=1))[LIST] is State.REFUSED
    assert not rival.claim([work(LIST)], later(days=1))
